/* One dimension: the two densities, what D believes of each x and what the best D would, and below the threads by
   which G leads each z to its x. `lit` is the part that slow motion points at. */
import { say, written } from "../../core/elements.mjs";
import { arrow, diamond, disc, fresh, ink, label, stroke, trail } from "./ink.mjs";
import { WIDE } from "./lab/distributions.mjs";
import { diagnose } from "./lab/measures.mjs";
import { find, lastMeasures, state } from "./state.mjs";

/** @typedef {import("./ink.mjs").Pen} Pen */
/** @typedef {import("./ink.mjs").Sheet} Sheet */
/** @typedef {import("./state.mjs").Fixed} Fixed */
/** @typedef {import("./state.mjs").Moment} Moment */
/** @typedef {"value" | "lossD" | "lossG" | "divergence"} Figure */
/** @typedef {{series: {of: Figure, colour: string, dashes?: number[]}[], lines: {at: number, dashes?: number[]}[], band?: [number, number], least?: number, log?: boolean}} Plot */

/**
 * Where a line's picture lies on its canvas, and the share of a cell at its top: one that stays under a hand.
 * @param {number} width
 * @param {number} height
 * @param {Fixed} fixed
 * @param {Moment} now
 */
export function frameOfLine(width, height, { p }, { q }) {
  const unit = ink.rem,
    most = Math.max(...p),
    highest = state.hands ? 1.6 * most : 1.15 * Math.max(most, 0.75 * Math.min(Math.max(...q), 2 * most));
  const [left, right] = [2.25 * unit, width - 2.25 * unit];
  return { left, right, top: 1.25 * unit, ground: Math.round(height * 0.66), floor: height - 2 * unit, highest };
}

/**
 * @param {Sheet} sheet
 * @param {Fixed} fixed
 * @param {Moment} now
 * @param {string | null} lit
 * @param {boolean} showBest
 */
export function drawLine({ pen, width, height }, fixed, now, lit, showBest) {
  const { along, p, edge, z } = fixed,
    { q, belief, best, fakes, arrows } = now,
    unit = ink.rem;
  const { left, right, top, ground, floor, highest } = frameOfLine(width, height, fixed, now);
  const across = (/** @type {number} */ x) => left + ((x + edge) / (2 * edge)) * (right - left);
  const x = (/** @type {number} */ i) => across(along[i]);
  const up = (/** @type {number} */ share) => ground - Math.min(1.04, share / highest) * (ground - top),
    rise = (/** @type {number} */ d) => ground - d * (ground - top);
  const faint = (/** @type {string} */ part) => (lit && !part.includes(lit) ? 0.25 : 1);

  for (const [d, name] of /** @type {[number, string][]} */ ([
    [0, "0"],
    [0.5, "0.5"],
    [1, "1"],
  ])) {
    pen.beginPath();
    pen.moveTo(left, rise(d));
    pen.lineTo(right, rise(d));
    stroke(pen, d === 0.5 ? ink["ink-soft"] : ink.line, 1, d === 0.5 ? [2, 5] : []);
    label(pen, name, right + 0.4 * unit, rise(d));
  }
  label(pen, "D(x)", right + 0.4 * unit, top - 0.9 * unit);

  for (const [shares, colour, dashes, part] of /** @type {[Float32Array, string, number[], string][]} */ ([
    [p, ink.real, [], "judge tell"],
    [q, ink.fake, [8, 4], "noise learn tell"],
  ])) {
    trail(pen, p.length, x, (i) => up(shares[i]));
    stroke(pen, colour, 2.5, dashes, faint(part));
    pen.lineTo(x(p.length - 1), ground);
    pen.lineTo(x(0), ground);
    pen.fillStyle = colour;
    pen.globalAlpha = 0.16 * faint(part);
    pen.fill();
    pen.globalAlpha = 1;
  }
  if (showBest) {
    trail(pen, best.length, x, (i) => rise(best[i]));
    stroke(pen, ink["ink-soft"], 2, [2, 4], faint("judge tell"));
  }
  trail(pen, belief.length, x, (i) => rise(belief[i]));
  stroke(pen, ink.ink, 3, [], faint("judge tell"));

  pen.beginPath();
  for (let i = 0; i < z.length; i += 1) {
    const from = left + ((z[i] + 1) / 2) * (right - left),
      to = Math.max(left - unit, Math.min(right + unit, across(fakes[i])));
    pen.moveTo(from, floor);
    pen.lineTo(to, ground);
  }
  stroke(pen, ink.fake, 1.25, [], 0.75 * faint("noise learn"));
  pen.beginPath();
  for (const y of [ground, floor]) pen.moveTo(left, y), pen.lineTo(right, y);
  stroke(pen, ink["ink-soft"], 1.5);
  pushes(pen, fakes, arrows, across, ground, faint("learn"));
  beyond(pen, fakes, edge, left, right, ground);
  label(pen, "x", left - 0.9 * unit, ground);
  label(pen, "z", left - 0.9 * unit, floor);
  for (const at of [-1, 0, 1])
    label(pen, written(at), left + ((at + 1) / 2) * (right - left), floor + 1.1 * unit, { align: "center" });
}

/**
 * Fakes that have left the picture: a sign at its edge says where they are and how many.
 * @param {Pen} pen
 * @param {Float32Array} fakes
 * @param {number} edge
 * @param {number} left
 * @param {number} right
 * @param {number} ground
 */
function beyond(pen, fakes, edge, left, right, ground) {
  for (const side of [-1, 1]) {
    const gone = fakes.filter((fake) => side * fake > edge).length,
      x = side < 0 ? left : right,
      y = ground - 1.1 * ink.rem;
    if (!gone) continue;
    pen.fillStyle = ink.fake;
    diamond(pen, x - side * 0.6 * ink.rem, y, 0.45 * ink.rem);
    pen.beginPath();
    arrow(pen, x, y, side * 1.1 * ink.rem, 0);
    stroke(pen, ink.fake, 2.5);
    label(pen, `${written((100 * gone) / fakes.length)}%`, x - side * 1.4 * ink.rem, y, {
      align: side < 0 ? "left" : "right",
      colour: ink.fake,
    });
  }
}

/**
 * Which way each fake is pushed, as an arrow below the axis; its length goes with the root, so that weak ones are seen.
 * @param {Pen} pen
 * @param {Float32Array} fakes
 * @param {Float32Array} arrows
 * @param {(x: number) => number} across
 * @param {number} ground
 * @param {number} alpha
 */
function pushes(pen, fakes, arrows, across, ground, alpha) {
  const longest = Math.max(...arrows.map(Math.abs), 0.05);
  pen.beginPath();
  for (let i = 0; i < fakes.length; i += 2) {
    const length = Math.sign(arrows[i]) * Math.sqrt(Math.abs(arrows[i]) / longest) * 1.75 * ink.rem;
    if (Math.abs(length) > 2) arrow(pen, across(fakes[i]), ground + 0.35 * ink.rem, length, 0);
  }
  stroke(pen, ink.ink, 1.5, [], 0.8 * alpha);
}

/* Two dimensions: reals, fakes and the way each is pushed, over a map of what D (or the best D) believes; G's grid. */
const heat = document.createElement("canvas");

/**
 * Where the square between -edge and edge lies on the canvas: in its middle. The plane goes on beside it.
 * @param {number} width
 * @param {number} height
 */
export function square(width, height) {
  const size = Math.min(width, height);
  return { size, left: (width - size) / 2, top: (height - size) / 2 };
}

/**
 * @param {Sheet} sheet
 * @param {Fixed} fixed
 * @param {Moment} now
 * @param {string | null} lit
 * @param {boolean} showBest
 */
export function drawPlane({ pen, width, height }, fixed, now, lit, showBest) {
  const { edge, cells, reals } = fixed,
    { size, left, top } = square(width, height),
    unit = ink.rem;
  const x = (/** @type {number} */ value) => left + ((value + edge) / (2 * edge)) * size,
    y = (/** @type {number} */ value) => top + ((edge - value) / (2 * edge)) * size;
  const faint = (/** @type {string} */ part) => (lit && !part.includes(lit) ? 0.2 : 1);
  pen.save();
  pen.beginPath();
  const shown = Math.min(width, WIDE * size), // as far as is known what D believes
    far = (edge * shown) / size;
  pen.rect((width - shown) / 2, top, shown, size);
  pen.clip();
  const best = showBest && now.best,
    wide = best ? 1 : WIDE;
  paintHeat(best || (now.wide ?? now.belief), cells);
  pen.globalAlpha = lit && lit !== "judge" && lit !== "tell" ? 0.4 : 1;
  pen.imageSmoothingEnabled = true;
  pen.drawImage(heat, left - ((wide - 1) / 2) * size, top, wide * size, size);
  pen.globalAlpha = 1;
  if (now.warped) warp(pen, now.warped, x, y, faint("noise"));

  pen.fillStyle = ink.real;
  pen.globalAlpha = faint("judge tell");
  for (let i = 0; i < reals.length; i += 2) disc(pen, x(reals[i]), y(reals[i + 1]), 0.2 * unit);
  pen.globalAlpha = 1;
  pushPlane(pen, now, x, y, size, faint("learn"));
  for (let i = 0; i < now.fakes.length; i += 2) {
    const [a, b] = [now.fakes[i], now.fakes[i + 1]],
      gone = Math.abs(a) > far || Math.abs(b) > edge;
    const held = (/** @type {number} */ value, /** @type {number} */ end) =>
      Math.max((unit * edge) / size - end, Math.min(end - (unit * edge) / size, value)); // one that has left the picture stands hollow at its rim
    pen.fillStyle = gone ? ink.panel : ink.fake;
    pen.strokeStyle = gone ? ink.fake : ink.panel;
    pen.lineWidth = gone ? 2 : 1;
    diamond(pen, x(gone ? held(a, far) : a), y(gone ? held(b, edge) : b), 0.28 * unit);
    pen.stroke();
  }
  pen.restore();
}

/**
 * Blue where D says real, orange where it says fake, nothing where it cannot tell or the best D has nothing to say.
 * @param {Float32Array} belief row by row
 * @param {number} rows
 */
function paintHeat(belief, rows) {
  const cells = belief.length / rows;
  heat.width = cells;
  heat.height = rows;
  const pen = /** @type {Pen} */ (heat.getContext("2d")),
    image = pen.createImageData(cells, rows);
  const { real, fake } = ink.tones;
  belief.forEach((d, i) => {
    const at = 4 * ((rows - 1 - Math.floor(i / cells)) * cells + (i % cells)),
      sure = Number.isNaN(d) ? 0 : 2 * d - 1;
    const colour = sure > 0 ? real : fake;
    for (let c = 0; c < 3; c += 1) image.data[at + c] = colour[c];
    image.data[at + 3] = 150 * Math.abs(sure);
  });
  pen.putImageData(image, 0, 0);
}

/**
 * Where G takes the even grid of its noise.
 * @param {Pen} pen
 * @param {Float32Array} points
 * @param {(value: number) => number} x
 * @param {(value: number) => number} y
 * @param {number} alpha
 */
function warp(pen, points, x, y, alpha) {
  const lines = Math.sqrt(points.length / 2),
    at = (/** @type {number} */ row, /** @type {number} */ column) => 2 * (row * lines + column);
  pen.beginPath();
  for (let a = 0; a < lines; a += 1) {
    for (const place of [(/** @type {number} */ b) => at(a, b), (/** @type {number} */ b) => at(b, a)]) {
      for (let b = 0; b < lines; b += 1) {
        const i = place(b);
        if (b) pen.lineTo(x(points[i]), y(points[i + 1]));
        else pen.moveTo(x(points[i]), y(points[i + 1]));
      }
    }
  }
  stroke(pen, ink.fake, 1, [], 0.45 * alpha);
}

/**
 * @param {Pen} pen
 * @param {Moment} now
 * @param {(value: number) => number} x
 * @param {(value: number) => number} y
 * @param {number} size
 * @param {number} alpha
 */
function pushPlane(pen, { fakes, arrows }, x, y, size, alpha) {
  let longest = 0.05;
  for (let i = 0; i < arrows.length; i += 2) longest = Math.max(longest, Math.hypot(arrows[i], arrows[i + 1]));
  pen.beginPath();
  for (let i = 0; i < fakes.length; i += 2) {
    const force = Math.hypot(arrows[i], arrows[i + 1]) || 1,
      scale = (0.09 * size * Math.sqrt(force / longest)) / force;
    const dx = scale * arrows[i],
      dy = -scale * arrows[i + 1];
    if (Math.hypot(dx, dy) > 2) arrow(pen, x(fakes[i]), y(fakes[i + 1]), dx, dy);
  }
  stroke(pen, ink.ink, 1.25, [], 0.7 * alpha);
}

/* What was measured on the way: one small plot each, with the line at which a perfect G would stand. */
const LONGEST = 600; // measures that a plot shows; older ones are thinned

/** @param {Moment} now */
export function remember(now) {
  const at = state.hands ? now.step : now.stepsD + now.stepsG; // a D that is drawn learns in no step
  while (state.trace.length && lastMeasures().at >= at) state.trace.pop();
  if (!now.measures) return;
  state.trace.push({ at, step: now.step, ...now.measures, best: now.accuracy });
  lastMeasures().state = diagnose(state.trace, state.fixed.floor);
  if (state.trace.length > LONGEST) state.trace = state.trace.filter((_, i) => i % 2 === 0 || i > LONGEST / 2);
}

/**
 * `series` are {of, colour, dashes}, `lines` {at, dashes}, `band` [low, high]: all of it is seen, at least `least` high.
 * @param {HTMLCanvasElement} canvas
 * @param {Plot} plot
 */
function plotTrace(canvas, { series, lines, band, least = 0, log = false }) {
  const sheet = fresh(canvas);
  if (!sheet) return;
  const { pen, width, height } = sheet,
    start = state.trace[0]?.at ?? 0,
    span = Math.max(60, (lastMeasures()?.at ?? 0) - start);
  const shown = 0.25 * ink.rem;
  const x = (/** @type {number} */ i) => shown + ((state.trace[i].at - start) / span) * (width - 3 * shown);
  const lowest = band?.[0] ?? 0;
  const scale = (/** @type {number} */ value) => (log ? Math.log(Math.max(value, lowest)) : value);
  const all = [
    ...series.flatMap(({ of }) => state.trace.map((one) => one[of])),
    ...lines.map(({ at }) => at),
    ...(band ?? []),
  ]
    .map(scale)
    .filter(Number.isFinite);
  const middle = (Math.min(...all) + Math.max(...all)) / 2,
    half = Math.max(least, Math.max(...all) - Math.min(...all)) / 2;
  const y = (/** @type {number} */ value) => height / 2 - ((scale(value) - middle) / half) * (height / 2 - 2 * shown);
  if (band) {
    pen.fillStyle = ink.both;
    pen.globalAlpha = 0.3;
    pen.fillRect(0, y(band[1]), width, Math.max(2, y(band[0]) - y(band[1])));
    pen.globalAlpha = 1;
  }
  for (const { at, dashes = [4, 4] } of lines) {
    pen.beginPath();
    pen.moveTo(0, y(at));
    pen.lineTo(width, y(at));
    stroke(pen, ink["ink-soft"], 1, dashes);
  }
  for (const { of, colour, dashes } of series) {
    trail(pen, state.trace.length, x, (i) => y(state.trace[i][of]));
    stroke(pen, colour, 2, dashes);
    if (!state.trace.length) continue;
    pen.fillStyle = colour;
    disc(pen, x(state.trace.length - 1), y(lastMeasures()[of]), shown);
  }
}

export function paintCurves() {
  if (!state.fixed || !state.trace.length) return;
  const last = lastMeasures(),
    { d, g } = state.fixed.reference,
    logarithmic = state.settings.game !== "leastsquares";
  const told = (/** @type {string} */ row, /** @type {string} */ key, /** @type {Values} */ values) =>
    say(find(`.of-${row} .name`), key, values);
  find(".of-value").hidden = !logarithmic;
  if (logarithmic) {
    told("value", "equilibrium.value", { value: written(last.value, 2) });
    plotTrace(find(".of-value canvas"), {
      series: [{ of: "value", colour: ink.ink }],
      lines: [{ at: -2 * Math.LN2 }],
      least: 0.4,
    });
  }
  told("losses", `equilibrium.losses.${state.settings.game}`, { d: written(last.lossD, 2), g: written(last.lossG, 2) });
  plotTrace(find(".of-losses canvas"), {
    series: [
      { of: "lossD", colour: ink.ink },
      { of: "lossG", colour: ink["ink-soft"], dashes: [3, 4] },
    ],
    lines: [{ at: d }, { at: g, dashes: [1, 4] }],
    least: 0.4,
  });
  told("divergence", "equilibrium.divergence", {
    value: written(last.divergence, 3),
    floor: written(state.fixed.floor, 3),
  });
  plotTrace(find(".of-divergence canvas"), {
    series: [{ of: "divergence", colour: ink.ink }],
    lines: [{ at: Math.LN2, dashes: [1, 4] }],
    band: [state.fixed.floor / 3, state.fixed.floorHigh],
    log: true,
  });
}
