/* Canvases: sharp at every size, in the theme's colours, with the page's type. */
import { tone } from "../../core/elements.mjs";
import { find } from "./state.mjs";

/** @typedef {CanvasRenderingContext2D} Pen */
/** @typedef {{pen: Pen, width: number, height: number}} Sheet a canvas whose unit is a CSS pixel */

/** @type {HTMLCanvasElement} */
export const scene = find(".scene");
const NAMES = ["stage", "panel", "raised", "line", "ink", "ink-soft", "real", "fake", "both"];
/** @type {Record<string, any> & {rem: number, tones: Record<string, number[]>}} colours of the theme by name, those of pixels in red, green and blue, and the type's size in CSS pixels */
export const ink = { rem: 16, tones: {} };

export function readInk() {
  const style = getComputedStyle(document.documentElement);
  for (const name of NAMES) ink[name] = style.getPropertyValue(`--${name}`).trim();
  ink.tones = { real: tone("real"), fake: tone("fake") };
  ink.rem = parseFloat(style.fontSize);
}

/**
 * A context whose unit is a CSS pixel, wiped; null while the canvas has no size.
 * @param {HTMLCanvasElement} canvas
 * @returns {Sheet | null}
 */
export function fresh(canvas) {
  const { clientWidth: width, clientHeight: height } = canvas,
    sharp = devicePixelRatio || 1;
  if (!width || !height) return null;
  if (canvas.width !== Math.round(width * sharp)) canvas.width = Math.round(width * sharp);
  if (canvas.height !== Math.round(height * sharp)) canvas.height = Math.round(height * sharp);
  const pen = /** @type {Pen} */ (canvas.getContext("2d"));
  pen.setTransform(sharp, 0, 0, sharp, 0, 0);
  pen.clearRect(0, 0, width, height);
  pen.lineJoin = "round";
  return { pen, width, height };
}

/**
 * A line through points; a NaN is a gap.
 * @param {Pen} pen
 * @param {number} count
 * @param {(i: number) => number} x
 * @param {(i: number) => number} y
 */
export function trail(pen, count, x, y) {
  pen.beginPath();
  let down = false;
  for (let i = 0; i < count; i += 1) {
    const up = y(i);
    if (Number.isNaN(up)) down = false;
    else if (down) pen.lineTo(x(i), up);
    else pen.moveTo(x(i), up), (down = true);
  }
}

/**
 * @param {Pen} pen
 * @param {string} colour
 * @param {number} width
 * @param {number[]} dashes
 */
export function stroke(pen, colour, width, dashes = [], alpha = 1) {
  pen.globalAlpha = alpha;
  pen.strokeStyle = colour;
  pen.lineWidth = width * (ink.rem / 16);
  pen.setLineDash(dashes.map((dash) => dash * (ink.rem / 16)));
  pen.stroke();
  pen.setLineDash([]);
  pen.globalAlpha = 1;
}

/**
 * @param {Pen} pen
 * @param {string} text
 * @param {number} x
 * @param {number} y
 * @param {{align?: CanvasTextAlign, colour?: string, size?: number}} look
 */
export function label(pen, text, x, y, { align = "left", colour = ink["ink-soft"], size = 0.8125 } = {}) {
  pen.font = `${size * ink.rem}px "Theatre Sans", system-ui, sans-serif`;
  pen.textAlign = align;
  pen.textBaseline = "middle";
  pen.fillStyle = colour;
  pen.fillText(text, x, y);
}

/**
 * The two signs: a disc for a real, a diamond for a fake.
 * @param {Pen} pen
 * @param {number} x
 * @param {number} y
 * @param {number} size
 */
export function disc(pen, x, y, size) {
  pen.beginPath();
  pen.arc(x, y, size, 0, 2 * Math.PI);
  pen.fill();
}

/**
 * @param {Pen} pen
 * @param {number} x
 * @param {number} y
 * @param {number} size
 */
export function diamond(pen, x, y, size) {
  pen.beginPath();
  pen.moveTo(x, y - size);
  pen.lineTo(x + size, y);
  pen.lineTo(x, y + size);
  pen.lineTo(x - size, y);
  pen.fill();
}

/**
 * Adds to the pen's path.
 * @param {Pen} pen
 * @param {number} x
 * @param {number} y
 * @param {number} dx
 * @param {number} dy
 */
export function arrow(pen, x, y, dx, dy) {
  const length = Math.hypot(dx, dy),
    head = Math.min(0.45 * length, 0.3 * ink.rem),
    angle = Math.atan2(dy, dx);
  pen.moveTo(x, y);
  pen.lineTo(x + dx, y + dy);
  for (const side of [-2.6, 2.6]) {
    pen.moveTo(x + dx, y + dy);
    pen.lineTo(x + dx + head * Math.cos(angle + side), y + dy + head * Math.sin(angle + side));
  }
}
