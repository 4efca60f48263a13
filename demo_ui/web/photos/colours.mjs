/* The answers of the Translate room about a photograph in colour, given by the visitor's own browser: what
   demo_ui.translate.colour_api gives, from the same networks. */
import { NOT_MINE, breath } from "../answer/worker.mjs";
import { COLOURS } from "../contract.mjs";
import { packedPng } from "../nets/png.mjs";
import { borders } from "./borders.mjs";
import { fromLab, grey, strengthened, toLab } from "./colour.mjs";
import { chromaIn, coloured, fieldIn, lookAt } from "./colour_engine.mjs";
import { HERE, awake, patches, photographOf, pictureUrl, pictureUrls, shelve } from "./exhibits.mjs";
import { answersOf, likelyColours } from "./hints.mjs";
import { fetchAll } from "./networks.mjs";
import { RULES, firstOf } from "./rules.mjs";
import { state } from "./state.mjs";

/** @typedef {import("./exhibits.mjs").From} From */
/** @typedef {import("./borders.mjs").Frame} Frame */
/** @typedef {import("./colour_engine.mjs").Look} Look */
/** @typedef {import("./colour_engine.mjs").Coloured} Coloured */
/** @typedef {import("./hints.mjs").Hint} Hint */
/** @typedef {{frame: Frame, look: Look}} Exhibit */

const { DARK, OFFERED, PALE, STRONGEST, WEAKEST } = COLOURS;
const HUES = COLOURS.HUES.flatMap((a, i) => (i % 2 ? [] : [[a, COLOURS.HUES[i + 1]]]));
/** @type {Map<string, Exhibit>} by ticket, the newest */
const exhibits = new Map();
let newest = 0;

/** @param {any} settings of the worker */
export const begin = (settings) => awake(settings, "gan-theatre-colours-");

/**
 * The photograph that a ticket stands for, or else the same photograph looked at again.
 * @param {From & {ticket: string}} asked
 */
async function exhibitOf({ ticket, ...from }) {
  const known = exhibits.get(ticket);
  if (known) return known;
  const photograph = await photographOf(from);
  if (!photograph) throw new Error("no photograph");
  const frame = borders.framed(photograph);
  return shelve(exhibits, ticket, { frame, look: await lookAt(frame.picture) });
}

/**
 * Hints with their places moved from the whole image to what lies within its border, or back.
 * @param {Hint[]} hints
 * @param {Frame} frame
 * @param {typeof inner} way
 */
const placed = (hints, frame, way) => hints.map(([x, y, a, b]) => /** @type {Hint} */ ([...way(frame, x, y), a, b]));

/**
 * @param {Frame} frame
 * @param {number} x
 * @param {number} y
 * @returns {[number, number]}
 */
function inner(frame, x, y) {
  const [left, top, right, bottom] = borders.shares(frame) ?? [0, 0, 1, 1],
    within = (/** @type {number} */ share) => Math.max(0, Math.min(1, share));
  return [within((x - left) / (right - left)), within((y - top) / (bottom - top))];
}

/** @type {typeof inner} */
function outer(frame, x, y) {
  const [left, top, right, bottom] = borders.shares(frame) ?? [0, 0, 1, 1];
  return [left + x * (right - left), top + y * (bottom - top)];
}

/* ---- what is said of it ---- */

/**
 * D's verdict: two sentences, its patch map, figures.
 * @param {Coloured} found
 */
function judged({ kind, x, patches: map, figures }) {
  return {
    said: [`translate.happened.colours_${kind}`, firstOf(RULES.belief("colours"), figures)],
    maps: { translated: patches(map, x, state.index.stride) },
    figures: { score_translated: figures.score, ...figures },
  };
}

/** @param {From} from */
async function shown(from) {
  const number = (newest += 1),
    photograph = await photographOf(from);
  if (!photograph) return NOT_MINE;
  await breath();
  if (number !== newest) return {}; // the visitor has sent another one meanwhile
  const frame = borders.framed(photograph),
    { look, coloured: found } = await coloured(frame.picture),
    ticket = `${HERE}${number}`,
    kept = /** @type {Record<string, string>} */ ({ coloured: "truth", toned: "toned" })[found.kind];
  shelve(exhibits, ticket, { frame, look });
  const { said, ...rest } = judged(found);
  return {
    ticket,
    size: [photograph.width, photograph.height],
    notes: photograph.notes,
    inside: borders.shares(frame),
    looks: null,
    mask: null,
    pictures: await pictureUrls({
      input: borders.around(frame, found.input),
      translated: borders.around(frame, found.picture),
      ...(kept && { [kept]: photograph }),
    }),
    said: [...said, ...(state.index.eyes ? ["translate.colours.eyes"] : [])],
    ...rest,
  };
}

/* ---- colours that a visitor says, and others that are likely ---- */

/**
 * @param {Exhibit} exhibit
 * @param {{hints: Hint[]}} asked
 */
async function hinted({ frame, look }, { hints }) {
  const { coloured: found } = await coloured(frame.picture, { look, hints: placed(hints, frame, inner) });
  return { pictures: await pictureUrls({ hinted: borders.around(frame, found.picture) }), ...judged(found) };
}

/** @param {Exhibit} exhibit */
async function colourings({ frame, look }) {
  const field = fieldIn(look),
    found = field ? answersOf(field, state.index.cells) : [[]];
  const pictures = found.map((hints) => strengthened(frame.picture, chromaIn(look, hints)));
  const urls = await Promise.all(pictures.map((picture) => pictureUrl(borders.around(frame, picture))));
  return {
    colourings: urls.map((url, i) => ({ hints: placed(found[i], frame, outer), url })),
    figures: { count: found.length },
  };
}

/**
 * @param {Exhibit} exhibit
 * @param {{x: number, y: number}} asked
 */
function likely({ frame, look }, asked) {
  const [x, y] = inner(frame, asked.x, asked.y),
    { data, width, height } = frame.picture,
    field = fieldIn(look);
  const row = Math.min(Math.trunc(y * height), height - 1),
    at = 3 * (row * width + Math.min(Math.trunc(x * width), width - 1)),
    pixel = grey({ data: data.slice(at, at + 3), width: 1, height: 1 });
  const [own] = toLab(Array.from(pixel.data, (value) => value / 255)),
    lightness = Math.max(DARK, Math.min(PALE, own));
  const looks = (/** @type {number[]} */ [a, b]) => {
    const rgb = fromLab([lightness, a, b]).map((value) => Math.round(255 * Math.max(0, Math.min(1, value))));
    return { a, b, rgb: `#${rgb.map((value) => value.toString(16).padStart(2, "0")).join("")}` };
  };
  const found = field ? likelyColours(field, state.index.cells, x, y, OFFERED) : [];
  return { colours: found.map(looks), others: HUES.map(looks) };
}

/**
 * @param {Exhibit} exhibit
 * @param {{what: string, strength?: number, hints?: Hint[]}} asked
 */
async function saved({ frame, look }, { what, strength = 1, hints = [] }) {
  if (what !== "translated" || !(strength >= WEAKEST && strength <= STRONGEST)) return NOT_MINE;
  const picture = strengthened(frame.picture, chromaIn(look, placed(hints, frame, inner)), strength),
    facts = `${strength === 1 ? "" : `, strength ${strength}`}${hints.length ? `, hints: ${hints.length}` : ""}`,
    { words } = state.made;
  const file = await packedPng(borders.around(frame, picture), {
    ...words,
    Description: words.Description.replace("{facts}", facts),
  });
  const share = strength === 1 ? "" : `-${Math.round(100 * strength)}`,
    url = new FileReaderSync().readAsDataURL(new Blob([file], { type: "image/png" }));
  return { name: `gan-theatre-coloured${share}.png`, url };
}

/** @type {Record<string, (asked: any) => Promise<any>>} */
export const answers = {
  translate: ({ data: { file } }) => shown({ file }),
  example: ({ url }) => shown({ url }),

  async at_strength(asked) {
    const { frame, look } = await exhibitOf(asked),
      { strength = 1 } = asked;
    if (!(strength >= 0 && strength <= STRONGEST)) return NOT_MINE;
    return judged((await coloured(frame.picture, { look, strength })).coloured);
  },

  hinted: async (asked) => hinted(await exhibitOf(asked), asked),
  colourings: async (asked) => colourings(await exhibitOf(asked)),
  likely: async (asked) => likely(await exhibitOf(asked), asked),
  save: async (asked) => saved(await exhibitOf(asked), asked),

  async fetch() {
    await fetchAll();
    return {};
  },

  async forget() {
    exhibits.clear();
    return {};
  },
};
