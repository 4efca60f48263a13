/* How a room says at its .fault what went wrong. */
import * as theatre from "./theatre.mjs";

/**
 * @param {Context["find"]} find the room's
 * @param {string} [lost] the sentence where no answer came
 */
export function faultsOf(find, lost = "generate.lost") {
  /**
   * @param {string | null} key
   * @param {Values} [values]
   */
  function complain(key, values) {
    find(".fault").hidden = !key;
    if (key) theatre.put(find(".fault"), key, values);
  }

  /**
   * Tells the fault of an answer, if it has one or did not come, and else takes the last one back.
   * @template {{fault?: FaultTold}} Told
   * @param {Told | null | undefined} answer
   * @returns {answer is Told}
   */
  function told(answer) {
    if (!answer) complain(lost);
    else if (answer.fault) complain(`error.${answer.fault.code}`, answer.fault.details);
    else complain(null);
    return Boolean(answer) && !answer?.fault;
  }
  return { complain, told };
}
