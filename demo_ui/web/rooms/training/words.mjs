/* The diagnosis in words: one sentence large, then why, where the threshold stands, and what is known of G. Which ones,
   the server says with each snapshot (`says`, see gan_core/measures/diagnosis.py): nothing is decided here. */
import { say, written, writtenEpoch } from "../../core/elements.mjs";
import * as theatre from "../../core/theatre.mjs";
import { find } from "./context.mjs";
import { lastKnown } from "./plots.mjs";

/** @typedef {import("./state.mjs").Run} Run */

/**
 * Sentences about digits that have one about photographs, or about their colours, beside them.
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
    { says, measured, bands } = now;
  const values = {
    step: written(now.step),
    auc: written(100 * now.auc, now.auc > 0.99 && now.auc < 1 ? 1 : 0), // 99.9 in 100 is not 100
    real: written(100 * now.accuracy_real),
    fake: written(100 * now.accuracy_fake),
    right: written(100 * now.balanced),
    called: written(50 * (now.accuracy_real + 1 - now.accuracy_fake)),
    unreal: written(50 * (1 - now.accuracy_real + now.accuracy_fake)),
    n: written(Math.min(now.n_real, now.n_fake)),
    low: written(0.5 - bands.auc, 2),
    high: written(0.5 + bands.auc, 2),
    times: measured?.times ? writtenTimes(measured.times) : "",
    epoch: measured ? writtenEpoch(measured.epoch) : "",
  };
  find(".headline").dataset.step = now.step;
  say(find(".headline"), worded(run, `training.state.${says.state}`), values);
  const warm = run.warm && says.state === "too_early" ? "_warm" : "";
  say(find(".why"), worded(run, `training.why.${says.state}${warm}`), values);
  told(find(".lean"), says.lean !== null, worded(run, `training.lean.${says.lean}`), values);
  told(find(".quality"), says.generator !== null, `training.generator.${says.generator}`, values);
  find(".quality").classList.toggle("stale", !measured?.now);
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
