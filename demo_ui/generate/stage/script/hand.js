/* The digit under a finger is drawn on the page's own thread, in the very frame in which the finger moved: a worker's
   answer comes a frame later. By the worker's scripts in a scope of their own, once it is ready and nothing moves; for
   networks that were made ready here. On processors that need too much of a frame for it the worker goes on. */
const QUICK = 12, SAMPLE = 25; // ms of a frame's 16 that a digit may take, by the median of so many
const FOR_IT = ["Fault", "NOT_MINE", "breath"]; // what the scripts expect of worker.js
const hand = { answers: null, wish: null, times: [], begun: false };
const roomForHand = (navigator.deviceMemory ?? 8) > 4 && !navigator.connection?.saveData;
const whenIdle = (act) => void (self.requestIdleCallback ?? setTimeout)(act);

/* After every change that has come to rest. */
function readyHand() {
  if (own.state === "loading") return void own.settled.then(readyHand);
  if (own.state !== "ready" || !roomForHand) return;
  if (hand.begun) return whenIdle(readyHere);
  hand.begun = true;
  whenIdle(() => takeUp(own.settings).then(readyHere).then(() => (element.firstElementChild.dataset.inHand = ""), putDown));
}

/* What does not come, or is the server's alone, is drawn by others; the next rest tries again. */
const readyHere = () => hand.answers && hand.knows(set) && hand.networksOf(set.checkpoint, set.step).catch(() => null);

async function takeUp({ scripts, runtime, ...settings }) {
  const texts = await Promise.all(scripts.map(async (url) => (await fetch(url)).text()));
  const scope = new Function(...FOR_IT, `${texts.join("\n")}\nreturn { wake, begin, answers, knows, networksOf, there };`);
  const { wake, begin, ...rest } = scope(Error, {}, async () => {});
  await wake(runtime, false);
  await begin({ ...settings, inHand: true });
  Object.assign(hand, rest);
}

function putDown(why) {
  console.info(`no digit on the page's own thread: ${why}`);
  hand.answers = null;
  delete element.firstElementChild.dataset.inHand;
}

/* Draws what is wished for last with the next frame; false: that is somebody else's turn. */
function inHand(wish) {
  if (!hand.answers || !hand.there.has(`${wish.checkpoint} ${wish.step}`)) return false;
  if (!hand.wish) requestAnimationFrame(drawInHand);
  hand.wish = wish;
  return true;
}

async function drawInHand() {
  const { wish, answers } = hand, started = performance.now();
  hand.wish = null;
  try {
    if (!answers) throw new Error("it was put down");
    showDigit(await answers.look(wish), wish);
  } catch {
    return draw(wish);
  }
  hand.times = [...hand.times.slice(1 - SAMPLE), performance.now() - started];
  if (hand.times.length === SAMPLE && [...hand.times].sort((a, b) => a - b)[SAMPLE >> 1] > QUICK) putDown("too slow");
}
