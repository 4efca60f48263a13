/* "Play with this generator": the networks of the snapshot that is shown go behind the Generate room's controls. Where
   it has none, the button leads to the nearest that has: what is played with is always what is seen. */
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
  say(button.firstElementChild, isSeen(run, index) ? "training.take" : "training.take_goto", { step: written(taking) });
}

/* Are those networks the picture's? In a run that goes on the picture is another one before a finger comes down. */
const isSeen = (run, index) => run.snapshots[index].step === taking && !(run.live && following && view?.stage === "running");

async function takeOver() {
  const step = taking;
  halt();
  if (!isSeen(run, index)) {
    if (run.live) follow(false);
    return goTo(indexOf(run, step));
  }
  const detail = run.live ? await takeLive(step) : { checkpoint: run.id, shown: step };
  if (!detail) return;
  document.dispatchEvent(new CustomEvent(DONE, { detail }));
  theatre.enter("generate");
}

find(".take-over").addEventListener("click", takeOver);
