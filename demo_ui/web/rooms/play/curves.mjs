/* Right answers over the epochs, reals above, fakes below, on one axis: the discriminator as a line, the visitor's
   own rounds as signs with what guessing gives at their n, everybody's as rings. The axis is stretched at the
   beginning, as the snapshots are. */
import { accuracyBand } from "../../core/bands.mjs";
import { make, say, written } from "../../core/elements.mjs";
import * as theatre from "../../core/theatre.mjs";
import { SIGNS, crowdTally } from "./pictures.mjs";
import { find } from "./state.mjs";

/** @typedef {{epoch: number, share: number}} Point */
/** @typedef {Point & {n: number}} Counted */
/** @typedef {{epoch: number, you: import("./state.mjs").Tally}} Own the visitor's rounds of one snapshot */

export const STRETCH = 0.05; // epochs; beyond it the axis turns logarithmic
const TICKS = [0, 0.1, 1, 5, 16, 50];
const LEVELS = [0, 0.5, 1];

/**
 * @param {number} epoch
 * @param {number} last
 */
const along = (epoch, last) => (100 * Math.log1p(epoch / STRETCH)) / Math.log1p(Math.max(last, 1e-3) / STRETCH);

/**
 * @template {keyof SVGElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Record<string, string | number>} attributes
 */
function svg(tag, attributes) {
  const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, String(value));
  return node;
}

/**
 * One sort of pictures. `machine`: [{epoch, share}], `you` and `crowd`: [{epoch, n, share}].
 * @param {string} sort
 * @param {number} last
 * @param {{machine: Point[], you: Counted[], crowd: Counted[], at: number}} points
 */
function paintPlot(sort, last, { machine, you, crowd, at }) {
  const field = find(`.plot[data-of=${sort}] .field`);
  const x = (/** @type {number} */ epoch) => along(epoch, last),
    y = (/** @type {number} */ share) => 100 * (1 - share);
  const line = (/** @type {Point[]} */ points, /** @type {string} */ name) =>
    svg("polyline", { class: name, points: points.map(({ epoch, share }) => `${x(epoch)},${y(share)}`).join(" ") });
  const drawing = svg("svg", { viewBox: "0 0 100 100", preserveAspectRatio: "none", "aria-hidden": "true" });
  drawing.append(
    svg("path", { class: "level", d: `M0 ${y(0.5)}H100` }),
    line(machine, "machine"),
    line(crowd, "crowd"),
  );
  const placed = (/** @type {HTMLElement} */ node, /** @type {Point} */ { epoch, share }) => {
    node.style.left = `${x(epoch)}%`;
    node.style.top = `${y(share)}%`;
    return node;
  };
  const chance = (/** @type {Counted} */ { epoch, n }, /** @type {string} */ name) => {
    const half = Math.min(0.5, accuracyBand(n)),
      bar = placed(make("span", { class: `chance ${name}` }), { epoch, share: 0.5 + half });
    bar.style.height = `${200 * half}%`;
    return bar;
  };
  const cursor = make("span", { class: "cursor" });
  cursor.style.left = `${x(at)}%`;
  const levels = LEVELS.map((share) => {
    const tick = make("span", { class: "tick", style: `top: ${y(share)}%` });
    tick.textContent = written(share, share % 1 ? 1 : 0);
    return tick;
  });
  field.replaceChildren(
    drawing,
    cursor,
    ...levels,
    ...you.map((point) => chance(point, "of-you")),
    ...crowd.map((point) => chance(point, "of-crowd")),
    ...crowd.map((point) => placed(make("span", { class: "dot crowd" }), point)),
    ...you.map((point) => placed(make("span", { class: `dot you ${sort}` }), point)),
  );
}

/** @param {number} last */
function paintEpochs(last) {
  const shown = [...TICKS.filter((epoch) => epoch < last && along(epoch, last) < 90), last];
  find(".axis").replaceChildren(
    ...shown.map((epoch) => {
      const tick = make("span", { style: `left: ${along(epoch, last)}%` });
      tick.textContent = written(epoch, epoch % 1 ? (epoch < 1 ? 1 : 0) : 0);
      return tick;
    }),
  );
  const unit = make("span", { class: "unit" });
  theatre.put(unit, "play.curve.unit");
  find(".axis").append(unit);
}

/** @type {(epoch: number, answers: {n: number, right: number}) => Counted[]} none, where nothing was answered */
const counted = (epoch, { n, right }) => (n ? [{ epoch, n, share: right / n }] : []);

/**
 * `measured`: the discriminator over the run; `own`: the visitor's tallies by epoch; `crowd`: everybody's rows.
 * @param {import("./state.mjs").Measured[]} measured
 * @param {Own[]} own
 * @param {import("./state.mjs").CrowdRow[]} crowd
 * @param {number} at epoch
 */
export function paintCurves(measured, own, crowd, at) {
  const last = Math.max(0.1, at, ...measured.map(({ epoch }) => epoch), ...own.map(({ epoch }) => epoch));
  for (const sort of SIGNS) {
    paintPlot(sort, last, {
      at,
      machine: measured.map((one) => ({ epoch: one.epoch, share: one[sort] })),
      you: own.flatMap(({ epoch, you }) => counted(epoch, you[sort])),
      crowd: crowd.flatMap((row) => counted(row.epoch, crowdTally(row)[sort])),
    });
  }
  paintEpochs(last);
  find(".key.machine").hidden = !measured.length;
  find(".key.crowd").hidden = !crowd.length;
  if (measured.length) say(find(".now-machine"), "play.curve.machine", { n: written(measured[measured.length - 1].n) });
  const many = crowd.reduce((sum, row) => sum + row.reals + row.fakes, 0);
  if (crowd.length) say(find(".now-crowd"), "play.curve.crowd", { n: written(many) });
}
