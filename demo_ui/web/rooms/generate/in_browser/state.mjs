/* What is known and set in this room now. */
export const state = {
  index: null,
};
