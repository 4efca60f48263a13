/* The stage: which run stands there, what is shown of it and what is left out. */
import { calm, handOver, make, say, writtenEpoch } from "../../core/elements.mjs";
import * as theatre from "../../core/theatre.mjs";
import { goTo, keepOn, play } from "./clock.mjs";
import { canvas, paintAbout, sheetOf, sheets, told, worded } from "./frame.mjs";
import { accuracyPlot, column, frechetPlot, lastOf, lossPlot, paintAxis } from "./plots.mjs";
import { above, element, find, props, root, server, state } from "./state.mjs";

/** @typedef {import("./state.mjs").Run} Run */

const ALIVE = ["warming", "running", "paused"];

/** @param {string} stage */
export const isOn = (stage) => ALIVE.includes(stage);
export const isAlive = () => isOn(state.view?.stage ?? "");
export const mine = () => Boolean(state.view?.owner) && state.view?.run !== null;
/**
 * @param {Run} run
 * @param {number | null} step
 */
export const indexOf = (run, step) => run.snapshots.findIndex((snapshot) => snapshot.step === step);
/**
 * @param {string} selector
 * @param {boolean} on
 */
export const pressed = (selector, on) => find(selector).setAttribute("aria-pressed", String(on));

/** @param {Run} chosen */
export async function open(chosen) {
  state.run = chosen;
  state.ready = false;
  state.sheet = null;
  state.index = 0;
  redraw();
  paintAbout(state.run);
  showStage(state.run);
  for (const part of [".take-over", ".call-referee", ".referee"]) find(part).hidden = true;
  root.dataset.state = "loading";
  const came = await sheetOf(state.run).then(
    (sheet) => ({ sheet }),
    () => null,
  );
  if (state.run !== chosen) return; // another one was chosen meanwhile
  fault(came ? null : "training.lost");
  root.dataset.state = came ? "ready" : "failed";
  if (!came) return void sheets.delete(state.run.frames ?? "");
  state.sheet = came.sheet;
  state.ready = true;
  goTo(0);
  const { still } = state;
  state.still = false;
  if (still || calm.matches) return keepOn();
  play(); // as soon as the room is in sight
}

/* Curves, axis and slider over all the snapshots that there are now. */
export function redraw() {
  state.run.frechet = column(state.run, "frechet");
  state.plots = [accuracyPlot(state.run), lossPlot(state.run), frechetPlot(state.run), ...above.samplePlot(state.run)];
  paintAxis(state.run);
  find(".scrub").max = state.run.snapshots.length - 1;
  say(find(".end"), "training.epoch", { epoch: writtenEpoch(lastOf(state.run).epoch) });
}

/**
 * What the stage shows of this run, and what it leaves out.
 * @param {Run} run
 */
export function showStage(run) {
  const bare = !run.live && !run.frames,
    { kind, columns = [], warm } = run;
  say(find(".stage h2"), run.exhibit === "control" ? "museum.stage" : worded(run, "training.stage.title"));
  told(find(".curtain"), bare, "training.bare");
  canvas.hidden = bare;
  canvas.classList.toggle("smooth", kind !== "digits" && kind !== "pictures");
  find(".columns").hidden = bare || !columns.length;
  find(".columns").replaceChildren(...columns.map((name) => make("span", { "data-i18n": `training.columns.${name}` })));
  say(find(".beginning"), warm ? "training.start_warm" : "training.start");
  find(".averaged").hidden = !run.averaged;
  find(".verdicts").hidden = bare;
  find(".gif-show").hidden = bare || state.mode === "quiz";
  find(".gif-save").hidden = !(run.gif || run.live) || state.mode === "quiz"; // its name would tell
}

/**
 * @param {string | null} key
 * @param {Values} [values]
 */
export function fault(key, values) {
  told(find(".fault"), Boolean(key), key, values);
}

/**
 * Whether a live run is shown at its newest snapshot, whatever that is.
 * @param {boolean} on
 */
export function follow(on) {
  state.following = on;
  pressed(".newest", on);
}

/**
 * @param {Blob} blob
 * @param {string} name
 */
export function handOverBlob(blob, name) {
  const address = URL.createObjectURL(blob);
  handOver(address, name);
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

above.open = open;

/* Who this is, kept in the browser so that a refresh finds its run again; and the beat that says that the page is
   still open. The beat comes from a worker, because a browser slows the timers of a page out of sight. */

const BEAT = 5000; // ms; without any for 30 s the server ends the run
/** @type {Worker | null} */
let heart = null;
/** @type {string | null} */
let me = null;

/** @returns {string} */
export function visitor() {
  me ??=
    theatre.kept("visitor") ??
    Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
  return me;
}

/* From now on a refresh looks for a run of this visitor. */
export function remember() {
  theatre.keep("visitor", visitor());
  theatre.keep("training", "on");
}

export function keepBeating() {
  const needed = (mine() && isAlive()) || state.view?.status === "queued";
  theatre.keep("training", needed ? "on" : null);
  if (needed && !heart) {
    heart = new Worker(URL.createObjectURL(new Blob([`setInterval(() => postMessage(0), ${BEAT})`])));
    heart.onmessage = beat;
  } else if (!needed && heart) {
    heart.terminate();
    heart = null;
  }
}

function beat() {
  if (!element.isConnected) return heart?.terminate();
  server.live_beat({ visitor: visitor() }).catch(() => null);
}

/* Nothing is left for the next visitor: the run ends, and the server forgets whose it was. */
document.addEventListener("theatre:forget", (event) => {
  const { detail } = /** @type {CustomEvent} */ (event);
  if (!props.live || (!me && theatre.kept("visitor") === null)) return;
  heart?.terminate();
  heart = null;
  detail.wait(server.live_do({ visitor: visitor(), action: "forget" }));
});
