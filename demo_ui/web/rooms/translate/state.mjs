/* What the room was opened with, what is known and set in it now, and what demo_ui/translate/api.py answers. */
import { contextOf } from "../../core/context.mjs";
import { faultsOf } from "../../core/faults.mjs";
import * as theatre from "../../core/theatre.mjs";

/** @typedef {{words: Record<string, string>, cutOnly?: string, names?: Record<string, string>}} MadeBy what a saved picture says */
/**
 * @typedef {object} Props
 * @property {string[]} networks
 * @property {{name: string, url: string, networks: string[], direction: string, credit?: string}[]} examples
 * @property {string} start the example that comes first
 * @property {PictureLimits} limits of a file
 * @property {Record<string, OwnAnswers & {made: MadeBy, limits: PictureLimits, parallel: boolean}>} own by networks: what the page's own answers begin with
 * @property {import("../../photos/taken_in.mjs").Intake | null} intake
 */
/**
 * @typedef {object} Answers
 * @property {{state: "loading"} | ({state: "ready", own?: {index: string}, preparing?: boolean} & Facts)} status `own`: address of the networks for the page; `preparing`: they are being made
 * @property {Exhibit} translate
 * @property {Exhibit} example
 * @property {{picture: string}} mirror
 * @property {AtStrength} at_strength
 * @property {Shown & {epochs: [number, number], trained: string}} without_cycle
 * @property {Shown} without_d
 * @property {{said: string | null, pictures: Record<string, string>, figures: Record<string, number>, measured: Record<string, number>}} pairings
 * @property {AtStrength & {pictures: {hinted: string}}} hinted
 * @property {{colourings: {hints: number[][], url: string}[], figures: {count: number}}} colourings
 * @property {Likely} likely
 * @property {FileTold} save
 * @property {{}} forget
 */
/** @typedef {{said: string, pictures: Record<string, string>, figures: Record<string, number>}} Shown a photograph through other networks */
/** @typedef {{a: number, b: number, rgb: string}} Colour at a place, by its chroma and as it looks there */
/** @typedef {{colours: Colour[], others: Colour[]}} Likely colours of a place; `others` for whoever knows better */
/** @typedef {{said: string[], maps: Record<string, Levels>, figures: Record<string, number>, pictures?: Record<string, string>, target?: [number, number] | null}} AtStrength */
/** @type {Context<Props, Answers>} */
export const room = contextOf("translate");
export const { element, find, props, root, server } = room;

/** @typedef {{columns: number, rows: number, bytes: string}} Levels one byte a place, row by row, in base64 */
/** @typedef {import("../../photos/taken_in.mjs").Taken & {example?: string}} Source where a photograph comes from: a file, or an example's name */
/**
 * @typedef {object} Exhibit what the networks make of a photograph
 * @property {string} ticket
 * @property {string} [direction] of networks that have two
 * @property {[number, number]} size width and height
 * @property {string[]} notes
 * @property {[number, number, number, number] | null} inside its border as shares: left, top, right, bottom of what lies inside
 * @property {{like: string, direction: string} | null} looks of the guard
 * @property {[number, number] | null} [target] how sure the guard is of the target, before and after
 * @property {string[]} said keys of sentences
 * @property {Record<string, string>} pictures addresses by name
 * @property {Record<string, Levels>} maps of the discriminators' patches, by picture
 * @property {Levels | null} mask
 * @property {Record<string, number>} figures
 * @property {boolean} [here] the page made it
 * @property {undefined} [wish]
 */
/** @typedef {any} Lesson an answer about the photograph on the stage, with the `wish` that it answers */
/** @typedef {{directions?: boolean, guard?: boolean, without?: boolean, smooths?: boolean, pairings?: boolean, hints?: boolean, minutes?: number, own?: any}} Facts what the chosen networks can do */

export const state = {
  lesson: /** @type {Record<"cycle" | "judged" | "l1" | "pairs" | "colourings" | "hinted", Lesson | null>} */ ({
    cycle: null,
    judged: null,
    l1: null,
    pairs: null,
    colourings: null,
    hinted: null,
  }),
  chosen: /** @type {Record<string, string>} */ ({}), // by act: the picture on the stage
  networks: "", // see choice.mjs
  pending: /** @type {Source | null} */ (null), // where the photograph comes from that is on its way
  facts: /** @type {Facts} */ (/** @type {unknown} */ (null)), // known once the networks can answer
  exhibit: /** @type {Exhibit} */ (/** @type {unknown} */ (null)), // none on an empty stage; acts are asked where there is one
  source: /** @type {Source | null} */ (null),
  act: "board",
  mapped: false,
  masked: false,
  sent: 0,
  askedWay: /** @type {string | null} */ (null),
  stream: /** @type {MediaStream | null} */ (null), // of the camera, while it is open
};

/* What every part of the room needs: which networks there are, how a fault is told, which way is chosen. */

/** @typedef {[string] | [string, Values]} Words a sentence's key and its values */
/** @typedef {(from: Uint8ClampedArray, to: Uint8ClampedArray, much: number, into: Uint8ClampedArray) => void} Mixing of two pictures' channels */
/**
 * @typedef {object} Act what is shown of a photograph
 * @property {() => import("./board.mjs").Tile[]} tiles the pictures on the board
 * @property {() => (Words | null | false | undefined)[] | null} words
 * @property {string} [chosen] the picture that stands on the stage first
 * @property {boolean} [maps]
 * @property {(exhibit: Exhibit) => Mixing | null | false} [mixing]
 * @property {() => unknown} [ask]
 * @property {() => boolean} [fresh]
 * @property {() => {what: string, strength: number, hints?: number[][]}} [saved] what is saved of it, where that is not the picture that was chosen
 */
/**
 * @typedef {object} Above
 * @property {(from: Source | null) => unknown} send
 * @property {() => void} paint
 * @property {(() => void) | null} begin
 * @property {(() => void)[]} beforeSending
 * @property {((from: Source) => void)[]} whenOpened
 */

export const session = `${Math.random()}`;
/** @type {Set<string>} of the visitor's own photographs */
export const tickets = new Set();
state.networks = props.networks[0];

/**
 * What is shown of a photograph, by name; of which networks. An act says which pictures lie on the board, what is said
 * about them, and what it asks of the server.
 * @type {Record<string, Act>}
 */
export const ACTS = {};
/** @type {Record<string, string[]>} */
export const ACTS_OF = {
  "horse-zebra": ["board", "cycle"],
  "photo-monet": ["board"],
  "grey-colour": ["colours", "hints", "l1", "pairs"],
};

/**
 * @param {string} name
 * @param {Act} act
 */
export function enlist(name, act) {
  ACTS[name] = act;
  if (act.chosen) state.chosen[name] = act.chosen;
}

/**
 * What those below ask of those above them, who put it here: `send` and `paint` (stage.mjs), `begin` (room.mjs); what
 * happens before a photograph is sent, and when its answer is there.
 * @type {Above}
 */
export const above = { send: () => {}, paint: () => {}, begin: null, beforeSending: [], whenOpened: [] };

/* The camera is closed, for one. */
export const makeWay = () => above.beforeSending.forEach((act) => act());

export const direction = () => find(".directions input:checked")?.value ?? "ab";
/** @param {string} lesson */
export const wishOf = (lesson) => ({
  networks: state.networks,
  ticket: state.exhibit.ticket,
  session: `${session}/${lesson}`,
});

/**
 * A key's own sentence about these networks, where there is one.
 * @param {string} key
 */
export function worded(key) {
  const at = key.lastIndexOf(".") + 1,
    own = `${key.slice(0, at)}${state.networks}_${key.slice(at)}`;
  return theatre.t(own) === own ? key : own;
}

export const { complain, told } = faultsOf(find);

/**
 * On a small page the buttons are far from what they bring about.
 * @param {string} place
 */
export const bringInSight = (place) => find(place).scrollIntoView({ block: "nearest" });

/** @param {boolean} on */
export function busy(on) {
  if (on) root.dataset.busy = "1";
  else delete root.dataset.busy;
  if (on) theatre.put(find(".doing"), worded("translate.waiting.working"));
}
