/* The referee: a fresh D, trained for some seconds against the generator that is shown, beside the run's own D and
   beside what it makes of real digits against other real ones. */
import { balancedBand } from "../../core/bands.mjs";
import { make, ofHundred, say, whenNew, written } from "../../core/elements.mjs";
import * as theatre from "../../core/theatre.mjs";
import { goTo, halt } from "./clock.mjs";
import { act } from "./live.mjs";
import { column, lastKnown, percent } from "./plots.mjs";
import { indexOf, mine, remember } from "./stage.mjs";
import { above, find, props, state } from "./state.mjs";

/** @typedef {import("./state.mjs").Finding} Finding */
/** @typedef {import("./state.mjs").Score} Score */
/** @typedef {{status: string, progress?: number, message?: FaultTold | null, result?: Finding | null, step: number | null}} Told */

let calledAt = 0;
/** @type {string | null} */
let called = null;

export const refereeAtWork = () => state.view?.referee?.status === "running" || called === "asked";

async function callReferee() {
  const live = state.run.live,
    source = live
      ? state.following || state.taking === null
        ? "live"
        : `live@${state.taking}`
      : state.taking === state.run.finished
        ? state.run.id
        : `${state.run.id}@${state.taking}`;
  halt();
  if (source !== "live") goTo(indexOf(state.run, state.taking)); // what is judged is what is seen
  calledAt = performance.now();
  called = "asked";
  remember();
  const went = await act("referee", { source });
  if (!went) called = null;
  showReferee();
}

/**
 * Does what the server tells of belong to what is shown?
 * @param {{source: string}} referee
 */
const belongs = ({ source }) => (state.run.live ? source.startsWith("live") : source.split("@")[0] === state.run.id);

export function showReferee() {
  const { referee = null } = state.view ?? {};
  if (referee) called = null;
  const live = referee && belongs(referee) ? referee : recorded();
  const place = find(state.run.live ? ".aside" : ".diagnosis"); // where there is room; beside a card it stands in few words
  if (find(".referee").parentElement !== place) place.insertBefore(find(".referee"), place.lastElementChild);
  find(".referee").hidden = !live || state.mode === "quiz";
  find(".call-referee").hidden =
    !props.live || state.mode === "quiz" || (state.run.live ? !mine() : state.taking === null);
  find(".call-referee").disabled = refereeAtWork();
  if (live && !find(".referee").hidden) tell(live);
  const judged = live?.step ?? (live && !state.run.live ? state.run.finished : null); // the networks of another step than the one shown?
  find(".referee").classList.toggle(
    "stale",
    state.ready && live?.status === "done" && judged !== null && judged !== state.run.snapshots[state.index].step,
  );
}

/* What a referee found when the run was recorded, at the snapshot that is shown or the last one before it. */
function recorded() {
  const at = state.ready && !state.run.live ? lastKnown(column(state.run, "referee"), state.index) : -1;
  if (at < 0) return null;
  return { status: "done", step: state.run.snapshots[at].step, result: state.run.snapshots[at].referee };
}

/** @param {Told} told */
function tell({ status, progress, message, result, step }) {
  find(".referee .bars").hidden = status !== "done";
  if (status === "failed")
    return say(find(".finding"), message ? `error.${message.code}` : "generate.lost", message?.details);
  if (status === "running") return tellProgress(progress ?? 0);
  if (!result) return;
  const { referee: fresh, own, finding } = result;
  say(find(".finding"), `training.referee.${finding}`, {
    fresh: ofHundred(fresh.balanced),
    own: ofHundred(own.balanced),
  });
  whenNew(find(".referee .bars"), JSON.stringify([result, step]), () => drawBars(result, step));
}

/**
 * @param {Finding} result
 * @param {number | null} step
 */
function drawBars({ referee: fresh, own, control, steps }, step) {
  const note = make("p", { class: "note" });
  find(".referee .bars").replaceChildren(
    bar("training.referee.fresh", fresh),
    bar("training.referee.own", own),
    bar("training.referee.control", control),
    note,
  );
  const counts = { real: written(fresh.n_real), fake: written(fresh.n_fake), steps: written(steps) };
  if (step === null) theatre.put(note, "training.referee.n", counts);
  else theatre.put(note, "training.referee.at", { ...counts, step: written(step) });
}

/** @param {number} progress */
function tellProgress(progress) {
  const seconds = ((performance.now() - calledAt) / 1000) * (1 / Math.max(progress, 1e-3) - 1);
  if (progress < 0.05 || !calledAt) return say(find(".finding"), "training.referee.begin");
  say(find(".finding"), "training.referee.working", {
    percent: written(100 * progress),
    seconds: written(Math.ceil(seconds)),
  });
}

/**
 * A balanced accuracy from 0 to 1, with what chance allows around its middle.
 * @param {string} key
 * @param {Score} figures
 */
function bar(key, figures) {
  const { balanced } = figures,
    band = balancedBand(Math.min(figures.n_real, figures.n_fake));
  const name = make("span", { class: "bar-name" }),
    value = make("span", { class: "bar-value" });
  theatre.put(name, key);
  value.textContent = written(balanced, 2);
  const track = make("span", {
    class: "track",
    style: `--value: ${percent(balanced)}; --low: ${percent(0.5 - band)}; --wide: ${percent(2 * band)}`,
  });
  return make("p", { class: "bar" }, name, track, value);
}

find(".call-referee").addEventListener("click", callReferee);

Object.assign(above, { refereeAtWork, showReferee });
