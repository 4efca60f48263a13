/* The picture of a step: one frame out of the run's sheet, or the one that came with a live snapshot; and D's
   verdict on each of its sixteen tiles; needles, figures, and the diagnosis in words. */
import { make, ofHundred, say, written, writtenEpoch } from "../../core/elements.mjs";
import * as theatre from "../../core/theatre.mjs";
import { lastKnown } from "./plots.mjs";
import { find } from "./state.mjs";

/* The diagnosis in words: one sentence large, then why, where the threshold stands, and what is known of G. Which ones,
   the server says with each snapshot (`says`, see gan_core/measures/diagnosis.py): nothing is decided here. */

/** @typedef {import("./state.mjs").Run} Run */

/**
 * Sentences about digits that have one about a visitor's pictures, photographs, or their colours, beside them.
 * @param {Run} run
 * @param {string} key
 */
export function worded(run, key) {
  const other = key.replace("training.", `${run.kind}.`);
  return theatre.t(other) === other ? key : other;
}

/**
 * @param {Run} run
 * @param {number} index
 */
export function paintWords(run, index) {
  const now = run.snapshots[index],
    { says, measured } = now,
    values = valuesOf(now);
  find(".headline").dataset.step = now.step;
  say(find(".headline"), worded(run, `training.state.${says.state}`), values);
  const warm = run.warm && says.state === "too_early" ? "_warm" : "";
  say(find(".why"), worded(run, `training.why.${says.state}${warm}`), values);
  told(find(".lean"), says.lean !== null, worded(run, `training.lean.${says.lean}`), values);
  told(find(".quality"), says.generator !== null, `training.generator.${says.generator}`, values);
  find(".quality").classList.toggle("stale", !measured?.now);
}

/**
 * What the sentences about a snapshot are filled with.
 * @param {import("./state.mjs").Snapshot} now
 */
export function valuesOf(now) {
  const { measured, bands } = now;
  return {
    step: written(now.step),
    auc: ofHundred(now.auc),
    real: ofHundred(now.accuracy_real),
    fake: ofHundred(now.accuracy_fake),
    right: ofHundred(now.balanced),
    called: ofHundred((now.accuracy_real + 1 - now.accuracy_fake) / 2),
    unreal: ofHundred((1 - now.accuracy_real + now.accuracy_fake) / 2),
    n: written(Math.min(now.n_real, now.n_fake)),
    low: written(0.5 - bands.auc, 2),
    high: written(0.5 + bands.auc, 2),
    times: measured?.times ? writtenTimes(measured.times) : "",
    epoch: measured ? writtenEpoch(measured.epoch) : "",
  };
}

/** @param {number} times */
const writtenTimes = (times) => written(times, times < 10 ? 1 : 0);

/**
 * @param {HTMLElement} node
 * @param {boolean} needed
 * @param {string | null} key
 * @param {Values} [values]
 */
export function told(node, needed, key, values) {
  node.hidden = !needed;
  if (needed && key) say(node, key, values);
}

/**
 * @param {Run} run
 * @param {number} index
 */
export function paintLegends(run, index) {
  const now = run.snapshots[index],
    { d_loss, g_loss, frechet_floor } = run.reference;
  say(find(".now-real"), "training.accuracy.real", { value: written(now.accuracy_real, 2) });
  say(find(".now-fake"), "training.accuracy.fake", { value: written(now.accuracy_fake, 2) });
  say(find(".now-band"), "training.accuracy.band", { n: written(now.n_real), looks: written(now.bands.looks) });
  say(find(".now-d"), "training.losses.d", { value: written(now.d_loss, 2), reference: written(d_loss, 2) });
  say(find(".now-g"), "training.losses.g", { value: written(now.g_loss, 2), reference: written(g_loss, 2) });
  const at = lastKnown(run.frechet ?? [], index),
    distance = run.frechet?.[at] ?? 0;
  if (at < 0) say(find(".now-frechet"), "training.frechet.none");
  else
    say(find(".now-frechet"), "training.frechet.now", {
      value: written(distance, distance < 100 ? 1 : 0),
      epoch: writtenEpoch(run.snapshots[at].epoch),
    });
  for (const part of [".now-frechet", ".of-frechet .mark"]) find(part)?.classList.toggle("stale", at !== index);
  told(find(".now-floor"), Boolean(frechet_floor), "training.frechet.floor", { value: written(frechet_floor ?? 0, 2) });
}

/**
 * What is told of a run beside the diagnosis: a sentence, or the card of an exhibit.
 * @param {Run} run
 */
export function paintAbout(run) {
  const { about, exhibit, id } = run;
  told(find(".about"), Boolean(about), about);
  find(".exhibit").hidden = !exhibit;
  if (exhibit) for (const part of ["changed", "look", "cure"]) say(find(`.${part}`), `museum.${id}.${part}`);
}

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

export const tiles = Array.from({ length: SIDE * SIDE }, () => make("span", { class: "tile" }));
find(".tiles").append(...tiles);

/** @param {number} logit */
export const sigmoid = (logit) => 1 / (1 + Math.exp(-logit));

/**
 * Where a snapshot's frame lies: the picture, and left, top and side in it.
 * @param {import("./state.mjs").Snapshot} snapshot
 * @param {Run} run
 * @param {HTMLImageElement | null} sheet
 * @returns {[HTMLImageElement, number, number, number] | null}
 */
export function placeOf(snapshot, run, sheet) {
  const { picture } = snapshot,
    index = run.snapshots.indexOf(snapshot);
  if (picture) return [picture, 0, 0, picture.naturalWidth];
  if (!sheet || !run.sheet) return null;
  const { columns, tile } = run.sheet;
  return [sheet, (index % columns) * tile, Math.floor(index / columns) * tile, tile];
}

/**
 * Puts the frame of a snapshot on a canvas.
 * @param {HTMLCanvasElement} drawn
 * @param {import("./state.mjs").Snapshot} snapshot
 * @param {Run} run
 * @param {HTMLImageElement | null} sheet
 */
export function drawSnapshot(drawn, snapshot, run, sheet) {
  const place = placeOf(snapshot, run, sheet);
  if (!place) return;
  const [picture, left, top, side] = place;
  drawn.width = drawn.height = side; // also clears it
  drawn.getContext("2d")?.drawImage(picture, left, top, side, side, 0, 0, side, side);
}

/**
 * @param {Run} run
 * @param {HTMLImageElement | null} sheet
 * @param {number} index
 */
export function paintFrame(run, sheet, index) {
  const { step, epoch, tile_logits } = run.snapshots[index];
  drawSnapshot(canvas, run.snapshots[index], run, sheet);
  canvas.dataset.step = String(step);
  canvas.setAttribute(
    "aria-label",
    theatre.t(worded(run, "training.stage.alt"), { epoch: writtenEpoch(epoch), step: written(step) }),
  );
  tiles.forEach((node, i) => {
    const logit = tile_logits?.[i];
    node.classList.toggle("real", (logit ?? 0) > 0);
    node.classList.toggle("fake", logit !== undefined && logit <= 0);
    node.style.setProperty("--sure", Math.abs(2 * sigmoid(logit ?? 0) - 1).toFixed(2));
  });
}

/* Two needles, and the figures below them with what chance alone allows. */
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
 * Both needles of a dial, and what chance allows behind them.
 * @param {Element} dial
 * @param {import("./state.mjs").Snapshot} snapshot
 */
export function turnNeedles(dial, { step, bands, accuracy_real, accuracy_fake }) {
  const part = (/** @type {string} */ selector) => /** @type {any} */ (dial.querySelector(selector));
  turn(part(".needle.of-real"), accuracy_real, step);
  turn(part(".needle.of-fake"), accuracy_fake, step);
  const half = bands.accuracy;
  part(".chance").style.strokeDasharray = `${2 * half} 2`;
  part(".chance").style.strokeDashoffset = half - 0.5;
}

/**
 * @param {string} selector
 * @param {string} text
 */
const figure = (selector, text) => (find(selector).textContent = text);

/**
 * @param {Run} run
 * @param {import("./state.mjs").Snapshot} now
 */
export function paintGauge(run, now) {
  const { bands } = now;
  turnNeedles(find(".dial"), now);
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
  say(find(".counts"), worded(run, run.varied ? "training.gauge.varied" : "training.gauge.n"), {
    real: written(now.n_real),
    fake: written(now.n_fake),
    looks: written(bands.looks),
  });
}
