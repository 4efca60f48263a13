/* Brings the room to life: what links say of it, what it forgets, what it shows by itself, and how it begins. */
import { calm } from "../../core/elements.mjs";
import * as theatre from "../../core/theatre.mjs";
import "./acts.mjs";
import { ask, keepSwitch, showKeeping } from "./answers.mjs";
import { moveBar, rest, still, wipe } from "./board.mjs";
import { closeCamera, live } from "./camera.mjs";
import { buildChoice, readyStatus, sendFirst, setUp, showReady, turnToNetworks } from "./choice.mjs";
import "./hints.mjs";
import { buildExamples, examplesOfNow, firstExample, showExample, turnBack, turnFor } from "./sources.mjs";
import { layOver, paint, send, strengthOf, takeAway, turnTo } from "./stage.mjs";
import { ACTS, ACTS_OF, above, busy, direction, element, find, props, root, state, tickets } from "./state.mjs";
import { mixes, strength, tellStrength, useStrength } from "./strength.mjs";

/* ---- links: a visitor's own photograph is in none ---- */

const { number, oneOf } = theatre.readers;

function linkedState() {
  return {
    networks: state.networks === props.networks[0] ? null : state.networks,
    example: state.source?.example ?? null,
    direction: state.facts?.directions ? direction() : null,
    act: state.act,
    tile: state.chosen[state.act] === "hinted" ? null : state.chosen[state.act], // own hints are in no link
    maps: state.mapped ? 1 : null,
    mask: state.masked ? 1 : null,
    strength: mixes() && strength() !== 1 ? strength() : null,
  };
}

/** @param {Record<string, string>} link */
async function showLinked(link) {
  const wanted = props.networks.includes(link.networks) ? link.networks : props.networks[0];
  if (wanted !== state.networks && !(await turnToNetworks(wanted))) return [];
  const names = examplesOfNow().map(({ name }) => name),
    acts = [.../** @type {NodeListOf<HTMLElement>} */ (element.querySelectorAll(".acts button"))].map(
      ({ dataset }) => dataset.act ?? "",
    );
  const { values, wrong } = theatre.read(link, {
    networks: oneOf(...props.networks),
    example: oneOf(...names),
    direction: oneOf(
      ...[.../** @type {NodeListOf<HTMLInputElement>} */ (element.querySelectorAll(".directions input"))].map(
        ({ value }) => value,
      ),
    ),
    act: oneOf(...acts),
    tile: (/** @type {string} */ text) => text, // which ones there are is known when the photograph is translated
    maps: oneOf("1"),
    mask: oneOf("1"),
    strength: number(0, 2),
  });
  layOver(values.mask ? "mask" : values.maps ? "maps" : null);
  state.act = values.act ?? ACTS_OF[state.networks][0];
  const example = values.example ?? firstExample();
  turnBack();
  find(".directions input").checked = true;
  turnFor(example);
  if (values.direction) find(`.directions input[value="${values.direction}"]`).checked = true;
  await send({ example });
  const known = state.exhibit && values.tile !== undefined ? ACTS[state.act].tiles().map(({ name }) => name) : [];
  if (known.includes(values.tile)) state.chosen[state.act] = values.tile;
  else if (values.tile !== undefined && state.exhibit) wrong.push("tile");
  if (values.strength !== undefined && ACTS[state.act].mixing) useStrength(values.strength);
  turnTo(state.act);
  return wrong;
}

const register = () =>
  theatre.register?.("translate", {
    state: linkedState,
    show: showLinked,
    allow: () => ["camera", "clipboard-read", "cross-origin-isolated"],
    missing: () => (state.source && !state.source.example ? "link.missing.photograph" : null),
  });

/* The visitor has left: the camera is shut, and nobody keeps any of the photographs. */
document.addEventListener("theatre:forget", (event) => {
  const { detail } = /** @type {CustomEvent} */ (event);
  closeCamera();
  turnBack();
  state.sent += 1; // what is on its way is shown to nobody
  busy(false);
  live.setAttribute("aria-pressed", "true");
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
        return void (shown.length && showExample(shown[(next += 1) % shown.length].name));
      }
      still();
      wipe.value = calm.matches ? 50 : 50 + 40 * Math.sin((2 * Math.PI * (now - since)) / BAR_WAY);
      moveBar();
    }, 50);
  },
  end() {
    clearInterval(actRuns);
    rest();
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
  const again = () => (tellStrength(), moveBar(), paint());
  document.addEventListener("theatre:language", again);
  document.addEventListener("theatre:theme", again);
  register(); // a link may say what is to be seen first
}

const chosenPicture = () => ({ what: state.chosen[state.act], strength: strengthOf(state.chosen[state.act]) });
find(".save").addEventListener("click", () => takeAway(ACTS[state.act].saved?.() ?? chosenPicture()));

above.begin = begin;
buildExamples();
buildChoice();
setUp();
awake();
