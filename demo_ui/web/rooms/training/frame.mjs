/* The picture of a step: one frame out of the run's sheet, or the one that came with a live snapshot; and D's
   verdict on each of its sixteen tiles. */
import { make, say, written, writtenEpoch } from "../../core/elements.mjs";
import * as theatre from "../../core/theatre.mjs";
import { find } from "./context.mjs";
import { worded } from "./words.mjs";

/** @typedef {import("./state.mjs").Run} Run */

const SIDE = 4;
/** @type {HTMLCanvasElement} */
export const canvas = find(".drawn");
export const brush = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
/** @type {Map<string, Promise<HTMLImageElement>>} by address: one request for each run that is looked at */
export const sheets = new Map();

/** @param {string} address */
export function decoded(address) {
  const picture = new Image();
  picture.src = address;
  return picture.decode().then(() => picture);
}

/** @param {Run} run */
export function sheetOf(run) {
  if (!run.frames) return Promise.resolve(null); // live, or a run without pictures
  if (!sheets.has(run.frames)) sheets.set(run.frames, decoded(run.frames));
  return /** @type {Promise<HTMLImageElement>} */ (sheets.get(run.frames));
}

const tiles = Array.from({ length: SIDE * SIDE }, () => make("span", { class: "tile" }));
find(".tiles").append(...tiles);

/** @param {number} logit */
const sigmoid = (logit) => 1 / (1 + Math.exp(-logit));

/**
 * Where a snapshot's frame lies: the picture, and left, top and side in it.
 * @param {Run} run
 * @param {HTMLImageElement | null} sheet
 * @param {number} index
 * @returns {[HTMLImageElement, number, number, number] | null}
 */
function placeOf(run, sheet, index) {
  const { picture } = run.snapshots[index];
  if (picture) return [picture, 0, 0, picture.naturalWidth];
  if (!sheet || !run.sheet) return null;
  const { columns, tile } = run.sheet;
  return [sheet, (index % columns) * tile, Math.floor(index / columns) * tile, tile];
}

/**
 * @param {Run} run
 * @param {HTMLImageElement | null} sheet
 * @param {number} index
 */
export function paintFrame(run, sheet, index) {
  const place = placeOf(run, sheet, index),
    { step, epoch, tile_logits } = run.snapshots[index];
  if (place) {
    const [picture, left, top, side] = place;
    canvas.width = canvas.height = side; // also clears it
    brush.drawImage(picture, left, top, side, side, 0, 0, side, side);
  }
  canvas.dataset.step = String(step);
  canvas.setAttribute(
    "aria-label",
    theatre.t(worded(run, "training.stage.alt"), { epoch: writtenEpoch(epoch), step: written(step) }),
  );
  tiles.forEach((node, i) => {
    const logit = tile_logits?.[i];
    node.className = logit === undefined ? "tile" : `tile ${logit > 0 ? "real" : "fake"}`;
    node.style.setProperty("--sure", Math.abs(2 * sigmoid(logit ?? 0) - 1).toFixed(2));
  });
}

/* Two needles, and the figures below them with what chance alone allows. */
const needleReal = find(".needle.of-real"),
  needleFake = find(".needle.of-fake");

/**
 * @param {HTMLElement} needle
 * @param {number} value
 * @param {number} step
 */
function turn(needle, value, step) {
  needle.setAttribute("transform", `rotate(${((value - 0.5) * 180).toFixed(2)} 100 104)`);
  needle.dataset.step = String(step);
}

/**
 * @param {string} selector
 * @param {string} text
 */
const figure = (selector, text) => (find(selector).textContent = text);

/**
 * @param {Run} run
 * @param {import("./state.mjs").Snapshot} snapshot
 */
export function paintGauge(run, { step, bands, ...now }) {
  turn(needleReal, now.accuracy_real, step);
  turn(needleFake, now.accuracy_fake, step);
  const half = bands.accuracy;
  find(".chance").style.strokeDasharray = `${2 * half} 2`;
  find(".chance").style.strokeDashoffset = half - 0.5;
  say(find(".value-real"), "training.accuracy.real", { value: written(now.accuracy_real, 2) });
  say(find(".value-fake"), "training.accuracy.fake", { value: written(now.accuracy_fake, 2) });
  figure(".balanced", written(now.balanced, 3));
  figure(".auc", written(now.auc, 3));
  figure(".mean-real", written(now.mean_real, 3));
  figure(".mean-fake", written(now.mean_fake, 3));
  for (const name of /** @type {const} */ (["balanced", "auc"]))
    say(
      find(`.chance-${name}`),
      Math.abs(now[name] - 0.5) <= bands[name] ? "training.gauge.inside" : "training.gauge.outside",
      {
        low: written(0.5 - bands[name], 3),
        high: written(0.5 + bands[name], 3),
      },
    );
  say(find(".counts"), worded(run, "training.gauge.n"), {
    real: written(now.n_real),
    fake: written(now.n_fake),
    looks: written(bands.looks),
  });
}
