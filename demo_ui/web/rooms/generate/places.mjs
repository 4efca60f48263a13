/* Places that a visitor keeps: up to eight of each generator, in an order that they choose, and a loop through them
   without a seam, to be seen and to be taken away. */
import { DIGITS } from "../../contract.mjs";
import { calm, handOver, make, whenNew } from "../../core/elements.mjs";
import * as theatre from "../../core/theatre.mjs";
import { stopWalking } from "./controls.mjs";
import { moved, placesText, samePlace } from "./keeping.mjs";
import { ask, changed, painted, told } from "./stage.mjs";
import { find, props, server, state } from "./state.mjs";

/** @typedef {import("./state.mjs").Place} Place */

const { MOST_PLACES } = DIGITS;
const LEG = 1000; // ms from one place to the next
const LAPSE = 500; // ms between two pictures that count at most: a loop goes on where its tab was hidden
const CALM = 4; // pictures of a leg where motion is to be little
const FAR = 8; // pixels after which a finger drags

/** @type {Map<string, string>} pictures by what place they are of */
const pictures = new Map();
const list = /** @type {HTMLElement} */ (find(".kept"));

/** @returns {Place[]} of the generator that stands */
export const places = () => state.places[state.facts.id] ?? [];
/** @param {Place[]} kept */
function put(kept) {
  state.places[state.facts.id] = kept;
  if (kept.length < 2) stop();
  show();
}

/** @returns {Place} where the visitor is */
function here() {
  const { seed, digit, others, across, down, directions, truncation, raw, label } = state.set;
  return { seed, digit, others, across, down, directions, truncation, raw, label };
}
const at = () => places().findIndex((place) => samePlace(place, here()));

/* ---- the row ---- */

find(".pin").addEventListener("click", () => {
  const held = at();
  if (held >= 0) return put(places().filter((_, i) => i !== held));
  if (places().length >= MOST_PLACES) return theatre.tell("generate.places.full", { most: MOST_PLACES });
  pictures.set(JSON.stringify(here()), find(".digit").src);
  put([...places(), here()]);
});

/** @param {Place} place */
function go(place) {
  stop();
  stopWalking();
  changed({ ...place, ...(state.set.text ? { label: null } : {}) });
}

/**
 * @param {Place} place
 * @param {number} i
 */
function item(place, i) {
  const picture = make("img", { alt: "", draggable: "false" });
  const button = make("button", { type: "button", class: "place-kept" }, picture);
  const name = { number: i + 1, count: places().length, seed: place.seed, digit: place.digit };
  button.setAttribute("aria-label", theatre.t("generate.places.one", name));
  button.title = button.getAttribute("aria-label") ?? "";
  button.addEventListener("keydown", (event) => byKey(event, i));
  dragged(button, i, () => go(place));
  drawn(place).then((url) => url && (picture.src = url));
  return make("li", {}, button);
}

/**
 * @param {Place} place
 * @returns {Promise<string | undefined>}
 */
async function drawn(place) {
  const key = JSON.stringify(place);
  if (!pictures.has(key)) {
    const { digit } = await ask.look({ ...state.set, ...place, text: "", at: null, loop: [], parts: ["digit"] });
    if (digit) pictures.set(key, digit);
  }
  return pictures.get(key);
}

/**
 * @param {KeyboardEvent} event
 * @param {number} i
 */
function byKey(event, i) {
  const way = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
  const gone = ["Delete", "Backspace"].includes(event.key);
  if (!way && !gone) return;
  event.preventDefault();
  const to = way ? Math.max(0, Math.min(places().length - 1, i + way)) : Math.min(i, places().length - 2);
  put(way ? moved(places(), i, to) : places().filter((_, k) => k !== i));
  /** @type {HTMLElement} */ (list.querySelectorAll("button")[to] ?? find(".pin")).focus();
}

/**
 * A finger drags a place among the others; one that only taps goes there.
 * @param {HTMLElement} button
 * @param {number} i
 * @param {() => void} tapped
 */
function dragged(button, i, tapped) {
  let start = { x: NaN, y: NaN },
    away = false;
  const way = (/** @type {PointerEvent} */ { clientX, clientY }) => [clientX - start.x, clientY - start.y];
  button.addEventListener("pointerdown", (event) => {
    button.setPointerCapture(event.pointerId);
    [start, away] = [{ x: event.clientX, y: event.clientY }, false];
  });
  button.addEventListener("pointermove", (event) => {
    const [x, y] = way(event);
    if (!(Math.hypot(x, y) > FAR) && !away) return;
    away = true;
    button.style.translate = `${x}px ${y}px`;
  });
  button.addEventListener("pointerup", (event) => {
    const to = nearestTo(event);
    [start, button.style.translate] = [{ x: NaN, y: NaN }, ""];
    if (away) put(moved(places(), i, to));
  });
  button.addEventListener("pointercancel", () => ([start, button.style.translate] = [{ x: NaN, y: NaN }, ""]));
  button.addEventListener("click", () => (away ? (away = false) : tapped()));
}

/**
 * @param {{clientX: number, clientY: number}} finger
 * @returns {number} the number of the place whose middle is nearest to it
 */
function nearestTo({ clientX, clientY }) {
  const boxes = [...list.children].map((one) => one.getBoundingClientRect());
  const far = boxes.map(({ x, y, width, height }) => Math.hypot(x + width / 2 - clientX, y + height / 2 - clientY));
  return far.indexOf(Math.min(...far));
}

function show() {
  const kept = places();
  find(".places").hidden = !kept.length;
  for (const button of find(".places").querySelectorAll(".round, .save-loop")) button.disabled = kept.length < 2;
  list.replaceChildren(...kept.map(item));
  paint();
}

function paint() {
  const held = state.set.at === null ? at() : -1;
  find(".pin").setAttribute("aria-pressed", String(held >= 0));
  find(".pin").disabled = state.set.at !== null;
  list.querySelectorAll("button").forEach((button, i) => {
    if (i === held) button.setAttribute("aria-current", "true");
    else button.removeAttribute("aria-current");
  });
}

painted(() => {
  whenNew(list, [state.facts.id, theatre.language, placesText(places())].join(), show);
  if (state.set.at === null) stop();
  paint();
});

/* ---- the loop ---- */

let running = 0;

export function stop() {
  cancelAnimationFrame(running);
  running = 0;
  find(".round").setAttribute("aria-pressed", "false");
}

function round() {
  let way = state.set.at ?? 0,
    before = performance.now();
  const frame = (/** @type {number} */ now) => {
    if (!list.offsetParent) return stop(); // another room is open
    const count = places().length;
    way = (way + Math.min(now - before, LAPSE) / (LEG * count)) % 1;
    before = now;
    const steps = CALM * count;
    running = requestAnimationFrame(frame);
    changed({ loop: places(), at: calm.matches ? Math.floor(way * steps) / steps : way });
  };
  stopWalking();
  running = requestAnimationFrame(frame);
  find(".round").setAttribute("aria-pressed", "true");
}

find(".round").addEventListener("click", () => (running ? stop() : round()));

/* ---- what is taken away ---- */

find(".save-loop").addEventListener("click", (/** @type {{currentTarget: HTMLElement}} */ { currentTarget }) => {
  const open = find(".formats").hidden;
  find(".formats").hidden = !open;
  currentTarget.setAttribute("aria-expanded", String(open));
});

for (const button of /** @type {NodeListOf<HTMLElement>} */ (find(".formats").querySelectorAll("[data-format]"))) {
  const format = button.dataset.format ?? "";
  button.hidden = !server.take || !props.formats.includes(format); // no browser writes such files by itself
  button.addEventListener("click", async () => {
    const file = await ask.take({ ...state.set, loop: places(), at: 0, format });
    if (told(file, "field")) handOver(file.url, file.name);
  });
}

find(".as-json").addEventListener("click", () => {
  const { text, varied, checkpoint } = state.set;
  const all = { checkpoint, weights: state.facts.digest, ...(text ? { text, varied } : {}), places: places() };
  const url = URL.createObjectURL(new Blob([`${JSON.stringify(all, null, 1)}\n`], { type: "application/json" }));
  handOver(url, "places.json");
  setTimeout(() => URL.revokeObjectURL(url), 60e3);
});

document.addEventListener("theatre:forget", () => {
  state.places = {};
  pictures.clear();
  if (state.facts) put([]);
});
