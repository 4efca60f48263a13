/* Under the room, while a run learns a visitor's own pictures: the picture of theirs that is nearest to each fake. They
   are asked for as they are needed, so that a page that was loaded again has them, too. */
import { DIGITS } from "../../contract.mjs";
import { make, say, written } from "../../core/elements.mjs";
import * as theatre from "../../core/theatre.mjs";
import { showCentred } from "../../nets/centring.mjs";
import { mine, visitor } from "./stage.mjs";
import { above, root, server, state } from "./state.mjs";

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

/** @type {{run: string | null, pictures: Map<number, Uint8Array>}} of the run that is shown, by number from 0 */
let learned = { run: null, pictures: new Map() };
/** @type {import("./state.mjs").Snapshot | null} whose pairs are shown */
let last = null;
let asking = false;

/** @param {import("./state.mjs").Snapshot} [now] */
export function paintNearest(now) {
  const nearest = state.run.live && mine() ? now?.nearest : undefined;
  card.hidden = !nearest;
  if (!now || !nearest || last === now) return;
  last = now;
  const run = state.view?.run ?? null;
  if (learned.run !== run) learned = { run, pictures: new Map() };
  say(near, "training.drawings.near", { among: written(state.view?.facts?.among ?? 0, 1) });
  pairs.replaceChildren(...nearest.map((number, i) => pair(now, number, i)));
  fetchMissing(nearest);
}
above.paintNearest = paintNearest;

/**
 * Those that have not come yet; then all is painted again.
 * @param {number[]} shown
 */
async function fetchMissing(shown) {
  const { pictures } = learned,
    indices = [...new Set(shown)].filter((index) => !pictures.has(index));
  if (asking || !indices.length) return;
  asking = true;
  const answer = await server.live_learned({ visitor: visitor(), indices }).catch(() => null);
  asking = false;
  const came = Object.entries(answer?.pictures ?? {}); // a fault has none
  if (!came.length || learned.pictures !== pictures) return;
  for (const [index, picture] of came) pictures.set(Number(index), pixels(picture));
  last = null;
  paintNearest(state.run.snapshots[state.index]);
}

/**
 * @param {import("./state.mjs").Snapshot} snapshot
 * @param {number} nearest
 * @param {number} i which of the sixteen
 */
function pair({ picture, nearest_distance: far }, nearest, i) {
  const both = make("canvas", { width: 2 * SIDE + 2, height: SIDE, role: "img" }),
    brush = /** @type {CanvasRenderingContext2D} */ (both.getContext("2d")),
    distance = written(far?.[i] ?? 0, 1),
    real = learned.pictures.get(nearest);
  if (picture) {
    const [left, top] = [(i % COLUMNS) * SIDE, Math.floor(i / COLUMNS) * SIDE];
    brush.drawImage(picture, left, top, SIDE, SIDE, 0, 0, SIDE, SIDE);
  }
  if (real) brush.drawImage(shown(real), SIDE + 2, 0);
  const told = { number: written(i + 1), nearest: written(nearest + 1), distance };
  both.setAttribute("aria-label", theatre.t("training.drawings.pair", told));
  return make("figure", {}, both, distance);
}

/** @param {string} picture as the server tells it */
export const pixels = (picture) => Uint8Array.from(atob(picture), (byte) => byte.charCodeAt(0));

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
  [learned, last] = [{ run: null, pictures: new Map() }, null];
  card.hidden = true;
});
