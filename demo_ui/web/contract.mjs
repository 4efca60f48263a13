/* What Python says and the modules use, written by `python -m demo_ui.contract`: not to be changed here. */
/** the Generate room's */
export const DIGITS = {
  SIDE: 28,
  LATENT: 100,
  COUNT: 16,
  LARGEST_SEED: 4294967295,
  FURTHEST: 100,
  RAW: 10,
  WALK_TILES: 9,
  MAP_TILES: 5,
  SCALE: 10,
  CHARACTERS: 16,
  MOST_PLACES: 8,
  BOX: 20,
  DOT: 0.12,
  INKED: 24,
  MOST_INK: 0.5,
  BETAS: [0.9, 0.99],
  RATE: 0.15,
  SHOWN: 20,
  STEPS: 100,
};

/** the Translate room's */
export const PHOTOS = {
  STRIDE: 4,
  LEAST_SEEN: 16,
  OUTER: 0.1,
  FINEST: 192,
  PATCH: 8,
  WHITE: 0.25,
  MIXED: ["translated", "reconstructed"],
  STRONGEST: 2,
  SMOOTHED: 0.0078125,
  SOLID: [0.15, 0.45],
};

/** of colours; TO_XYZ row by row, HUES a and b by turns */
export const COLOURS = {
  RED: 0.299,
  GREEN: 0.587,
  BLUE: 0.114,
  QUARTER: 4,
  GRAIN: 0.04,
  COLOURLESS: 0.01,
  LEVELS: 32,
  OFF_TONE: 0.03,
  OF_ONE_TONE: 0.94,
  FLAT: 0.05,
  LOOKED_AT: 128,
  BEND: 0.20689655172413793,
  TO_XYZ: [0.4124564, 0.3575761, 0.1804375, 0.2126729, 0.7151522, 0.072175, 0.0193339, 0.119192, 0.9503041],
  MOST_HINTS: 8,
  ANSWERS: 3,
  ALIKE: 0.8,
  SOFT: 0.04,
  NEAR: 0.1,
  APART: 22,
  LEAST: 0.01,
  LOOKS: 8,
  SMOOTH: 4,
  HUES: [55, 30, 32, 50, 5, 65, -40, 35, 0, -45, 40, -40, 0, 0],
  DARK: 30,
  PALE: 75,
  OFFERED: 5,
  WEAKEST: 0.01,
  STRONGEST: 2,
};

/** the Learn room's */
export const LESSON = {
  FAKES: 10000,
  REALS: [10, 100, 1000, 10000],
  ALMOST_BLACK: 7,
  CONFIDENT: 0.9,
};

/** gan_core.photos.borders' */
export const BORDERS = {
  NEAR: 16,
  PLAIN: 90,
  EDGE: 98,
  ABRUPT: 50,
  WIDE: 25,
  LEAST: 32,
  GAP: 50,
  ROUNDS: 2,
};

/** demo_ui.translate.rules' */
export const RULES = {
  NOTHING: 0.0005,
  LITTLE: 0.005,
  HARDLY: 0.01,
  FOUND: 0.3333333333333333,
  LOST: 0.6666666666666666,
  OFF: 0.05,
  BELIEVED: 0.6,
  DOUBTED: 0.4,
};

/** gan_core.data.drawings': how many pictures a GAN needs and takes; demo_ui.training.heaps': in a part */
export const DRAWINGS = {
  LEAST: 12,
  MOST: 60000,
  FEW: 3000,
  PART: 768,
};

/** the Draw room's: coats, the first where nobody chose one, their mean colours, and the ink that means each */
export const DRAWN = {
  COATS: ["bay", "chestnut", "black", "grey", "white"],
  COLOURS: ["#5a3928", "#9e5e3a", "#302d2d", "#7a7774", "#c2bcb4"],
  INKS: ["#442b1e", "#76462c", "#242222", "#5c5957", "#928d87"],
};

/** of files to learn from: bytes, of one picture among them, and its least side */
export const FILES = {
  LARGEST: 1073741824,
  PICTURE: 67108864,
  LEAST_SIDE: 8,
};

/** gan_core.store.replay's: what a snapshot of any run tells in numbers */
export const RUNS = {
  FIGURES: ["epoch", "accuracy_real", "accuracy_fake", "balanced", "auc", "mean_real", "mean_fake", "d_loss", "g_loss"],
};

/** gan_core.live.knobs': lowest and highest value */
export const KNOBS = {
  g_rate: [1e-6, 0.1],
  d_rate: [1e-6, 0.1],
  d_steps: [1, 10],
  batch: [8, 256],
  dropout: [0, 0.9],
  real_label: [0.5, 1],
};
