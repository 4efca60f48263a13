/* The sentence that comes before every number, and slow motion's telling of the four steps. */
import { ofHundred, say, written } from "../../core/elements.mjs";
import { repaint, turn, underWay } from "./loop.mjs";
import { find, lastMeasures, state } from "./state.mjs";

const spoken = find(".spoken");
const STAGES = ["noise", "judge", "learn", "tell"];
const LASTS = 3600,
  ACTS = 1200; // milliseconds: of one stage, and from its beginning until it is done
let at = -1,
  began = 0,
  acted = false;

export const stage = () => (state.slow && at >= 0 ? STAGES[at] : null);

export function paintWords() {
  const last = lastMeasures(),
    link = last.state;
  const values = {
    real: ofHundred(last.accuracyReal),
    fake: ofHundred(last.accuracyFake),
    right: ofHundred((last.accuracyReal + last.accuracyFake) / 2),
    best: ofHundred(state.now.accuracy ?? 0.5),
    times: written(last.divergence / state.fixed.floor, 1),
    covered: ofHundred(last.covered),
    push: written(last.push, 3),
    auc: ofHundred(last.auc),
    looks: written(state.fixed.looks),
  };
  const first = state.settings.perfect ? "perfect" : "start";
  say(find(".headline"), `equilibrium.state.${state.now.step ? link : first}`);
  say(
    find(".why"),
    `equilibrium.why.${state.now.step ? link : state.settings.perfect ? first : first + state.fixed.dimension}`,
    values,
  );
  if (!state.playing && spoken.dataset.of !== String(state.now.stepsD + state.now.stepsG)) {
    spoken.dataset.of = state.now.stepsD + state.now.stepsG;
    spoken.textContent = `${find(".headline").textContent} ${find(".why").textContent}`;
  }
}

/**
 * Slow motion at `time`; true while it is it that plays. The stage's own act comes when its sentence has been read.
 * @param {number} time
 */
export function telling(time) {
  if (!state.slow) return false;
  if (at < 0 || (time - began > LASTS && acted && !underWay)) {
    at = (at + 1) % STAGES.length;
    began = time;
    acted = false;
    tell();
  }
  if (!acted && time - began > ACTS) {
    acted = true;
    if (STAGES[at] === "judge") for (let i = 0; i < state.settings.stepsD; i += 1) turn({ do: "learnD" });
    if (STAGES[at] === "learn") turn({ do: "learnG" });
  }
  return true;
}

function tell() {
  const last = lastMeasures();
  find(".four").hidden = !state.slow;
  [...find(".four").children].forEach((item, i) =>
    i === at ? item.setAttribute("aria-current", "step") : item.removeAttribute("aria-current"),
  );
  if (at < 0) return;
  say(find(".headline"), `equilibrium.slow.${STAGES[at]}`);
  say(find(".why"), `equilibrium.told.${STAGES[at]}`, {
    right: ofHundred((last.accuracyReal + last.accuracyFake) / 2),
    best: ofHundred(state.now.accuracy ?? 0.5),
    n: written(state.settings.stepsD),
  });
  spoken.textContent = `${find(".headline").textContent} ${find(".why").textContent}`;
  repaint();
}

/** @param {boolean} on */
export function setSlow(on) {
  state.slow = on;
  at = -1;
  find(".slow").setAttribute("aria-pressed", String(on));
  if (on) setFast(false);
  tell();
  if (state.now) repaint();
}

/** @param {boolean} on */
export function setFast(on) {
  state.fast = on;
  find(".fast").setAttribute("aria-pressed", String(on));
  if (on && state.slow) setSlow(false);
}

/**
 * @param {string | null} key
 * @param {Values} [values]
 */
export function fault(key, values) {
  const node = find(".fault");
  node.hidden = !key;
  if (key) say(node, key, values);
}
