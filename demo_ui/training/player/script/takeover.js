/* "Play with this generator": the networks of a snapshot that has weights go behind the Generate room's controls. */
const DONE = "theatre:take-over";
let taking = null; // the step that the button would take over

/* The nearest step with weights on the axis of epochs. */
function nearestWeights(run, index) {
  const at = run.snapshots[index], away = (step) => Math.abs(across(run, run.snapshots[indexOf(run, step)].epoch) - across(run, at.epoch));
  return run.weights.reduce((best, step) => (best === null || away(step) < away(best) ? step : best), null);
}

const indexOf = (run, step) => run.snapshots.findIndex((snapshot) => snapshot.step === step);

function paintTaking(run, index) {
  const button = find(".take-over");
  taking = mode === "quiz" ? null : nearestWeights(run, index);
  button.hidden = taking === null;
  showReferee();
  if (taking === null) return;
  const { epoch, step } = run.snapshots[indexOf(run, taking)];
  say(button.firstElementChild, "training.take", { epoch: writtenEpoch(epoch), step: written(step) });
}

async function takeOver() {
  const step = taking;
  halt();
  goTo(indexOf(run, step)); // what is taken over is what is seen
  const detail = run.live ? await takeLive(step) : { checkpoint: run.id, shown: step };
  if (!detail) return;
  document.dispatchEvent(new CustomEvent(DONE, { detail }));
  theatre.enter("generate");
}

find(".take-over").addEventListener("click", takeOver);
