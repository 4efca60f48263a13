/* Under the room, while a run learns a visitor's own pictures: the picture of theirs that is nearest to each fake. */
import { DIGITS } from "../../contract.mjs";
import { make, say, written } from "../../core/elements.mjs";
import * as theatre from "../../core/theatre.mjs";
import { showCentred } from "../../nets/centring.mjs";
import { mine } from "./stage.mjs";
import { above, root, state } from "./state.mjs";

const { SIDE } = DIGITS;
const COLUMNS = 4; // of a frame
const STYLE = `
  .near-drawings { margin-top: var(--gap); padding: 1rem; }
  .near-drawings :is(h2, p) { margin: 0 0 0.5rem; }
  .near-drawings .pairs { display: grid; grid-template-columns: repeat(4, 1fr); gap: 0.5rem; font-size: 0.8125rem; text-align: center; font-variant-numeric: tabular-nums; }
  @media (min-width: 60rem) { .near-drawings .pairs { grid-template-columns: repeat(8, 1fr); } }
  .near-drawings figure { margin: 0; }
  .near-drawings canvas { display: block; width: 100%; background: #000; image-rendering: pixelated; border-radius: 4px; }
  .near-drawings[hidden] { display: none; }`;

const title = make("h2", { id: "near-drawings-title" }),
  near = make("p"),
  pairs = make("div", { class: "pairs" }),
  card = make(
    "section",
    { class: "card near-drawings", "aria-labelledby": title.id, hidden: "" },
    make("style", {}, STYLE),
    title,
    near,
    pairs,
  );
theatre.put(title, "training.drawings.near.title");
root.after(card);

/** @type {((number: number) => Uint8Array | undefined) | null} what the own run learns from, by number from 0; null: digits, or another run's */
let taught = null;
/** @type {import("./state.mjs").Snapshot | null} whose pairs are shown */
let last = null;

/**
 * The own run learns from these pictures.
 * @param {(number: number) => Uint8Array | undefined} pictures each of 28 x 28, by number from 0
 */
export function learns(pictures) {
  [taught, last] = [pictures, null];
  paintNearest(state.run.snapshots[state.index]);
}

/** @param {import("./state.mjs").Snapshot} [now] */
function paintNearest(now) {
  const nearest = state.run.live && taught && mine() ? now?.nearest : undefined;
  card.hidden = !nearest;
  if (!now || !nearest || last === now) return;
  last = now;
  say(near, "training.drawings.near", { among: written(state.view?.facts?.among ?? 0, 1) });
  pairs.replaceChildren(...nearest.map((number, i) => pair(now, number, i)));
}
above.paintNearest = paintNearest;

/**
 * @param {import("./state.mjs").Snapshot} snapshot
 * @param {number} nearest
 * @param {number} i which of the sixteen
 */
function pair({ picture, nearest_distance: far }, nearest, i) {
  const both = make("canvas", { width: 2 * SIDE + 2, height: SIDE, role: "img" }),
    brush = /** @type {CanvasRenderingContext2D} */ (both.getContext("2d")),
    distance = written(far?.[i] ?? 0, 1),
    real = taught?.(nearest);
  if (picture) {
    const [left, top] = [(i % COLUMNS) * SIDE, Math.floor(i / COLUMNS) * SIDE];
    brush.drawImage(picture, left, top, SIDE, SIDE, 0, 0, SIDE, SIDE);
  }
  if (real) brush.drawImage(shown(real), SIDE + 2, 0);
  const told = { number: written(i + 1), nearest: written(nearest + 1), distance };
  both.setAttribute("aria-label", theatre.t("training.drawings.pair", told));
  return make("figure", {}, both, distance);
}

/**
 * A picture of 28 x 28 on a canvas of its own.
 * @param {Uint8Array} picture
 */
export function shown(picture) {
  const canvas = make("canvas", { width: SIDE, height: SIDE });
  showCentred(canvas, picture);
  return canvas;
}

document.addEventListener("theatre:language", () => (last = null)); // until the room paints again, in the other one
document.addEventListener("theatre:forget", () => {
  [taught, last] = [null, null];
  card.hidden = true;
});
