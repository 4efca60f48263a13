/* What is shown, and what moves it on. `paint` is the only way to the page, so that frame, curves, gauge and words
   are always those of one step. Nothing is drawn while the room is out of sight. */
import { say, written, writtenEpoch } from "../../core/elements.mjs";
import { dwellAt, timeFor } from "../../core/replay_clock.mjs";
import * as theatre from "../../core/theatre.mjs";
import { paintFrame, paintGauge, paintLegends, paintWords } from "./frame.mjs";
import { lastOf, percent } from "./plots.mjs";
import { above, find, root, state } from "./state.mjs";

const REST = 6; // the last snapshot of a loop stays so many times as long
export const SPEEDS = [0.5, 1, 2, 4, 8];

export let playing = false,
  inSight = false,
  frameAsked = 0;

export function paint() {
  if (!state.ready) return;
  const now = state.run.snapshots[state.index];
  paintFrame(state.run, state.sheet, state.index);
  for (const set of state.plots) set(state.index);
  paintGauge(state.run, now);
  paintWords(state.run, state.index);
  paintLegends(state.run, state.index);
  above.paintBeside(state.run, state.index);
  find(".caption").dataset.step = now.step;
  say(find(".caption"), state.run.live ? "training.live.caption" : "training.stage.caption", {
    epoch: writtenEpoch(now.epoch),
    epochs: writtenEpoch(lastOf(state.run).epoch),
    step: written(now.step),
  });
  above.paintTaking(state.run, state.index);
  above.paintNearest(now);
  const scrub = find(".scrub");
  scrub.value = state.index;
  scrub.style.setProperty("--done", percent(state.index / Math.max(1, state.run.snapshots.length - 1)));
  scrub.setAttribute("aria-valuetext", find(".caption").textContent);
}

/** @param {number} wanted */
export function goTo(wanted) {
  state.index = Math.min(state.run.snapshots.length - 1, Math.max(0, wanted));
  state.shownAt = performance.now();
  paint();
  if (!playing) speak();
}

/* The quiz does not give its answer away. */
const speak = () =>
  (find(".spoken").textContent = [".caption", ...(state.mode === "quiz" ? [] : [".headline"])]
    .map((part) => find(part).textContent)
    .join(". "));

/** @param {number} now */
function tick(now) {
  frameAsked = 0;
  const last = state.run.snapshots.length - 1,
    before = state.index,
    time = timeFor({ index: state.index, shownAt: state.shownAt }, last, now, dwellAt(state.speed));
  ({ index: state.index, shownAt: state.shownAt } = time);
  if (state.index !== before) paint();
  else if (state.index === last && !state.looping) return halt();
  else if (state.index === last && time.due >= REST) goTo(0);
  keepOn();
}

export function keepOn() {
  if (playing && inSight && state.ready && !frameAsked) frameAsked = requestAnimationFrame(tick);
}

export function play() {
  if (state.index === state.run.snapshots.length - 1) state.index = 0;
  playing = true;
  state.shownAt = performance.now();
  paint();
  showPlaying();
  keepOn();
}

export function halt() {
  playing = false;
  cancelAnimationFrame(frameAsked);
  frameAsked = 0;
  showPlaying();
  if (state.ready) speak();
}

export function showPlaying() {
  find(".play").setAttribute("aria-pressed", playing);
  theatre.put(find(".play span"), playing ? "training.pause" : "training.play");
  find(".gif-show").setAttribute("aria-pressed", playing && state.looping);
}

/**
 * The room comes into sight, or leaves it: another tab, another window.
 * @param {boolean} visible
 */
export function seen(visible) {
  inSight = visible;
  if (visible && !state.ready && !state.run.live && root.dataset.state !== "loading") above.open(state.run);
  if (visible) above.look();
  state.shownAt = performance.now();
  keepOn();
}
