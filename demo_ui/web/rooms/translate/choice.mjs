/* What is to happen to the photograph: which networks the room works with. Nobody is asked where there is no choice. */
import { make, say } from "../../core/elements.mjs";
import * as theatre from "../../core/theatre.mjs";
import { ask, fetchAhead, showKeeping, staysHere, translatesHere } from "./answers.mjs";
import { closeCamera } from "./camera.mjs";
import { buildActs, buildDirections, firstExample, showExample, sortExamples, suits } from "./sources.mjs";
import { clearStage, send } from "./stage.mjs";
import { ACTS_OF, above, busy, complain, element, find, props, root, state, told, worded } from "./state.mjs";
import { tellStrength } from "./strength.mjs";

/** @type {Record<string, string>} */
const CHOICE_SIGNS = {
  "horse-zebra": '<path d="M5 4v16M19 4v16"/><path d="m9 6 6 3m-6 2 6 3m-6 2 6 3"/>',
  "photo-monet":
    '<path d="M3.500 20.500c5.500.5 7-1.500 6.500-4.500s-4-2.500-4.500.5c-.3 2-.5 3-2 4z"/><path d="m10 15 10.500-11.500"/>',
  "grey-colour": '<circle cx="12" cy="12" r="8.500"/><path class="full" d="M12 3.500a8.500 8.500 0 0 1 0 17z"/>',
};

export function buildChoice() {
  const place = find(".choice");
  place.hidden = props.networks.length < 2;
  place.append(
    ...props.networks.map((name) => {
      const radio = make("input", { type: "radio", name: "photo-networks", value: name });
      radio.checked = name === state.networks;
      radio.addEventListener("change", () => choose(name));
      const sign = make("span", { class: "sign", "aria-hidden": "true" });
      sign.innerHTML = `<svg viewBox="0 0 24 24">${CHOICE_SIGNS[name]}</svg>`;
      return make("label", {}, radio, sign, make("span", { "data-i18n": `translate.choice.${name}` }));
    }),
  );
}

/**
 * The photograph that stands there, or is on its way, goes through the other networks, if it is a visitor's own or an
 * example that they do well with, else an example of theirs.
 * @param {string} name
 */
async function choose(name) {
  if (await turnToNetworks(name)) sendFirst(state.pending ?? state.source);
}

/** @param {import("./state.mjs").Source | null} wanted */
export function sendFirst(wanted) {
  if (wanted?.file) return void send(wanted);
  const example = suits(wanted?.example) ? wanted?.example : firstExample();
  if (example) showExample(example);
}

/**
 * Resolves to true once these networks can answer, to false if others were chosen meanwhile.
 * @param {string} name
 */
export async function turnToNetworks(name) {
  state.networks = name;
  state.sent += 1; // whatever is on its way is about the others
  closeCamera();
  busy(false);
  root.dataset.state = "loading";
  clearStage();
  setUp();
  const status = await readyStatus();
  if (status) showReady(status);
  return Boolean(status);
}

/* What of the room belongs to the networks that were chosen. */
export function setUp() {
  root.dataset.networks = state.networks;
  state.act = root.dataset.act = ACTS_OF[state.networks][0];
  find(`.choice input[value="${state.networks}"]`).checked = true;
  theatre.put(find("#photos-pick"), worded("translate.pick.title"));
  say(find(".happened"), worded("translate.stage.title"));
  find(".happened").hidden = false;
  theatre.put(find(".doing"), worded("translate.waiting.loading"));
  theatre.put(find(".strength label > span"), worded("translate.strength"));
  theatre.put(find(".drop"), worded("translate.drop"));
  sortExamples();
}

/* While the networks load the room says so; it comes alive by itself, and asks no more from then on. It asks
   only while somebody looks at it. */
const AGAIN = 1000,
  FAILED_AGAIN = 10000,
  AHEAD = 3000; // ms
/** @param {number} ms */
const rest = (ms) => new Promise((done) => setTimeout(done, ms));

/* Resolves to the status of the chosen networks once they are ready; to null if others were chosen meanwhile. */
export async function readyStatus() {
  const of = state.networks,
    opened = performance.now();
  while (element.isConnected && of === state.networks) {
    const status = element.offsetParent && (await ask.status({ networks: of }));
    if (of !== state.networks) break;
    if (status?.state === "ready") return status;
    if (status !== null) tellWaiting(told(status), Math.round((performance.now() - opened) / 1000));
    await rest(root.dataset.state === "failed" ? FAILED_AGAIN : AGAIN);
  }
  return null;
}

/**
 * @param {boolean} loading
 * @param {number} seconds
 */
function tellWaiting(loading, seconds) {
  root.dataset.state = loading ? "loading" : "failed";
  theatre.put(find(".doing"), worded(loading ? "translate.waiting.loading" : "translate.waiting.failed"));
  theatre.put(find(".waiting .note"), loading ? "generate.waiting.note" : worded("translate.waiting.train"), {
    seconds,
  });
}

/**
 * The controls of networks that can answer.
 * @param {import("./state.mjs").Facts} status
 */
export function showReady(status) {
  complain(null);
  state.facts = status;
  buildDirections();
  buildActs();
  tellStrength();
  showKeeping();
  for (const fieldset of element.querySelectorAll("fieldset")) fieldset.disabled = false;
  root.dataset.state = "ready";
  above.begin?.();
  if (translatesHere() && (status.own || staysHere())) setTimeout(fetchAhead, AHEAD);
}
