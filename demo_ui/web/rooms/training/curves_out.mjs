/* The curves to take away: figures as CSV, all plots as one picture. Both are made here, of what is shown. */
import { RUNS } from "../../contract.mjs";
import { make } from "../../core/elements.mjs";
import { handOverBlob } from "./stage.mjs";
import { above, element, find, state } from "./state.mjs";

const WIDTH = 1200,
  PLOT = 300, // pixels of a picture: its width, the height of a plot with its names
  LEFT = 90,
  RIGHT = WIDTH - 30,
  HEAD = 70,
  TOP = 50;

/* One row a snapshot, of the run beside it after its own; what was not measured then is empty. */
export function figuresAsCsv() {
  const columns = ["step", ...RUNS.FIGURES, "frechet", "n_real", "n_fake"],
    runs = [state.run, above.beside()].flatMap((run) => run ?? []);
  const rows = runs.flatMap(({ id, snapshots }) =>
    snapshots.map((snapshot) => [id, ...columns.map((name) => /** @type {any} */ (snapshot)[name] ?? "")]),
  );
  return `${[["run", ...columns], ...rows].map((row) => row.join(",")).join("\r\n")}\r\n`;
}

/** @typedef {CanvasRenderingContext2D} Pen */

/** @param {number} share of the axis, 0 to 1 */
const across = (share) => LEFT + share * (RIGHT - LEFT);

/** @param {string} percent as the page's style says it */
const shareOf = (percent) => Number.parseFloat(percent) / 100;

/**
 * @param {Pen} pen
 * @param {SVGElement} shape of a plot's drawing, whose side is 1000
 * @param {number} top
 */
function drawShape(pen, shape, top) {
  const { stroke, fill, strokeDasharray } = getComputedStyle(shape),
    y = (/** @type {number} */ value) => top + (value / 1000) * (PLOT - HEAD - 30);
  if (shape.matches("rect")) {
    const [from, high] = ["y", "height"].map((name) => Number(shape.getAttribute(name)));
    pen.globalAlpha = 0.35;
    pen.fillStyle = fill;
    pen.fillRect(LEFT, y(from), RIGHT - LEFT, y(high) - y(0));
    pen.globalAlpha = 1;
    return;
  }
  const numbers = (shape.getAttribute("points") ?? shape.getAttribute("d") ?? "").match(/[\d.]+/g)?.map(Number) ?? [];
  const level = shape.matches(".level"),
    points = level ? [0, numbers[1], 1000, numbers[1]] : numbers;
  pen.strokeStyle = stroke;
  pen.lineWidth = level ? 1 : shape.matches(".twin") ? 1.25 : 2.5;
  pen.setLineDash(strokeDasharray === "none" ? [] : strokeDasharray.split(/[ ,]+/).map(Number.parseFloat));
  pen.beginPath();
  for (let i = 0; i + 1 < points.length; i += 2) pen.lineTo(across(points[i] / 1000), y(points[i + 1]));
  pen.stroke();
  pen.setLineDash([]);
}

/**
 * A legend as the page draws it: a sign, a line or a field, then its words. Gives where the next one begins.
 * @param {Pen} pen
 * @param {Element} entry
 * @param {number} x
 * @param {number} y
 */
function drawEntry(pen, entry, x, y) {
  const before = getComputedStyle(entry, "::before"),
    sign = before.content.replaceAll('"', ""),
    words = pen.fillStyle;
  let wide = 0;
  if (sign && sign !== "none") {
    pen.fillStyle = before.color;
    pen.fillText(sign, x, y);
    wide = pen.measureText(sign).width + 6;
  } else if (before.borderTopWidth !== "0px") {
    pen.strokeStyle = before.borderTopColor;
    pen.lineWidth = Number.parseFloat(before.borderTopWidth);
    pen.setLineDash({ dotted: [2, 4], dashed: [4, 4] }[before.borderTopStyle] ?? []);
    pen.beginPath();
    pen.moveTo(x, y - 5);
    pen.lineTo(x + 24, y - 5);
    pen.stroke();
    pen.setLineDash([]);
    wide = 30;
  } else if (sign !== "none") {
    pen.globalAlpha = 0.35;
    pen.fillStyle = before.backgroundColor;
    pen.fillRect(x, y - 11, 24, 12);
    pen.globalAlpha = 1;
    wide = 30;
  }
  pen.fillStyle = words;
  pen.fillText(entry.textContent, x + wide, y);
  return x + wide + pen.measureText(entry.textContent).width + 24;
}

/**
 * @param {Pen} pen
 * @param {HTMLElement} plot
 * @param {number} top
 * @param {string} family of fonts
 */
function drawPlot(pen, plot, top, family) {
  const low = top + PLOT - 30;
  pen.font = `600 20px ${family}`;
  pen.fillText(plot.querySelector("h2")?.textContent ?? "", 20, top + 24);
  pen.font = `16px ${family}`;
  let x = 20;
  for (const entry of plot.querySelectorAll(".legend > span:not([hidden])")) x = drawEntry(pen, entry, x, top + 50);
  for (const shape of /** @type {NodeListOf<SVGElement>} */ (plot.querySelectorAll(".ghost > *")))
    drawShape(pen, shape, top + HEAD);
  const at = across(shareOf(/** @type {HTMLElement} */ (plot.querySelector(".field")).style.getPropertyValue("--at")));
  pen.fillRect(at, top + HEAD, 1, low - top - HEAD); // the moment that the legends' figures are of
  pen.textAlign = "right";
  for (const tick of /** @type {NodeListOf<HTMLElement>} */ (plot.querySelectorAll(".tick")))
    pen.fillText(tick.textContent, LEFT - 10, top + HEAD + shareOf(tick.style.top) * (low - top - HEAD) + 5);
  pen.textAlign = "left";
}

/** @returns {Promise<Blob | null>} a PNG */
export function curvesAsPicture() {
  const plots = /** @type {HTMLElement[]} */ ([...element.querySelectorAll(".plot")]).filter(({ hidden }) => !hidden);
  const canvas = make("canvas", { width: WIDTH, height: TOP + PLOT * plots.length + 30 });
  const pen = /** @type {Pen} */ (canvas.getContext("2d"));
  const { backgroundColor, color, fontFamily } = getComputedStyle(find(".curves"));
  pen.fillStyle = backgroundColor;
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.fillStyle = color;
  pen.font = `16px ${fontFamily}`;
  const two = [
    ...element.querySelectorAll(above.beside() ? ".twin-name" : ".ticket:has(input:checked) > span:last-child"),
  ];
  pen.fillText([...two, find(".caption")].map(({ textContent }) => textContent).join(" · "), 20, 32);
  plots.forEach((plot, i) => void drawPlot(pen, plot, TOP + i * PLOT, fontFamily));
  pen.textAlign = "center";
  for (const tick of /** @type {NodeListOf<HTMLElement>} */ (element.querySelectorAll(".axis span:not(.unit)")))
    pen.fillText(tick.textContent, across(shareOf(tick.style.left)), canvas.height - 18);
  pen.textAlign = "left";
  pen.fillText(find(".axis .unit")?.textContent ?? "", 20, canvas.height - 18);
  return new Promise((done) => void canvas.toBlob(done));
}

const csv = make("button", { type: "button", class: "csv-save", "data-i18n-title": "training.curves.csv" }, "CSV");
const png = make("button", { type: "button", class: "png-save", "data-i18n-title": "training.curves.png" }, "PNG");
find(".of-playing").append(make("span", { class: "pair of-curves" }, csv, png));
const name = () => ["gan-theatre", state.run.id, above.beside()?.id].filter(Boolean).join("-");
csv.addEventListener("click", () => handOverBlob(new Blob([figuresAsCsv()], { type: "text/csv" }), `${name()}.csv`));
png.addEventListener("click", async () => {
  const called = name(),
    picture = await curvesAsPicture();
  if (picture) handOverBlob(picture, `${called}.png`);
});
