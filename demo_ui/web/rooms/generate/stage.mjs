/* The Generate room: what the visitor has set (`set`), what is known of the generator behind the controls (`facts`), and
   how the one leads to pictures. Every change calls `changed`: the fast lane asks for the digit, the slow
   one for what lies around it. */
import { answering, ownAnswers } from "../../answer/client.mjs";
import { say, written, writtenEpoch } from "../../core/elements.mjs";
import { atRest, latestWins, notOftenerThan } from "../../core/latest_wins.mjs";
import * as theatre from "../../core/theatre.mjs";
import { inHand, readyHand, useHand } from "./main_thread.mjs";
import { element, find, lastOf, props, server, state } from "./state.mjs";
import { isWhole } from "./vectors.mjs";
import { EMPTY } from "./widgets.mjs";

/* What the discriminator believes, and the nearest real digit: a sentence first, then the figures. */

/** @type {[number, string][]} */
const BELIEFS = [
  [0.1, "generate.verdict.fake"],
  [0.4, "generate.verdict.leans_fake"],
  [0.6, "generate.verdict.torn"],
  [0.9, "generate.verdict.leans_real"],
  [Infinity, "generate.verdict.real"],
];

/**
 * By how many of 100 real digits are nearer to their own nearest than the drawn one is to its.
 * @type {[number, string][]}
 */
const LIKENESS = [
  [1, "generate.nearest.nearest"],
  [50, "generate.nearest.nearer"],
  [100, "generate.nearest.further"],
  [Infinity, "generate.nearest.furthest"],
];

/**
 * @param {[number, string][]} steps
 * @param {number} number
 */
const firstAbove = (steps, number) => (steps.find(([limit]) => number < limit) ?? steps[steps.length - 1])[1];

/**
 * @param {import("./state.mjs").Verdict} verdict
 * @param {import("./state.mjs").Snapshot} snapshot
 * @param {number} n of how many digits of a line it is the mean; 0: of one digit alone
 */
function showVerdict({ logit, probability }, snapshot, n) {
  say(find(".believes"), firstAbove(BELIEFS, probability));
  find(".marker").style.left = `${100 * probability}%`;
  say(find(".verdict .figures"), n ? "generate.verdict.line" : "generate.verdict.figures", {
    n: written(n),
    percent: written(100 * probability, probability > 0.001 && probability < 0.999 ? 1 : 3),
    logit: written(logit, 2, "always"),
    epoch: writtenEpoch(snapshot.epoch),
    step: written(snapshot.shown),
  });
}

/**
 * Both pictures come with the distance between them, also while the digit on stage has gone on.
 * @param {import("./state.mjs").Nearest} nearest
 * @param {import("./state.mjs").Typical} typical
 */
function showNearest({ drawn, image, distance }, typical) {
  find(".ours").src = drawn;
  find(".theirs").src = image;
  const nearer = typical.percentiles.filter((limit, k) => k && limit <= distance).length;
  const share = nearer < 50 ? 100 - nearer : nearer;
  say(find(".likeness"), firstAbove(LIKENESS, nearer), { share: written(share), n: written(typical.n) });
  say(find(".distance"), "generate.nearest.figures", {
    distance: written(distance, 1),
    typical: written(typical.percentiles[50], 1),
    n: written(typical.n),
  });
}

/** @typedef {import("./state.mjs").Look} Look */
/** @typedef {import("./state.mjs").Wish} Wish */
/** @typedef {ReturnType<typeof import("./widgets.mjs").filmSlider>} Film */
/**
 * @typedef {object} Films the sliders whose tracks are films, the pad, and what puts numbers into the latent sliders
 * @property {Film[]} directions
 * @property {Film} diversity
 * @property {Film} epochs
 * @property {Film} walk
 * @property {ReturnType<typeof import("./widgets.mjs").seedPad>} pad
 * @property {ReturnType<typeof import("./widgets.mjs").latentSliders>} putLatents
 */

const REST = 160; // ms without a change after which everything around the digit is asked for
const GAP = 200; // ms between two looks around while something moves
const LATER = 1500,
  LONGEST = 60e3; // ms until what is on its way is asked for again, at first and at last
const NEAR = ["grid", "nearest"]; // what follows a moving digit; every sixth time all of
const AROUND = [...NEAR, "epochs", "map", "walk", "films"];

/** @type {string | null} */
let faultIn = null,
  looks = 0;
let wishes = 0,
  stands = 0; // how many were made, and which of them is on the stage
let epochsFar = false; // the page lacks their networks: what moves does not ask the server for their film, what rests does
/** @type {Films} made by controls.mjs */
export const films = /** @type {any} */ ({ directions: [] });

/**
 * @param {number} seed
 * @returns {import("./state.mjs").GenerateRequest}
 */
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
    step: lastOf(state.facts.snapshots).step,
    ...kept(),
  };
}

/* What the generator is asked for stays when all else begins anew. */
const kept = () =>
  state.facts.classes
    ? { label: state.set.label, text: state.set.text, varied: state.set.varied, loop: [], at: null }
    : { label: null, text: "", varied: false, loop: [], at: null };

export const session = `${Math.random()}`;

/* ---- what comes back ---- */

/** @type {((url: string, wish: Wish) => void)[]} */
const picture = [];
/** @param {(url: string, wish: Wish) => void} act who else shows what is drawn for the stage */
export const pictured = (act) => void picture.push(act);

/**
 * Shows a fault, or clears one of the same place ("lane": drawing; "field": something typed in).
 * @template {Answer} Told
 * @param {Told | undefined} answer
 * @param {string} place
 * @returns {answer is Told}
 */
export function told(answer, place = "lane") {
  const fault = answer ? answer.fault : { code: "lost", details: {} };
  if (!fault && faultIn !== place) return true;
  find(".fault").hidden = !fault;
  faultIn = fault ? place : null;
  if (fault)
    theatre.put(find(".fault"), fault.code === "lost" ? "generate.lost" : `error.${fault.code}`, fault.details);
  return !fault;
}

/**
 * Hand, page and server draw by turns: what one of them brings late is not shown.
 * @param {Answer<Look> | undefined} answer
 * @param {Wish} wish
 */
function showDigit(answer, wish) {
  if (wish.checkpoint !== state.set.checkpoint || (wish.order ?? 0) < stands) return;
  if (!told(answer) || !answer.digit) return; // empty: the server already had a newer wish
  stands = wish.order ?? 0;
  find(".digit").src = find(".mini").src = answer.digit;
  for (const show of picture) show(answer.digit, wish);
  if (answer.verdict) judged(answer.verdict, wish);
}

/**
 * @param {import("./state.mjs").Verdict} verdict
 * @param {Wish} wish
 */
function judged(verdict, wish) {
  const snapshot = state.facts.snapshots.find(({ step }) => step === wish.step) ?? lastOf(state.facts.snapshots);
  showVerdict(verdict, snapshot, wish.text.replaceAll(" ", "").length);
}

/**
 * @param {Answer<Look> | undefined} answer
 * @param {Wish} wish
 */
function showAround(answer, wish) {
  if (wish.checkpoint !== state.set.checkpoint || !told(answer)) return;
  if (wish.parts.includes("epochs")) {
    epochsFar = Boolean(answer.missing?.includes("epochs"));
    awaitComing(answer.coming);
  }
  if (answer.grid) find(".tiles").style.setProperty("--sheet", `url(${answer.grid})`);
  if (answer.verdict) judged(answer.verdict, wish);
  if (answer.nearest) showNearest(answer.nearest, state.facts.typical);
  if (answer.map) films.pad.put(answer.map);
  if (answer.films) answer.films.forEach((url, i) => films.directions[i]?.put(url));
  if (answer.walk) films.walk.put(answer.walk);
  if (answer.epochs) films.epochs.put(answer.epochs);
  else if (answer.missing?.includes("epochs")) films.epochs.put(EMPTY);
  if (wish.parts.includes("became")) tellBecame(answer.became);
  if (answer.latent) films.putLatents(answer.latent, state.set.raw);
}

/**
 * A direction may lead out of its digit's class: that is said in the place of what is said of directions otherwise.
 * @param {Look["became"]} became
 */
export function tellBecame(became) {
  const [from, to] = became ?? [];
  if (became) say(find(".ways .say"), "generate.ways.became", { from, to });
  else say(find(".ways .say"), state.facts.directions.length ? "generate.ways.say" : "generate.ways.none");
}

export const own = ownAnswers(new URL("./in_browser/worker.mjs", import.meta.url), props.own, element),
  ask = answering(["look", "save", "project"], own, server);
const draw = latestWins(ask.look, showDigit);
const lookAround = latestWins(ask.look, showAround, 1);
useHand({ own, show: showDigit, draw });

/* What is on its way is looked for by itself, ever more seldom: nothing else waits for it. */
const lookLater = latestWins(
  ask.look,
  (answer, /** @type {Wish} */ wish) => wish.order === wishes && showAround(answer, wish),
  1,
);
let later = 0,
  pause = LATER;
/** @param {string[] | undefined} parts */
function awaitComing(parts) {
  clearTimeout(later);
  if (!parts) return void (pause = LATER);
  later = setTimeout(() => lookLater({ ...state.set, parts, order: wishes }), pause);
  pause = Math.min(1.5 * pause, LONGEST);
}

/* On a loop there is nothing around but its nearest digit. */
const around = () => (state.set.at !== null ? ["nearest"] : AROUND).filter((part) => part !== "epochs" || !epochsFar);
const followNow = notOftenerThan(
  () => lookAround({ ...state.set, parts: (looks += 1) % 6 && state.set.at === null ? NEAR : around() }),
  GAP,
);
export const restNow = atRest(() => {
  const { text, at, directions } = state.set;
  const also = [
    ...(text ? ["verdict"] : []),
    ...(find(".latents").hidden ? [] : ["latent"]),
    ...(at === null && !text && directions.some(Boolean) ? ["became"] : []),
  ];
  lookAround({ ...state.set, parts: [...(at === null ? AROUND : ["nearest"]), ...also] });
  find(".spoken").textContent = `${find(".caption").textContent}. ${find(".believes").textContent}`;
  readyHand();
}, REST);

/* ---- what goes out ---- */

/** @param {Partial<import("./state.mjs").GenerateRequest>} change */
export function changed(change) {
  const mixes = "across" in change && !change.raw && isWhole(state.set); // a whole z lies between no seeds
  Object.assign(state.set, { loop: [], at: null }, change, mixes && { raw: {} });
  tellBecame(null); // until it rests: what was read is another digit
  if (faultIn === "field") told({}, "field");
  paint();
  const wish = { ...state.set, parts: ["digit"], session, order: (wishes += 1) };
  if (!inHand(wish)) draw(wish);
  followNow();
  restNow();
}

export function paint() {
  const { seed, digit, others, across, down, label, text } = state.set;
  const own = isWhole(state.set); // a written digit's
  const of = own ? "generate.hand.stage" : across || down ? "generate.stage.mixed" : "generate.stage.caption";
  const place = { seed, digit, others: others.join(", ") };
  if (state.set.at !== null) say(find(".caption"), "generate.places.on", { count: state.set.loop.length });
  else if (!state.facts.classes) say(find(".caption"), of, place);
  else say(find(".caption"), "generate.stage.asked", { asked: text || label, place: theatre.t(of, place) });
  find(".digit").alt = theatre.t(own ? "generate.hand.stage_alt" : "generate.stage.alt", { seed, digit });
  if (text) find(".written").setAttribute("aria-label", theatre.t("generate.write.alt", { text }));
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
  for (const radio of find(".choice").querySelectorAll("input")) radio.checked = radio.value === state.set.checkpoint;
  films.epochs.set(
    index,
    theatre.t("generate.epochs.value", { epoch: writtenEpoch(state.facts.snapshots[index].epoch) }),
  );
  for (const act of paints) act();
}

/** @type {(() => void)[]} */
const paints = [];
/** @param {() => void} act what else is painted with every change */
export const painted = (act) => void paints.push(act);

/**
 * Puts the seed in force into a field, unless somebody is typing there.
 * @param {HTMLInputElement} field
 * @param {number | string} seed
 */
function fill(field, seed) {
  if (document.activeElement === field) return;
  field.value = String(seed);
  field.removeAttribute("aria-invalid");
}
