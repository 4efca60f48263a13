/* A slider whose track is a film: the frame of its thumb lies over the tile that the value gives.
   `put(url)` lays another film in, `set(value)` moves the thumb without telling `moved`. */
import { make, whenNew, written } from "../../core/elements.mjs";
import * as theatre from "../../core/theatre.mjs";
import { element } from "./state.mjs";

let filmsMade = 0;
export const EMPTY = "data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"; // nothing, transparent

/** @param {{title?: string, low: number, high: number, step: number, tiles?: number, moved: (value: number) => void, home?: number | null}} made */
export function filmSlider({ title, low, high, step, tiles, moved, home = null }) {
  const id = `film-${element.id || "digits"}-${(filmsMade += 1)}`;
  const label = make("label", { for: id });
  const value = make("output", { for: id });
  const strip = make("img", { class: "strip", alt: "", draggable: "false" });
  const input = make("input", { type: "range", id, min: low, max: high, step });
  const track = make("div", { class: tiles ? "film" : "film bare", style: `--tiles: ${tiles || 12}` }, strip, input);
  if (home !== null) track.style.setProperty("--home", String((home - low) / (high - low)));
  if (title) theatre.put(label, title);
  input.addEventListener("input", () => moved(Number(input.value)));
  return {
    node: make("div", { class: "film-slider" }, make("div", { class: "name" }, label, value), track),
    label,
    input,
    put: (/** @type {string} */ url) => (strip.src = url),
    set: (/** @type {number} */ number, text = "") =>
      whenNew(input, `${number} ${text}`, () => {
        input.value = String(number);
        value.textContent = text;
        input.setAttribute("aria-valuetext", text);
      }),
  };
}

/**
 * A map of pictures between four seeds, one at each corner, with a frame to drag over it.
 * `moved(across, down)`, both from 0 to 1. Arrow keys go a twentieth, with Shift a fifth; Home goes back to
 * the first seed.
 * @param {HTMLElement} pad
 * @param {number} tiles
 * @param {(across: number, down: number) => void} moved
 */
export function seedPad(pad, tiles, moved) {
  let place = [0, 0];
  pad.style.setProperty("--tiles", String(tiles));
  const inside = (/** @type {number} */ number) => Math.min(1, Math.max(0, number));
  const enabled = () => pad.getAttribute("aria-disabled") !== "true";

  /**
   * The frame's middle follows the finger, so the last half tile at either side belongs to the edge.
   * @param {number} at
   * @param {number} start
   * @param {number} length
   */
  const along = (at, start, length) => inside(((at - start) / length - 0.5 / tiles) / (1 - 1 / tiles));

  /** @param {PointerEvent} event */
  function follow({ clientX, clientY }) {
    const box = pad.getBoundingClientRect();
    moved(along(clientX, box.left, box.width), along(clientY, box.top, box.height));
  }

  pad.addEventListener("pointerdown", (event) => {
    if (!enabled()) return;
    pad.setPointerCapture(event.pointerId);
    follow(event);
  });
  pad.addEventListener("pointermove", (event) => pad.hasPointerCapture(event.pointerId) && follow(event));

  /** @type {Record<string, [number, number]>} */
  const ways = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1], Home: [-20, -20] };
  pad.addEventListener("keydown", (event) => {
    const way = ways[event.key];
    if (!way || !enabled()) return;
    event.preventDefault();
    const stride = event.shiftKey ? 0.2 : 0.05;
    moved(inside(place[0] + way[0] * stride), inside(place[1] + way[1] * stride));
  });

  return {
    put: (/** @type {string} */ url) => pad.style.setProperty("--map", `url(${url})`),
    set: (/** @type {number} */ across, /** @type {number} */ down, /** @type {string} */ text) =>
      whenNew(pad, text + across + down, () => {
        place = [across, down];
        pad.style.setProperty("--across", String(across));
        pad.style.setProperty("--down", String(down));
        pad.setAttribute("aria-valuenow", String(Math.round(100 * across)));
        pad.setAttribute("aria-valuetext", text);
      }),
  };
}

/**
 * All the numbers of the latent vector, one slider each: made when they are first known.
 * @param {HTMLElement} place
 * @param {number} reach
 * @param {(i: number, value: number) => void} moved
 */
export function latentSliders(place, reach, moved) {
  /** @type {{input: HTMLInputElement, value: HTMLOutputElement}[]} */
  let sliders = [];

  /** @param {number} i */
  function slider(i) {
    const input = make("input", { type: "range", min: -reach, max: reach, step: 0.01, "aria-label": `z ${i}` });
    const value = make("output");
    input.addEventListener("input", () => {
      value.textContent = written(Number(input.value), 1);
      moved(i, Number(input.value));
    });
    place.append(make("label", { class: "latent" }, make("span", {}, `z${i}`), input, value));
    return { input, value };
  }

  /**
   * `values` as the server tells them; what the visitor holds in `raw` stays where it is.
   * @param {number[]} values
   * @param {Record<number, number>} raw
   */
  return function put(values, raw) {
    if (!sliders.length) sliders = values.map((_, i) => slider(i));
    sliders.forEach(({ input, value }, i) => {
      input.value = String(raw[i] ?? values[i]);
      value.textContent = written(raw[i] ?? values[i], 1);
    });
  };
}
