/* What lies over the rooms: an invitation, a question, a word of patience. At most one of them at a time. All but the
   invitation are modal, so that they lie over a game or a dialog that a visitor has left open as well. */
import * as theatre from "../core/theatre.mjs";

export const stand = /** @type {Stand} */ (window.theatreStand);
export const phase = { state: "resting", returning: false }; // also: used, asking, leaving; `returning`: to a server that was gone
/** @type {Record<string, HTMLElement>} by name; those that wait for an answer are dialogs */
export const layers = {};

/**
 * @param {string} tag
 * @param {Record<string, string>} attributes
 * @param {(Node | string)[]} children
 */
export function made(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  node.append(...children);
  return node;
}

/**
 * @param {string} tag
 * @param {string} key
 * @param {Record<string, string>} attributes
 */
function worded(tag, key, attributes = {}) {
  const node = made(tag, attributes);
  theatre.put(node, key);
  return node;
}

/**
 * @param {"div" | "dialog"} tag
 * @param {string} name
 * @param {string} role
 * @param {string} title
 * @param {(Node | string)[]} children
 */
function layer(tag, name, role, title, ...children) {
  const heading = worded("p", title, { class: "title", id: `stand-${name}` });
  layers[name] = made(
    tag,
    { class: `layer ${name}`, role, "aria-labelledby": heading.id, hidden: "" },
    made("div", {}, heading, ...children),
  );
  return layers[name];
}

const ARROW = '<svg viewBox="0 0 24 24" aria-hidden="true"><path d="M4 12a8 8 0 1 0 2.6-5.9M4 4v5h5"/></svg>';
export const restart = made("button", { type: "button", class: "restart" });
const pill = made("p", { class: "pill", role: "status" });

export function buildLayers() {
  restart.innerHTML = ARROW;
  restart.append(worded("span", "stand.restart"));
  const on = worded("button", "stand.ask.on", { type: "button", class: "on" });
  const over = worded("button", "stand.restart", { type: "button", class: "over" });
  const aside = made(
    "aside",
    { class: "stand", "data-i18n-aria-label": "stand.name" },
    restart,
    pill,
    layer("div", "start", "dialog", "stand.start"),
    layer(
      "dialog",
      "ask",
      "alertdialog",
      "stand.ask.title",
      made("p", { class: "seconds", "aria-hidden": "true" }),
      made("p", { class: "say" }),
      made("p", { class: "choices" }, on, over),
    ),
    layer("dialog", "lost", "alertdialog", "stand.lost.title", worded("p", "stand.lost.say", { class: "say" })),
  );
  document.body.append(aside);
  if (stand.unknown) tellPill("stand.unknown", stand.unknown);
}

/**
 * Shows the layer `name`, or none.
 * @param {string | null} name
 */
export function lay(name) {
  for (const [each, node] of Object.entries(layers)) {
    node.hidden = each !== name;
    if (node instanceof HTMLDialogElement && node.open === node.hidden) node.hidden ? node.close() : node.showModal();
  }
  document.documentElement.dataset.stand = name ?? "used";
}

/**
 * @param {string | null} key
 * @param {Values} values
 */
export const tellPill = (key, values = {}) =>
  key ? theatre.put(pill, key, values) : (delete pill.dataset.i18n, pill.replaceChildren());

/* When somebody last touched anything. While a finger or a key is down the clock stands still: nothing begins in the
   middle of a gesture. Only people count, not what a script does. */
const STUCK = 120_000; // ms: a finger that is down for so long was lost by the screen
/** @type {Map<string, number>} */
const down = new Map(); // pointers and keys that are down -> since when
let lastTouch = performance.now();

/* Somebody is there. */
export function touched() {
  lastTouch = performance.now();
}

export const idleFor = () => (gesture() ? 0 : performance.now() - lastTouch);

function gesture() {
  const now = performance.now();
  for (const [which, since] of down) if (now - since > STUCK) down.delete(which);
  return down.size > 0;
}

/**
 * `answer(event)` may keep a touch from what lies below it by returning true.
 * @typedef {(event: any) => string} Which
 * @param {(event: any) => boolean | void} answer
 */
export function watchTouches(answer) {
  const swallow = (/** @type {Event} */ event) => (event.preventDefault(), event.stopImmediatePropagation());
  const begins = (/** @type {Which | null} */ which) => (/** @type {any} */ event) => {
    if (!event.isTrusted) return;
    lastTouch = performance.now();
    if (which) down.set(which(event), lastTouch);
    if (answer(event)) swallow(event);
  };
  const ends = (/** @type {Which} */ which) => (/** @type {any} */ event) => {
    lastTouch = performance.now();
    down.delete(which(event));
  };
  const listen = (/** @type {string} */ name, /** @type {(event: any) => void} */ heard) =>
    addEventListener(name, heard, { capture: true, passive: false });
  /** @type {Which} */
  const pointer = ({ pointerId }) => `pointer ${pointerId}`;
  /** @type {Which} */
  const key = ({ code }) => `key ${code}`;
  listen("pointerdown", begins(pointer));
  listen("keydown", begins(key));
  listen("wheel", begins(null));
  for (const name of ["pointerup", "pointercancel"]) listen(name, ends(pointer));
  listen("keyup", ends(key));
  listen("blur", () => down.clear()); // what is let go outside is not heard here
  listen("pointermove", (event) => event.isTrusted && (lastTouch = performance.now()));
}

/* The room that is open; those that this stand has. */
export const openRoom = () =>
  /** @type {HTMLElement | null} */ (document.querySelector("[role=tab][aria-selected=true]"))?.dataset.tabId ?? null;
export const openRooms = () => {
  /** @type {NodeListOf<HTMLElement>} */
  const tabs = document.querySelectorAll("[role=tab][data-tab-id]");
  const doors = [...tabs].map((door) => door.dataset.tabId ?? "");
  return [...new Set(doors)].filter((room) => !stand.rooms.length || stand.rooms.includes(room));
};
