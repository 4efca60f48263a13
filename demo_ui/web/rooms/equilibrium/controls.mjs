/* Buttons and keys. */
import { restart } from "./hand.mjs";
import { scene } from "./ink.mjs";
import { beginDrawing, setSketching, showSettings, sketching } from "./knobs.mjs";
import { open, play, repaint, turn } from "./loop.mjs";
import { find, root, state } from "./state.mjs";
import { fault, setFast, setSlow } from "./words.mjs";

const canStart = () => {
  if (root.dataset.state !== "drawing") return root.dataset.state === "ready";
  fault("equilibrium.fault.empty");
  return false;
};

/** @param {boolean} on */
export function start(on) {
  if (on && !canStart()) return;
  if (on) setSketching(false);
  fault(null);
  play(on);
}

/**
 * One act at a time; whoever steps is not playing.
 * @param {{do: string, steps?: number}} wish
 */
function act(wish) {
  if (!canStart()) return;
  setSketching(false);
  play(false);
  if (state.slow) setSlow(false);
  turn(wish);
}

async function reset() {
  play(false);
  if (state.slow) setSlow(false);
  if (root.dataset.state === "drawing" || (state.settings.shape === "drawn" && sketching)) return beginDrawing({});
  if (state.hands) return restart();
  if (await open({ ...state.settings, strokes: state.strokes })) showSettings();
}

find(".play").addEventListener("click", () => start(!state.playing));
find(".on").addEventListener("click", () => act({ do: "advance", steps: 1 }));
find(".back").addEventListener("click", () => act({ do: "back", steps: 1 }));
find(".one-d").addEventListener("click", () => act({ do: "learnD" }));
find(".one-g").addEventListener("click", () => act({ do: "learnG" }));
find(".reset").addEventListener("click", reset);
find(".slow").addEventListener("click", () => {
  if (!canStart()) return;
  setSketching(false);
  setSlow(!state.slow);
  if (state.slow) play(true);
});
find(".fast").addEventListener("click", () => setFast(!state.fast));
find(".best").addEventListener("click", () => setBest(!state.showBest));
scene.addEventListener("click", () => sketching || state.hands || start(!state.playing));

/** @param {boolean} on */
export function setBest(on) {
  state.showBest = on;
  find(".best").setAttribute("aria-pressed", String(on));
  if (!state.now) return;
  if (on && !state.playing && root.dataset.state === "ready") turn({ do: "look" });
  repaint();
}

/** @type {Record<string, string>} by key */
const BUTTONS = { ArrowRight: ".on", ArrowLeft: ".back", d: ".one-d", g: ".one-g" };
root.addEventListener("keydown", (event) => {
  if (
    /** @type {HTMLElement} */ (event.target).closest("input, textarea") ||
    event.ctrlKey ||
    event.metaKey ||
    event.altKey
  )
    return;
  const press = BUTTONS[event.key];
  if (!press || !find(press).offsetParent) return;
  event.preventDefault();
  find(press).click();
});
