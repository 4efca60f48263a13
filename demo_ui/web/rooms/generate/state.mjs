/* What the room was opened with, what is known and set in it now, and what demo_ui/generate/api.py is asked for and answers. */
import { contextOf } from "../../core/context.mjs";

/**
 * @typedef {object} Props
 * @property {{seed: number, digit: number}} start
 * @property {string | null} first the first digit's address
 * @property {number} walkTiles
 * @property {number} mapTiles
 * @property {string[]} formats of films that the server writes
 * @property {string | null} hand the generator that looks for written digits, if there is one
 * @property {OwnAnswers & {made: Record<string, string>}} own what the page's own answers begin with
 */
/**
 * @typedef {object} Answers
 * @property {{state: "loading", own?: {index: string}} | {state: "ready", checkpoints: Facts[], own?: {index: string}}} status `own`: address of the page's networks
 * @property {Look} look
 * @property {FileTold} save
 * @property {FileTold} take
 * @property {Way} project
 */
/** @type {Context<Props, Answers>} */
export const { element, find, props, root, server } = contextOf("generate");

/**
 * @typedef {object} GenerateRequest what a visitor asks the generator for (gan_core/digits/request.py)
 * @property {string} checkpoint
 * @property {number} seed
 * @property {number} digit of the seed's sixteen
 * @property {number[]} others the seeds at the pad's other corners
 * @property {number} across 0 to 1
 * @property {number} down 0 to 1
 * @property {number[]} directions how far along each
 * @property {number} truncation 0 to 1
 * @property {Record<number, number>} raw by their place: numbers of z that the visitor holds
 * @property {number | null} step of the snapshot; null: the finished one
 * @property {number | null} label the class that a generator is asked for, if it can be
 * @property {string} text the line that it is asked for instead, or none
 * @property {boolean} varied each digit of the line by a z of its own
 * @property {Place[]} loop places that a closed way leads through, or none
 * @property {number | null} at how far one is on it, 0 to 1; null: not on it
 */
/** @typedef {Pick<GenerateRequest, "seed" | "digit" | "others" | "across" | "down" | "directions" | "truncation" | "raw" | "label">} Place that can be kept */
/** @typedef {GenerateRequest & {parts: string[], session?: string, order?: number}} Wish `order`: how many were made before */
/** @typedef {{step: number | null, epoch: number, shown: number}} Snapshot `shown`: the step as it is told */
/** @typedef {{name: string, low: number, high: number, tiles: number}} Direction */
/** @typedef {{percentiles: number[], n: number}} Typical distances of real digits to their nearest */
/** @typedef {{frechet_ratio?: number, class_right?: number, n?: number}} Figures what was measured of it, as far as it is told here */
/** @typedef {{id: string, model: string, digest: string, classes: number, figures: Figures, snapshots: Snapshot[], directions: Direction[], typical: Typical}} Facts of one generator; `classes`: how many it can be asked for */
/** @typedef {{logit: number, probability: number}} Verdict */
/** @typedef {{drawn: string, image: string, distance: number}} Nearest */
/**
 * @typedef {object} Look the parts that were asked for; pictures are addresses
 * @property {string} [digit]
 * @property {Verdict} [verdict]
 * @property {Nearest} [nearest]
 * @property {string} [grid]
 * @property {string} [map]
 * @property {string} [walk]
 * @property {string} [epochs]
 * @property {string[]} [films]
 * @property {number[]} [latent]
 * @property {[number, number] | null} [became] which digit the directions made of which; null: none is known
 * @property {string[]} [missing] parts that are not drawn here
 * @property {string[]} [coming] parts that will be
 */

/**
 * @typedef {object} Way what G tries, the encoder's z first, on its way to a written digit (demo_ui/generate/projecting.py)
 * @property {string} film their pictures, side by side
 * @property {number[][]} z
 * @property {number[]} l1 how far off each is
 * @property {{yours: Verdict, its: Verdict}} verdicts of D
 * @property {number | null} nearer of 100 real digits, how many G comes nearer to
 * @property {number} n
 */

export const state = {
  facts: /** @type {Facts} */ (/** @type {unknown} */ (null)), // known once the networks are loaded
  set: /** @type {GenerateRequest} */ (/** @type {unknown} */ (null)),
  locked: false,
  shelf: /** @type {Facts[]} */ ([]),
  places: /** @type {Record<string, Place[]>} */ ({}), // kept ones, by generator
  free: /** @type {Facts} */ (/** @type {unknown} */ (null)), // the one of those that draw what they like which stood last
};

/**
 * @template Item
 * @param {Item[]} items at least one
 */
export const lastOf = (items) => items[items.length - 1];
