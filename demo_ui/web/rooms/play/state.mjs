/* What is known and set in this room now. */
export const state = {
  facts: null,
  chosen: null,
  round: null,
  said: [],
  verdicts: [],
  ended: null,
  begun: 0,
  leaving: false,
};
