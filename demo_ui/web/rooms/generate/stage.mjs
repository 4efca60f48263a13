/* The Generate room: what the visitor has set (`set`), what is known of the generator behind the controls (`facts`), and
   how the one leads to pictures. Every change calls `changed`: the fast lane asks for the digit, the slow
   one for what lies around it. */
import { answering, ownAnswers } from "../../answer/client.mjs";
import { say, written, writtenEpoch } from "../../core/elements.mjs";
import { atRest, latestWins, notOftenerThan } from "../../core/latest_wins.mjs";
import * as theatre from "../../core/theatre.mjs";
import { element, find, props, server } from "./context.mjs";
import { showNearest, showVerdict } from "./figures.mjs";
import { inHand, readyHand, useHand } from "./main_thread.mjs";
import { EMPTY } from "./widgets.mjs";
import { state } from "./state.mjs";

const REST = 160; // ms without a change after which everything around the digit is asked for
const GAP = 200; // ms between two looks around while something moves
const LATER = 1500,
  LONGEST = 60e3; // ms until what is on its way is asked for again, at first and at last
const NEAR = ["grid", "nearest"]; // what follows a moving digit; every sixth time all of
const AROUND = [...NEAR, "epochs", "map", "walk", "films"];

let faultIn = null,
  looks = 0;
let wishes = 0,
  stands = 0; // how many were made, and which of them is on the stage
let epochsFar = false; // the page lacks their networks: what moves does not ask the server for their film, what rests does
export const films = { directions: [], diversity: null, epochs: null, walk: null, pad: null, putLatents: null }; // made by controls.mjs

export function begin(seed) {
  return {
    checkpoint: state.facts.id,
    seed,
    digit: props.start.digit,
    others: [1, 2, 3].map((i) => (seed + i) % 2 ** 32),
    across: 0,
    down: 0,
    directions: state.facts.directions.map(() => 0),
    truncation: 1,
    raw: {},
    step: state.facts.snapshots.at(-1).step,
  };
}

const session = `${Math.random()}`;

/* ---- what comes back ---- */

/* Shows a fault, or clears one of the same place ("lane": drawing; "field": something typed in). */
export function told(answer, place = "lane") {
  const fault = answer ? answer.fault : { code: "lost" };
  if (!fault && faultIn !== place) return true;
  find(".fault").hidden = !fault;
  faultIn = fault ? place : null;
  if (fault)
    theatre.put(find(".fault"), fault.code === "lost" ? "generate.lost" : `error.${fault.code}`, fault.details);
  return !fault;
}

/* Hand, page and server draw by turns: what one of them brings late is not shown. */
function showDigit(answer, wish) {
  if (wish.checkpoint !== state.set.checkpoint || wish.order < stands) return;
  if (!told(answer) || !answer.digit) return; // empty: the server already had a newer wish
  stands = wish.order;
  find(".digit").src = find(".mini").src = answer.digit;
  showVerdict(
    answer.verdict,
    state.facts.snapshots.find(({ step }) => step === wish.step),
  );
}

function showAround(answer, wish) {
  if (wish.checkpoint !== state.set.checkpoint || !told(answer)) return;
  if (wish.parts.includes("epochs")) {
    epochsFar = Boolean(answer.missing);
    awaitComing(answer.coming);
  }
  if (answer.grid) find(".tiles").style.setProperty("--sheet", `url(${answer.grid})`);
  if (answer.nearest) showNearest(answer.nearest, state.facts.typical);
  if (answer.map) films.pad.put(answer.map);
  if (answer.films) films.directions.forEach((film, i) => film.put(answer.films[i]));
  if (answer.walk) films.walk.put(answer.walk);
  if (answer.epochs) films.epochs.put(answer.epochs);
  else if (answer.missing) films.epochs.put(EMPTY);
  if (answer.latent) films.putLatents(answer.latent, state.set.raw);
}

export const own = ownAnswers(new URL("./in_browser/worker.mjs", import.meta.url), props.own, element),
  ask = answering(["look", "save"], own, server);
const draw = latestWins(ask.look, showDigit);
const lookAround = latestWins(ask.look, showAround, 1);
useHand({ own, show: showDigit, draw });

/* What is on its way is looked for by itself, ever more seldom: nothing else waits for it. */
const lookLater = latestWins(ask.look, (answer, wish) => wish.order === wishes && showAround(answer, wish), 1);
let later = 0,
  pause = LATER;
function awaitComing(parts) {
  clearTimeout(later);
  if (!parts) return void (pause = LATER);
  later = setTimeout(() => lookLater({ ...state.set, parts, order: wishes }), pause);
  pause = Math.min(1.5 * pause, LONGEST);
}

const around = () => AROUND.filter((part) => part !== "epochs" || !epochsFar);
const followNow = notOftenerThan(() => lookAround({ ...state.set, parts: (looks += 1) % 6 ? NEAR : around() }), GAP);
export const restNow = atRest(() => {
  lookAround({ ...state.set, parts: find(".latents").hidden ? AROUND : [...AROUND, "latent"] });
  find(".spoken").textContent = `${find(".caption").textContent}. ${find(".believes").textContent}`;
  readyHand();
}, REST);

/* ---- what goes out ---- */

export function changed(change) {
  Object.assign(state.set, change);
  if (faultIn === "field") told({}, "field");
  paint();
  const wish = { ...state.set, parts: ["digit"], session, order: (wishes += 1) };
  if (!inHand(wish)) draw(wish);
  followNow();
  restNow();
}

export function paint() {
  const { seed, digit, others, across, down } = state.set;
  const mixed = across || down;
  say(find(".caption"), mixed ? "generate.stage.mixed" : "generate.stage.caption", {
    seed,
    digit,
    others: others.join(", "),
  });
  find(".digit").alt = theatre.t("generate.stage.alt", { seed, digit });
  fill(find(".seed"), seed);
  fill(find(".target"), others[0]);
  find(`.tiles input[value="${digit}"]`).checked = true;
  films.directions.forEach((film, i) =>
    film.set(state.set.directions[i], written(state.set.directions[i], 1, "exceptZero")),
  );
  films.diversity.set(state.set.truncation, `${written(100 * state.set.truncation)}%`);
  say(films.walk.label, "generate.walk.from", { seed });
  films.walk.set(across, theatre.t("generate.walk.arrival", { seed: others[0] }));
  films.pad.set(
    across,
    down,
    theatre.t("generate.mix.place", { across: written(100 * across), down: written(100 * down) }),
  );
  const index = state.facts.snapshots.findIndex(({ step }) => step === state.set.step);
  const checkpoint = find(`.choice input[value="${state.set.checkpoint}"]`);
  checkpoint.checked = true;
  films.epochs.set(
    index,
    theatre.t("generate.epochs.value", { epoch: writtenEpoch(state.facts.snapshots[index].epoch) }),
  );
}

/* Puts the seed in force into a field, unless somebody is typing there. */
function fill(field, seed) {
  if (document.activeElement === field) return;
  field.value = seed;
  field.removeAttribute("aria-invalid");
}
