/* Links that open a room in a given state, and doors from one room into another.

   A room registers itself as soon as it can show something:

     theatre.register?.("training", {
       state: () => ({ run: "best", epoch: 3 }),  // what is seen now: names, with strings or numbers
       show(state) { ... },                       // the same object, its values as strings; see theatre.read
     });

   `show` returns, or promises, the names that it could make nothing of: the page tells the visitor, and shows the rest.
   A room may also offer `missing()`: the key of a sentence on what a link to it cannot carry now, or null; and `allow`: what
   a frame has to allow it, such as ["camera"].
   theatre.go({room: "equilibrium", preset: "collapse"}) opens a room from anywhere, theatre.address() is the link to
   what is seen now, theatre.has("play") tells whether there is such a room, theatre.seen("generate") what that room shows. `theatre:room` is told on the document
   whenever another room is opened. */
import { language, put } from "./i18n.mjs";
import { languageOf } from "./preferences.mjs";

/** @type {Record<string, (value: string) => unknown>} */
const OURS = { lang: languageOf, theme: (value) => ["dark", "light"].includes(value) }; // read by i18n.mjs
// What some room reads. Whatever else stands in an address is others': Gradio's, a messenger's, a campaign's.
const ROOMS = new Set(
  `room example act tile maps mask strength noise jpeg animal coat networks direction checkpoint seed digit directions
  diversity epoch others across down raw class text hands weights places subject pictures chapter plan sheet run beside preset shape game rateD rateG stepsD settle momentum
  play g_rate d_rate d_steps batch dropout real_label`.split(/\s+/),
);
/** @type {Map<string | null, Room>} what each one registered */
const rooms = new Map();
/** @type {Map<string, Record<string, string>>} what a room is to show as soon as it registers */
const wanted = new Map();
/** @type {string | null} the room that the page is opened in, until it is open */
let arriving = null;

/** @type {() => HTMLElement[]} */
const doors = () => [.../** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[role=tab][data-tab-id]"))];
const door = (/** @type {string | null} */ room) => doors().find(({ dataset }) => dataset.tabId === room);
const current = () => doors().find((tab) => tab.ariaSelected === "true")?.dataset.tabId ?? null;

/**
 * Calls `act` once the doors are there.
 * @param {() => void} act
 */
function whenBuilt(act) {
  if (current() !== null) act();
  else requestAnimationFrame(() => whenBuilt(act));
}

/**
 * @param {string} room
 * @param {Room} offered
 */
export function register(room, offered) {
  rooms.set(room, offered);
  const state = wanted.get(room);
  wanted.delete(room);
  if (state) deliver(room, state);
}

/**
 * @param {string} room
 * @param {Record<string, string>} state
 */
async function deliver(room, state) {
  /** @type {string[] | void | null} */
  let wrong = null;
  try {
    wrong = await rooms.get(room)?.show(state);
  } catch {
    wrong = Object.keys(state);
  }
  complain((wrong ?? []).map((name) => [name, state[name]]));
}

/** @param {string[][]} wrong */
function complain(wrong) {
  if (wrong.length) tell("link.wrong", { names: wrong.map((pair) => pair.join("=").slice(0, 40)).join(", ") });
}

/**
 * Links from before drawing had a room of its own.
 * @param {Record<string, string>} link
 */
function moved(link) {
  const { networks, act, ...rest } = link;
  return link.room === "translate" && networks === "drawing-horse" && door("draw") ? { ...rest, room: "draw" } : link;
}

/**
 * Opens a room; with a state, or none to leave it as it is. False: there is no such room.
 * @param {{ room: string } & Record<string, unknown>} link
 */
export function go({ room, ...given }) {
  if (!door(room)) return false;
  if (current() !== room) door(room)?.click();
  const state = Object.fromEntries(Object.entries(given).map(([name, value]) => [name, String(value)]));
  if (!Object.keys(state).length) return true;
  if (rooms.has(room)) deliver(room, state);
  else wanted.set(room, state);
  return true;
}

/* The link to what is seen now. */
export function address() {
  const room = current(),
    url = new URL(location.href.split(/[?#]/)[0]);
  /** @type {LinkState} */
  const all = { room, ...rooms.get(room)?.state(), lang: language };
  for (const [name, value] of Object.entries(all))
    if (value !== null && value !== undefined) url.searchParams.set(name, String(value));
  return url.href.replaceAll("%2C", ",").replaceAll("%3A", ":");
}

export const missing = () => rooms.get(current())?.missing?.() ?? null;
export const allow = () => rooms.get(current())?.allow?.() ?? [];

function openLink() {
  const asked = [...new URLSearchParams(location.search)].filter(([name]) => name in OURS || ROOMS.has(name));
  const ours = asked.filter(([name]) => name in OURS),
    { room = current() ?? "", ...state } = /** @type {Record<string, string>} */ (
      moved(Object.fromEntries(asked.filter(([name]) => !(name in OURS))))
    );
  complain(ours.filter(([name, value]) => !OURS[name](value)));
  arriving = door(room) ? room : current();
  if (!go({ room, ...state })) tell("link.no_room", { room: room.slice(0, 40) });
}

/**
 * What a link says as values. `readers` by name: text -> value, undefined for nonsense. Returns {values, wrong}.
 * @typedef {(text: string) => any} Reader
 * @param {Record<string, string>} state
 * @param {Record<string, Reader>} readers
 */
export function read(state, readers) {
  /** @type {Record<string, any>} */
  const values = {};
  /** @type {string[]} */
  const wrong = [];
  for (const [name, text] of Object.entries(state)) {
    const value = Object.hasOwn(readers, name) ? readers[name](text) : undefined;
    if (value === undefined) wrong.push(name);
    else values[name] = value;
  }
  return { values, wrong };
}

/** @type {(low: number, high: number) => Reader} */
const number = (low, high) => (text) => {
  const value = text.trim() === "" ? NaN : Number(text);
  return value >= low && value <= high ? value : undefined;
};
export const readers = {
  number,
  /** @type {(low: number, high: number) => Reader} */
  whole: (low, high) => (text) => (/^\d{1,15}$/.test(text) ? number(low, high)(text) : undefined),
  /** @type {(...known: string[]) => Reader} */
  oneOf:
    (...known) =>
    (text) =>
      known.includes(text) ? text : undefined,
  /** @type {(most: number, low: number, high: number) => Reader} numbers between commas, `most` at most */
  numbers: (most, low, high) => (text) => {
    const values = text.split(",").map(number(low, high));
    return values.length <= most && !values.includes(undefined) ? values : undefined;
  },
};

/**
 * A sentence at the foot of the page; it goes when it is closed, or after a while.
 * @param {string} key
 * @param {Values} values
 */
export function tell(key, values) {
  const words = document.createElement("span"),
    shut = document.createElement("button");
  const old = /** @type {HTMLElement | null} */ (document.querySelector(".theatre-told"));
  const said = old ?? document.body.appendChild(document.createElement("div"));
  said.className = "theatre-told";
  said.setAttribute("role", "status");
  said.replaceChildren(words, shut);
  shut.type = "button";
  shut.dataset.i18nAriaLabel = "link.close";
  shut.textContent = "\u00d7";
  shut.onclick = () => said.remove();
  put(words, key, values);
  setTimeout(() => words.isConnected && said.remove(), 15000);
}

/* On a phone the tabs are a row that scrolls: the chosen one in its middle. */
function reveal() {
  const tab = door(current()),
    row = tab?.parentElement;
  if (row)
    row.scrollLeft +=
      tab.getBoundingClientRect().left - row.getBoundingClientRect().left - (row.clientWidth - tab.offsetWidth) / 2;
}
document.addEventListener("theatre:language", () => requestAnimationFrame(reveal));
document.fonts.ready.then(reveal);

/* Gradio's page of its API is there once Gradio's own link to it, which theatre.css hides, was pressed. At ?view=api it
   says that it shows it before it has fetched it, so the first press takes that back. */
function openApi() {
  const link = /** @type {HTMLElement | null} */ (document.querySelector("footer .show-api"));
  if (!link) return void requestAnimationFrame(openApi);
  link.click();
  link.click();
}

/**
 * A room that a visitor opened is an entry of the browser's history, so that Back leads to the room before and not out
 * of the app; what opens by itself (a link, the tour, the stand) takes the place of the last one. What the address said
 * of the room before goes. A stand keeps no way back: the next visitor would find this one's.
 * @param {string} room
 */
function remember(room) {
  if (window.theatreStand?.kiosk) return;
  const url = new URL(location.href);
  if (arriving) {
    if (room !== arriving) return; // the link's room is just being opened
    arriving = null;
    return enter("replaceState", room, url);
  }
  if (history.state?.room === room) return; // Back or Forward has led here
  for (const name of ROOMS) url.searchParams.delete(name);
  url.searchParams.set("room", room);
  const own = !("embed" in document.documentElement.dataset); // else Back is the page's around
  enter(own && (navigator.userActivation?.isActive ?? true) ? "pushState" : "replaceState", room, url);
}

/**
 * @param {"pushState" | "replaceState"} how
 * @param {string} room
 * @param {URL} url
 */
function enter(how, room, url) {
  try {
    history[how]({ ...history.state, room }, "", url);
  } catch {
    /* a page out of a file may not: there Back leaves it, as before */
  }
}
window.addEventListener("popstate", ({ state }) => state?.room && go({ room: state.room }));

/** @type {string | null} */
let last = null;
function watch() {
  if (current() === last) return;
  last = current();
  if (last !== null) remember(last);
  reveal();
  document.dispatchEvent(new CustomEvent("theatre:room", { detail: { room: last } }));
}

/* Is there such a room; can it show something; what it shows now; which one is open. */
export const has = (/** @type {string} */ room) => Boolean(door(room));
export const offers = (/** @type {string} */ room) => rooms.has(room);
export const seen = (/** @type {string} */ room) => rooms.get(room)?.state() ?? {};
export { current as room };

whenBuilt(() => {
  openLink();
  watch();
  if ("gradio_config" in window && new URLSearchParams(location.search).get("view") === "api") openApi();
  new MutationObserver(watch).observe(document.querySelector("#rooms") ?? document.body, {
    subtree: true,
    attributes: true,
    attributeFilter: ["aria-selected"],
  });
});
