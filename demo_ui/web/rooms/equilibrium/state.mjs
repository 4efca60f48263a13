/* What is known and set in this room now. */
export const state = {
  fixed: null,
  now: null,
  trace: [],
  settings: null,
  strokes: [],
  playing: false,
  fast: false,
  slow: false,
  showBest: true,
  preset: null,
};
