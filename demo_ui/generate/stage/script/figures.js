/* What the discriminator believes, and the nearest real digit: a sentence first, then the figures. */
const BELIEFS = [
  [0.1, "generate.verdict.fake"],
  [0.4, "generate.verdict.leans_fake"],
  [0.6, "generate.verdict.torn"],
  [0.9, "generate.verdict.leans_real"],
  [Infinity, "generate.verdict.real"],
];

/* Nearest distances, as a share of the distance that two real digits have. */
const LIKENESS = [
  [0.5, "generate.nearest.copy"],
  [0.85, "generate.nearest.close"],
  [1.25, "generate.nearest.apart"],
  [Infinity, "generate.nearest.far"],
];

const firstAbove = (steps, number) => steps.find(([limit]) => number < limit)[1];

function showVerdict({ logit, probability }, snapshot) {
  say(find(".believes"), firstAbove(BELIEFS, probability));
  find(".marker").style.left = `${100 * probability}%`;
  say(find(".verdict .figures"), "generate.verdict.figures", {
    percent: written(100 * probability, probability > 0.001 && probability < 0.999 ? 1 : 3),
    logit: written(logit, 2, "always"),
    epoch: writtenEpoch(snapshot.epoch),
    step: written(snapshot.shown),
  });
}

/* Both pictures come with the distance between them, also while the digit on stage has gone on. */
function showNearest({ drawn, image, distance }, typical) {
  find(".ours").src = drawn;
  find(".theirs").src = image;
  say(find(".likeness"), firstAbove(LIKENESS, distance / typical.distance));
  say(find(".distance"), "generate.nearest.figures", {
    distance: written(distance, 1),
    typical: written(typical.distance, 1),
    n: written(typical.n),
  });
}
