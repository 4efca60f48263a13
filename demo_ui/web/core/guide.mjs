/* The guide: takes a visitor through doors of chapters.json into the real rooms, lights up what is meant there, and
   waits for one gesture. A first visit, the tour and the chapters of the lesson are all made of it.

   theatre.guide.visit("cycle")   opens one door (the lesson's way; a button leads back)
   theatre.guide.tour()           all stops of the tour, each for its share of the time; a hand acts there until somebody
                                  touches the room, who takes over where it is, and the tour is held
   theatre.guide.welcome()        what a first visit sees
   theatre.guide.learned()        the doors whose gesture this visitor has made; `theatre:learned` tells of a new one */
import { CHAPTERS } from "./given.mjs";
import { lendHand } from "./hand.mjs";
import { keep, put } from "./i18n.mjs";
import { go, has, room as current } from "./links.mjs";
import { kept } from "./preferences.mjs";
import { open as asking } from "./question.mjs";

const LOOK = 250; // ms between two looks at the clock and at where the card may stand
const CORNERS = ["end bottom", "start bottom", "end top", "start top"];
const narrow = matchMedia("(max-width: 48rem)"); // there a card hides the picture unless the page makes room
/** @type {any} the card, while there is one */
let card = null;
/** @type {any} where the guide is: {door, kind, stop, left, given, done, paused, scrolled, settling}, or null */
let at = null;
let clock = 0;
let takeHand = () => {}; // away, where the tour acts by itself

/**
 * @param {keyof HTMLElementTagNameMap} tag
 * @param {string} className
 * @param {string | null} [key]
 */
const make = (tag, className, key) => {
  const node = document.createElement(tag);
  node.className = className;
  if (node instanceof HTMLButtonElement) node.type = "button";
  if (key) put(node, key);
  return node;
};
/**
 * A room of the static edition may be nothing but a sentence that says so.
 * @param {string} room
 */
const empty = (room) => Boolean(document.querySelector(`#room-${room} [data-i18n="site.no_room"]`));
/** @param {string} door */
const exists = (door) => has(CHAPTERS.doors[door].opens.room) && !empty(CHAPTERS.doors[door].opens.room);
const stops = () => CHAPTERS.tour.stops.filter(({ door }) => exists(door));
const learned = () => new Set((kept("learned") ?? "").split(",").filter((door) => door in CHAPTERS.doors));

/* ---- the light ---- */

/** @param {string} selector */
function light(selector) {
  const style =
    document.querySelector("#theatre-light") ??
    document.head.appendChild(Object.assign(document.createElement("style"), { id: "theatre-light" }));
  style.textContent = selector
    ? `:is(${selector}) { outline: 4px solid var(--both) !important; outline-offset: 3px !important; }`
    : "";
}

/**
 * @param {string} [selector]
 * @returns {HTMLElement[]}
 */
const seen = (selector) =>
  [.../** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(selector ?? ":not(*)"))].filter((node) =>
    node.checkVisibility(),
  );
const lit = () => seen(CHAPTERS.doors[at.door].lights);

/**
 * @param {DOMRect} one
 * @param {DOMRect} other
 */
const across = (one, other) =>
  Math.max(0, Math.min(one.right, other.right) - Math.max(one.left, other.left)) *
  Math.max(0, Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top));

/* The card stands in the corner where it hides the least of what is lit, and then of what the gesture shows. */
function place() {
  const boxes = [lit(), seen(CHAPTERS.doors[at.door].shows)].map((nodes) =>
    nodes.map((node) => node.getBoundingClientRect()),
  );
  const hidden = CORNERS.map((corner) => {
    card.dataset.corner = corner;
    const own = card.getBoundingClientRect();
    const [light, show] = boxes.map((all) => all.reduce((sum, box) => sum + across(own, box), 0));
    return 1000 * light + show;
  });
  card.dataset.corner = CORNERS[hidden.indexOf(Math.min(...hidden))];
}

/**
 * On a phone the card takes the lower half, and what is lit stands above it, with the picture above that, until the
 * visitor does something: a room that is still being built shifts it.
 * @param {Element} first
 */
function makeRoom(first) {
  card.dataset.corner = CORNERS[0];
  scrollBy(0, first.getBoundingClientRect().bottom + 16 - card.getBoundingClientRect().top);
}

function look() {
  const [first] = lit();
  if (first && !at.scrolled) {
    at.scrolled = true;
    first.scrollIntoView({ block: "center" });
  }
  if (first && at.settling) return makeRoom(first);
  place();
  if (at.kind !== "tour" || at.paused || document.hidden) return;
  at.left -= LOOK;
  card.querySelector(".guide-time").style.setProperty("--left", Math.max(0, at.left / at.given));
  if (at.left <= 0) next();
}

/* ---- the card ---- */

/**
 * @param {string} className
 * @param {string | null} key
 * @param {() => void} act
 */
const button = (className, key, act) => {
  const node = make("button", className, key);
  node.onclick = act;
  return node;
};

function buttons() {
  /** @type {Record<string, () => HTMLElement[]>} */
  const more = {
    visit: () => [button("guide-on", "learn.guide.back", back)],
    tour: () => [
      button("guide-on", at.stop + 1 < stops().length ? "learn.guide.next" : "learn.guide.end", next),
      button("guide-pause", at.paused ? "learn.guide.go_on" : "learn.guide.pause", pause),
    ],
    welcome: () => [
      button(at.done ? "guide-on" : "guide-tour", "learn.guide.tour", tour),
      button("guide-skip", "learn.guide.skip", stop),
    ],
  };
  return more[at.kind]();
}

function show() {
  card ??= document.body.appendChild(make("section", "theatre-guide"));
  card.dataset.i18nAriaLabel = "learn.guide.name";
  card.tabIndex = -1;
  const { kind, door, stop: number } = at;
  const says = kind === "welcome" ? ["learn.first.one", "learn.first.two", "learn.first.three"] : [`learn.see.${door}`];
  const task = button("guide-do", `learn.do.${door}`, toTask),
    row = make("div", "guide-buttons");
  row.append(...buttons());
  const shut = button("guide-shut", null, stop);
  shut.textContent = "×";
  shut.dataset.i18nAriaLabel = "link.close";
  const time = make("div", "guide-time");
  time.hidden = kind !== "tour";
  const count = make("p", "guide-count");
  if (kind === "tour") put(count, "learn.guide.count", { at: number + 1, of: stops().length });
  const words = make("div", "guide-words");
  words.setAttribute("aria-live", "polite");
  words.append(count, ...says.map((key) => make("p", "guide-say", key)), task);
  card.replaceChildren(shut, words, row, time);
  light(CHAPTERS.doors[door].lights);
  clearInterval(clock);
  clock = setInterval(look, LOOK);
  look();
}

/* For keyboards: to what is lit. */
function toTask() {
  const [first] = lit();
  first?.scrollIntoView({ block: "center" });
  const inside = first?.querySelector("a, button, input, [tabindex='0']");
  const target = first?.matches("a, button, input") ? first : /** @type {HTMLElement | null} */ (inside ?? null);
  target?.focus({ preventScroll: true });
}

/**
 * @param {"visit" | "tour" | "welcome"} kind
 * @param {string} door
 * @param {Record<string, unknown>} more
 */
function begin(kind, door, more = {}) {
  at = {
    kind,
    door,
    done: false,
    scrolled: kind === "welcome",
    settling: kind === "welcome" && narrow.matches,
    paused: false,
    ...more,
  };
  if (kind !== "welcome") go(CHAPTERS.doors[door].opens);
  show();
  act();
  if (kind !== "welcome") card.focus({ preventScroll: true });
}

function stop() {
  if (!at) return;
  clearInterval(clock);
  takeHand();
  light("");
  card.remove();
  card = at = null;
}

const back = () => (stop(), go({ room: "learn" }));

/* A visitor of the tour has done something in the room: it is theirs. */
function takeOver() {
  if (at.kind === "tour" && !at.paused) pause();
}

function act() {
  takeHand();
  const { acts, opens } = CHAPTERS.doors[at.door];
  takeHand = acts && at.kind === "tour" && !at.paused ? lendHand(acts, opens.room) : () => {};
}

function pause() {
  at.paused = !at.paused;
  act();
  put(card.querySelector(".guide-pause"), at.paused ? "learn.guide.go_on" : "learn.guide.pause");
}

/* ---- the tour ---- */

/** @param {number} number */
function enter(number) {
  const all = stops(),
    shares = all.reduce((sum, { share }) => sum + share, 0);
  const given = (1000 * CHAPTERS.tour.seconds * all[number].share) / shares;
  begin("tour", all[number].door, { stop: number, given, left: given, paused: at?.paused ?? false });
}

const next = () => (at.stop + 1 < stops().length ? enter(at.stop + 1) : stop());
const tour = () => enter(0);

/* ---- the gesture ---- */

function done() {
  at.done = true;
  if (at.kind !== "welcome") keep("learned", [...learned().add(at.door)].join());
  document.dispatchEvent(new CustomEvent("theatre:learned", { detail: { door: at.door } }));
  const task = card.querySelector(".guide-do");
  put(task, at.kind === "welcome" ? "learn.first.done" : "learn.guide.done");
  task.classList.add("guide-done");
  card.querySelector(".guide-buttons").replaceChildren(...buttons());
}

/**
 * The gesture itself, or the keys that move a slider: a room may take them before the slider does.
 * @param {any} event
 */
function noticed(event) {
  const gesture = at && !at.done && CHAPTERS.doors[at.door].gesture;
  if (!gesture || !event.isTrusted || !event.target.closest?.(gesture.on)) return;
  if (event.type === gesture.event || (gesture.event === "input" && /^(Arrow|Home|End|Page)/.test(event.key ?? "")))
    done();
}
for (const name of ["click", "input", "change", "keydown", "pointerup"]) document.addEventListener(name, noticed, true);
document.addEventListener(
  "keydown",
  (event) => event.key === "Escape" && at && card.contains(document.activeElement) && stop(),
);

/** @param {Event} event */
function touched({ isTrusted, target }) {
  if (!at) return;
  at.settling = false;
  if (isTrusted && !card.contains(target)) takeOver();
}
for (const name of ["wheel", "pointerdown", "keydown"])
  document.addEventListener(name, touched, { capture: true, passive: true });

/* ---- a first visit, once it was asked its question: once, and not for whoever came by a link or is back at a run of theirs, nor over a stand's loop ---- */

function welcome() {
  keep("met", "1");
  begin("welcome", CHAPTERS.first);
}

/** @param {string | null} room */
function greet(room) {
  const here = room === CHAPTERS.doors[CHAPTERS.first].opens.room;
  if (at?.kind === "welcome" && !here) return stop();
  const link = new URLSearchParams(location.search);
  const came = link.has("room") || link.has("embed") || kept("training") || window.theatreStand?.kiosk;
  if (!at && !kept("met") && !came && here && !asking()) welcome();
}
document.addEventListener("theatre:room", (event) => greet(/** @type {CustomEvent} */ (event).detail.room));
// The question comes before the greeting; a door that was taken there may not be open yet.
document.addEventListener("theatre:asked", (event) =>
  greet(/** @type {CustomEvent} */ (event).detail.room ?? current()),
);

export const guide = {
  chapters: CHAPTERS,
  exists,
  visit: (/** @type {string} */ door) => begin("visit", door),
  tour,
  welcome,
  stop,
  learned,
};
