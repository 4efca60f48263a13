/* Arrows, Enter and Escape drive every room: arrows go to the nearest control in that direction. Enter presses it, or
   takes hold of what has a value (a slider, a map, a list): arrows then change that, until Enter or Escape lets go.
   Escape elsewhere closes a dialog, or goes back to the doors. */
import { close, open as asking } from "../core/question.mjs";
import * as theatre from "../core/theatre.mjs";
import { phase, openRoom, openRooms, stand, touched } from "./layers.mjs";

/** @type {Record<string, Way>} */
const WAYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const CONTROLS = "button, a[href], input, select, textarea, summary, [role=slider], [role=tab], [tabindex='0']";
const VALUED = "input[type=range], select, [role=slider]";
const STRIDES = 40; // of a slider from end to end
const ASIDE = 3; // how much dearer a way to the side is than one straight on
/** @type {any} the control that is held: an input, a select or a slider of ours */
export let holding = null;

/**
 * What one sees of a control: a radio button lies within its label, and may be too small to be seen itself.
 * @param {HTMLElement} control
 */
function seenBox(control) {
  const body = control.matches("input[type=radio], input[type=checkbox]")
    ? (control.closest("label") ?? control)
    : control;
  return body.getBoundingClientRect();
}

/* A game or another dialog over the room, if one is open: nothing beside it can be reached. */
const over = () => /** @type {HTMLDialogElement | undefined} */ ([...document.querySelectorAll("dialog:modal")].at(-1));

/** @returns {HTMLElement[]} */
function controls() {
  const all = /** @type {NodeListOf<HTMLButtonElement>} */ ((over() ?? document).querySelectorAll(CONTROLS)); // or others
  return [...all].filter((control) => {
    if (
      control.disabled ||
      (control.tabIndex < 0 && !control.matches("[role=tab]")) ||
      control.closest("[inert], [aria-hidden=true]")
    )
      return false;
    if (control.getAttribute("aria-disabled") === "true" || control.closest("fieldset[disabled]")) return false;
    const { width, height } = seenBox(control);
    return width > 1 && height > 1 && control.checkVisibility({ visibilityProperty: true });
  });
}

/**
 * How far it is from one box to another in a direction, or Infinity where that lies elsewhere: the gap straight on, the
 * gap to the side, and a little for middles that are not in line.
 * @typedef {[number, number]} Way to the right, down
 * @param {DOMRect} from
 * @param {DOMRect} to
 * @param {Way} way
 */
function distance(from, to, [x, y]) {
  /** @typedef {"left" | "right" | "top" | "bottom"} Edge */
  const [near, far, low, high] = /** @type {Edge[]} */ (
    x ? ["left", "right", "top", "bottom"] : ["top", "bottom", "left", "right"]
  );
  const forward = x + y > 0;
  const middle = (/** @type {DOMRect} */ box, /** @type {Edge} */ start, /** @type {Edge} */ end) =>
    (box[start] + box[end]) / 2;
  const ahead = (forward ? 1 : -1) * (middle(to, near, far) - middle(from, near, far));
  const gap = forward ? to[near] - from[far] : from[near] - to[far];
  const side = Math.max(0, to[low] - from[high], from[low] - to[high]);
  if (ahead <= 1 || gap < -0.5 * Math.min(from[far] - from[near], to[far] - to[near])) return Infinity;
  return (
    Math.max(0, gap) + ASIDE * side + 0.1 * Math.abs(middle(to, low, high) - middle(from, low, high)) + 0.01 * ahead
  );
}

/**
 * @param {HTMLElement} control
 * @param {Way} way
 */
function neighbour(control, way) {
  const from = seenBox(control);
  const others = controls().filter((other) => other !== control && !control.contains(other));
  const far = others.map((other) => distance(from, seenBox(other), way));
  const least = Math.min(...far);
  return Number.isFinite(least) ? others[far.indexOf(least)] : null;
}

/** @param {HTMLElement | null} control */
function goTo(control) {
  if (!control) return;
  control.focus({ preventScroll: true, focusVisible: true });
  (control.closest("label") ?? control).scrollIntoView({ block: "nearest", inline: "nearest" });
}

/** @returns {HTMLElement | null} */
export const door = () => document.querySelector("[role=tab][aria-selected=true]");
/** @returns {HTMLElement | null} where arrows set out from: the question's first digit or door, a dialog's first control, or the room's own tab */
const start = () =>
  asking()
    ? (controls().find((control) => control.closest("#theatre-question .pair, #theatre-question .doors")) ?? null)
    : over()
      ? (controls()[0] ?? null)
      : door();

/** @param {Way} way */
function move(way) {
  const here = /** @type {HTMLElement | null} */ (document.activeElement);
  if (!here || here === document.body || !controls().includes(here)) return goTo(start());
  const next = neighbour(here, way);
  if (next) goTo(next);
  else scrollBy({ top: way[1] * innerHeight * 0.4, left: 0 });
}

/** @param {HTMLElement} control */
function hold(control) {
  holding = control;
  control.toggleAttribute("data-held", true);
}

function letGo() {
  holding?.removeAttribute("data-held");
  holding?.dispatchEvent(new Event("change", { bubbles: true }));
  holding = null;
}

const told = (/** @type {Element} */ control, /** @type {string[]} */ ...names) =>
  names.forEach((name) => control.dispatchEvent(new Event(name, { bubbles: true })));

/**
 * One stride of what is held.
 * @param {Way} way
 */
function nudge([x, y]) {
  if (holding.matches("input[type=range]")) {
    const { min, max, step } = holding,
      stride = Math.max(Number(step) || 0, (max - min) / STRIDES);
    holding.value = Number(holding.value) + (x - y) * stride;
    told(holding, "input");
  } else if (holding.matches("select")) {
    holding.selectedIndex = Math.min(holding.length - 1, Math.max(0, holding.selectedIndex + x + y));
    told(holding, "input", "change");
  } else {
    const key = Object.keys(WAYS).find((name) => String(WAYS[name]) === String([x, y]));
    holding.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
  }
}

function press() {
  const here = /** @type {HTMLElement | null} */ (document.activeElement);
  if (holding) return letGo();
  if (!here || here === document.body) return goTo(start());
  if (here.matches(VALUED)) hold(here);
  else here.click();
}

function back() {
  const dialog = over();
  if (holding) letGo();
  else if (dialog) dialog.close();
  else goTo(start());
}

/**
 * True where the key was ours. Letters and digits in a field are the field's.
 * @param {any} event
 * @returns {boolean}
 */
export function keyed(event) {
  const { key, ctrlKey, altKey, metaKey, target } = event;
  if (ctrlKey || altKey || metaKey) return true; // the browser's own shortcuts
  if (holding && holding !== document.activeElement) letGo();
  const typing = target.matches?.(
    "input:not([type]), input[type=text], input[type=number], input[inputmode], textarea",
  );
  if (WAYS[key] && !(typing && key.startsWith("Arrow") && WAYS[key][0] && target.value))
    (holding ? nudge : move)(WAYS[key]);
  else if (key === "Enter" && !typing) press();
  else if (key === " " && !typing) press();
  else if (key === "Enter") target.dispatchEvent(new Event("change", { bubbles: true }));
  else if (key === "Escape") back();
  else return /^F\d+$/.test(key) || key.startsWith("Browser");
  return true;
}

stand.keypad = { WAYS, controls, neighbour };

/* A gamepad as a keypad: cross or left stick, A presses, B goes back, the shoulders change rooms, Start begins anew. */
/** @type {Record<number, string>} */
const BUTTONS = {
  0: "press",
  1: "back",
  4: "before",
  5: "after",
  9: "restart",
  12: "ArrowUp",
  13: "ArrowDown",
  14: "ArrowLeft",
  15: "ArrowRight",
};
const TILT = 0.6; // of a stick, from which on it counts
const FIRST = 400,
  NEXT = 120; // ms until a direction that is held comes again
const due = new Map(); // what is down -> when it comes again

function pressedNow() {
  const on = new Set();
  for (const pad of navigator.getGamepads?.() ?? []) {
    if (!pad) continue;
    pad.buttons.forEach(({ pressed }, i) => pressed && BUTTONS[i] && on.add(BUTTONS[i]));
    const [x = 0, y = 0] = pad.axes;
    if (Math.abs(x) > TILT) on.add(x > 0 ? "ArrowRight" : "ArrowLeft");
    if (Math.abs(y) > TILT) on.add(y > 0 ? "ArrowDown" : "ArrowUp");
  }
  return on;
}

function readGamepads() {
  const now = performance.now(),
    on = pressedNow();
  for (const name of due.keys()) if (!on.has(name)) due.delete(name);
  for (const name of on) {
    touched();
    const again = due.get(name);
    if (again !== undefined && (now < again || !WAYS[name])) continue;
    due.set(name, now + (again === undefined ? FIRST : NEXT));
    if (phase.state === "used") obey(name);
    else if (again === undefined && phase.state !== "leaving" && !phase.returning) commands.use?.();
  }
}

/** @param {string} name */
function obey(name) {
  if (holding && holding !== document.activeElement) letGo();
  if (WAYS[name]) (holding ? nudge : move)(WAYS[name]);
  else buttons[name]?.();
}

/** @param {number} by */
function nextRoom(by) {
  const rooms = openRooms();
  if (asking()) close();
  theatre.enter(rooms[(rooms.indexOf(openRoom() ?? "") + by + rooms.length) % rooms.length]);
}

/** @type {{ use?: () => void, leave?: () => void }} */
let commands = {}; // what a press does for a stand that rests, and Start for any
/** @type {Record<string, () => void>} */
const buttons = {
  press,
  back,
  restart: () => commands.leave?.(),
  before: () => nextRoom(-1),
  after: () => nextRoom(1),
};

/**
 * Gamepads are read with every picture, and only while there is one.
 * @param {Required<typeof commands>} given
 */
export function watchGamepads(given) {
  commands = given;
  const read = () => {
    readGamepads();
    if ([...(navigator.getGamepads?.() ?? [])].some(Boolean)) requestAnimationFrame(read);
  };
  addEventListener("gamepadconnected", read);
  read();
}
