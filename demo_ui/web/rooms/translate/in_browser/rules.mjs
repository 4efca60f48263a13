/* Which sentence may stand beside which figures: demo_ui.translate.rules once more, for the browser. */
import { RULES as THRESHOLDS } from "../../../contract.mjs";

export const RULES = (() => {
  const { BELIEVED, DOUBTED, FOUND, LITTLE, LOST, NOTHING, OFF } = THRESHOLDS;

  const isChanged = ({ change }) => change >= NOTHING;
  const isLittle = ({ change, cycle_l1 }) => change < LITTLE && cycle_l1 < LITTLE;
  const isAgain = (f) => offOf(f) <= FOUND && f.cycle_l1 <= OFF;
  const offOf = ({ change, cycle_l1 }) => cycle_l1 / Math.max(change, 1e-9);

  return {
    happened: (way) => ({
      "translate.happened.nothing": (f) => !isChanged(f),
      [`translate.happened.${way}_passes`]: (f) => isChanged(f) && f.like === "target",
      [`translate.happened.${way}_fails`]: (f) => isChanged(f) && f.like === "source",
      [`translate.happened.${way}_neither`]: (f) => isChanged(f) && f.like === "neither",
      [`translate.happened.${way}_done`]: (f) => isChanged(f) && f.like === "unknown",
    }),
    belief: (about) => ({
      [`translate.belief.${about}_believed`]: ({ score }) => score >= BELIEVED,
      [`translate.belief.${about}_torn`]: ({ score }) => DOUBTED < score && score < BELIEVED,
      [`translate.belief.${about}_doubted`]: ({ score }) => score <= DOUBTED,
    }),
    back: () => ({
      "translate.back.little": isLittle,
      "translate.back.found": (f) => !isLittle(f) && isAgain(f),
      "translate.back.nearly": (f) => !isLittle(f) && !isAgain(f) && offOf(f) <= LOST,
      "translate.back.lost": (f) => !isLittle(f) && LOST < offOf(f) && offOf(f) <= 1,
      "translate.back.farther": (f) => !isLittle(f) && offOf(f) > 1,
    }),
  };
})();

/* The key of the sentence that may stand beside these figures. */
export const firstOf = (table, figures) => Object.keys(table).find((key) => table[key](figures));
