/* Brings the room to life: its button to the Generate room, what links say of it, and what it shows by itself. */
import { say, written } from "../../core/elements.mjs";
import * as theatre from "../../core/theatre.mjs";
import { puzzleButton } from "../../games/open.mjs";
import { goTo, halt, play, playing } from "./clock.mjs";
import { loop } from "./controls.mjs";
import { KNOBS, scales, setKnobs, wished } from "./knobs.mjs";
import { offer } from "./learns.mjs";
import { liveRun, takeLive } from "./live.mjs";
import { across, lastOf } from "./plots.mjs";
import { CHOICES, beginProgramme, goIn } from "./programme.mjs";
import { showReferee } from "./referee.mjs";
import { follow, indexOf } from "./stage.mjs";
import { above, find, props, state } from "./state.mjs";
import { comparable, setBeside } from "./beside.mjs";
import "./curves_out.mjs";
import "./sample.mjs";
import { beginWhatIf } from "./what_if.mjs";

/* "Play with this generator": the networks of the snapshot that is shown go behind the Generate room's controls. Where
   it has none, the button leads to the nearest that has: what is played with is always what is seen. */

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
function paintTaking(run, index) {
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

/* ---- links: run and epoch, or the knobs of live training ---- */

const { number, whole, oneOf } = theatre.readers;

/* Of live training. */
const presets = () => props.live?.presets ?? {};

if (props.live) offer();
beginProgramme();
if (props.live) beginWhatIf();
if (props.puzzle) find(".measures").append(puzzleButton(props.puzzle));

function linkedState() {
  const chosen = find(".ticket input:checked").value;
  if (chosen === "live") return { run: chosen, ...wished };
  return {
    run: chosen,
    epoch: chosen === "quiz" || !state.ready ? null : Number(state.run.snapshots[state.index].epoch.toFixed(4)),
    beside: above.beside()?.id ?? null,
  };
}

/**
 * The run that is meant, and what may be said of it.
 * @param {string} chosen
 * @returns {Record<string, (text: string) => any>}
 */
function readersOf(chosen) {
  const run = oneOf(...CHOICES.keys());
  if (chosen === "live") {
    const knobs = KNOBS.map(({ name, low, high, scale }) => [
      name,
      scale === scales.whole || scale === scales.doubling ? whole(low, high) : number(low, high),
    ]);
    return {
      run,
      ...Object.fromEntries(knobs),
      real_label: number(0.5, 1),
      preset: oneOf(...Object.keys(presets())),
      seed: whole(0, 2 ** 32 - 1),
    };
  }
  const recorded = props.runs.find(({ id }) => id === chosen);
  if (!recorded) return { run };
  return {
    run,
    epoch: number(0, lastOf(recorded).epoch),
    beside: oneOf(...comparable(recorded).map(({ id }) => id)),
  };
}

/** @param {Record<string, string>} link */
async function showLinked(link) {
  state.linked = true;
  const chosen = CHOICES.has(link.run) ? link.run : (props.runs[0]?.id ?? "live");
  const { values, wrong } = theatre.read(link, readersOf(chosen));
  const { run: named, epoch, beside, preset: recipe, ...turnedTo } = values;
  if (epoch !== undefined) state.still = true; // it stands where the link says, instead of playing
  await goIn(chosen);
  if (chosen === "live") setKnobs({ ...presets()[recipe ?? Object.keys(presets())[0]], ...turnedTo });
  else if (epoch !== undefined && state.ready) {
    const away = (/** @type {{epoch: number}} */ { epoch: at }) => Math.abs(at - epoch);
    goTo(
      state.run.snapshots.reduce(
        (best, snapshot, i) => (away(snapshot) < away(state.run.snapshots[best]) ? i : best),
        0,
      ),
    );
  }
  if (beside !== undefined && state.ready) await setBeside(beside);
  return wrong;
}

theatre.register?.("training", {
  state: linkedState,
  show: showLinked,
  missing: () => (state.run.live && liveRun.snapshots.length ? "link.missing.live" : null),
});

/* What the room shows by itself while nobody is there: the recorded runs, one after the other. */
const LAST_STAYS = 3000; // ms that the end of a run is shown
let actRuns = 0;

theatre.acts.training = {
  begin() {
    const { runs } = props;
    if (!runs.length) return;
    let next = 0;
    /** @type {number | null} */
    let over = null;
    loop(false); // a visitor may have left it on
    const show = () => goIn(runs[next++ % runs.length].id);
    clearInterval(actRuns);
    show();
    actRuns = setInterval(() => {
      if (!state.ready || playing) return void (over = null);
      over ??= performance.now();
      if (state.index < state.run.snapshots.length - 1) play();
      else if (performance.now() - over > LAST_STAYS) show();
    }, 250);
  },
  end() {
    clearInterval(actRuns);
    halt();
    if (props.runs.length) goIn(props.runs[0].id);
  },
};
