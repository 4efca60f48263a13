/* What the discriminator believes, and the nearest real digit: a sentence first, then the figures. */
import { say, written, writtenEpoch } from "../../core/elements.mjs";
import { find } from "./context.mjs";

/** @type {[number, string][]} */
const BELIEFS = [
  [0.1, "generate.verdict.fake"],
  [0.4, "generate.verdict.leans_fake"],
  [0.6, "generate.verdict.torn"],
  [0.9, "generate.verdict.leans_real"],
  [Infinity, "generate.verdict.real"],
];

/**
 * By how many of 100 real digits are nearer to their own nearest than the drawn one is to its.
 * @type {[number, string][]}
 */
const LIKENESS = [
  [1, "generate.nearest.nearest"],
  [50, "generate.nearest.nearer"],
  [100, "generate.nearest.further"],
  [Infinity, "generate.nearest.furthest"],
];

/**
 * @param {[number, string][]} steps
 * @param {number} number
 */
const firstAbove = (steps, number) => (steps.find(([limit]) => number < limit) ?? steps[steps.length - 1])[1];

/**
 * @param {import("./state.mjs").Verdict} verdict
 * @param {import("./state.mjs").Snapshot} snapshot
 */
export function showVerdict({ logit, probability }, snapshot) {
  say(find(".believes"), firstAbove(BELIEFS, probability));
  find(".marker").style.left = `${100 * probability}%`;
  say(find(".verdict .figures"), "generate.verdict.figures", {
    percent: written(100 * probability, probability > 0.001 && probability < 0.999 ? 1 : 3),
    logit: written(logit, 2, "always"),
    epoch: writtenEpoch(snapshot.epoch),
    step: written(snapshot.shown),
  });
}

/**
 * Both pictures come with the distance between them, also while the digit on stage has gone on.
 * @param {import("./state.mjs").Nearest} nearest
 * @param {import("./state.mjs").Typical} typical
 */
export function showNearest({ drawn, image, distance }, typical) {
  find(".ours").src = drawn;
  find(".theirs").src = image;
  const nearer = typical.percentiles.filter((limit, k) => k && limit <= distance).length;
  const share = nearer < 50 ? 100 - nearer : nearer;
  say(find(".likeness"), firstAbove(LIKENESS, nearer), { share: written(share), n: written(typical.n) });
  say(find(".distance"), "generate.nearest.figures", {
    distance: written(distance, 1),
    typical: written(typical.percentiles[50], 1),
    n: written(typical.n),
  });
}
