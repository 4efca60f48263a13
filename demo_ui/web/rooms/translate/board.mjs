/* The stage: one picture before, one after, and a bar between them. The bar is a native slider over the whole
   picture, so that fingers, mouse and keys all move it. */
import { calm, make, say, tone } from "../../core/elements.mjs";
import * as theatre from "../../core/theatre.mjs";
import { find, root, state, worded } from "./state.mjs";
import { mixing, paintMixed, strengthRow } from "./strength.mjs";

/** @typedef {import("./state.mjs").Levels} Levels */
/** @typedef {{real: number[], fake: number[]}} Tones red, green and blue of either */
/** @typedef {{url: string, alt?: string, map?: Levels | null, mask?: Levels | null}} Side of the stage */
/** @typedef {{name: string, url?: string, whole?: string, title: string, named?: Values, map?: Levels | null, mask?: Levels | null, figure?: string | null, values?: Values, sign?: string | null, against?: string}} Tile */

export const frame = find(".frame"),
  wipe = find(".wipe");
const STAGE_SIGNS = 14;

const REST = 15, // percent of the photograph: where the bar comes to rest, so that what became of it is seen
  SWEEP = 1200; // ms of its way there
let sweeping = 0,
  moved = false; // by a hand: then it stays where that left it

export function moveBar() {
  frame.style.setProperty("--at", wipe.value / 100);
  wipe.setAttribute("aria-valuetext", theatre.t(worded("translate.wipe.at"), { percent: wipe.value }));
}
wipe.addEventListener("input", () => {
  moved = true;
  still();
  moveBar();
});

/* The bar is somebody else's now. */
export function still() {
  cancelAnimationFrame(sweeping);
}

/* At its rest, without a way there. */
export function rest() {
  still();
  wipe.value = REST;
  moveBar();
}

/* Once over the new picture, from all of the photograph to its rest. */
function sweep() {
  if (calm.matches) return rest();
  still();
  const began = performance.now();
  const step = (/** @type {number} */ now) => {
    const gone = Math.min(1, Math.max(0, now - began) / SWEEP);
    wipe.value = 100 - (100 - REST) * gone * (2 - gone);
    moveBar();
    if (gone < 1) sweeping = requestAnimationFrame(step);
  };
  step(began);
}

/**
 * Pictures are {url, alt, map, mask}; their shape is the photograph's, never another.
 * @param {Side} before
 * @param {Side} after
 * @param {[number, number]} size
 */
export function showSides(before, after, [width, height]) {
  root.style.setProperty("--aspect", String(width / height));
  for (const [side, picture] of /** @type {[string, Side][]} */ ([
    ["before", before],
    ["after", after],
  ])) {
    const img = find(`.${side} img`);
    if (img.src !== picture.url) img.src = picture.url;
    img.alt = picture.alt ?? "";
    drawOver(find(`.${side} .laid`), picture, STAGE_SIGNS);
  }
}

export function unveil() {
  wipe.disabled = false;
  if (moved) moveBar();
  else sweep();
}

/* The board's tiles: each a picture to put on the stage, its name, its figure. */
const TILE_SIGNS = 7;

/**
 * @param {Tile[]} tiles
 * @param {string} chosen
 * @param {(name: string) => void} choose
 */
export function showTiles(tiles, chosen, choose) {
  const place = find(".tiles");
  if (place.dataset.names !== tiles.map(({ name }) => name).join()) {
    place.dataset.names = tiles.map(({ name }) => name).join();
    place.replaceChildren(...tiles.map(({ name }) => makeTile(name, choose)));
  }
  for (const tile of tiles) paintTile(find(`.tile[data-name="${tile.name}"]`), tile, tile.name === chosen);
}

/**
 * @param {string} name
 * @param {(name: string) => void} choose
 */
function makeTile(name, choose) {
  const radio = make("input", { type: "radio", name: "photo-tile", value: name });
  radio.addEventListener("change", () => choose(name));
  const picture = make(
    "span",
    { class: "thumb" },
    make("img", { alt: "", draggable: "false" }),
    make("canvas", { "aria-hidden": "true", hidden: "" }),
  );
  const words = make("span", { class: "words" }, make("b"), make("span", { class: "figures" }));
  return make("label", { class: "tile", "data-name": name }, radio, picture, words);
}

/**
 * @param {HTMLElement} node
 * @param {Tile} tile
 * @param {boolean} chosen
 */
function paintTile(node, { url, title, named, map, mask, figure, values, sign }, chosen) {
  const part = (/** @type {string} */ selector) => /** @type {any} */ (node.querySelector(selector));
  const img = part("img");
  if (url && img.src !== url) img.src = url;
  drawOver(part("canvas"), { map, mask }, TILE_SIGNS);
  say(part("b"), worded(title), named);
  const told = part(".figures");
  told.hidden = !figure;
  if (figure) say(told, figure, values);
  told.classList.toggle("real", sign === "real");
  told.classList.toggle("fake", sign === "fake");
  part("input").checked = chosen;
}

/* Patch maps: what D makes of every patch, drawn over the picture. Blue discs where it takes the patch for
   real, orange diamonds where it takes it for fake, the larger the surer; pale and without a sign between. */
const UNSURE = 0.12; // from the middle; no sign below it

/** @type {WeakMap<Levels, Uint8Array>} */
const levelsOf = new WeakMap();
/**
 * @param {Levels} map
 * @returns {Uint8Array}
 */
function levels(map) {
  if (!levelsOf.has(map))
    levelsOf.set(
      map,
      Uint8Array.from(atob(map.bytes), (letter) => letter.charCodeAt(0)),
    );
  return /** @type {Uint8Array} */ (levelsOf.get(map));
}

/**
 * Over a picture lies its patch map, or the mask, or nothing; never over the border that was set aside.
 * @param {HTMLCanvasElement} canvas
 * @param {{map?: Levels | null, mask?: Levels | null}} picture
 * @param {number} across
 */
function drawOver(canvas, { map, mask }, across) {
  const [left, top, right, bottom] = state.exhibit?.inside ?? [0, 0, 1, 1],
    share = (/** @type {number} */ part) => `${100 * part}%`;
  Object.assign(canvas.style, {
    left: share(left),
    top: share(top),
    width: share(right - left),
    height: share(bottom - top),
  });
  canvas.classList.toggle("veiled", Boolean(mask));
  canvas.hidden = !map && !mask;
  if (mask) drawMask(canvas, mask);
  else if (map) drawMap(canvas, map, across);
}

/**
 * `across`: how many signs lie side by side.
 * @param {HTMLCanvasElement} canvas
 * @param {Levels} map
 * @param {number} across
 */
function drawMap(canvas, map, across) {
  canvas.width = 32 * across;
  canvas.height = Math.max(1, Math.round((canvas.width * map.rows) / map.columns));
  const brush = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  const tones = { real: tone("real"), fake: tone("fake") };
  brush.imageSmoothingQuality = "high";
  brush.drawImage(tinted(map, tones), 0, 0, canvas.width, canvas.height);
  const down = Math.max(1, Math.round((across * map.rows) / map.columns));
  for (let y = 0; y < down; y += 1) {
    for (let x = 0; x < across; x += 1) {
      const level = meanLevel(map, x / across, y / down, 1 / across, 1 / down),
        sure = Math.abs(level - 0.5);
      if (sure < UNSURE) continue;
      const left = (x + 0.5) * (canvas.width / across),
        top = (y + 0.5) * (canvas.height / down);
      drawSign(brush, level > 0.5, left, top, 3 + 10 * sure, tones);
    }
  }
}

/**
 * @param {Levels} map
 * @param {Tones} tones
 */
function tinted(map, tones) {
  const small = Object.assign(document.createElement("canvas"), { width: map.columns, height: map.rows });
  const brush = /** @type {CanvasRenderingContext2D} */ (small.getContext("2d")),
    picture = brush.createImageData(map.columns, map.rows);
  levels(map).forEach((byte, i) => {
    const lean = (byte / 255) * 2 - 1,
      tone = lean > 0 ? tones.real : tones.fake,
      much = Math.abs(lean);
    for (let c = 0; c < 3; c += 1) picture.data[4 * i + c] = 255 + (tone[c] - 255) * much;
    picture.data[4 * i + 3] = 70 + 90 * much;
  });
  brush.putImageData(picture, 0, 0);
  return small;
}

/**
 * Mean of the levels, 0 to 1, in a box given in shares of the map.
 * @param {Levels} map
 * @param {number} left
 * @param {number} top
 * @param {number} width
 * @param {number} height
 */
function meanLevel(map, left, top, width, height) {
  const bytes = levels(map);
  const from = (/** @type {number} */ share, /** @type {number} */ count) =>
    Math.min(count - 1, Math.floor(share * count));
  const x0 = from(left, map.columns),
    y0 = from(top, map.rows);
  const x1 = Math.max(x0 + 1, Math.round((left + width) * map.columns));
  const y1 = Math.max(y0 + 1, Math.round((top + height) * map.rows));
  let sum = 0;
  for (let y = y0; y < y1; y += 1) for (let x = x0; x < x1; x += 1) sum += bytes[y * map.columns + x];
  return sum / ((y1 - y0) * (x1 - x0)) / 255;
}

/**
 * @param {CanvasRenderingContext2D} brush
 * @param {boolean} real
 * @param {number} x
 * @param {number} y
 * @param {number} r
 * @param {Tones} tones
 */
function drawSign(brush, real, x, y, r, tones) {
  brush.beginPath();
  if (real) brush.arc(x, y, r, 0, 2 * Math.PI);
  else
    [
      [0, -1],
      [1, 0],
      [0, 1],
      [-1, 0],
    ].forEach(([dx, dy], i) => brush[i ? "lineTo" : "moveTo"](x + 1.25 * r * dx, y + 1.25 * r * dy));
  brush.closePath();
  brush.fillStyle = `rgb(${real ? tones.real : tones.fake})`;
  brush.strokeStyle = "#000";
  brush.lineWidth = 2;
  brush.fill();
  brush.stroke();
}

/* What G wants to change, laid over the pictures. */
const VEIL = 0.8; // how black it gets where nothing is changed
const MASKED = ["input", "translated"]; // the pictures that the mask belongs to

/**
 * @param {string} name
 * @param {{maps: Record<string, Levels>}} of
 */
export const laidOver = (name, of = state.exhibit) => ({
  map: state.mapped ? of.maps[name] : null,
  mask: state.masked && MASKED.includes(name) ? state.exhibit.mask : null,
});

/**
 * Lit where it changes, veiled where it stays: no colour, those belong to real and fake.
 * @param {HTMLCanvasElement} canvas
 * @param {Levels} mask
 */
function drawMask(canvas, mask) {
  canvas.width = mask.columns;
  canvas.height = mask.rows;
  const brush = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d")),
    veil = brush.createImageData(mask.columns, mask.rows);
  levels(mask).forEach((byte, i) => (veil.data[4 * i + 3] = VEIL * (255 - byte)));
  brush.putImageData(veil, 0, 0);
}

export function paintMask() {
  const there = Boolean(state.exhibit?.mask) && state.act === "board";
  strengthRow.hidden = !mixing();
  find(".masked").hidden = !there;
  find(".cut").hidden = !there || !MASKED.includes(state.chosen.board);
  find(".mask-legend").hidden = !there;
  find(".mask-legend").toggleAttribute("data-off", !state.masked);
  paintMixed();
}
