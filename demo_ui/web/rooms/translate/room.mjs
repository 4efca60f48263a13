/* The visitor has left: the camera is shut, and nobody keeps any of the photographs. */
import { calm } from "../../core/elements.mjs";
import * as theatre from "../../core/theatre.mjs";
import { ask, keepSwitch, showKeeping } from "./answers.mjs";
import { moveBar, wipe } from "./board.mjs";
import { closeCamera, live } from "./camera.mjs";
import { buildChoice, examplesOfNow, readyStatus, sendFirst, setUp, showReady } from "./choice.mjs";
import { above, busy, draws, tickets } from "./common.mjs";
import { find, root } from "./context.mjs";
import { buildSketches, pad, savePainted, tellDrawing } from "./drawing.mjs";
import { register } from "./link.mjs";
import { buildExamples } from "./sources.mjs";
import { paint, send, strengthOf, takeAway } from "./stage.mjs";
import { state } from "./state.mjs";
import { tellStrength } from "./strength.mjs";
import "./acts.mjs";
import "./drawing_pad.mjs";

document.addEventListener("theatre:forget", (event) => {
  const { detail } = /** @type {CustomEvent} */ (event);
  closeCamera();
  state.sent += 1; // what is on its way is shown to nobody
  busy(false);
  live.setAttribute("aria-pressed", "true");
  pad.replace([]);
  keepSwitch.checked = false;
  theatre.keep("here", null);
  if (state.facts) showKeeping();
  detail.wait(ask.forget([...tickets]));
});

/* What the room shows by itself while nobody is there: one example after the other, translated, the bar going to and fro. */
const EXAMPLE_STAYS = 6500,
  BAR_WAY = 5000; // ms: of one example; of the bar there and back
let actRuns = 0;

theatre.acts.translate = {
  begin() {
    let next = 0,
      since = -Infinity;
    clearInterval(actRuns);
    actRuns = setInterval(() => {
      const now = performance.now();
      if (!state.facts || root.dataset.busy) return;
      if (now - since > EXAMPLE_STAYS) {
        since = now;
        const shown = examplesOfNow();
        return void (shown.length && send({ example: shown[(next += 1) % shown.length].name }));
      }
      wipe.value = calm.matches ? 50 : 50 + 40 * Math.sin((2 * Math.PI * (now - since)) / BAR_WAY);
      moveBar();
    }, 50);
  },
  end() {
    clearInterval(actRuns);
    wipe.value = 50;
    moveBar();
  },
};

async function awake() {
  const status = await readyStatus();
  if (!status) return; // whoever chose others sees to them
  showReady(status);
  if (!state.sent) sendFirst(null);
}

function begin() {
  above.begin = null;
  const again = () => (tellStrength(), moveBar(), paint(), draws() && tellDrawing());
  document.addEventListener("theatre:language", again);
  document.addEventListener("theatre:theme", again);
  register(); // a link may say what is to be seen first
}

find(".save").addEventListener("click", () =>
  draws() ? savePainted() : takeAway({ what: state.chosen[state.act], strength: strengthOf(state.chosen[state.act]) }),
);

above.begin = begin;
buildExamples();
buildSketches();
buildChoice();
setUp();
awake();
