/* "Play with this generator": the networks of the snapshot that is shown go behind the Generate room's controls. Where
   it has none, the button leads to the nearest that has: what is played with is always what is seen. */
import { say, written } from "../../core/elements.mjs";
import * as theatre from "../../core/theatre.mjs";
import { goTo, halt } from "./clock.mjs";
import { find } from "./context.mjs";
import { takeLive } from "./live.mjs";
import { across } from "./plots.mjs";
import { showReferee } from "./referee.mjs";
import { follow, indexOf } from "./stage.mjs";
import { above, state } from "./state.mjs";

/** @typedef {import("./state.mjs").Run} Run */

const DONE = "theatre:take-over";

/**
 * The nearest step with weights on the axis of epochs.
 * @param {Run} run
 * @param {number} index
 */
function nearestWeights(run, index) {
  const at = run.snapshots[index],
    away = (/** @type {number} */ step) =>
      Math.abs(across(run, run.snapshots[indexOf(run, step)].epoch) - across(run, at.epoch));
  return run.weights.reduce(
    (best, step) => (best === null || away(step) < away(best) ? step : best),
    /** @type {number | null} */ (null),
  );
}

/**
 * @param {Run} run
 * @param {number} index
 */
export function paintTaking(run, index) {
  const button = find(".take-over");
  state.taking = state.mode === "quiz" ? null : nearestWeights(run, index);
  button.hidden = state.taking === null;
  showReferee();
  if (state.taking === null) return;
  say(button.firstElementChild, isSeen(run, index) ? "training.take" : "training.take_goto", {
    step: written(state.taking),
  });
}

/**
 * Are those networks the picture's? In a run that goes on the picture is another one before a finger comes down.
 * @param {Run} run
 * @param {number} index
 */
const isSeen = (run, index) =>
  run.snapshots[index].step === state.taking && !(run.live && state.following && state.view?.stage === "running");

async function takeOver() {
  const step = state.taking;
  halt();
  if (!isSeen(state.run, state.index)) {
    if (state.run.live) follow(false);
    return goTo(indexOf(state.run, step));
  }
  const detail = state.run.live ? await takeLive(Number(step)) : { checkpoint: state.run.id, shown: step };
  if (!detail) return;
  document.dispatchEvent(new CustomEvent(DONE, { detail }));
  theatre.enter("generate");
}

find(".take-over").addEventListener("click", takeOver);

above.paintTaking = paintTaking;
