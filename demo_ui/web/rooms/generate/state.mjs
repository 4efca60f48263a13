/* What is known and set in this room now. */
export const state = {
  facts: null,
  set: null,
  locked: false,
  shelf: [], // `offered` came before the networks were loaded
};
