/* One of the sixteen digits through the whole run: its picture at moments along the axis, and as a curve how sure D was
   that it is real. The same z is drawn at every snapshot. */
import { make, ofHundred, say } from "../../core/elements.mjs";
import * as theatre from "../../core/theatre.mjs";
import { paint } from "./clock.mjs";
import { placeOf, sigmoid, tiles } from "./frame.mjs";
import { across, plot } from "./plots.mjs";
import { redraw } from "./stage.mjs";
import { above, find, state } from "./state.mjs";

/** @typedef {import("./state.mjs").Run} Run */

const STYLE = `
  #run-player .sample { flex: 1 1 8rem; min-width: 0; min-height: var(--touch); padding: 0 0.5rem; border: 1px solid var(--line); border-radius: var(--round); background: var(--raised); color: var(--ink); font: inherit; }
  #run-player .player[data-mode="quiz"] :is(.sample, .of-sample) { display: none; } /* D's opinion would tell */
  #run-player .of-sample canvas { display: block; width: calc(100% - 2.75rem); height: 2rem; margin: 0 0.5rem 0 2.25rem; border-radius: 0.25rem; background: #000; image-rendering: pixelated; }
  #run-player .plot.of-sample { flex: 1.6; }
  @media (min-width: 68.01rem) { #run-player .curves:has(.of-sample) .of-losses { display: none; } } /* there is room for three */
  #run-player .tile { cursor: cell; }
  #run-player .tile.picked { outline: 0.1875rem solid #fff; outline-offset: -0.1875rem; }`;
const SIDE = 4; // tiles of a frame, across and down
const HEIGHT = 64; // of the strip of pictures, in its own pixels

/** @type {number | null} which of the sixteen, from 0 */
let picked = null;
/** what the strip shows, so that it is drawn when that changes only */
let drawn = "";

const choice = make("select", { class: "sample", "data-i18n-aria-label": "training.sample" }),
  title = make("h2"),
  now = make("span", { class: "key-g now" }),
  strip = make("canvas", { "aria-hidden": "true" }),
  legend = make("p", { class: "figures legend" }, now),
  place = make("div", { class: "plot of-sample" }, title, legend, strip, make("div", { class: "field" }));
find(".backstage").append(make("style", {}, STYLE), choice);

const options = [null, ...tiles.keys()].map((i) => {
  const option = make("option", { value: i ?? "" });
  theatre.put(option, i === null ? "training.sample.none" : "training.sample.one", { i: (i ?? 0) + 1 });
  return option;
});
choice.append(...options);

/** @param {number | null} which */
function pick(which) {
  picked = which;
  choice.value = String(which ?? "");
  tiles.forEach((tile, i) => void tile.classList.toggle("picked", i === which));
  if (state.run?.reference) redraw();
  paint();
}

choice.addEventListener("change", () => pick(choice.value === "" ? null : Number(choice.value)));
tiles.forEach((tile, i) => {
  tile.addEventListener("click", (event) => {
    event.stopPropagation(); // a click elsewhere on the frame plays
    pick(i === picked ? null : i);
  });
});

/** @param {Run} run */
const known = (run) => run.snapshots.some(({ tile_logits }) => tile_logits);

above.samplePlot = (run) => {
  choice.hidden = !known(run);
  if (picked === null || !known(run)) {
    place.remove();
    return [];
  }
  const i = picked;
  find(".curves .axis").before(place);
  say(title, "training.sample.title", { i: i + 1 });
  const values = run.snapshots.map(({ tile_logits }) => (tile_logits ? sigmoid(tile_logits[i]) : null));
  const drawing = { series: [{ sign: "of-g", values }], lines: [{ sign: "both", at: 0.5 }], ticks: [0, 0.5, 1] };
  const set = plot("sample", run, { ...drawing, low: -0.04, high: 1.04 });
  return [
    (index) => {
      set(index);
      const value = values[index];
      say(now, value === null ? "training.sample.unknown" : "training.sample.now", { percent: ofHundred(value ?? 0) });
      paintStrip(run, i);
    },
  ];
};

/**
 * Its pictures, as many as fit side by side, each where its epoch lies on the axis.
 * @param {Run} run
 * @param {number} i
 */
function paintStrip(run, i) {
  const wide = Math.max(HEIGHT, Math.round((HEIGHT * strip.clientWidth) / Math.max(1, strip.clientHeight)));
  const shown = JSON.stringify([run.id, run.snapshots.length, run.snapshots[0].step, i, wide]);
  if (shown === drawn) return;
  drawn = shown;
  strip.width = wide;
  strip.height = HEIGHT;
  const pen = /** @type {CanvasRenderingContext2D} */ (strip.getContext("2d"));
  let free = 0;
  for (const snapshot of run.snapshots) {
    const left = across(run, snapshot.epoch) * (wide - HEIGHT);
    const found = left < free ? null : placeOf(snapshot, run, state.sheet);
    if (!found) continue;
    const [picture, x, y, side] = found,
      one = side / SIDE;
    pen.drawImage(picture, x + (i % SIDE) * one, y + Math.floor(i / SIDE) * one, one, one, left, 0, HEIGHT, HEIGHT);
    free = left + HEIGHT;
  }
}
