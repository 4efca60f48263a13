/* One clock: what is drawn, measured and said always belongs to the same moment. The page paints at its own rate; the
   worker is asked for the next moment when the last one has come. */
import { say } from "../../core/elements.mjs";
import { find, root, state } from "./state.mjs";

/**
 * @typedef {object} Around those who draw and tell what this clock brings
 * @property {typeof import("./words.mjs").fault} fault
 * @property {() => void} paint
 * @property {typeof import("./pictures.mjs").remember} remember
 * @property {typeof import("./controls.mjs").setBest} setBest
 * @property {typeof import("./words.mjs").telling} telling
 * @property {typeof import("./hand.mjs").seat} seat
 */

/** @type {Around} see `attend` */
let around;
const BEAT = 1000 / 60; // milliseconds a step, so that one sees the same on every screen; pictures come as they can
const MOST = 4; // steps that are made up for when a picture took long
const BUDGET = 24; // milliseconds of work between two pictures, if it can be helped
export let underWay = 0,
  opened = 0,
  paid = 0,
  seen = true,
  stale = false;

/**
 * Those who draw and tell what this clock brings: { fault, paint, remember, setBest, telling }.
 * @param {Around} given
 */
export function attend(given) {
  around = given;
}

/**
 * A new session. Gives false, and leaves the old one, if there is nothing to learn.
 * @param {import("./state.mjs").Opening} wish
 */
export async function open(wish) {
  const mine = (opened += 1),
    answer = await ask({ do: "open", shape: wish.shape, strokes: wish.strokes, settings: wish });
  if (mine !== opened) return false;
  if (answer.fault) return (around.fault(`equilibrium.fault.${answer.fault}`), false);
  around.fault(null);
  if (state.fixed?.dimension !== answer.fixed.dimension) around.setBest(answer.fixed.dimension === 1);
  state.fixed = answer.fixed;
  state.settings = wish;
  state.strokes = wish.shape === "drawn" ? (wish.strokes ?? []) : [];
  state.trace = [];
  state.aside = [];
  const byHand = state.hands !== null;
  state.hands = state.rested = null;
  root.dataset.dimension = String(state.fixed.dimension);
  root.dataset.state = "ready";
  arrive(answer.now);
  if (byHand) await around.seat(true); // whoever plays goes on over the new shape
  return true;
}

/**
 * Changes over between the networks' game and the one by hand, which is played by `state.hands`.
 * @param {boolean} on
 */
export async function sit(on) {
  const mine = (opened += 1),
    answer = await ask({ do: "sit", on, hands: state.hands });
  if (mine !== opened || answer.fault) return;
  [state.trace, state.aside] = [state.aside, state.trace];
  state.fixed = answer.fixed;
  arrive(answer.now);
}

/**
 * Asks for the next moment and shows it; `wish` may come in a burst, then only what is newest is drawn.
 * @param {Record<string, unknown>} wish
 */
export async function turn(wish) {
  const mine = opened;
  underWay += 1;
  const answer = await ask(wish);
  underWay -= 1;
  if (mine === opened && answer.now) arrive(answer.now);
}

/** @param {import("./state.mjs").Moment} moment */
function arrive(moment) {
  const kept =
    state.now && state.fixed.dimension === 2
      ? { q: state.now.q, best: state.now.best, accuracy: state.now.accuracy }
      : {};
  state.now = { ...(state.trace.length ? kept : {}), ...moment };
  if (state.now.measures) around.remember(state.now);
  repaint();
}

export function repaint() {
  if (stale) return;
  stale = true;
  requestAnimationFrame(() => {
    stale = false;
    if (seen) around.paint();
  });
}

/** @param {boolean} on */
export function play(on) {
  if (on === state.playing) return;
  state.playing = on;
  find(".play").setAttribute("aria-pressed", String(on));
  say(find(".play span"), on ? "training.pause" : "training.play");
  paid = performance.now() - BEAT;
  if (on) requestAnimationFrame(tick);
  else if (state.now) turn({ do: "look" }); // at rest everything is measured
}

/** @param {number} time */
function tick(time) {
  if (!state.playing) return;
  requestAnimationFrame(tick);
  if (!seen || around.telling(time) || underWay) return;
  const owed = state.fast ? Infinity : Math.min(MOST, Math.floor((time - paid) / BEAT));
  if (owed < 1) return;
  paid = owed < MOST ? paid + owed * BEAT : time;
  turn({ do: "advance", steps: owed, budget: BUDGET, running: true, hands: state.hands });
}

new IntersectionObserver(([{ isIntersecting }]) => {
  seen = isIntersecting;
  if (seen && state.now) repaint();
}).observe(root);

/**
 * The worker that computes. It is asked one thing after the other, and answers in that order.
 * @type {Map<number, (answer: any) => void>}
 */
const unanswered = new Map();
/** @type {Worker} */
let worker;
let asked = 0;

export function hire() {
  worker = new Worker(new URL("./lab/worker.mjs", import.meta.url), { type: "module" });
  worker.onmessage = ({ data }) => {
    unanswered.get(data.number)?.(data);
    unanswered.delete(data.number);
  };
  worker.onerror = failed;
}

export function failed() {
  root.dataset.state = "failed";
  around.fault("equilibrium.fault.worker");
}

/**
 * @param {Record<string, unknown>} wish
 * @returns {Promise<any>}
 */
export function ask(wish) {
  return new Promise((told) => {
    unanswered.set((asked += 1), told);
    worker.postMessage({ ...wish, number: asked });
  });
}
