/* The question that a first visit and a stand open on: two digits, one by a hand, one by the machine. Its text stands in
   the page's first HTML (demo_ui/page/question.py), for it is answered before any module has come: it imports nothing. */

const LOOK = 700; // ms for which the truth is looked at before a tap goes on
const STAY = 2200; // ms after which the next two come by themselves, unless the visitor wants nothing to move
const root = document.documentElement;

/** @typedef {{ right: boolean, dRight: boolean, pair: number, fakeLeft: boolean }} Said */
/** @type {HTMLElement} the section of question.html */
let place;
/** @type {[number, number][][]} by round and pair: D's scores of the real digit and of the fake, 1 for real */
let scores = [];
/** @type {Said[]} */
const said = [];
let pair = 0,
  fakeLeft = false,
  toldAt = 0,
  stay = 0;

const all = (/** @type {string} */ selector) => /** @type {HTMLElement[]} */ ([...place.querySelectorAll(selector)]);
const press = (/** @type {string} */ selector, /** @type {() => void} */ act) =>
  all(selector).forEach((button) => button.addEventListener("click", act));

export const open = () => root.hasAttribute("data-question") && Boolean(document.querySelector("#theatre-question"));

/**
 * Storage may be missing: then this lasts as long as the page.
 * @param {string} name
 * @param {string} value
 */
function remember(name, value) {
  try {
    localStorage.setItem(`theatre.${name}`, value);
  } catch {
    /* as said */
  }
}

/**
 * Away with it, into a room or to where the page is. Whoever answered or passed by it is not asked again.
 * @param {string} [room]
 */
export function close(room) {
  remember("asked", "1");
  root.removeAttribute("data-question");
  const [first] = /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("#theatre-question .doors button"));
  if (room) root.toggleAttribute("data-elsewhere", room !== first.dataset.room); // until it is there
  if (room) enter(room);
  document.dispatchEvent(new CustomEvent("theatre:asked", { detail: { room } }));
}

/**
 * As soon as somebody can open it.
 * @param {string} room
 */
function enter(room) {
  if (window.theatre) window.theatre.enter(room);
  else requestAnimationFrame(() => enter(room));
}

/**
 * The sheet has a row for each round, real and fake in turn.
 * @template {HTMLElement} Tile
 * @param {Tile} tile
 * @param {number} round
 * @param {number} which
 */
function cutOut(tile, round, which) {
  const along = (/** @type {number} */ at, /** @type {number} */ count) => (count > 1 ? (100 * at) / (count - 1) : 0);
  tile.style.backgroundPosition = `${along(which, 2 * scores[0].length)}% ${along(round, scores.length)}%`;
  return tile;
}

/* The next two digits: any pair of the round, the fake on any side. */
function show() {
  pair = Math.floor(Math.random() * scores[said.length].length);
  fakeLeft = Math.random() < 0.5;
  place.dataset.phase = "asking";
  place.removeAttribute("data-ready");
  all(".side").forEach((side, i) => {
    delete side.dataset.truth;
    side.classList.remove("by-you", "by-d");
    cutOut(all(".side .tile")[i], said.length, 2 * pair + Number((i === 0) === fakeLeft));
  });
  for (const sentence of all(".status > span")) sentence.hidden = true;
  all(".rounds li").forEach((dot, i) => {
    dot.className = i < said.length ? "done" : i === said.length ? "now" : "";
  });
}

/**
 * What is true of both comes at once, and which of them D takes for the machine's: the one with the lower score.
 * @param {HTMLElement} side
 */
function answer(side) {
  if (place.dataset.phase !== "asking") return next();
  const [left, right] = all(".side"),
    [real, made] = scores[said.length][pair];
  const [fake, other] = fakeLeft ? [left, right] : [right, left],
    accused = made < real ? fake : other;
  said.push({ right: side === fake, dRight: accused === fake, pair, fakeLeft });
  remember("asked", "1");
  fake.dataset.truth = "fake";
  other.dataset.truth = "real";
  side.classList.add("by-you");
  accused.classList.add("by-d");
  for (const sentence of all(`.you-${how(side === fake)}, .d-${how(accused === fake)}`)) sentence.hidden = false;
  place.dataset.phase = "told";
  toldAt = performance.now();
  setTimeout(() => place.toggleAttribute("data-ready", place.dataset.phase === "told"), LOOK);
  if (!matchMedia("(prefers-reduced-motion: reduce)").matches) stay = window.setTimeout(next, STAY);
}

const how = (/** @type {boolean} */ right) => (right ? "right" : "wrong");

function next() {
  if (place.dataset.phase !== "told" || performance.now() - toldAt < LOOK) return;
  clearTimeout(stay);
  if (said.length < scores.length) show();
  else end();
}

/* What was said of the three, and all doors. */
function end() {
  place.dataset.phase = "doors";
  place.removeAttribute("data-ready");
  said.forEach((one, round) => {
    const both = document.createElement("div");
    for (const fake of one.fakeLeft ? [1, 0] : [0, 1]) {
      const tile = cutOut(document.createElement("span"), round, 2 * one.pair + fake);
      tile.className = "tile";
      const framed = both.appendChild(document.createElement("span"));
      framed.dataset.truth = fake ? "fake" : "real";
      framed.append(tile);
    }
    /** @type {HTMLTableRowElement} */ (all(".shown")[0]).insertCell().append(both);
    mark(".of-you", `you-${how(one.right)}`, one.right);
    mark(".of-d", `d-${how(one.dRight)}`, one.dRight);
  });
  all(".doors button:not([hidden])")[0]?.focus({ preventScroll: true });
}

/**
 * @param {string} row
 * @param {string} sentence read aloud
 * @param {boolean} right
 */
function mark(row, sentence, right) {
  const cell = /** @type {HTMLTableRowElement} */ (all(row)[0]).insertCell();
  cell.className = how(right);
  const words = /** @type {HTMLElement} */ (all(`.${sentence}`)[0].cloneNode(true));
  words.hidden = false;
  words.className = "unseen";
  cell.append(words);
}

function changeLanguage() {
  const other = root.lang === "ko" ? "en" : "ko";
  if (window.theatre) return window.theatre.setLanguage(other);
  root.lang = other;
  remember("lang", other);
}

/**
 * @param {HTMLElement} section
 * @param {string} sheet
 * @param {typeof scores} given
 */
export function ask(section, sheet, given) {
  [place, scores] = [section, given];
  const template = /** @type {HTMLTemplateElement} */ (place.querySelector("template"));
  for (const side of all(".side")) {
    side.append(template.content.cloneNode(true));
    side.addEventListener("click", () => answer(side));
  }
  place.style.setProperty("--sheet", `url(${sheet})`);
  place.style.setProperty("--size", `${200 * scores[0].length}% ${100 * scores.length}%`);
  all(".rounds")[0].append(...scores.map(() => document.createElement("li")));
  press(".on", next);
  press(".language", changeLanguage);
  const { rooms = [], kiosk = false } = window.theatreStand ?? {};
  for (const door of all(".doors button")) {
    door.hidden = rooms.length > 0 && !rooms.includes(door.dataset.room ?? "");
    door.addEventListener("click", () => close(door.dataset.room));
  }
  addEventListener("keydown", ({ key }) => key === "Escape" && !kiosk && open() && close());
  const first = new Image();
  first.onload = () => requestAnimationFrame(() => performance.mark("theatre:digit"));
  first.src = sheet;
  show();
}
