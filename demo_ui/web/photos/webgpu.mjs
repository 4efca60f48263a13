/* The graphics card, where there is WebGPU: a second worker like this one compiles the generators there, since what goes
   wrong on a card ends its runtime. Every shape is tried once, behind a picture that the visitor has already seen; where
   the card paints the same picture sooner it does so from then on, and that is kept beside the networks. The other
   networks are too small to gain by it. */
import { folder, shelf } from "../nets/cache.mjs";
import { run, takeCard } from "../nets/litert.mjs";
import { inputOf, networkFor } from "./networks.mjs";
import { state } from "./state.mjs";

/** @typedef {{name: string, shape: number[], numbers: Float32Array}} Asked */
/**
 * @typedef {object} Card
 * @property {Record<string, any> | null} settings of the second worker
 * @property {Worker | null} worker
 * @property {"asleep" | "awake" | "gone"} state
 * @property {Record<string, string>} choices by shape: "card" or "processor"
 * @property {Set<string>} ready shapes that it paints
 * @property {Map<number, (answer: any) => void>} open questions under way
 * @property {number} asked
 * @property {boolean} trying
 */

const TRIAL = 20e3,
  HANGS = 5,
  PATIENCE = 2000; // ms for each run of a trial; so many times as long as without the card, and ms at least
const ALIKE = 2 / 127.5,
  SHARE = 0.999; // how near the values of two pictures are, and how many of them
const LITTLE = 2; // GB of memory that leave no room for a second runtime
const CHOICES = "choices.json";
/** @type {Card} */
export const card = {
  settings: null,
  worker: null,
  state: "asleep",
  choices: {},
  ready: new Set(),
  open: new Map(),
  asked: 0,
  trying: false,
};
/** @type {Record<string, number>} by shape: the ms that a generator took without the card, at best */
const least = {};

/** @param {number[]} shape */
const shapeKey = ([width, height]) => `${width}x${height}`;
const hardware = /** @type {any} */ (navigator);
const roomForCard = () => Boolean(hardware.gpu && self.Worker) && (hardware.deviceMemory ?? Infinity) > LITTLE;

/**
 * What is known from earlier visits lies in the cache of these very networks.
 * @param {Record<string, any>} settings
 */
export async function beginCard(settings) {
  Object.assign(card, { settings, state: roomForCard() ? "asleep" : "gone" });
  const found = await shelf?.match(folder + CHOICES).catch(() => null);
  card.choices = (await found?.json().catch(() => null)) ?? {};
}

/**
 * @param {string} key
 * @param {string} choice
 */
async function choose(key, choice) {
  card.choices[key] = choice;
  await shelf?.put(folder + CHOICES, new Response(JSON.stringify(card.choices))).catch(() => null);
}

/**
 * @param {string} name
 * @param {number[]} shape
 * @param {Float32Array} numbers
 * @param {Float32Array} data
 * @param {number} ms
 */
function wasPainted(name, shape, numbers, data, ms) {
  const key = shapeKey(shape);
  if (card.state === "gone" || card.choices[key] === "processor" || !name.startsWith("generator")) return;
  state.forTrial = { name, shape, numbers, data };
  least[key] = Math.min(ms, least[key] ?? Infinity);
}

/* ---- at work ---- */

/**
 * What the card makes of it; null: the processor's turn, for now or for good.
 * @param {string} name
 * @param {number[]} shape
 * @param {Float32Array} numbers
 * @returns {Promise<Float32Array | null>}
 */
async function onCard(name, shape, numbers) {
  const key = shapeKey(shape);
  if (card.trying || !card.ready.has(key) || !name.startsWith("generator")) return null; // behind a trial it would wait
  return paintedOnCard({ name, shape, numbers }, Math.max(PATIENCE, HANGS * least[key])).catch(loseCard);
}

/** @param {unknown} why */
function loseCard(why) {
  if (card.state !== "gone") console.info(`without the graphics card: ${why}`);
  card.worker?.terminate();
  Object.assign(card, { worker: null, state: "gone" });
  card.ready.clear();
  for (const done of card.open.values()) done({});
  return null;
}

/**
 * Fails where the second worker has no answer, or none for `patience`.
 * @param {Asked} wish
 * @param {number} patience
 * @returns {Promise<Float32Array>}
 */
async function paintedOnCard(wish, patience) {
  const number = (card.asked += 1);
  let timer = 0;
  const answer = await new Promise((done) => {
    if (!card.worker) return done({});
    card.open.set(number, done);
    timer = setTimeout(done, patience, { late: true });
    card.worker.postMessage({ number, name: "paint", asked: wish });
  });
  clearTimeout(timer);
  card.open.delete(number);
  if (!answer.data) throw new Error(answer.late ? "it hangs" : "it cannot");
  return answer.data;
}

/**
 * What a network makes of an 8-bit picture: { data, width, height }, of the shape that it was given, and whether `by` the
 * graphics card or the processor.
 * @param {string} name
 * @param {Picture} picture
 */
export async function through(name, picture) {
  const { shape, numbers } = inputOf(name, picture),
    [width, height] = shape;
  const data = await onCard(name, shape, numbers);
  if (data) return { data, width, height, by: "card" };
  return { data: await onProcessor(name, shape, numbers), width, height, by: "processor" };
}

/**
 * @param {string} name
 * @param {number[]} shape
 * @param {Float32Array} numbers
 * @returns {Promise<Float32Array>}
 */
async function onProcessor(name, shape, numbers) {
  const network = await networkFor(name, shape),
    [width, height] = shape,
    started = performance.now();
  const data = await run(network, numbers, [1, height, width, 3]);
  wasPainted(name, shape, numbers, data, performance.now() - started);
  return data;
}

/* ---- the trial ---- */

export const cardUntried = () =>
  state.forTrial !== null && card.state !== "gone" && !card.ready.has(shapeKey(state.forTrial.shape));

/* After an answer, so that nobody waits for it. */
export async function tryCard() {
  const trial = state.forTrial;
  if (!trial || !cardUntried() || card.trying) return;
  const key = shapeKey(trial.shape);
  card.trying = true;
  try {
    if (card.state === "asleep") await wakeCard();
    const wins = await cardWins(trial);
    await choose(key, wins ? "card" : "processor");
    if (wins && card.state === "awake") card.ready.add(key);
  } catch (why) {
    if (card.state === "awake") await choose(key, "processor"); // what is lost or missing may be there another time
    loseCard(why);
  } finally {
    card.trying = false;
    state.forTrial = null;
  }
}

async function wakeCard() {
  if (!(await hardware.gpu.requestAdapter())) throw new Error("there is none");
  const worker = (card.worker = new Worker(self.location.href, { type: "module" }));
  await new Promise((/** @type {(value?: unknown) => void} */ done, failed) => {
    setTimeout(failed, TRIAL, "it does not begin");
    worker.onmessage = ({ data }) => ("failed" in data ? failed(data.failed) : done());
    worker.onerror = (event) => (event.preventDefault?.(), failed(event.message), loseCard(event.message));
    worker.postMessage({ ...card.settings, parallel: false, card: true });
  });
  worker.onmessage = ({ data: { number, answer, lost } }) => (lost ? loseCard(lost) : card.open.get(number)?.(answer));
  card.state = "awake";
}

/**
 * Whether the card paints the same, and sooner. Both directions are compiled: they differ in weights only.
 * @param {import("./state.mjs").Painted} painted
 */
async function cardWins({ name, shape, numbers, data }) {
  const key = shapeKey(shape);
  for (const other of ["generator_ab", "generator_ba"]) {
    if (other !== name) await paintedOnCard({ name: other, shape, numbers }, TRIAL);
  }
  const found = await paintedOnCard({ name, shape, numbers }, TRIAL),
    started = performance.now();
  if (found.filter((value, i) => Math.abs(value - data[i]) <= ALIKE).length < SHARE * data.length) return false;
  if (card.choices[key] === "card") return true;
  await paintedOnCard({ name, shape, numbers }, TRIAL);
  return performance.now() - started < least[key];
}

/* ---- in the second worker ---- */

/* What a question `paint` is answered by there. */
export async function beginOnCard() {
  const device = await takeCard((why) => postMessage({ lost: String(why) }));
  return async (/** @type {Asked} */ { name, shape, numbers }) => {
    for (const kind of ["out-of-memory", "validation"]) device.pushErrorScope(kind);
    const network = await networkFor(name, shape),
      data = await run(network, numbers, [1, shape[1], shape[0], 3]);
    const faults = [await device.popErrorScope(), await device.popErrorScope()].filter(Boolean);
    if (faults.length) throw new Error(faults[0].message);
    return { data };
  };
}
