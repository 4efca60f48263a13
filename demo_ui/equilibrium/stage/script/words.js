/* The sentence that comes before every number, and slow motion's telling of the four steps. */
const STAGES = ["noise", "judge", "learn", "tell"];
const LASTS = 3600, ACTS = 1200; // milliseconds: of one stage, and from its beginning until it is done
let slow = false, at = -1, began = 0, acted = false;

const stage = () => (slow && at >= 0 ? STAGES[at] : null);

function paintWords() {
  const last = trace.at(-1), state = last.state;
  const values = {
    real: written(100 * last.accuracyReal), fake: written(100 * last.accuracyFake),
    right: written(50 * (last.accuracyReal + last.accuracyFake)), best: written(100 * (now.accuracy ?? 0.5)),
    times: written(last.divergence / fixed.floor, 1), covered: written(100 * last.covered), push: written(last.push, 3),
    auc: written(100 * last.auc), looks: written(fixed.looks),
  };
  const first = settings.perfect ? "perfect" : "start";
  say(find(".headline"), `equilibrium.state.${now.step ? state : first}`);
  say(find(".why"), `equilibrium.why.${now.step ? state : settings.perfect ? first : first + fixed.dimension}`, values);
  if (!playing && spoken.dataset.of !== String(now.stepsD + now.stepsG)) {
    spoken.dataset.of = now.stepsD + now.stepsG;
    spoken.textContent = `${find(".headline").textContent} ${find(".why").textContent}`;
  }
}

/* Slow motion at `time`; true while it is it that plays. The stage's own act comes when its sentence has been read. */
function telling(time) {
  if (!slow) return false;
  if (at < 0 || (time - began > LASTS && acted && !underWay)) {
    at = (at + 1) % STAGES.length;
    began = time;
    acted = false;
    tell();
  }
  if (!acted && time - began > ACTS) {
    acted = true;
    if (STAGES[at] === "judge") for (let i = 0; i < settings.stepsD; i += 1) turn({ do: "learnD" });
    if (STAGES[at] === "learn") turn({ do: "learnG" });
  }
  return true;
}

function tell() {
  const last = trace.at(-1);
  find(".four").hidden = !slow;
  [...find(".four").children].forEach((item, i) => (i === at ? item.setAttribute("aria-current", "step") : item.removeAttribute("aria-current")));
  if (at < 0) return;
  say(find(".headline"), `equilibrium.slow.${STAGES[at]}`);
  say(find(".why"), `equilibrium.told.${STAGES[at]}`, {
    right: written(50 * (last.accuracyReal + last.accuracyFake)), best: written(100 * (now.accuracy ?? 0.5)), n: written(settings.stepsD),
  });
  spoken.textContent = `${find(".headline").textContent} ${find(".why").textContent}`;
  repaint();
}

function setSlow(on) {
  slow = on;
  at = -1;
  find(".slow").setAttribute("aria-pressed", on);
  if (on) setFast(false);
  tell();
  if (now) repaint();
}

function setFast(on) {
  fast = on;
  find(".fast").setAttribute("aria-pressed", on);
  if (on && slow) setSlow(false);
}

function fault(key, values) {
  const node = find(".fault");
  node.hidden = !key;
  if (key) say(node, key, values);
}
