/* The digit under a finger is drawn on the page's own thread, in the very frame in which the finger moved: a worker's
   answer comes a frame later. By the worker's modules, once it is ready and nothing moves; for
   networks that were made ready here. On processors that need too much of a frame for it the worker goes on. */
import { root } from "./context.mjs";
import { state } from "./state.mjs";

const QUICK = 12,
  SAMPLE = 25; // ms of a frame's 16 that a digit may take, by the median of so many
const hand = { own: null, show: null, draw: null, answers: null, wish: null, times: [], begun: false };
const roomForHand = (navigator.deviceMemory ?? 8) > 4 && !navigator.connection?.saveData;
const whenIdle = (act) => void (self.requestIdleCallback ?? setTimeout)(act);

/* `own`: the page's own answers; `show` gets a digit, `draw` asks for one. */
export function useHand(given) {
  Object.assign(hand, given);
}

/* After every change that has come to rest. */
export function readyHand() {
  const { own } = hand;
  if (own.state === "loading") return void own.settled.then(readyHand);
  if (own.state !== "ready" || !roomForHand) return;
  if (hand.begun) return whenIdle(readyHere);
  hand.begun = true;
  whenIdle(() =>
    takeUp(own.settings)
      .then(readyHere)
      .then(() => (root.dataset.inHand = ""), putDown),
  );
}

/* What does not come, or is the server's alone, is drawn by others; the next rest tries again. */
const readyHere = () =>
  hand.answers && hand.knows(state.set) && hand.networksOf(state.set.checkpoint, state.set.step).catch(() => null);

async function takeUp({ runtime, ...settings }) {
  const modules = [
    import("../../nets/litert.mjs"),
    import("./in_browser/digits.mjs"),
    import("./in_browser/networks.mjs"),
  ];
  const [{ wake }, { answers, begin, knows }, { networksOf, there }] = await Promise.all(modules);
  await wake(runtime, false);
  await begin({ ...settings, inHand: true });
  Object.assign(hand, { answers, knows, networksOf, there });
}

function putDown(why) {
  console.info(`no digit on the page's own thread: ${why}`);
  hand.answers = null;
  delete root.dataset.inHand;
}

/* Draws what is wished for last with the next frame; false: that is somebody else's turn. */
export function inHand(wish) {
  if (!hand.answers || !hand.there.has(`${wish.checkpoint} ${wish.step}`)) return false;
  if (!hand.wish) requestAnimationFrame(drawInHand);
  hand.wish = wish;
  return true;
}

async function drawInHand() {
  const { wish, answers } = hand,
    started = performance.now();
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
