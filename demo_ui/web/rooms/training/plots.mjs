/* The curves over one axis of epochs. It is stretched at the beginning, as the snapshots are: most happens there.
   The whole run is drawn faintly once, and again brightly as far as the cursor: a step moves a clip and a line. */
import { make } from "../../core/elements.mjs";
import * as theatre from "../../core/theatre.mjs";
import { above, find } from "./state.mjs";

/** @typedef {import("./state.mjs").Run} Run */
/** @typedef {(number | null)[]} Column a figure over the snapshots; null: not measured then */
/** @typedef {{series: {sign: string, values: Column, of?: Run}[], lines?: {sign: string, at: number}[], band?: [number, number] | null, ticks: number[], low: number, high: number, log?: boolean}} Plot */

const STRETCH = 0.05; // epochs; beyond it the axis turns logarithmic
const TICKS = [0, 0.1, 1, 2, 5, 10, 20, 50, 100, 200, 500];
const SIZE = 1000; // of a plot's own coordinates

/** @param {Run} run */
export const lastOf = (run) => run.snapshots[run.snapshots.length - 1];

/**
 * Where an epoch lies on the axis, 0 to 1.
 * @param {Run} run
 * @param {number} epoch
 */
export function across(run, epoch) {
  return Math.log1p(epoch / STRETCH) / Math.log1p(Math.max(lastOf(run).epoch, 1e-3) / STRETCH);
}

/** @param {number} share */
export const percent = (share) => `${(100 * share).toFixed(3)}%`;

/**
 * A plot: `series` are {sign, values, of: whose, if not this run's}, a value may be null; `lines` are {sign, at}; `band` is [low, high]; `ticks`
 * are values to write at the left. Gives `set(index)`, which moves cursor and signs, and says where they are.
 * @param {string} name
 * @param {Run} run
 * @param {Plot} drawn
 */
export function plot(name, run, { series, lines = [], band = null, ticks, low, high, log = false }) {
  // A loss may be exactly 0, whose logarithm is no place on a plot: it lies at the bottom.
  const scale = log
    ? (/** @type {number} */ value) => Math.log(Math.max(value, low))
    : (/** @type {number} */ value) => value;
  const up = (/** @type {number} */ value) => (scale(value) - scale(low)) / (scale(high) - scale(low));
  const y = (/** @type {number} */ value) => (SIZE * (1 - up(value))).toFixed(1);
  const x = run.snapshots.map(({ epoch }) => across(run, epoch));
  const points = (/** @type {{values: Column, of?: Run}} */ { values, of = run }) =>
    values
      .flatMap((v, i) => {
        const at = across(run, of.snapshots[i].at ?? of.snapshots[i].epoch);
        return v === null || at > 1 ? [] : [`${(SIZE * at).toFixed(1)},${y(v)}`];
      })
      .join(" ");
  const curves = series.map((one) => `<polyline class="${one.sign}" points="${points(one)}"/>`).join("");
  const drawing = (/** @type {string} */ kind, /** @type {string} */ inside) =>
    `<svg class="${kind}" viewBox="0 0 ${SIZE} ${SIZE}" preserveAspectRatio="none" aria-hidden="true">${inside}</svg>`;
  const level = (/** @type {{sign: string, at: number}} */ { sign, at }) =>
    `<path class="level ${sign}" d="M0 ${y(at)}H${SIZE}"/>`;
  const shaded = band
    ? `<rect class="band" x="0" width="${SIZE}" y="${y(band[1])}" height="${Number(y(band[0])) - Number(y(band[1]))}"/>`
    : "";

  const field = find(`.of-${name} .field`);
  field.innerHTML = drawing("ghost", shaded + lines.map(level).join("") + curves) + drawing("past", curves);
  const cursor = make("div", { class: "cursor" });
  const own = series.filter(({ of }) => !of);
  const marks = own.map(({ sign }) => make("span", { class: `mark ${sign}` }));
  const labels = ticks.map((value) => {
    const tick = make("span", { class: "tick", style: `top: ${percent(1 - up(value))}` });
    tick.textContent = value.toLocaleString(theatre.language, { maximumFractionDigits: 2 });
    return tick;
  });
  field.append(cursor, ...marks, ...labels);

  /** @param {number} index */
  return function set(index) {
    field.style.setProperty("--at", percent(x[index]));
    cursor.dataset.step = String(run.snapshots[index].step);
    own.forEach(({ values }, i) => {
      const known = lastKnown(values, index);
      marks[i].hidden = known < 0;
      if (known < 0) return;
      marks[i].style.left = percent(x[known]);
      marks[i].style.top = percent(1 - up(Number(values[known])));
    });
  };
}

/**
 * The last index up to `index` at which there is a value, or -1: Frechet distance is measured less often.
 * @param {Column} values
 * @param {number} index
 */
export function lastKnown(values, index) {
  while (index >= 0 && values[index] === null) index -= 1;
  return index;
}

/**
 * @param {Run} run
 * @param {string} name
 * @returns {any[]}
 */
export const column = (run, name) => run.snapshots.map((snapshot) => /** @type {any} */ (snapshot)[name]);

/**
 * A figure of the run beside this one, if there is one.
 * @param {string} sign
 * @param {string} name
 */
function besideSeries(sign, name) {
  const b = above.beside();
  return b ? [{ sign: `${sign} twin`, values: column(b, name), of: b }] : [];
}

/** @param {Run} run */
export function accuracyPlot(run) {
  const { accuracy, accuracy_real = accuracy, accuracy_fake = accuracy } = run.reference;
  const half = run.snapshots[0].bands.accuracy;
  const moved =
    accuracy_real === accuracy
      ? []
      : [
          { sign: "real", at: accuracy_real },
          { sign: "fake", at: accuracy_fake },
        ];
  return plot("accuracy", run, {
    series: [
      { sign: "real", values: column(run, "accuracy_real") },
      { sign: "fake", values: column(run, "accuracy_fake") },
      ...besideSeries("real", "accuracy_real"),
      ...besideSeries("fake", "accuracy_fake"),
    ],
    lines: [{ sign: "both", at: 0.5 }, ...moved],
    band: [0.5 - half, 0.5 + half],
    ticks: [0, 0.5, 1],
    low: -0.04,
    high: 1.04,
  });
}

/** @param {Run} run */
export function lossPlot(run) {
  const { d_loss, g_loss } = run.reference,
    d = column(run, "d_loss"),
    g = column(run, "g_loss");
  const b = above.beside(),
    others = b ? [...column(b, "d_loss"), ...column(b, "g_loss")] : [];
  const all = [...d, ...g, ...others, d_loss, g_loss].filter((value) => value > 0);
  const low = Math.max(0.05, Math.min(...all)) / 1.2,
    high = 1.2 * Math.max(...all);
  return plot("losses", run, {
    series: [
      { sign: "of-d", values: d },
      { sign: "of-g", values: g },
      ...besideSeries("of-d", "d_loss"),
      ...besideSeries("of-g", "g_loss"),
    ],
    lines: [
      { sign: "of-d", at: d_loss },
      { sign: "of-g", at: g_loss },
    ],
    ticks: [0.1, g_loss, d_loss, 5].filter((value) => value > low && value < high),
    low,
    high,
    log: true,
  });
}

/** @param {Run} run */
export function frechetPlot(run) {
  const values = column(run, "frechet"),
    floor = run.reference.frechet_floor ?? null;
  const b = above.beside();
  const known = [...values, ...(b ? column(b, "frechet") : []), floor].filter((value) => value !== null && value > 0);
  find(".of-frechet").hidden = values.every((value) => value === null);
  if (!known.length) return () => {};
  const low = Math.min(...known) / 1.5,
    high = 1.5 * Math.max(...known);
  return plot("frechet", run, {
    series: [{ sign: "of-g", values }, ...besideSeries("of-g", "frechet")],
    lines: floor === null ? [] : [{ sign: "floor", at: floor }],
    ticks: [1, 10, 100, 1000, 10000].filter((value) => value > low && value < high),
    low,
    high,
    log: true,
  });
}

/** @param {Run} run */
export function paintAxis(run) {
  const end = lastOf(run).epoch;
  const shown = [...TICKS.filter((epoch) => across(run, epoch) < 0.9), end];
  const spaced = shown.filter(
    (epoch, i) => i === 0 || epoch === end || across(run, epoch) - across(run, shown[i - 1]) > 0.05,
  );
  find(".axis").replaceChildren(
    ...spaced.map((epoch) => {
      const tick = make("span", { style: `left: ${percent(across(run, epoch))}` });
      tick.textContent = epoch.toLocaleString(theatre.language, { maximumFractionDigits: epoch < 1 ? 2 : 1 });
      return tick;
    }),
  );
  const unit = make("span", { class: "unit" });
  theatre.put(unit, "training.unit");
  find(".axis").append(unit);
}
