/* Which sentence may stand beside which figures: demo_ui.translate.rules once more, for the browser. */
import { RULES as THRESHOLDS } from "../contract.mjs";

/** @typedef {any} Figures change and cycle_l1, 0 to 1; a score; like: "became", "target", "source", "neither" or "unknown" */
/** @typedef {Record<string, (figures: Figures) => boolean>} Table sentences with their conditions */

export const RULES = (() => {
  const { BELIEVED, DOUBTED, FOUND, HARDLY, LITTLE, LOST, NOTHING, OFF } = THRESHOLDS;

  /** @param {Figures} f */
  const isChanged = ({ change }) => change >= HARDLY;
  /** @param {Figures} f */
  const isLittle = ({ change, cycle_l1 }) => change < LITTLE && cycle_l1 < LITTLE;
  /** @param {Figures} f */
  const isAgain = (f) => offOf(f) <= FOUND && f.cycle_l1 <= OFF;
  /** @param {Figures} f */
  const offOf = ({ change, cycle_l1 }) => cycle_l1 / Math.max(change, 1e-9);

  return {
    /**
     * @param {string} way
     * @returns {Table}
     */
    happened: (way) => ({
      "translate.happened.nothing": ({ change }) => change < NOTHING,
      "translate.happened.hardly": ({ change }) => NOTHING <= change && change < HARDLY,
      [`translate.happened.${way}_became`]: (f) => isChanged(f) && f.like === "became",
      [`translate.happened.${way}_passes`]: (f) => isChanged(f) && f.like === "target",
      [`translate.happened.${way}_fails`]: (f) => isChanged(f) && f.like === "source",
      [`translate.happened.${way}_neither`]: (f) => isChanged(f) && f.like === "neither",
      [`translate.happened.${way}_done`]: (f) => isChanged(f) && f.like === "unknown",
    }),
    /**
     * @param {string} about
     * @returns {Table}
     */
    belief: (about) => ({
      [`translate.belief.${about}_believed`]: ({ score }) => score >= BELIEVED,
      [`translate.belief.${about}_torn`]: ({ score }) => DOUBTED < score && score < BELIEVED,
      [`translate.belief.${about}_doubted`]: ({ score }) => score <= DOUBTED,
    }),
    /** @returns {Table} */
    back: () => ({
      "translate.back.little": isLittle,
      "translate.back.found": (f) => !isLittle(f) && isAgain(f),
      "translate.back.nearly": (f) => !isLittle(f) && !isAgain(f) && offOf(f) <= LOST,
      "translate.back.lost": (f) => !isLittle(f) && LOST < offOf(f) && offOf(f) <= 1,
      "translate.back.farther": (f) => !isLittle(f) && offOf(f) > 1,
    }),
  };
})();

/**
 * The key of the sentence that may stand beside these figures.
 * @param {Table} table
 * @param {Figures} figures
 */
export const firstOf = (table, figures) => Object.keys(table).find((key) => table[key](figures));
