/* What is known and set in this room now, and what demo_ui/translate/api.py answers. */

/** @typedef {{columns: number, rows: number, bytes: string}} Levels one byte a place, row by row, in base64 */
/** @typedef {{file?: File | Blob, example?: string, taken?: boolean, preview?: Blob, notes?: string[], fault?: FaultTold}} Source where a photograph comes from: a file, or an example's name */
/**
 * @typedef {object} Exhibit what the networks make of a photograph
 * @property {string} ticket
 * @property {string} direction
 * @property {[number, number]} size width and height
 * @property {string[]} notes
 * @property {[number, number, number, number] | null} inside its border as shares: left, top, right, bottom of what lies inside
 * @property {{like: string, direction: string} | null} looks of the guard
 * @property {[number, number] | null} target how sure the guard is of the target, before and after
 * @property {string[]} said keys of sentences
 * @property {Record<string, string>} pictures addresses by name
 * @property {Record<string, Levels>} maps of the discriminators' patches, by picture
 * @property {Levels | null} mask
 * @property {Record<string, number>} figures
 * @property {boolean} [here] the page made it
 * @property {undefined} [wish]
 */
/** @typedef {any} Lesson an answer about the photograph on the stage, with the `wish` that it answers */
/** @typedef {{side?: number, zebras?: boolean, directions?: boolean, guard?: boolean, without?: boolean, partners?: boolean, minutes: number, own?: any}} Facts what the chosen networks can do */

export const state = {
  lesson: /** @type {Record<"cycle" | "judged" | "l1" | "pairs", Lesson | null>} */ ({
    cycle: null,
    judged: null,
    l1: null,
    pairs: null,
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
