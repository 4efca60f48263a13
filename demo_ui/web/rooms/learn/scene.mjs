/* What the live parts are made of: a canvas that follows size, theme and language; sliders, choices, sentences. A live
   part is a function in `LIVE` by its chapter's id: it gets the place that it fills, once. What needs more room than
   there is beside the text is one in `BELOW`. */
import { make, say } from "../../core/elements.mjs";
import * as theatre from "../../core/theatre.mjs";
import { state } from "./state.mjs";

/** @type {Record<string, (place: HTMLElement) => void>} by chapter */
export const LIVE = {};
/** @type {typeof LIVE} */
export const BELOW = {};

export const rem = () => parseFloat(getComputedStyle(document.documentElement).fontSize);

/* The theme's colours, for a brush. */
export function inks() {
  const style = getComputedStyle(document.documentElement);
  return Object.fromEntries(
    ["real", "fake", "both", "ink", "ink-soft", "line", "panel", "raised"].map((name) => [
      name,
      style.getPropertyValue(`--${name}`).trim(),
    ]),
  );
}

/**
 * A canvas that calls `draw(brush, width, height, ink)` whenever it must: its size in CSS pixels.
 * @param {HTMLElement} place
 * @param {string} key
 * @param {string} ratio
 * @param {(brush: CanvasRenderingContext2D, width: number, height: number, ink: Record<string, string>) => void} draw
 */
export function scene(place, key, ratio, draw) {
  const canvas = make("canvas", {
    class: "scene",
    role: "img",
    "data-i18n-aria-label": key,
    style: `aspect-ratio: ${ratio}`,
  });
  place.append(canvas);
  const repaint = () => {
    const { width, height } = canvas.getBoundingClientRect(),
      scale = devicePixelRatio || 1;
    if (!width || !height) return;
    canvas.width = Math.round(width * scale); // also clears it
    canvas.height = Math.round(height * scale);
    const brush = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
    brush.scale(scale, scale);
    brush.font = `${0.8125 * rem()}px "Theatre Sans", system-ui, sans-serif`;
    brush.lineJoin = brush.lineCap = "round";
    draw(brush, width, height, inks());
  };
  new ResizeObserver(repaint).observe(canvas);
  for (const name of ["theatre:theme", "theatre:language"]) document.addEventListener(name, repaint);
  document.fonts.ready.then(repaint);
  return repaint;
}

/**
 * A labelled slider; `told(value)` is what stands beside its name.
 * @param {HTMLElement} place
 * @param {string} key
 * @param {{low: number, high: number, step: number, value: number, told(value: number): string, moved(value: number): void}} slider
 */
export function dial(place, key, { low, high, step, value, told, moved }) {
  const id = `learn-${(state.controlsMade += 1)}`;
  const label = make("label", { for: id }),
    output = make("output", { for: id });
  const input = make("input", { type: "range", id, min: low, max: high, step, value });
  theatre.put(label, key);
  const show = () => {
    output.textContent = told(Number(input.value));
    input.setAttribute("aria-valuetext", output.textContent);
    input.style.setProperty("--range_progress", `${(100 * (input.valueAsNumber - low)) / (high - low)}%`);
  };
  input.addEventListener("input", () => (show(), moved(Number(input.value))));
  document.addEventListener("theatre:language", show);
  const node = make("div", { class: "dial" }, make("div", { class: "name" }, label, output), input);
  place.append(node);
  show();
  return { node, input, set: (/** @type {number} */ to) => ((input.value = String(to)), show()) };
}

/**
 * Radio buttons with a name each; `keys` by value.
 * @param {HTMLElement} place
 * @param {string} key
 * @param {Record<string, string>} keys
 * @param {string} chosen
 * @param {(value: string) => void} taken
 */
export function choice(place, key, keys, chosen, taken) {
  const name = `learn-${(state.controlsMade += 1)}`,
    set = make("fieldset", { class: "choice", role: "radiogroup", "data-i18n-aria-label": key });
  for (const [value, word] of Object.entries(keys)) {
    const radio = make("input", { type: "radio", name, value });
    radio.checked = value === chosen;
    radio.addEventListener("change", () => taken(value));
    set.append(make("label", {}, radio, make("span", { "data-i18n": word })));
  }
  place.append(set);
  return set;
}

/**
 * A place for a sentence that changes; read aloud when it does.
 * @param {HTMLElement} place
 */
export function sentence(place, className = "say") {
  const node = make("div", { class: className, role: "status" });
  place.append(node);
  return (/** @type {string} */ key, /** @type {Values} */ values = {}) => say(node, key, values);
}

/**
 * @param {HTMLElement} place
 * @param {string} key
 * @param {() => void} act
 */
export function pressable(place, key, act, className = "") {
  const button = make("button", { type: "button", class: className }, make("span", { "data-i18n": key }));
  button.addEventListener("click", act);
  place.append(button);
  return button;
}

/** @param {HTMLElement} place */
export function row(place, className = "buttons") {
  const node = make("div", { class: className });
  place.append(node);
  return node;
}

/**
 * ● and ◆, so that no picture tells by colour alone.
 * @param {CanvasRenderingContext2D} brush
 * @param {number} x
 * @param {number} y
 * @param {number} r
 * @param {string} colour
 */
export function disc(brush, x, y, r, colour) {
  brush.fillStyle = colour;
  brush.beginPath();
  brush.arc(x, y, r, 0, 2 * Math.PI);
  brush.fill();
}

/**
 * @param {CanvasRenderingContext2D} brush
 * @param {number} x
 * @param {number} y
 * @param {number} r
 * @param {string} colour
 */
export function diamond(brush, x, y, r, colour) {
  brush.fillStyle = colour;
  brush.beginPath();
  brush.moveTo(x, y - r);
  for (const [dx, dy] of [
    [r, 0],
    [0, r],
    [-r, 0],
  ])
    brush.lineTo(x + dx, y + dy);
  brush.fill();
}

/**
 * A line through (x, y) pairs.
 * @param {CanvasRenderingContext2D} brush
 * @param {number[][]} points
 * @param {string} colour
 * @param {{width?: number, dash?: number[]}} line
 */
export function trace(brush, points, colour, { width = 2, dash = [] } = {}) {
  brush.strokeStyle = colour;
  brush.lineWidth = width;
  brush.setLineDash(dash);
  brush.beginPath();
  points.forEach(([x, y], i) => (i ? brush.lineTo(x, y) : brush.moveTo(x, y)));
  brush.stroke();
  brush.setLineDash([]);
}

/**
 * @param {CanvasRenderingContext2D} brush
 * @param {number[]} from
 * @param {number[]} to
 * @param {string} colour
 * @param {{width?: number, dash?: number[]}} line
 */
export const straight = (brush, from, to, colour, line) => trace(brush, [from, to], colour, line);

/**
 * @param {CanvasRenderingContext2D} brush
 * @param {string} text
 * @param {number} x
 * @param {number} y
 * @param {string} colour
 * @param {CanvasTextAlign} align
 */
export function write(brush, text, x, y, colour, align = "left") {
  brush.fillStyle = colour;
  brush.textAlign = align;
  brush.textBaseline = "middle";
  brush.fillText(text, x, y);
}

/**
 * A row of a chart of shares: signs and name, its figure, below them a bar with a thin line from `low` to `high`, and an
 * upright line at chance.
 * @param {CanvasRenderingContext2D} brush
 * @param {Record<string, string>} ink
 * @param {{width: number, tall: number, i: number}} place of the row: how tall each is, and which it is
 * @param {string[]} signs "fake" and "real"
 * @param {{name: string, figure: string, share?: {value: number, low: number, high: number}, colour: string, chance: number}} told
 */
export function barRow(brush, ink, { width, tall, i }, signs, { name, figure, share, colour, chance }) {
  const edge = rem(),
    thick = Math.min(0.24 * tall, edge),
    left = 0.5 * edge,
    right = width - 0.5 * edge,
    x = (/** @type {number} */ part) => left + part * (right - left),
    text = (i + 0.3) * tall,
    base = (i + 0.7) * tall;
  let at = left + 0.4 * edge;
  for (const sign of signs) {
    if (sign === "fake") diamond(brush, at, text, 0.42 * edge, ink.fake);
    else disc(brush, at, text, 0.36 * edge, ink.real);
    at += 1.1 * edge;
  }
  write(brush, name, at - 0.3 * edge, text, ink.ink);
  straight(brush, [left, base], [right, base], ink.line, { width: thick });
  if (share) {
    straight(brush, [left, base], [x(share.value), base], colour, { width: thick });
    straight(brush, [x(share.low), base], [x(share.high), base], ink.ink, { width: 3 });
  }
  write(brush, figure, right, text, ink[share ? "ink" : "ink-soft"], "right");
  straight(brush, [x(chance), base - 0.8 * thick], [x(chance), base + 0.8 * thick], ink.ink, { width: 2 });
}
