/* What is known and set in this room now. */
export const state = {
  controlsMade: 0,
  plan: null, // the chapter; the lesson plan that is being followed
};
