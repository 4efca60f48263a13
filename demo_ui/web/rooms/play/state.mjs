/* What the room was opened with, what is known and set in it now, and the answers of demo_ui/play/api.py. */
import { contextOf } from "../../core/context.mjs";

/**
 * @typedef {object} Answers
 * @property {{state: "loading"} | ({state: "ready"} & Facts)} status
 * @property {Dealt} begin
 * @property {Verdict} answer
 * @property {Ended} end
 */
/** @type {Context<{}, Answers>} */
export const { element, find, server } = contextOf("play");

/** @typedef {{step: number | null, epoch: number, shown: number}} Snapshot a generator on its way; step null: finished */
/** @typedef {{step: number, epoch: number, real: number, fake: number, n: number}} Measured the discriminator's two accuracies */
/** @typedef {{id: string, snapshots: Snapshot[], measured: Measured[]}} Checkpoint */
/**
 * @typedef {object} CrowdRow everybody's answers about one snapshot
 * @property {string} subject
 * @property {string} checkpoint
 * @property {number} epoch
 * @property {number} reals
 * @property {number} reals_right
 * @property {number} fakes
 * @property {number} fakes_right
 */
/**
 * @typedef {object} Facts what can be chosen; `settled`: pictures after which a finding stands, `start`: an epoch
 * @property {Checkpoint[]} checkpoints
 * @property {number[]} lengths
 * @property {number} photos of horses and zebras
 * @property {number} coloured photographs that may be coloured
 * @property {number} start
 * @property {number} settled
 * @property {CrowdRow[] | null} counted
 */
/** @typedef {{subject: string, checkpoint: string, step: number | null, pictures: number}} Chosen */
/** @typedef {{round: string, count: number, sheet: string, ratio: number, epoch: number}} Dealt `ratio`: width by height of a picture */
/** @typedef {Dealt & {id: string, subject: string, checkpoint: string, step: number | null}} Round */
/** @typedef {{fake: boolean, machine_fake: boolean}} Verdict what is true of a picture, and the discriminator's word */
/** @typedef {{n: number, right: number, share: number | null, band: number | null}} Share `band`: half width of what guessing gives */
/** @typedef {{n: number, right: number, real: Share, fake: Share}} Tally */
/**
 * @typedef {object} Nearest the nearest real digit of each fake
 * @property {string} sheet
 * @property {number[]} distances
 * @property {{found: number, missed: number, n_found: number, n_missed: number, apart: boolean} | null} cue
 * @property {{distance: number, n: number}} typical
 */
/** @typedef {{code: string, waiting: number, lost: number}} Trouble answers that are not saved yet */
/**
 * @typedef {object} Ended what a finished round says
 * @property {Tally} you
 * @property {Tally} machine
 * @property {{code: string, low: number, high: number}} finding
 * @property {{share: number, n: number} | null} measured
 * @property {Nearest | null} nearest
 * @property {CrowdRow[] | null} counted
 * @property {Trouble | null} trouble
 */

export const state = {
  facts: /** @type {Facts} */ (/** @type {unknown} */ (null)), // known before a round is dealt
  chosen: /** @type {Chosen} */ (/** @type {unknown} */ (null)),
  round: /** @type {Round | null} */ (null),
  said: /** @type {boolean[]} */ ([]),
  verdicts: /** @type {Verdict[]} */ ([]),
  ended: /** @type {Ended | null} */ (null),
  moment: /** @type {number | null} */ (null), // the place of the picture that was answered and is still looked at
  begun: 0,
  leaving: false,
};
