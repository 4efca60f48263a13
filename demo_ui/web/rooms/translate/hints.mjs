/* Grey does not say which colour a thing had: other colourings that are likely, and colours that the visitor says. A place
   of the picture is pointed at, a colour is chosen for it, and it is spread (gan_core/photos/hints.py). */
import { COLOURS } from "../../contract.mjs";
import { make, say } from "../../core/elements.mjs";
import { latestWins } from "../../core/latest_wins.mjs";
import * as theatre from "../../core/theatre.mjs";
import { ask } from "./answers.mjs";
import { above, enlist, find, state, told, wishOf } from "./state.mjs";
import { askColourings, askHinted } from "./strength.mjs";

/** @typedef {[x: number, y: number, a: number, b: number]} Hint a place in shares of the picture, a and b of CIE Lab */
/** @typedef {{a: number, b: number, rgb: string}} Colour */

const ACT = "hints",
  OWN = "hinted", // the tile of the visitor's own colours
  RANKS = ["first", "second", "third"],
  STEP = 0.03; // of the picture's sides, for an arrow key
const pointing = find(".pointing"),
  mark = find(".pointing i"),
  palette = find(".palette");

/** @type {Hint[]} the visitor's own, and those of the colouring that they began with */
let said = [];
let place = { x: 0.5, y: 0.5 };

const colourings = () => state.lesson.colourings?.colourings;
/** @param {string} name */
const hintsOf = (name) => (name === OWN ? said : (colourings()?.[RANKS.indexOf(name)]?.hints ?? []));
const chosen = () => state.chosen[ACT];

/* ---- the act ---- */

enlist(ACT, {
  chosen: RANKS[0],
  ask: () => state.exhibit && !state.lesson.colourings && askColourings(wishOf("colourings")),
  fresh: () => Boolean(colourings()),
  saved: () => ({ what: "translated", strength: 1, hints: hintsOf(chosen()) }),
  tiles() {
    const answers = colourings(),
      { translated, truth } = state.exhibit.pictures;
    /** @type {import("./board.mjs").Tile[]} */
    const tiles = RANKS.filter((_, i) => !answers || answers[i]).map((name, i) => ({
      name,
      url: i ? answers?.[i].url : translated,
      title: `translate.tile.hints_${name}`,
    }));
    const own = said.length && state.lesson.hinted?.pictures.hinted; // one that comes after it was undone is none
    if (own) tiles.push({ name: OWN, url: own, title: "translate.tile.hints_own" });
    if (truth) tiles.push({ name: "truth", url: truth, title: "translate.tile.colours_truth" });
    return tiles;
  },
  words() {
    const count = colourings()?.length;
    if (!count) return [["translate.hints.looking"]];
    return [[count > 1 ? "translate.hints.several" : "translate.hints.one", { count }], ["translate.hints.how"]];
  },
});

/* ---- where, and which colour ---- */

const askLikely = latestWins(
  (wish) => ask.likely(wish),
  (answer, wish) => {
    if (wish.ticket !== state.exhibit?.ticket || !answer || answer.superseded) return;
    if (answer.fault?.code === "photo_gone") return void above.send(state.source);
    if (told(answer)) offer(answer);
  },
  1,
);

/** @param {{colours: Colour[], others: Colour[]}} answer */
function offer({ colours, others }) {
  const button = (/** @type {Colour} */ colour, /** @type {string} */ kind, /** @type {number} */ i) => {
    const swatch = make("button", { type: "button", class: kind });
    swatch.style.background = colour.rgb;
    swatch.setAttribute("aria-label", theatre.t(`translate.hints.${kind}`, { rank: i + 1, name: hueName(i) }));
    swatch.addEventListener("click", () => sayColour(colour));
    return swatch;
  };
  palette.replaceChildren(
    ...colours.map((colour, i) => button(colour, "likely", i)),
    make("span", { class: "apart", "aria-hidden": "true" }),
    ...others.map((colour, i) => button(colour, "hue", i)),
  );
  say(find(".hints .note"), "translate.hints.choose");
}

const HUES = ["red", "orange", "yellow", "green", "blue", "violet", "grey"]; // in the server's order
/** @param {number} i */
const hueName = (i) => (HUES[i] ? theatre.t(`translate.hints.hue_${HUES[i]}`) : "");

/** @param {Colour} colour */
function sayColour({ a, b }) {
  const before = chosen() === "truth" ? said : hintsOf(chosen());
  said = [...before, /** @type {Hint} */ ([place.x, place.y, a, b])].slice(-COLOURS.MOST_HINTS);
  askHinted({ ...wishOf("hinted"), hints: said });
  state.chosen[ACT] = OWN;
  find(".hints .undo").disabled = false;
}

find(".hints .undo").addEventListener("click", () => {
  said = said.slice(0, -1);
  if (said.length) askHinted({ ...wishOf("hinted"), hints: said });
  else forgetOwn();
  above.paint();
});

function forgetOwn() {
  said = [];
  state.lesson.hinted = null;
  if (chosen() === OWN) state.chosen[ACT] = RANKS[0];
  find(".hints .undo").disabled = true;
}

/**
 * @param {number} x
 * @param {number} y
 */
function pointAt(x, y) {
  place = { x: Math.min(Math.max(x, 0), 1), y: Math.min(Math.max(y, 0), 1) };
  mark.style.left = `${100 * place.x}%`;
  mark.style.top = `${100 * place.y}%`;
  mark.hidden = false;
}
const askHere = () => state.exhibit && askLikely({ ...wishOf("likely"), ...place });

pointing.addEventListener("click", (/** @type {MouseEvent} */ event) => {
  const box = pointing.getBoundingClientRect();
  pointAt((event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height);
  askHere();
});

/** @type {Record<string, [number, number]>} */
const KEYS = { ArrowLeft: [-STEP, 0], ArrowRight: [STEP, 0], ArrowUp: [0, -STEP], ArrowDown: [0, STEP] };
pointing.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
  const way = KEYS[event.key];
  if (way) pointAt(place.x + way[0], place.y + way[1]);
  else if (event.key === "Enter" || event.key === " ") askHere();
  else return;
  event.preventDefault();
});

above.whenOpened.push(() => {
  state.lesson.colourings = null;
  forgetOwn();
  palette.replaceChildren();
  mark.hidden = true;
  say(find(".hints .note"), "translate.hints.ask");
});
