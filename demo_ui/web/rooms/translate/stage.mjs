/* The Translate room: what is shown (`exhibit`: the answer about a photograph), where it came from
   (`source`), which act is on and which of its pictures stands on the stage. */
import { handOver, say } from "../../core/elements.mjs";
import * as theatre from "../../core/theatre.mjs";
import { alone, ask, takenIn } from "./answers.mjs";
import { laidOver, paintMask, showSides, showTiles, unveil } from "./board.mjs";
import {
  ACTS,
  ACTS_OF,
  above,
  busy,
  direction,
  element,
  find,
  makeWay,
  root,
  session,
  state,
  tickets,
  told,
  wishOf,
  worded,
} from "./state.mjs";
import { FOLLOWING, mixes, mixing, strength, useStrength } from "./strength.mjs";

/** @typedef {import("./state.mjs").Source} Source */
/** @typedef {import("./state.mjs").Exhibit} Exhibit */

/* ---- a photograph goes out, and its board comes back ---- */

/**
 * `from` is {file} or {example}. Of several, the newest is shown.
 * @param {Source | null} from
 */
export async function send(from) {
  if (!from) return;
  const number = (state.sent += 1);
  state.pending = from;
  makeWay();
  busy(true);
  const taken = from.file && !from.taken ? await takenIn(from.file) : from;
  if (number !== state.sent) return;
  state.pending = taken;
  if (taken.preview) preview(taken.preview, number);
  const fields = { networks: state.networks, direction: (state.askedWay = direction()), session };
  const answer = taken.fault ? taken : await ask.board(taken, fields);
  if (number !== state.sent || (answer && !answer.fault && !answer.ticket)) return; // a newer one is on its way
  busy(false);
  state.pending = null;
  if (told(answer)) open({ ...answer, notes: taken.notes ?? answer.notes }, taken);
  else if (state.exhibit) paint(); // in place of the preview
}

/**
 * @param {Exhibit} answer
 * @param {Source} from
 */
function open(answer, from) {
  state.exhibit = answer;
  state.source = from;
  if (from.file && !answer.here) tickets.add(answer.ticket);
  for (const act of above.whenOpened) act(from);
  state.lesson.cycle = state.lesson.judged = state.lesson.l1 = state.lesson.pairs = null;
  useStrength(1);
  unveil();
  paint();
  ACTS[state.act].ask?.();
}

/**
 * The visitor's own photograph at once, as it will stand there, while the networks are at work on it.
 * @param {Blob} file
 * @param {number} number
 */
function preview(file, number) {
  const url = URL.createObjectURL(file),
    probe = new Image();
  probe.onload = () => {
    if (number === state.sent && root.dataset.busy) showUntouched(url, [probe.naturalWidth, probe.naturalHeight]);
    setTimeout(() => URL.revokeObjectURL(url), 60000);
  };
  probe.onerror = () => URL.revokeObjectURL(url);
  probe.src = url;
}

/**
 * A photograph that no network has touched yet, with nothing laid over it.
 * @param {string} url
 * @param {[number, number]} size
 */
function showUntouched(url, size) {
  showSides({ url }, { url }, size);
  find(".mixed").hidden = true;
  for (const place of [".left", ".right"]) say(find(place), worded("translate.tile.input"));
}

/* Nothing stays that other networks have said or drawn: the photograph alone. */
export function clearStage() {
  if (state.exhibit)
    showUntouched(
      state.exhibit.pictures.truth ?? state.exhibit.pictures.toned ?? state.exhibit.pictures.input,
      state.exhibit.size,
    );
  state.exhibit = /** @type {any} */ (null);
  layOver(null);
  find(".tiles").replaceChildren();
  delete find(".tiles").dataset.names;
  paintWords([]);
  paintLooks(null);
  paintMask();
  for (const place of [".by", ".noted", ".bordered", ".maps-legend", ".mapped", ".save", ".fault"])
    find(place).hidden = true;
  root.removeAttribute("data-stale");
}

/* ---- what is shown ---- */

export function paint() {
  if (!state.exhibit) return;
  const { looks, pictures, size, notes } = state.exhibit;
  /** @type {import("./board.mjs").Tile} */
  const photograph = {
    name: "photograph",
    url: pictures.input,
    title: "translate.tile.input",
    ...(state.act === "board" && laidOver("input")),
  };
  const tiles = ACTS[state.act].tiles(),
    tile =
      tiles.find(({ name }) => name === state.chosen[state.act]) ??
      tiles.find(({ name }) => name === ACTS[state.act].chosen) ??
      tiles[0];
  const other = tiles.find(({ name }) => name === tile.against) ?? (state.act === "colours" ? tiles[0] : photograph);
  const side = (/** @type {import("./board.mjs").Tile} */ { url, whole, title, named, map, mask }) => ({
    url: whole ?? url ?? pictures.input,
    alt: theatre.t(worded(title), named),
    map,
    mask,
  });
  showSides(side(other), side(tile), size);
  showTiles(tiles, tile.name, (name) => ((state.chosen[state.act] = name), paint()));
  say(find(".left"), worded(other.title), other.named);
  say(find(".right"), worded(tile.title), tile.named);
  paintWords(ACTS[state.act].words() ?? ACTS[ACTS_OF[state.networks][0]].words() ?? []);
  tellFresh();
  paintLooks(looks);
  paintMask();
  for (const place of [".pointing", ".hints"]) find(place).hidden = state.act !== "hints";
  find(".maps-legend").hidden = !ACTS[state.act].maps;
  find(".maps-legend").toggleAttribute("data-off", !state.mapped);
  find(".mapped").hidden = !ACTS[state.act].maps;
  find(".save").hidden = !savable();
  say(find(".by"), worded(state.exhibit.here ? "translate.by.page" : "translate.by.server"));
  find(".by").hidden = alone && !state.exhibit.here; // it was worked out when the page was made
  find(".noted").hidden = !notes.length;
  if (notes.length) say(find(".noted"), `translate.noted.${notes.join("_")}`);
  find(".bordered").hidden = !state.exhibit.inside;
}

const tellFresh = () => root.toggleAttribute("data-stale", !(ACTS[state.act].fresh?.() ?? true));

/**
 * The large sentence, the two below it, and the figures: each [key, values] or nothing.
 * @param {(import("./state.mjs").Words | null | false | undefined)[]} words
 */
export function paintWords(words) {
  [".happened", ".belief", ".back", ".measured", ".passed"].forEach((place, i) => {
    const sentence = words[i];
    find(place).hidden = !sentence;
    if (sentence) say(find(place), worded(sentence[0]), sentence[1]);
  });
}

/**
 * What the guard takes the photograph for; a warning where it is neither, or not what was chosen by hand.
 * @param {Exhibit["looks"]} looks
 */
function paintLooks(looks) {
  const guard = find(".guard");
  guard.hidden = !looks;
  if (!looks) return;
  const against = looks.like !== "neither" && looks.direction !== state.exhibit.direction;
  guard.classList.toggle("warns", looks.like === "neither" || against);
  say(find(".looks"), against ? `translate.guard.but_${looks.like}` : `translate.guard.${looks.like}`);
}

/** @param {string} name */
export function turnTo(name) {
  state.act = root.dataset.act = name;
  for (const button of /** @type {NodeListOf<HTMLElement>} */ (element.querySelectorAll(".acts button")))
    button.setAttribute("aria-pressed", String(button.dataset.act === name));
  paint();
  if (state.exhibit) ACTS[name].ask?.();
}

/* ---- tools ---- */

/** @param {string} name */
export const strengthOf = (name) => (FOLLOWING.includes(name) && mixing() ? strength() : 1);
const savable = () =>
  ACTS[state.act].saved
    ? state.chosen[state.act] !== "truth"
    : mixes()
      ? strength() > 0
      : ["translated", "reconstructed", "identity"].includes(state.chosen[state.act]);

/**
 * One thing at a time lies over the pictures: "maps", "mask", or nothing.
 * @param {"maps" | "mask" | null} what
 */
export function layOver(what) {
  state.mapped = what === "maps";
  state.masked = what === "mask";
  find(".mapped").setAttribute("aria-pressed", String(state.mapped));
  find(".masked").setAttribute("aria-pressed", String(state.masked));
}

find(".mapped").addEventListener("click", () => (layOver(state.mapped ? null : "maps"), paint()));
find(".masked").addEventListener("click", () => (layOver(state.masked ? null : "mask"), paint()));

/** @param {{what: string, strength: number, hints?: number[][]}} wish */
export async function takeAway(wish) {
  const file = await ask.save({ ...wishOf("save"), ...wish });
  if (file?.fault?.code === "photo_gone") return send(state.source);
  if (told(file)) handOver(file.url, file.name);
}

find(".cut").addEventListener("click", () => takeAway({ what: "cut-out", strength: mixes() ? strength() : 0 }));

above.send = send;
above.paint = paint;
