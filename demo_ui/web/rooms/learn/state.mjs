/* What is known and set in this room now. */

/** @typedef {{kind: string, minutes: number, door?: string, chapter?: string}} Step of a lesson plan */
/** @typedef {{id: string, minutes: number, steps: Step[]}} Plan */

export const state = {
  controlsMade: 0,
  plan: /** @type {Plan | null} */ (null), // the lesson plan that is being followed
};
