/* What the room was opened with, what is known and set in it now, and what the server tells of runs (demo_ui/training, gan_core/live). */
import { contextOf } from "../../core/context.mjs";

/**
 * @typedef {object} Props
 * @property {Run[]} runs
 * @property {string[]} failures ids of the museum's
 * @property {import("../../games/open.mjs").Addresses | null} puzzle
 * @property {{presets: Record<string, Knobs>} | null} live null: nobody trains here
 */
/**
 * @typedef {object} Answers
 * @property {View & {snapshots: LiveSnapshot[], twin: (Twin & {snapshots: LiveSnapshot[]}) | null}} live_watch
 * @property {{}} live_do
 * @property {{code: string, count: number, own: number, learned: number, numbers: number[], came: Record<string, string>}} live_board `learned`: how many drawings a run was started with; `numbers` and `came`, pictures of 28 x 28 bytes in base64, are the owner's alone
 * @property {{pictures: Record<string, string>}} live_learned by index, as those of live_board
 * @property {{count: number}} live_pictures of the visitor's heap so far; absent where visitors bring nothing
 * @property {{}} live_beat
 * @property {{facts: import("../generate/state.mjs").Facts}} live_take
 * @property {FileTold} live_save
 * @property {FileTold} live_gif
 */
/** @type {Context<Props, Answers>} */
export const { element, find, props, root, server } = contextOf("training");

/** @typedef {Snapshot & {frame: string}} LiveSnapshot whose picture comes along */
/** @typedef {{balanced: number, auc: number, n_real: number, n_fake: number}} Score of a discriminator */
/** @typedef {{referee: Score, own: Score, control: Score, finding: string, steps: number, n_train?: number}} Finding of a referee; of a live one, how many of each it learned from */
/**
 * @typedef {object} Snapshot the figures of a step, and what they say
 * @property {number} step
 * @property {number} epoch
 * @property {number} [at] of a fork's: the epoch of the run beside it at this step
 * @property {number} d_loss
 * @property {number} g_loss
 * @property {number} accuracy_real 0 to 1, as all accuracies and means
 * @property {number} accuracy_fake
 * @property {number} balanced
 * @property {number} auc
 * @property {number} mean_real
 * @property {number} mean_fake
 * @property {number} n_real
 * @property {number} n_fake
 * @property {number | null} frechet
 * @property {{accuracy: number, balanced: number, auc: number, looks: number}} bands half widths of what chance allows
 * @property {{state: string, lean: string | null, generator: string | null}} says keys of sentences
 * @property {{times: number | null, epoch: number, now: boolean} | null} measured when G's pictures were
 * @property {number[]} [tile_logits]
 * @property {number[]} [nearest] of own pictures: which of them is nearest to each fake, an index
 * @property {number[]} [nearest_distance] and how far it is; `facts.among` is the median among the pictures themselves
 * @property {HTMLImageElement | null} [picture] of a live snapshot
 * @property {Finding | null} [referee]
 */
/**
 * @typedef {object} Run
 * @property {string} id
 * @property {string} [name]
 * @property {string} [thumb]
 * @property {boolean} [live]
 * @property {string | null} [which] of the live runs
 * @property {Run | null} [twin] of a live run: its fork, B
 * @property {{name: string, a: number, b: number}} [differs] of a fork: the knob, A's value, its own
 * @property {string} kind "digits", "pictures" (a visitor's own), or what else is drawn
 * @property {Snapshot[]} snapshots
 * @property {number[]} weights the steps whose networks are there
 * @property {Record<string, number>} reference what an undecided discriminator would give; null before a live run has begun
 * @property {string | null} frames
 * @property {string | null} gif
 * @property {string | null} about
 * @property {string | null} exhibit
 * @property {string[]} [columns]
 * @property {boolean} [warm]
 * @property {boolean} [averaged]
 * @property {boolean} [varied] what is learned is turned and bent anew all the time
 * @property {{columns: number, tile: number, count?: number} | null} [sheet]
 * @property {number | null} [finished]
 * @property {(number | null)[]} [frechet]
 */
/** @typedef {Record<string, any> & {preset: string, seed?: number}} Knobs as the server reads them */
/** @typedef {{status: string, source: string, progress: number, message: FaultTold | null, result: Finding | null, step: number | null}} Referee */
/**
 * @typedef {object} Twin the fork, B, that goes on beside a live run with one knob different
 * @property {string} run
 * @property {string} stage
 * @property {FaultTold | null} message
 * @property {Knobs} knobs
 * @property {(Record<string, any> & {reference: Record<string, number>}) | null} facts
 * @property {number} since the step at which it began
 */
/**
 * @typedef {object} View what the server told last of live training
 * @property {string} status
 * @property {string} stage
 * @property {string | null} run
 * @property {boolean} owner
 * @property {number[]} weights
 * @property {Knobs | null} knobs
 * @property {number} [place]
 * @property {number} [waiting]
 * @property {number | null} [seconds_left]
 * @property {number | null} speed
 * @property {number | null} step
 * @property {FaultTold | null} [message]
 * @property {boolean} can_save
 * @property {(Record<string, any> & {reference: Record<string, number>, measured_on: string}) | null} [facts]
 * @property {Referee | null} [referee]
 * @property {Twin | null} twin
 */

export const state = {
  mode: "replay", // or "live", "quiz"
  run: /** @type {Run} */ (/** @type {unknown} */ (null)), // known since the programme began
  ready: false,
  sheet: /** @type {HTMLImageElement | null} */ (null), // null where a snapshot brings its own frame
  plots: /** @type {((index: number) => void)[]} */ ([]),
  index: 0,
  shownAt: 0,
  speed: 1,
  looping: false,
  still: false, // the next run that is opened stands where a link says
  linked: false, // a link said what to show
  turned: (/** @type {string} */ _knob) => {}, // told the name of a knob that a visitor turned
  view: /** @type {View | null} */ (null),
  following: true, // the newest snapshot of a live run is shown
  taking: /** @type {number | null} */ (null), // the step that the button would take over
  busy: 0,
  own: false, // the next run learns what a visitor brings
};

/* What modules ask of those above them, who put it here. */
export const above = {
  open: /** @type {(run: Run) => unknown} */ (() => {}),
  look: /** @type {(warm?: boolean) => unknown} */ (() => {}),
  paintTaking: /** @type {(run: Run, index: number) => void} */ (() => {}),
  paintNearest: /** @type {(now?: Snapshot) => void} */ (() => {}),
  bring: () => {},
  showLive: () => {},
  showTwin: () => {},
  tellTwin: /** @type {(b: Run, now: Snapshot) => Record<"a" | "b" | "says", [string, Values]>} */ (
    () => {
      throw new Error("there is no live run");
    }
  ),
  samplePlot: /** @type {(run: Run) => ((index: number) => void)[]} */ (() => []),
  beside: /** @type {() => Run | null} */ (() => null),
  paintBeside: /** @type {(run: Run, index: number) => void} */ (() => {}),
  showReferee: () => {},
  refereeAtWork: () => false,
};
