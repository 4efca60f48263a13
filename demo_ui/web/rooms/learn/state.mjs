/* What the room was opened with, what is known and set in it now. */
import { contextOf } from "../../core/context.mjs";

/** @typedef {{kind: string, shape: number[], weights: number}} Layer */
/** @typedef {{frames: string, sheet: {columns: number, tile: number, count: number}, l1: number[], colourful: number[]}} Racer a recorded training */
/** @typedef {{epoch: number, accuracy_real: number, accuracy_fake: number, n_real: number, n_fake: number}} Snapshot */
/** @typedef {{fakes: number, reals: number, right: number, low: number, high: number}} Mix what a classifier learned from, and the share that it reads */
/** @typedef {{value: number, low: number, high: number, n: number}} Found a share or an AUC with its 95% band */
/** @typedef {{few: number, steps: number, n: number, nearer: Record<string, Found>, guessed: Record<string, Found>, sure: Record<string, Found>, sheet: string}} Membership who is given away, and the address of pictures */
/** @typedef {{first: Found, again: Found}} Shares told right by a detector that learned from untouched pictures, and from pictures treated alike */
/** @typedef {{real: number[], spread: number[], fake: number[], spectrum: Shares, haze?: Shares}} After some treatment: mean spectra, log10 of power, and what detectors find */
/** @typedef {{treatments: string[], pictures: number, kinds: Record<string, {learned: number, tested: number, limit?: number, horses?: Found, after: Record<string, After>}>, sheet: string}} Traces by generator, and the address of digits: rows of treatments, in each so many `pictures` of reals, then of each generator */
/**
 * @typedef {object} Props
 * @property {{checkpoint?: string, seed: number, digit: number}} start
 * @property {boolean} alone the room can do without a server
 * @property {Record<string, Layer[]>} layers by network
 * @property {{frames: string, sheet: {columns: number, tile: number, count: number}, snapshots: Snapshot[]} | null} run
 * @property {{file: string, lines: {number: number, text: string, note: string | null}[]}[]} code
 * @property {import("../../games/open.mjs").Addresses | null} puzzle
 * @property {{steps: number[], runs: Record<string, Racer | null>, pictures: (string | null)[], n: number, reference: {l1_grey: number, colourful_truth: number} | null}} pairings
 * @property {{n: number, seeds: number, bars: Mix[]} | null} usefulness as recorded: means, and how far the runs lie apart
 * @property {Membership | null} membership as recorded
 * @property {Traces | null} traces as recorded
 * @property {boolean} teaches the server trains classifiers
 */
/**
 * @typedef {object} Maps the feature maps of a digit, in rows of one sheet
 * @property {"ready"} state
 * @property {string} sheet
 * @property {number} side
 * @property {number[]} z
 * @property {{network: string, shape: number[], shown: number}[]} rows
 * @property {number} logit
 */
/** @typedef {Mix & {n: number, seconds: number}} Learned `low` to `high` is the 95% band of `n` test digits */
/** @typedef {{maps: {state: "loading"} | Maps, usefulness: Learned}} Answers */
/** @type {Context<Props, Answers>} */
export const { element, find, props, root, server } = contextOf("learn");

/** @typedef {"lesson" | "answers" | "worksheet"} Sheet */
/** @typedef {{kind: string, minutes: number, at: string[], paper?: boolean}} Step of a lesson plan: the doors and chapters where it happens; `paper`: they show what is to be foretold */
/** @typedef {{id: string, minutes: number, steps: Step[]}} Plan */

export const state = {
  controlsMade: 0,
  sheet: /** @type {Sheet} */ ("lesson"), // what a plan is shown with
  plan: /** @type {Plan | null} */ (null), // the lesson plan that is being followed
};
