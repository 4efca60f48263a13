/* What else is asked about the photograph on the stage: without the cycle loss, without D, with other pairs, at another
   strength. */
import { latestWins } from "../../core/latest_wins.mjs";
import { ask } from "./answers.mjs";
import { above, told } from "./common.mjs";
import { state } from "./state.mjs";

/**
 * @param {"cycle" | "judged" | "l1" | "pairs"} name
 * @param {(wish: any) => Promise<any>} ask
 */
function lessonLane(name, ask) {
  const show = (/** @type {any} */ answer, /** @type {any} */ wish) => {
    if (wish.ticket !== state.exhibit?.ticket || (answer && !answer.fault && !answer.figures)) return;
    if (answer?.fault?.code === "photo_gone") return void above.send(state.source);
    if (!told(answer)) return;
    state.lesson[name] = { ...answer, wish };
    above.paint();
  };
  const never = Promise.resolve(null); // its photograph has gone from the stage
  return latestWins((wish) => (wish.ticket === state.exhibit?.ticket ? ask(wish) : never), show, 1);
}
export const askCycle = lessonLane("cycle", (wish) => ask.without_cycle(wish));
export const askL1 = lessonLane("l1", (wish) => ask.without_d(wish));
export const askPairs = lessonLane("pairs", (wish) => ask.partners(wish));
export const askJudged = lessonLane("judged", (wish) => ask.judge(wish));
