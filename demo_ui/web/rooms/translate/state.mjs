/* What is known and set in this room now. */
export const state = {
  lesson: { cycle: null, judged: null, l1: null, pairs: null }, // the answers of the lessons, about this photograph
  chosen: {}, // by act: the picture on the stage
  networks: null, // see choice.mjs
  pending: null, // where the photograph comes from that is on its way
  facts: null,
  exhibit: null,
  source: null,
  act: "board",
  mapped: false,
  masked: false,
  sent: 0,
  askedWay: null,
  stream: null, // of the camera, while it is open
};
