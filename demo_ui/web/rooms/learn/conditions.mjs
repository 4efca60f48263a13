/**
 * The sentences of the live parts, each with the condition under which it may stand: of the figures beside it, nothing
 * else. The first whose condition holds is said; tests/unit/learn/test_conditions asks every position of every slider.
 * @param {number} value
 * @param {number} at
 */
const about = (value, at) => Math.abs(value - at) < 0.005; // as it is written, with two digits
/** @typedef {{low: number, high: number}} Share */
const over = (/** @type {Share} */ one) => (/** @type {Share} */ other) => one.low > other.high;
const under = (/** @type {Share} */ one) => (/** @type {Share} */ other) => one.high < other.low;
/** @type {Record<string, Record<string, (figures: any) => boolean>>} by part and sentence */
export const CONDITIONS = {
  forger: {
    over: ({ off, sees, sharpest }) => off <= sees && sees <= sharpest,
    begin: ({ off, sees, moves }) => off > sees && moves === 0,
    caught: ({ off, sees }) => off > sees,
    passes: ({ off, sees }) => off <= sees,
  },
  noise: {
    // `best`: how often the best D is right, 1/2 + total variation / 2
    there: ({ trained }) => trained === 1,
    far: ({ best }) => best >= 0.9,
    near: ({ best }) => best < 0.9,
  },
  value: {
    perfect: ({ real, fake }) => real > 0.95 && fake < 0.05,
    even: ({ real, fake }) => about(real, 0.5) && about(fake, 0.5),
    fooled: ({ fake }) => fake > 0.8,
    same: ({ real, fake }) => about(real, fake),
    better: ({ real, fake }) => real > fake,
    worse: ({ real, fake }) => real < fake,
  },
  half: {
    // `which` of the five D's, and how often it is right where the threshold stands now
    why_true: ({ which }) => which === "true",
    why_says: ({ which, onReal, onFake }) => which === "says" && onReal > 0.95 && onFake < 0.05,
    why_says_moved: ({ which }) => which === "says",
    why_threshold_found: ({ which, onReal, onFake }) => which === "threshold" && onReal + onFake > 1.6,
    why_threshold: ({ which, onReal, onFake }) => which === "threshold" && onReal >= onFake,
    why_threshold_beyond: ({ which }) => which === "threshold",
    why_asleep: ({ which }) => which === "asleep",
    why_few: ({ which }) => which === "few",
  },
  two: {
    // `out`: how far the two are from the middle, times where they began
    begin: ({ steps }) => steps === 0,
    out: ({ out }) => out > 1.5,
    round: ({ out }) => out <= 1.5,
  },
  race: {
    // `closest` of the three, `off` the truth by so much, and `grey`, the photograph left as it is
    begin: ({ index }) => index === 0,
    end: ({ ended, closest, off, grey }) => ended && closest === "pairs" && off > grey,
    pairs: ({ closest }) => closest === "pairs",
    shuffled: ({ closest }) => closest === "shuffled",
    unpaired: ({ closest }) => closest === "unpaired",
  },
  beside_grey: {
    ahead: ({ off, grey }) => off < grey,
    behind: ({ off, grey }) => off >= grey,
  },
  use: {
    // shares of the test digits that were read, each with `low` and `high`: of `fakes` alone, of ever more `reals`
    more_than_all: ({ fakes, reals }) => reals.every(over(fakes)),
    less_than_all: ({ fakes, reals }) => reals.every(under(fakes)),
    between: ({ fakes, reals }) => reals.some(over(fakes)) && reals.some(under(fakes)),
    more: ({ fakes, reals }) => reals.some(over(fakes)) && !over(fakes)(reals[reals.length - 1]),
    less: ({ fakes, reals }) => reals.some(under(fakes)),
    same: () => true,
  },
  use_both: {
    // fakes and the most real ones together, beside the real ones alone
    helps: ({ both, most }) => both.low > most.high,
    harms: ({ both, most }) => both.high < most.low,
    same: () => true,
  },
  price_few: {
    // shares that are nearer to a digit that was trained on: fakes of a network that had few, and digits it never had
    told: ({ memoriser, unseen }) => over(memoriser)(unseen) && memoriser.low > 0.5,
    untold: () => true,
  },
  price_look: {
    // shares of the fakes of both networks that a classifier is sure of
    good: ({ memoriser, checkpoint }) => !under(memoriser)(checkpoint),
    poor: () => true,
  },
  price_fakes: {
    // the same of what plays here, and of real digits by the writers of `training` and of `test` digits
    told: ({ checkpoint, training }) => over(checkpoint)(training),
    writers: ({ checkpoint, test }) => over(checkpoint)(test),
    untold: () => true,
  },
  price_scores: {
    // AUC of D's scores of digits that were trained on and of others; D of `neither` saw none of both
    both: ({ memoriser, checkpoint, neither }) => over(memoriser)(neither) && over(checkpoint)(neither),
    few: ({ memoriser, neither }) => over(memoriser)(neither),
    checkpoint: ({ checkpoint, neither }) => over(checkpoint)(neither),
    none: () => true,
  },
  found: {
    // shares of pictures told right: by a detector that learned from untouched ones at `first`, and by one that learned
    // `again`, from pictures treated as these are
    nearly: ({ untouched, first }) => untouched && first.low >= 0.94,
    hardly: ({ untouched, first }) => untouched && first.low > 0.5 && first.high < 0.6,
    some: ({ untouched, first }) => untouched && first.low > 0.5,
    none: ({ untouched }) => untouched,
    lasts: ({ first, again }) => first.low > 0.5 && !over(again)(first),
    weaker: ({ first }) => first.low > 0.5,
    blind: ({ again }) => again.low > 0.5,
    gone: () => true,
  },
  grid: {
    none: ({ trace }) => trace === 0,
    hidden: ({ trace }) => trace < 0.45,
    plain: ({ trace }) => trace >= 0.45,
  },
};

/**
 * The name of the sentence of `part` that these figures allow.
 * @param {string} part
 * @param {Record<string, unknown>} figures
 */
export const standing = (part, figures) =>
  Object.keys(CONDITIONS[part]).find((name) => CONDITIONS[part][name](figures));
