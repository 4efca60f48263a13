/* The diagnosis in words: one sentence large, then why, where the threshold stands, and what is known of G. */
const CANNOT_TELL = "cannot_tell", TOO_EARLY = "too_early";

/* Sentences about digits that have one about photographs, or about their colours, beside them. */
const OTHERS = new Set([
  "photographs.stage.title", "photographs.stage.alt", "photographs.state.tells_apart", "photographs.state.d_wins",
  "photographs.state.wrong_way", "photographs.state.says_real_to_everything",
  "photographs.state.says_fake_to_everything", "photographs.state.cannot_tell_unknown", "photographs.why.tells_apart",
  "photographs.why.tells_a_little", "photographs.why.d_wins", "photographs.why.wrong_way",
  "photographs.why.says_real_to_everything", "photographs.why.says_fake_to_everything", "photographs.lean.real",
  "photographs.lean.fake", "photographs.gauge.n",
  "colours.stage.title", "colours.stage.alt", "colours.state.wrong_way", "colours.state.cannot_tell_unknown",
  "colours.why.tells_apart", "colours.why.tells_a_little", "colours.why.d_wins", "colours.why.wrong_way",
  "colours.why.says_real_to_everything", "colours.why.says_fake_to_everything", "colours.lean.real", "colours.lean.fake",
  "colours.gauge.n",
]);

function worded(run, key) {
  const other = key.replace("training.", `${run.kind}.`);
  return OTHERS.has(other) ? other : key;
}

function paintWords(run, index) {
  const now = run.snapshots[index], { state, lean, generator } = now;
  const measured = run.snapshots[Math.max(0, lastKnown(run.frechet, index))];
  const values = {
    step: written(now.step),
    auc: written(100 * now.auc, now.auc > 0.99 && now.auc < 1 ? 1 : 0), // 99.9 in 100 is not 100
    real: written(100 * now.accuracy_real),
    fake: written(100 * now.accuracy_fake),
    called: written(50 * (now.accuracy_real + 1 - now.accuracy_fake)),
    unreal: written(50 * (1 - now.accuracy_real + now.accuracy_fake)),
    times: writtenTimes(measured.frechet / run.reference.frechet_floor),
    epoch: writtenEpoch(measured.epoch),
  };
  const known = state === CANNOT_TELL ? `${state}_${generator}` : state;
  find(".headline").dataset.step = now.step;
  say(find(".headline"), worded(run, `training.state.${known}`));
  say(find(".why"), run.warm && state === TOO_EARLY ? "training.why.too_early_warm" : worded(run, `training.why.${known}`), values);
  told(find(".lean"), lean !== "none" && state !== TOO_EARLY && !state.startsWith("says_"), worded(run, `training.lean.${lean}`), values);
  told(find(".quality"), generator !== "unknown" && state !== TOO_EARLY && state !== CANNOT_TELL, `training.generator.${generator}`, values);
}

const writtenTimes = (times) => written(times, times < 10 ? 1 : 0);

function told(node, needed, key, values) {
  node.hidden = !needed;
  if (needed) say(node, key, values);
}

function paintLegends(run, index) {
  const now = run.snapshots[index], { d_loss, g_loss, frechet_floor } = run.reference;
  say(find(".now-real"), "training.accuracy.real", { value: written(now.accuracy_real, 2) });
  say(find(".now-fake"), "training.accuracy.fake", { value: written(now.accuracy_fake, 2) });
  say(find(".now-band"), "training.accuracy.band", { n: written(now.n_real) });
  say(find(".now-d"), "training.losses.d", { value: written(now.d_loss, 2), reference: written(d_loss, 2) });
  say(find(".now-g"), "training.losses.g", { value: written(now.g_loss, 2), reference: written(g_loss, 2) });
  const at = lastKnown(run.frechet, index), distance = run.frechet[at];
  if (at < 0) say(find(".now-frechet"), "training.frechet.none");
  else say(find(".now-frechet"), "training.frechet.now", { value: written(distance, distance < 100 ? 1 : 0), epoch: writtenEpoch(run.snapshots[at].epoch) });
  told(find(".now-floor"), Boolean(frechet_floor), "training.frechet.floor", { value: written(frechet_floor ?? 0, 2) });
}

/* What is told of a run beside the diagnosis: a sentence, or the card of an exhibit. */
function paintAbout(run) {
  const { about, exhibit, id } = run;
  told(find(".about"), Boolean(about), about);
  find(".exhibit").hidden = !exhibit;
  if (exhibit) for (const part of ["changed", "look", "cure"]) say(find(`.${part}`), `museum.${id}.${part}`);
}
