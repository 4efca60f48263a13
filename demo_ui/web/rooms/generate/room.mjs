/* Brings the room to life: what links say of it, what it shows by itself, and how it begins. */
import { DIGITS } from "../../contract.mjs";
import { calm, firstSeen, say, whenReady } from "../../core/elements.mjs";
import * as theatre from "../../core/theatre.mjs";
import {
  anySeed,
  buildControls,
  buildFilms,
  buildShelf,
  buildTiles,
  nameTiles,
  offered,
  stand,
  takeOver,
  taken,
} from "./controls.mjs";
import "./own_hand.mjs";
import { ask, begin, changed, paint, restNow, told } from "./stage.mjs";
import { askable, buildKeys } from "./asked.mjs";
import { placesText, readPlaces } from "./keeping.mjs";
import { lineIn } from "./line.mjs";
import { places } from "./places.mjs";
import { element, find, lastOf, props, root, state } from "./state.mjs";
import "./writing.mjs";

/* ---- links ---- */

const { whole, number, numbers, oneOf } = theatre.readers;
const TOLD = 8; // hex digits of the weights' digest
const { COUNT, FURTHEST, LARGEST_SEED, LATENT, RAW } = DIGITS;
const nothing = () => undefined;
/** @param {number} value */
const place = (value) => Number(value.toFixed(3));

function linked() {
  const { seed, digit, directions, truncation, others, across, down, raw } = state.set,
    held = Object.entries(raw);
  return {
    checkpoint: taken(state.facts) ? null : state.facts.id,
    seed,
    digit,
    directions: directions.some(Boolean) ? directions.map(place).join() : null,
    diversity: truncation === 1 ? null : place(truncation),
    epoch: place(
      (state.facts.snapshots.find(({ step }) => step === state.set.step) ?? lastOf(state.facts.snapshots)).epoch,
    ),
    ...(across || down ? { others: others.join(), across: place(across), down: place(down) } : {}),
    raw: held.length ? held.map(([i, value]) => `${i}:${place(value)}`).join() : null,
    ...asked(),
    weights: state.facts.digest.slice(0, TOLD) || null,
    places: taken(state.facts) || !places().length ? null : placesText(places()),
  };
}

/* What the generator is asked for. */
function asked() {
  const { label, text, varied } = state.set;
  if (!state.facts.classes) return {};
  return text ? { text, hands: varied ? "own" : null } : { class: label };
}

/**
 * "3:1.5,20:-0.2": the numbers of the latent vector that the visitor holds.
 * @param {string} text
 */
function readRaw(text) {
  const pairs = text.split(",").map((pair) => pair.split(":"));
  const good = pairs.every(
    ([i, value, more]) =>
      whole(0, LATENT - 1)(i) !== undefined && number(-RAW, RAW)(value ?? "") !== undefined && more === undefined,
  );
  return good ? Object.fromEntries(pairs.map(([i, value]) => [i, Number(value)])) : undefined;
}

/** @param {string} text */
const readOthers = (text) =>
  text.split(",").length === 3 && text.split(",").every((seed) => whole(0, LARGEST_SEED)(seed) !== undefined)
    ? text.split(",").map(Number)
    : undefined;

/** @param {Record<string, string>} link */
function showLinked(link) {
  const ids = state.shelf.map(({ id }) => id).filter((id) => !taken({ id })),
    implied = link.class || link.text ? askable()?.id : null;
  const wanted = ids.includes(link.checkpoint) ? link.checkpoint : (implied ?? ids[0]);
  const one = state.shelf.find(({ id }) => id === wanted) ?? state.shelf[0];
  const last = lastOf(one.snapshots).epoch;
  const { values, wrong } = theatre.read(link, {
    checkpoint: oneOf(...ids),
    seed: whole(0, LARGEST_SEED),
    digit: whole(0, COUNT - 1),
    directions: numbers(one.directions.length, -FURTHEST, FURTHEST),
    diversity: number(0, 1),
    epoch: number(0, last),
    others: readOthers,
    across: number(0, 1),
    down: number(0, 1),
    raw: readRaw,
    class: one.classes ? whole(0, one.classes - 1) : nothing,
    text: one.classes ? (text) => lineIn(text) ?? undefined : nothing,
    hands: oneOf("own"),
    places: (text) => readPlaces(text, one.directions.length, one.classes),
    weights: (text) => (/^[0-9a-f]{8}$/.test(text) ? text : undefined),
  });
  const { checkpoint, epoch = last, diversity = 1, directions = [], ...others } = values,
    { class: label, text = "", hands, weights, places: kept, ...rest } = others;
  if (kept) state.places[one.id] = kept;
  const away = (/** @type {{epoch: number}} */ { epoch: at }) => Math.abs(at - epoch);
  const { step } = one.snapshots.reduce((best, snapshot) => (away(snapshot) <= away(best) ? snapshot : best));
  const turn = (values.digit ?? props.start.digit) % Math.max(1, one.classes);
  stand(one, step, one.classes ? { label: text ? null : (label ?? turn), text, varied: hands === "own" } : {});
  const fresh = begin(values.seed ?? props.start.seed);
  changed({
    ...fresh,
    ...rest,
    truncation: diversity,
    directions: fresh.directions.map((_, i) => directions[i] ?? 0),
    step: state.set.step,
  });
  if (weights && one.digest && !one.digest.startsWith(weights)) theatre.tell("generate.older", {});
  return wrong;
}

const register = () =>
  theatre.register?.("generate", {
    state: linked,
    show: showLinked,
    missing: () => (taken(state.facts) ? "link.missing.taken" : null),
  });

/* ---- what the room shows by itself while nobody is there: a walk from seed to seed that never ends ---- */

const ACT_PACE = 100,
  ACT_STRIDE = 4000; // ms: between two digits; from one seed to the next
let actRuns = 0;

theatre.acts.generate = {
  begin() {
    let since = performance.now();
    clearInterval(actRuns);
    actRuns = setInterval(
      () => {
        if (!state.facts) return;
        const across = (performance.now() - since) / ACT_STRIDE;
        if (across < 1) return changed({ across: calm.matches ? Math.floor(3 * across) / 3 : across, down: 0 });
        since = performance.now();
        changed({ seed: state.set.others[0], others: [anySeed(), anySeed(), anySeed()], across: 0, down: 0 });
      },
      calm.matches ? 10 * ACT_PACE : ACT_PACE,
    );
  },
  end() {
    clearInterval(actRuns);
    if (state.facts) changed(begin(props.start.seed));
  },
};

/* ---- the beginning ---- */

/** @param {{checkpoints: import("./state.mjs").Facts[]}} status */
function open(status) {
  told({});
  state.shelf = status.checkpoints;
  [state.facts] = state.shelf;
  state.free = state.facts;
  state.set = begin(props.start.seed);
  buildControls();
  buildFilms();
  buildShelf();
  buildKeys();
  for (const fieldset of element.querySelectorAll("fieldset")) fieldset.disabled = false;
  find(".opener").disabled = false;
  find(".pad").setAttribute("aria-disabled", "false");
  root.dataset.state = "ready";
  document.addEventListener("theatre:language", () => (nameTiles(), paint(), restNow()));
  if (offered) takeOver(offered);
  else changed({});
  register();
}

/* The first digit comes with the page, so that there is something to see before anything is loaded. */
function showFirst() {
  find(".digit").src = find(".mini").src = props.first;
  find(".digit").alt = theatre.t("generate.stage.alt", props.start);
  say(find(".caption"), "generate.stage.caption", props.start);
  root.dataset.first = "";
}

buildTiles();
if (props.first) showFirst();
firstSeen(element)
  .then(() => whenReady(find, () => ask.status(), told))
  .then(open);
