/* The answers of the Translate room about a photograph, given by the visitor's own browser: what demo_ui.translate.api
   gives, from the same networks. A question about a board names the photograph besides its `ticket`, so that the page
   can go on where a server left off. */
import { NOT_MINE, breath } from "../answer/worker.mjs";
import { PHOTOS } from "../contract.mjs";
import { even, resized, thumbnail } from "../nets/resize.mjs";
import { borders } from "./borders.mjs";
import { atStrength, back, board, paintedAt, verdict } from "./engine.mjs";
import { HERE, awake, patches, photographOf, pictureUrls, shares, shelve } from "./exhibits.mjs";
import { fetchAll } from "./networks.mjs";
import { opaque } from "./photograph.mjs";
import { RULES, firstOf } from "./rules.mjs";
import { state } from "./state.mjs";
import { STRONGEST, saved } from "./taking.mjs";
import { beginCard, beginOnCard, card, cardUntried, tryCard } from "./webgpu.mjs";

/** @typedef {import("./state.mjs").Mask} Mask */
/** @typedef {import("./borders.mjs").Frame} Frame */
/** @typedef {import("./engine.mjs").Board} Board */
/** @typedef {import("./engine.mjs").Verdict} Verdict */
/** @typedef {{frame: Frame, before?: Verdict, board: Board}} Exhibit */
/** @typedef {import("./exhibits.mjs").From} From */

const { FINEST, MIXED, WHITE } = PHOTOS;
/** @type {Map<string, Exhibit>} by ticket, the newest */
const exhibits = new Map();
let newest = 0;

/** @param {any} settings of the worker */
export async function begin(settings) {
  await awake(settings, "gan-theatre-photos-");
  if (settings.card) answers.paint = await beginOnCard();
  else await beginCard(settings);
}

/* ---- what is asked about ---- */

/**
 * The board that a ticket stands for, or else what these networks make of the same photograph.
 * @param {From & {ticket: string, direction: string}} asked
 */
async function exhibitOf({ ticket, direction, ...from }) {
  const known = exhibits.get(ticket);
  if (known) return known;
  const photograph = await photographOf(from);
  if (!photograph) throw new Error("no photograph");
  const frame = borders.framed(photograph);
  return shelve(exhibits, ticket, { frame, board: await board(frame.picture, direction) });
}

/* ---- a board out ---- */

/**
 * Three channels, alike.
 * @param {Mask} error
 * @returns {Picture}
 */
function grey({ data: error, width, height }) {
  const data = new Uint8Array(3 * width * height);
  error.forEach((value, i) => data.fill(even(Math.min(1, value / WHITE) * 255), 3 * i, 3 * i + 3));
  return { data, width, height };
}

/**
 * The keys of three sentences; see demo_ui.translate.sight.
 * @param {Board} board
 * @param {Verdict} after
 * @param {Verdict} before
 */
function said({ direction: way, figures: f }, after, before) {
  const target = before.like !== "neither" && before.direction === way ? "became" : "target";
  const like = after.like === "neither" ? "neither" : after.direction === way ? "source" : target;
  const figures = { ...f, score: f.score_translated, like };
  return [RULES.happened(way), RULES.belief(way), RULES.back()].map((table) => firstOf(table, figures));
}

/**
 * What a board says of its translation: all that is other at another strength.
 * @param {Frame} frame
 * @param {Board} board
 * @param {Verdict} before
 */
async function ofTranslation(frame, board, before) {
  const { direction: way, input, reconstructed, result, error, maps, figures } = board,
    after = await verdict(board.translated);
  return {
    target: [before, after].map(({ zebra }) => (way === "ab" ? zebra : 1 - zebra)),
    said: said(board, after, before),
    pictures: await pictureUrls({
      translated: borders.around(frame, result),
      reconstructed: borders.around(frame, reconstructed),
      error: borders.around(frame, grey(error), { ...frame.whole, data: new Uint8Array(frame.whole.data.length) }),
    }),
    maps: Object.fromEntries(MIXED.map((name) => [name, patches(maps[name], input)])),
    figures,
  };
}

/**
 * @param {Exhibit} exhibit
 * @param {{strength?: number}} asked
 */
async function judged({ frame, before, board }, { strength = 1 }) {
  if (!(strength >= 0 && strength <= STRONGEST)) return NOT_MINE;
  return ofTranslation(
    frame,
    await atStrength(board, frame.picture, strength),
    before ?? (await verdict(frame.picture)),
  );
}

/** @param {Mask} mask */
function finest(mask) {
  const [width, height] = thumbnail(mask, FINEST, FINEST);
  return resized(mask, width, height, "box");
}

/**
 * @param {From} from
 * @param {string} direction
 */
async function shown(from, direction) {
  const number = (newest += 1),
    photograph = await photographOf(from);
  if (!photograph) return NOT_MINE;
  const frame = borders.framed(photograph),
    before = await verdict(frame.picture),
    way = direction === "auto" ? before.direction : direction;
  if (!back[way]) return NOT_MINE;
  await breath();
  if (number !== newest) return {}; // the visitor has sent another one meanwhile
  const found = await board(frame.picture, way),
    of = await ofTranslation(frame, found, before);
  const { input, identity, maps, mask } = found,
    ticket = `${HERE}${number}`;
  shelve(exhibits, ticket, { frame, before, board: found });
  return {
    ticket,
    direction: way,
    size: [photograph.width, photograph.height],
    notes: photograph.notes,
    inside: borders.shares(frame),
    looks: { like: before.like, direction: before.direction },
    ...of,
    pictures: {
      ...(await pictureUrls({ input: photograph, identity: borders.around(frame, identity) })),
      ...of.pictures,
    },
    maps: Object.fromEntries(Object.entries(maps).map(([name, map]) => [name, patches(map, input)])),
    mask: mask && shares(finest(mask)),
  };
}

/**
 * Once the answer is on its way.
 * @template Told
 * @param {Told} answer
 */
const thenTryCard = (answer) => (setTimeout(tryCard), answer);

/** @type {Record<string, (asked: any) => Promise<any>>} */
export const answers = {
  translate: ({ data: { file, direction } }) => shown({ file }, direction).then(thenTryCard),
  example: ({ url, direction }) => shown({ url }, direction).then(thenTryCard),
  at_strength: async (asked) => judged(await exhibitOf(asked), asked),
  save: async (asked) => saved(await exhibitOf(asked), asked),
  mirror: ({ picture, direction }) => mirrored(picture, direction).then(thenTryCard),

  async fetch() {
    await fetchAll();
    return {};
  },

  async forget() {
    state.forTrial = null;
    exhibits.clear();
    return {};
  },
};

/**
 * The mirror: one picture of a live camera, one way. Pictures are small, and nothing of them is kept. `trying`: it is still
 * being found out whether the graphics card is quicker.
 * @param {{data: Uint8ClampedArray, width: number, height: number}} picture
 * @param {string} direction
 */
async function mirrored({ data, width, height }, direction) {
  if (!back[direction]) return NOT_MINE;
  const { picture, by } = await paintedAt(direction, opaque({ data, width, height }));
  const rgba = new Uint8ClampedArray(4 * width * height).fill(255);
  for (let from = 0, to = 0; to < rgba.length; to += 4, from += 3)
    for (let c = 0; c < 3; c += 1) rgba[to + c] = picture.data[from + c];
  return { picture: { data: rgba, width, height }, by, trying: card.trying || cardUntried() };
}
