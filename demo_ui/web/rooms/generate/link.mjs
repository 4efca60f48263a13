/* What a link to this room says, and how the room comes to show it. */
import { DIGITS } from "../../contract.mjs";
import * as theatre from "../../core/theatre.mjs";
import { stand, taken } from "./checkpoints.mjs";
import { props } from "./context.mjs";
import { begin, changed } from "./stage.mjs";
import { lastOf, state } from "./state.mjs";

const { whole, number, numbers, oneOf } = theatre.readers;
const { COUNT, FURTHEST, LARGEST_SEED, LATENT, RAW } = DIGITS;
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
  };
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
  const ids = state.shelf.map(({ id }) => id).filter((id) => !taken({ id }));
  const wanted = ids.includes(link.checkpoint) ? link.checkpoint : ids[0];
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
  });
  const { checkpoint, epoch = last, diversity = 1, directions = [], ...rest } = values;
  const away = (/** @type {{epoch: number}} */ { epoch: at }) => Math.abs(at - epoch);
  stand(one, one.snapshots.reduce((best, snapshot) => (away(snapshot) <= away(best) ? snapshot : best)).step);
  const fresh = begin(values.seed ?? props.start.seed);
  changed({
    ...fresh,
    ...rest,
    truncation: diversity,
    directions: fresh.directions.map((_, i) => directions[i] ?? 0),
    step: state.set.step,
  });
  return wrong;
}

export const register = () =>
  theatre.register?.("generate", {
    state: linked,
    show: showLinked,
    missing: () => (taken(state.facts) ? "link.missing.taken" : null),
  });
