/* "Why 0.5 lies": D's accuracy stands at 0.5 on average, for one of five causes. Three coins buy looks; then one cause
   is accused. No page here: a game is a value, and every move gives the next one. The scores are recorded ones
   (assets/puzzle, made by tools/build_puzzle.py). */
import { auc } from "../core/auc.mjs";
import { accuracyBand, aucBand, balancedBand } from "../core/bands.mjs";
import { Random } from "../core/random.mjs";

/** @typedef {"equilibrium" | "real" | "asleep" | "threshold" | "few"} Cause */
/** @typedef {"needles" | "auc" | "more" | "referee" | "pictures"} Look */
/**
 * @typedef {object} Case a recorded moment of one D and one G
 * @property {Cause} cause
 * @property {string} run
 * @property {number} d_step
 * @property {number} g_step
 * @property {number[]} reals D's logits on held-out reals: it says real where they are above 0
 * @property {number[]} fakes the same on fresh fakes
 * @property {number} referee how often a freshly trained D is right on these fakes, 0 to 1
 * @property {number} control the same of real digits against other real ones
 * @property {number} n_referee of each kind
 */
/**
 * @typedef {object} Game
 * @property {Case} recorded
 * @property {number} at place of the case, and of its pictures on the sheet
 * @property {number[]} reals those of the few pictures that the dial stands over at first
 * @property {number[]} fakes
 * @property {number} coins left
 * @property {Look[]} seen
 * @property {Cause | null} accused
 */
/** @typedef {{real: number, fake: number, mean: number, auc: number, n: number, needleBand: number, meanBand: number, aucBand: number, referee: number, control: number, refereeBand: number}} Figures */

/** @type {Cause[]} */
export const CAUSES = ["equilibrium", "real", "asleep", "threshold", "few"];
/** @type {Look[]} */
export const LOOKS = ["more", "needles", "auc", "referee", "pictures"];
export const COINS = 3;
export const FEW = 8; // pictures of each kind that the dial stands over at first
const TRIES = 10_000;

/**
 * A game; its case, and the few pictures of it over which D is right exactly half of the time, follow from the seed.
 * @param {Case[]} cases
 * @param {number} seed
 * @param {Cause} [cause] the seed chooses one if it is left away
 * @returns {Game}
 */
export function deal(cases, seed, cause) {
  const random = new Random(seed),
    wanted = cause ?? random.pick(CAUSES),
    at = random.pick([...cases.keys()].filter((i) => cases[i].cause === wanted)),
    recorded = cases[at];
  for (let i = 0; i < TRIES; i += 1) {
    const reals = random.some(recorded.reals, FEW),
      fakes = random.some(recorded.fakes, FEW);
    if (right(reals, fakes).mean === 0.5) return { recorded, at, reals, fakes, coins: COINS, seen: [], accused: null };
  }
  throw new RangeError(`${recorded.run}@${recorded.d_step} never stands at 0.5`);
}

/**
 * How often D is right: on reals, on fakes, and the average of the two.
 * @param {number[]} reals
 * @param {number[]} fakes
 */
function right(reals, fakes) {
  const real = reals.filter((score) => score > 0).length / reals.length,
    fake = fakes.filter((score) => score <= 0).length / fakes.length;
  return { real, fake, mean: (real + fake) / 2 };
}

/** @param {Game} game */
export const isOver = ({ accused }) => accused !== null;
/** @param {Game} game */
export const isWon = ({ accused, recorded }) => accused === recorded.cause;
/**
 * Is this look known, bought or given away at the end?
 * @param {Game} game
 * @param {Look} look
 */
export const knows = (game, look) => isOver(game) || game.seen.includes(look);

/**
 * Buys a look; nothing happens where it is known, the coins are spent, or the game is over.
 * @param {Game} game
 * @param {Look} look
 * @returns {Game}
 */
export const buy = (game, look) =>
  knows(game, look) || !game.coins ? game : { ...game, coins: game.coins - 1, seen: [...game.seen, look] };

/**
 * Accuses a cause, which ends the game; a second time nothing happens.
 * @param {Game} game
 * @param {Cause} accused
 * @returns {Game}
 */
export const accuse = (game, accused) => (isOver(game) ? game : { ...game, accused });

/**
 * All figures, over the few pictures, or over all once more of them were bought.
 * @param {Game} game
 * @returns {Figures}
 */
function figuresOf(game) {
  const { reals, fakes } = knows(game, "more") ? game.recorded : game,
    { referee, control, n_referee } = game.recorded,
    n = reals.length;
  return {
    ...right(reals, fakes),
    auc: auc(reals, fakes),
    n,
    needleBand: accuracyBand(n),
    meanBand: balancedBand(n),
    aucBand: aucBand(n),
    referee,
    control,
    refereeBand: balancedBand(n_referee),
  };
}

/** @type {Record<Look, (keyof Figures)[]>} what a look tells beside the average and the number of pictures */
const TELLS = {
  more: [],
  needles: ["real", "fake", "needleBand"],
  auc: ["auc", "aucBand"],
  referee: ["referee", "control", "refereeBand"],
  pictures: [],
};

/**
 * What the visitor may know now.
 * @param {Game} game
 * @returns {Partial<Figures> & {mean: number, n: number, meanBand: number}}
 */
export function shown(game) {
  const all = figuresOf(game),
    told = LOOKS.filter((look) => knows(game, look)).flatMap((look) => TELLS[look]);
  const { mean, n, meanBand } = all;
  return { mean, n, meanBand, ...Object.fromEntries(told.map((name) => [name, all[name]])) };
}

/**
 * Why the dial stood at 0.5: sentences, each with the condition under which it may stand. tests/unit/games holds what
 * would deny it.
 * @type {Record<string, (figures: Figures & {cause: Cause}) => boolean>}
 */
export const WHY = {
  equilibrium: ({ cause, auc, aucBand: band, referee, refereeBand }) =>
    cause === "equilibrium" && Math.abs(auc - 0.5) <= band && Math.abs(referee - 0.5) <= refereeBand,
  real: ({ cause, real, fake, mean }) => cause === "real" && real >= 0.9 && fake <= 0.1 && Math.abs(mean - 0.5) <= 0.05,
  asleep: ({ cause, real, fake, referee }) =>
    cause === "asleep" && Math.max(Math.abs(real - 0.5), Math.abs(fake - 0.5)) <= 0.15 && referee >= 0.9,
  threshold_real: ({ cause, real, fake, auc }) => cause === "threshold" && auc >= 0.9 && real >= 0.9 && fake <= 0.1,
  threshold_fake: ({ cause, real, fake, auc }) => cause === "threshold" && auc >= 0.9 && real <= 0.1 && fake >= 0.9,
  few: ({ cause, mean, meanBand: band }) => cause === "few" && mean > 0.5 + band,
};

/**
 * The sentence that explains a game that is over, and its figures.
 * @param {Game} game
 */
export function explain(game) {
  const figures = { ...figuresOf(game), cause: game.recorded.cause };
  return { name: Object.keys(WHY).find((name) => WHY[name](figures)), figures };
}
