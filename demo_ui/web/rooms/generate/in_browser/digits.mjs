/* The answers of the Generate room, given by the visitor's own browser: what demo_ui.generate.api gives, from the
   same networks. Pictures are Uint8Arrays of 28 x 28 greys. */
import { NOT_MINE, breath } from "../../../answer/worker.mjs";
import { DIGITS } from "../../../contract.mjs";
import { json, keepOnly, kept, unzipped } from "../../../nets/cache.mjs";
import { run } from "../../../nets/litert.mjs";
import { pngUrl } from "../../../nets/png.mjs";
import { baseOf, evenly, gridOf, inputOf, labelOf, lineOf, mapOf, walkOf } from "./latent.mjs";
import { bytesOf, networksOf, state, there } from "./networks.mjs";
import { nearerThan, wayTo } from "./projection.mjs";

/** @typedef {import("../state.mjs").GenerateRequest} GenerateRequest */

const { LATENT, MAP_TILES, SCALE, SIDE, WALK_TILES } = DIGITS;
/** @type {Uint8Array | null} */
let reals = null;
/** @type {Record<string, string>} what a picture that is taken away says of its making */
let made = {};

/** @param {{index: string, made: Record<string, string>, inHand?: boolean}} settings */
export async function begin({ index: url, made: mark, inHand }) {
  made = mark;
  state.index = await json(url);
  await keepOnly(state.index.digest);
  for (const network of Object.values(state.index.networks)) {
    const numbers = new Float32Array(bytesOf(network.vectors).buffer),
      count = numbers.length / LATENT;
    network.sliders = {
      length: LATENT,
      vectors: Array.from({ length: count }, (_, i) => numbers.subarray(i * LATENT, (i + 1) * LATENT)),
    };
  }
  if (inHand) return; // only the digit that is asked for is drawn there
  const first = state.index.checkpoints.find(({ classes }) => !classes) ?? state.index.checkpoints[0];
  await draw(await networksOf(first.id, null), new Float32Array(LATENT + first.classes)); // warms the kernels
  kept(state.index.reals.file).catch(() => null); // on its way before it is asked for
}

const device = /** @type {any} */ (navigator);
const roomy = (device.deviceMemory ?? 8) > 4 && !device.connection?.saveData; // for every epoch's networks
/** @param {{checkpoint: string, step?: number | null}} wish */
export const knows = ({ checkpoint, step = null }) => state.index.networks[checkpoint]?.weights[step ?? "finished"];

/**
 * @param {GenerateRequest} wish
 * @returns {import("../state.mjs").Facts}
 */
const factsOf = ({ checkpoint }) => /** @type {any} */ (state.index.checkpoints.find(({ id }) => id === checkpoint));
/** @param {GenerateRequest} wish */
const asked = (wish) => inputOf(wish, state.index.networks[wish.checkpoint].sliders, factsOf(wish).classes);

/**
 * @param {{generator: Network}} networks
 * @param {Float32Array} z
 */
async function draw({ generator }, z) {
  const drawn = await run(generator, z, [1, z.length]);
  return Uint8Array.from(drawn, (value) => Math.round(value * 127.5 + 127.5));
}

/**
 * D sees the picture as a visitor does, rounded to 8 bits.
 * @param {{discriminator: Network}} networks
 * @param {Uint8Array} picture
 */
async function verdictOn({ discriminator }, picture) {
  const [logit] = await run(
    discriminator,
    Float32Array.from(picture, (grey) => grey / 127.5 - 1),
    [1, SIDE, SIDE, 1],
  );
  return { logit, probability: 1 / (1 + Math.exp(-logit)) };
}

/**
 * The pictures of several wishes, one by one, so that a digit that is waited for comes between them.
 * @param {GenerateRequest[]} wishes
 */
async function drawnAll(wishes) {
  /** @type {Uint8Array<ArrayBuffer>[]} */
  const pictures = [];
  for (const wish of wishes) {
    pictures.push(await draw(await networksOf(wish.checkpoint, wish.step), asked(wish)));
    await breath();
  }
  return pictures;
}

/**
 * @param {GenerateRequest[]} wishes
 */
async function film(wishes, columns = wishes.length) {
  const sheet = sheetOf(await drawnAll(wishes), columns);
  return pngUrl(sheet, columns * SIDE, sheet.length / columns / SIDE);
}

/**
 * Pictures side by side in rows of `columns`, as one.
 * @param {Uint8Array[]} pictures
 * @param {number} columns
 */
function sheetOf(pictures, columns) {
  const rows = Math.ceil(pictures.length / columns);
  const sheet = new Uint8Array(SIDE * SIDE * rows * columns);
  pictures.forEach((picture, i) => {
    for (let y = 0; y < SIDE; y += 1) {
      const line = (Math.floor(i / columns) * SIDE + y) * columns + (i % columns);
      sheet.set(picture.subarray(y * SIDE, (y + 1) * SIDE), line * SIDE);
    }
  });
  return sheet;
}

/** @param {Uint8Array} picture */
const url = (picture) => pngUrl(picture, SIDE, SIDE);

/** @param {GenerateRequest} wish */
async function digit(wish) {
  if (wish.text) {
    const sheet = await lineAsOne(wish);
    return { digit: pngUrl(sheet, sheet.length / SIDE, SIDE) };
  }
  const pair = await networksOf(wish.checkpoint, wish.step);
  const picture = await draw(pair, asked(wish));
  return { digit: url(picture), verdict: await verdictOn(pair, picture) };
}

/**
 * @param {GenerateRequest} wish whose text is set
 * @returns {Promise<Uint8Array[]>} the digits of its line; those that come twice are drawn once
 */
async function digitsOf(wish) {
  const pair = await networksOf(wish.checkpoint, wish.step);
  /** @type {Map<string, Uint8Array>} */
  const drawn = new Map();
  const keyOf = (/** @type {GenerateRequest} */ { label, digit }) => `${label} ${digit}`;
  for (const one of lineOf(wish)) if (!drawn.has(keyOf(one))) drawn.set(keyOf(one), await draw(pair, asked(one)));
  return lineOf(wish).map((one) => /** @type {Uint8Array} */ (drawn.get(keyOf(one))));
}

/**
 * The line as one picture, 28 pixels high; a space is black.
 * @param {GenerateRequest} wish
 */
async function lineAsOne(wish) {
  const digits = await digitsOf(wish),
    blank = new Uint8Array(SIDE * SIDE);
  const characters = [...wish.text.trim()].map((sign) => (sign === " " ? blank : (digits.shift() ?? blank)));
  return sheetOf(characters, characters.length);
}

/**
 * What D says of the digits of a line, the means; it is asked once nothing moves.
 * @param {GenerateRequest} wish
 */
async function verdict(wish) {
  const pair = await networksOf(wish.checkpoint, wish.step),
    digits = await digitsOf(wish);
  const sum = { logit: 0, probability: 0 };
  for (const picture of digits) {
    const { logit, probability } = await verdictOn(pair, picture);
    sum.logit += logit / digits.length;
    sum.probability += probability / digits.length;
    await breath();
  }
  return { verdict: sum };
}

/**
 * The real digit with the least Euclidean distance, pixels counted from 0 to 1.
 * @param {GenerateRequest} wish
 */
async function nearest(wish) {
  const [picture] = await drawnAll([wish]),
    size = SIDE * SIDE;
  reals ??= new Uint8Array(await unzipped(await kept(state.index.reals.file)));
  let best = 0,
    least = Infinity;
  for (let row = 0; row < state.index.reals.count; row += 1) {
    let sum = 0;
    for (let i = 0, at = row * size; i < size; i += 1, at += 1) sum += (picture[i] - reals[at]) ** 2;
    if (sum < least) [best, least] = [row, sum];
    if (row % 1000 === 999) await breath();
  }
  const image = reals.slice(best * size, (best + 1) * size);
  return { nearest: { drawn: url(picture), image: url(image), distance: Math.sqrt(least) / 255 } };
}

/**
 * The film of all epochs needs all their networks: they are fetched one by one in the background.
 * @param {GenerateRequest} wish
 */
async function epochs(wish) {
  const steps = factsOf(wish).snapshots.map(({ step }) => step);
  const absent = steps.filter((step) => !there.has(`${wish.checkpoint} ${step}`));
  if (!absent.length) return { epochs: await film(steps.map((step) => ({ ...wish, step }))) };
  if (roomy && !fetching) fetching = fetchAll(wish.checkpoint, absent);
  return { missing: ["epochs"], ...(roomy && { coming: ["epochs"] }) };
}

/** @type {Promise<void> | null} */
let fetching = null;
/**
 * @param {string} checkpoint
 * @param {(number | null)[]} steps
 */
async function fetchAll(checkpoint, steps) {
  for (const step of steps) await networksOf(checkpoint, step).catch(() => null);
  fetching = null;
}

/**
 * The digit on the stage along each direction: a film a slider.
 * @param {GenerateRequest} wish
 */
async function filmsOf(wish) {
  const ways = factsOf(wish).directions;
  /** @type {string[]} */
  const made = [];
  for (const [i, { low, high, tiles }] of ways.entries()) {
    const held = ways.map((_, j) => wish.directions?.[j] ?? 0);
    const along = evenly(tiles).map((share) =>
      held.map((amount, j) => (i === j ? low + share * (high - low) : amount)),
    );
    made.push(await film(along.map((directions) => ({ ...wish, directions }))));
  }
  return { films: made };
}

/** @type {Record<string, (wish: GenerateRequest) => Promise<import("../state.mjs").Look>>} */
const parts = {
  digit,
  verdict,
  nearest,
  grid: async (wish) => ({ grid: await film(gridOf(wish), 4) }),
  map: async (wish) => ({ map: await film(mapOf(wish, MAP_TILES), MAP_TILES) }),
  walk: async (wish) => ({ walk: await film(walkOf(wish, WALK_TILES)) }),
  epochs,
  films: filmsOf,
  became: async () => ({ missing: ["became"] }), // the classifier is the server's
  latent: async (wish) => ({ latent: Array.from(baseOf(wish, LATENT), (value) => Math.round(100 * value) / 100) }),
};

/**
 * What it takes to draw this digit or this line again, as its file tells.
 * @param {GenerateRequest} wish
 * @returns {[string, string | number][]}
 */
function madeOf(wish) {
  const { classes } = factsOf(wish);
  /** @type {[string, string | number][]} */
  const asked = [];
  if (wish.text) asked.push(["text", wish.text.trim()]);
  else if (classes) asked.push(["class", labelOf(wish, classes)]);
  if (wish.text && wish.varied) asked.push(["hands", "own"]);
  return [...asked, ["seed", wish.seed], ["digit", wish.digit]];
}

export const answers = {
  status: () => ({ state: "ready", checkpoints: state.index.checkpoints }),

  /**
   * @param {import("../state.mjs").Wish} wish
   * @returns {Promise<Answer<import("../state.mjs").Look>>}
   */
  async look(wish) {
    if (!knows(wish)) return NOT_MINE;
    /** @type {import("../state.mjs").Look} */
    const answer = {};
    for (const part of wish.parts ?? ["digit"]) {
      const missing = answer.missing ?? [];
      Object.assign(answer, await parts[part](wish));
      answer.missing = [...new Set([...missing, ...(answer.missing ?? [])])];
    }
    if (!answer.missing?.length) delete answer.missing;
    return answer;
  },

  /**
   * How G comes near to a written digit, greys row by row (demo_ui/generate/projecting.py).
   * @param {{picture: number[]}} wish
   */
  async project({ picture }) {
    const yours = Uint8Array.from(picture),
      way = await wayTo(yours),
      encoder = state.index.encoder;
    if (!way || !encoder) return NOT_MINE;
    const pair = await networksOf(encoder.generator, null),
      last = way[way.length - 1];
    const sheet = sheetOf(
      way.map(({ drawn }) => drawn),
      way.length,
    );
    return {
      film: pngUrl(sheet, way.length * SIDE, SIDE),
      z: way.map(({ z }) => Array.from(z, (value) => Math.round(1000 * value) / 1000)),
      l1: way.map(({ l1 }) => l1),
      verdicts: { yours: await verdictOn(pair, yours), its: await verdictOn(pair, last.drawn) },
      nearer: nearerThan(last.l1),
      n: encoder.n,
    };
  },

  /**
   * A PNG, enlarged crisply, that says how it was made and by what.
   * @param {GenerateRequest} wish
   */
  async save(wish) {
    if (!knows(wish)) return NOT_MINE;
    const picture = wish.text ? await lineAsOne(wish) : (await drawnAll([wish]))[0],
      small = picture.length / SIDE,
      wide = small * SCALE,
      high = SIDE * SCALE;
    const large = Uint8Array.from(
      { length: wide * high },
      (_, i) => picture[Math.floor(i / wide / SCALE) * small + Math.floor((i % wide) / SCALE)],
    );
    const facts = madeOf(wish);
    const told = facts.map(([name, value]) => `, ${name} ${value}`).join("");
    const description = made.Description.replace("{model}", wish.checkpoint).replace("{facts}", told);
    return {
      name: `${["gan-theatre", ...facts.flat()].join("-").replaceAll(" ", "_")}.png`,
      url: pngUrl(large, wide, high, { ...made, Description: description }),
    };
  },
};
