/* The digit under a finger is drawn on the page's own thread, in the very frame in which the finger moved: a worker's
   answer comes a frame later. By the worker's modules, once it is ready and nothing moves; for networks that were made
   ready here. A line may take longer than a frame, so the worker draws it; and digits, too, on processors that need too
   much of a frame for one. */
import { root, state } from "./state.mjs";

/** @typedef {import("./state.mjs").Wish} Wish */
/** @typedef {Answer<import("./state.mjs").Look>} Look */
/**
 * @typedef {object} Hand
 * @property {import("../../answer/client.mjs").Own | null} own the page's own answers
 * @property {(answer: Look, wish: Wish) => void} show shows a digit
 * @property {(wish: Wish) => void} draw asks another one for it
 * @property {typeof import("./in_browser/digits.mjs").answers | null} answers
 * @property {typeof import("./in_browser/digits.mjs").knows} [knows]
 * @property {typeof import("./in_browser/networks.mjs").networksOf} [networksOf]
 * @property {Set<string>} [there]
 * @property {Wish | null} wish
 * @property {number[]} times ms
 * @property {boolean} begun
 */

const QUICK = 12,
  SAMPLE = 25; // ms of a frame's 16 that a digit may take, by the median of so many
/** @type {Hand} */
const hand = { own: null, show: () => {}, draw: () => {}, answers: null, wish: null, times: [], begun: false };
const device = /** @type {any} */ (navigator);
const roomForHand = (device.deviceMemory ?? 8) > 4 && !device.connection?.saveData;
/** @param {() => void} act */
const whenIdle = (act) => void (self.requestIdleCallback ?? setTimeout)(act);

/**
 * `own`: the page's own answers; `show` gets a digit, `draw` asks for one.
 * @param {Pick<Hand, "own" | "show" | "draw">} given
 */
export function useHand(given) {
  Object.assign(hand, given);
}

/* After every change that has come to rest. */
export function readyHand() {
  const { own } = hand;
  if (!own) return;
  if (own.state === "loading") return void own.settled?.then(readyHand);
  if (own.state !== "ready" || !roomForHand) return;
  if (hand.begun) return whenIdle(readyHere);
  hand.begun = true;
  whenIdle(() =>
    takeUp(own.settings ?? {})
      .then(readyHere)
      .then(() => (root.dataset.inHand = ""), putDown),
  );
}

/* What does not come, or is the server's alone, is drawn by others; the next rest tries again. */
const readyHere = async () =>
  hand.answers && hand.knows?.(state.set) && hand.networksOf?.(state.set.checkpoint, state.set.step).catch(() => null);

/** @param {Record<string, any>} settings */
async function takeUp({ runtime, ...settings }) {
  const modules = /** @type {const} */ ([
    import("../../nets/litert.mjs"),
    import("./in_browser/digits.mjs"),
    import("./in_browser/networks.mjs"),
  ]);
  const [{ wake }, { answers, begin, knows }, { networksOf, there }] = await Promise.all(modules);
  await wake(runtime, false);
  await begin({ .../** @type {any} */ (settings), inHand: true });
  Object.assign(hand, { answers, knows, networksOf, there });
}

/** @param {unknown} why */
function putDown(why) {
  console.info(`no digit on the page's own thread: ${why}`);
  hand.answers = null;
  delete root.dataset.inHand;
}

/**
 * Draws what is wished for last with the next frame; false: that is somebody else's turn.
 * @param {Wish} wish
 */
export function inHand(wish) {
  if (wish.text || !hand.answers || !hand.there?.has(`${wish.checkpoint} ${wish.step}`)) return false;
  if (!hand.wish) requestAnimationFrame(drawInHand);
  hand.wish = wish;
  return true;
}

async function drawInHand() {
  const { wish, answers } = hand,
    started = performance.now();
  if (!wish) return;
  hand.wish = null;
  try {
    if (!answers) throw new Error("it was put down");
    hand.show(await answers.look(wish), wish);
  } catch {
    return hand.draw(wish);
  }
  hand.times = [...hand.times.slice(1 - SAMPLE), performance.now() - started];
  if (hand.times.length === SAMPLE && [...hand.times].sort((a, b) => a - b)[SAMPLE >> 1] > QUICK) putDown("too slow");
}
