/* How this theatre's own fakes are found: the spectrum of reals and of fakes, detectors that look at nothing but a
   trace, and what is left of it once somebody has saved, shrunk or blurred the pictures. Recorded figures; how many
   pixels of the digits are almost black is counted here. */
import { make, written } from "../../core/elements.mjs";
import * as theatre from "../../core/theatre.mjs";
import { LESSON } from "../../contract.mjs";
import { standing } from "./conditions.mjs";
import {
  BELOW,
  barRow,
  choice,
  dial,
  diamond,
  disc,
  rem,
  row,
  scene,
  sentence,
  straight,
  trace,
  write,
} from "./scene.mjs";
import { props } from "./state.mjs";

/** @typedef {import("./state.mjs").Traces} Traces */
/** @typedef {{id: string, name: string}} Chosen the generator, and what was done to the pictures */

const CHANCE = 0.5,
  DETECTORS = /** @type {const} */ (["spectrum", "haze"]),
  LEARNED = /** @type {const} */ (["first", "again"]),
  { ALMOST_BLACK } = LESSON,
  DIGIT = 28,
  BRIGHTER = 32;

const percent = (/** @type {number} */ share) => written(100 * share, 1);

BELOW.found = (place) => {
  const found = props.traces,
    box = make("div", { class: "race" });
  place.append(box);
  place.setAttribute("data-i18n-aria-label", "learn.found.title");
  box.append(make("h3", { "data-i18n": "learn.found.title" }));
  if (!found) return void sentence(box)("learn.use.missing");
  box.append(make("p", { class: "say", "data-i18n": "learn.found.what" }));
  const chosen = { id: Object.keys(found.kinds)[0], name: found.treatments[0] },
    left = row(box, "bars"),
    right = row(box, "told");
  const names = Object.keys(found.kinds).map((id) => [id, `learn.found.of_${id}`]);
  choice(left, "learn.found.which", Object.fromEntries(names), chosen.id, (id) => ((chosen.id = id), show()));
  dial(left, "learn.found.treated", {
    low: 0,
    high: found.treatments.length - 1,
    step: 1,
    value: 0,
    told: (value) => treatedAs(found.treatments[value]),
    moved: (value) => ((chosen.name = found.treatments[value]), show()),
  });
  const repaint = [
    scene(left, "learn.found.curves", "5 / 3", (...sheet) => paintCurves(...sheet, found, chosen)),
    scene(right, "learn.found.bars", "5 / 3", (...sheet) => paintBars(...sheet, found, chosen)),
  ];
  const spectrum = sentence(right),
    second = sentence(right),
    digits = digitsOf(right, found, chosen),
    figures = sentence(row(box, "notes"), "note");

  const show = () => {
    const { id, name } = chosen,
      kind = found.kinds[id];
    const { spectrum: shares, haze } = kind.after[name],
      untouched = name === found.treatments[0];
    spectrum(...saysOf("spectrum", shares, untouched));
    if (haze) second(...saysOf("haze", haze, untouched));
    else if (kind.horses) second("learn.found.horses", { real: percent(kind.horses.value), n: written(kind.horses.n) });
    figures(`learn.found.${kind.horses ? "measured_zebras" : "measured"}`, {
      learned: written(kind.learned),
      tested: written(kind.tested),
    });
    digits();
    for (const paint of repaint) paint();
  };
  show();
  document.addEventListener("theatre:language", show);
};

/** @param {string} name of a treatment, such as "jpeg75" */
const treatedAs = (name) =>
  name.startsWith("jpeg")
    ? theatre.t("learn.found.after_jpeg", { quality: name.slice(4) })
    : theatre.t(`learn.found.after_${name}`);

/**
 * @param {"spectrum" | "haze"} by
 * @param {import("./state.mjs").Shares} shares
 * @param {boolean} untouched
 * @returns {[string, Values]}
 */
function saysOf(by, shares, untouched) {
  return [
    `learn.found.say_${standing("found", { ...shares, untouched })}`,
    {
      by: theatre.t(`learn.found.${by}`),
      first: percent(shares.first.value),
      again: percent(shares.again.value),
    },
  ];
}

/**
 * The mean spectra from coarse to fine; around that of the reals, where two of three of them lie. All treatments have
 * one scale; what lies below it is not drawn.
 * @param {CanvasRenderingContext2D} brush
 * @param {number} width
 * @param {number} height
 * @param {Record<string, string>} ink
 * @param {Traces} found
 * @param {Chosen} chosen
 */
function paintCurves(brush, width, height, ink, found, { id, name }) {
  const { after } = found.kinds[id],
    { real, fake, spread } = after[name],
    edge = rem(),
    [low, high] = reach(after[found.treatments[0]]),
    x = (/** @type {number} */ i) => edge + (i / (real.length - 1)) * (width - 2 * edge),
    y = (/** @type {number} */ value) => edge + ((high - value) / (high - low)) * (height - 3.5 * edge);
  const line = (/** @type {number[]} */ values) => values.map((value, i) => [x(i), y(value)]);
  const foot = height - 1.25 * edge;
  brush.save();
  brush.beginPath();
  brush.rect(0, 0, width, foot - 0.75 * edge);
  brush.clip();
  brush.globalAlpha = 0.18;
  brush.fillStyle = ink.real;
  brush.beginPath();
  for (const [px, py] of line(real.map((value, i) => value + spread[i]))) brush.lineTo(px, py);
  for (const [px, py] of line(real.map((value, i) => value - spread[i])).reverse()) brush.lineTo(px, py);
  brush.fill();
  brush.globalAlpha = 1;
  trace(brush, line(real), ink.real);
  trace(brush, line(fake), ink.fake);
  const every = Math.ceil(real.length / 8);
  line(real).forEach(([px, py], i) => i % every === 0 && disc(brush, px, py, 0.28 * edge, ink.real));
  line(fake).forEach(([px, py], i) => i % every === every >> 1 && diamond(brush, px, py, 0.36 * edge, ink.fake));
  brush.restore();
  straight(brush, [edge, foot - 0.75 * edge], [width - edge, foot - 0.75 * edge], ink.line, { width: 1 });
  write(brush, theatre.t("learn.found.coarse"), edge, foot, ink["ink-soft"]);
  write(brush, theatre.t("learn.found.fine"), width - edge, foot, ink["ink-soft"], "right");
  legend(brush, width - edge, edge, ink);
}

/**
 * The lowest and the highest value of the curves of untouched pictures, with some room below for what is taken away.
 * @param {import("./state.mjs").After} untouched
 */
function reach({ real, fake, spread }) {
  const low = Math.min(...fake, ...real.map((value, i) => value - spread[i])),
    high = Math.max(...fake, ...real.map((value, i) => value + spread[i]));
  return [low - 0.25 * (high - low), high];
}

/**
 * @param {CanvasRenderingContext2D} brush
 * @param {number} right
 * @param {number} top
 * @param {Record<string, string>} ink
 */
function legend(brush, right, top, ink) {
  const edge = rem();
  for (const [i, [name, mark, colour]] of /** @type {const} */ ([
    ["reals", disc, "real"],
    ["fakes", diamond, "fake"],
  ]).entries()) {
    const y = top + 1.4 * i * edge,
      words = theatre.t(`learn.found.${name}`);
    write(brush, words, right, y, ink.ink, "right");
    mark(brush, right - brush.measureText(words).width - 0.8 * edge, y, 0.36 * edge, ink[colour]);
  }
}

/**
 * Two bars for each detector: one that learned from untouched pictures, and one that learned from pictures treated alike.
 * @param {CanvasRenderingContext2D} brush
 * @param {number} width
 * @param {number} height
 * @param {Record<string, string>} ink
 * @param {Traces} found
 * @param {Chosen} chosen
 */
function paintBars(brush, width, height, ink, found, { id, name }) {
  const after = found.kinds[id].after[name],
    detectors = DETECTORS.filter((by) => after[by]), // photographs have no haze
    all = detectors.flatMap((by) => LEARNED.map((which) => ({ by, which, share: after[by]?.[which] })));
  all.forEach(({ by, which, share }, i) => {
    barRow(brush, ink, { width, tall: height / all.length, i }, [], {
      name: theatre.t(`learn.found.${by}_${which}`),
      share,
      figure: `${percent(share?.value ?? 0)}%`,
      colour: which === "first" ? ink.both : ink["ink-soft"],
      chance: CHANCE,
    });
  });
}

/**
 * Real digits and fakes of the generator as they are after the treatment, below them the same much brighter, and how
 * many of their pixels are almost black.
 * @param {HTMLElement} place
 * @param {Traces} found
 * @param {Chosen} chosen
 */
function digitsOf(place, found, chosen) {
  const { pictures } = found,
    words = make("figcaption", { class: "figures", "data-i18n": "learn.found.digits" }),
    figure = make("figure", {}, words),
    sheet = new Image();
  place.append(figure);
  const repaint = scene(figure, "learn.found.digits", `${pictures} / 1`, (brush, width, height) => {
    if (!shown().length) return;
    const side = Math.min(width / (2 * pictures), height / 2);
    brush.imageSmoothingEnabled = false;
    shown().forEach((digit, i) => {
      [digit, brightened(digit)].forEach((pixels, down) => {
        brush.drawImage(canvasOf(pixels), i * side, down * side, side, side);
      });
    });
  });
  const counted = sentence(figure, "figures");

  /** @returns {ImageData[]} */
  function shown() {
    const generator = Object.keys(found.kinds).indexOf(chosen.id),
      line = found.treatments.indexOf(chosen.name);
    if (!sheet.complete || !sheet.naturalWidth || !found.kinds[chosen.id].limit) return [];
    return Array.from({ length: 2 * pictures }, (_, i) => {
      const column = i < pictures ? i : i + generator * pictures;
      return pixelsOf(sheet, column * DIGIT, line * DIGIT);
    });
  }

  function show() {
    const { limit } = found.kinds[chosen.id],
      haze = shown().map(hazeOf);
    figure.hidden = !limit;
    repaint();
    if (haze.length)
      counted("learn.found.counted", {
        reals: haze.slice(0, pictures).map(String).join(", "),
        fakes: haze.slice(pictures).map(String).join(", "),
        limit: written(limit ?? 0),
      });
  }
  sheet.addEventListener("load", show);
  sheet.src = found.sheet;
  return show;
}

/**
 * @param {HTMLImageElement} sheet
 * @param {number} x
 * @param {number} y
 */
function pixelsOf(sheet, x, y) {
  const canvas = make("canvas", { width: DIGIT, height: DIGIT }),
    brush = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  brush.drawImage(sheet, -x, -y);
  return brush.getImageData(0, 0, DIGIT, DIGIT);
}

/** @param {ImageData} digit how many of its pixels are almost black, but not black */
function hazeOf({ data }) {
  let count = 0;
  for (let at = 0; at < data.length; at += 4) count += data[at] > 0 && data[at] <= ALMOST_BLACK ? 1 : 0;
  return count;
}

/** @param {ImageData} digit */
function brightened(digit) {
  const data = digit.data.map((value, at) => (at % 4 === 3 ? value : Math.min(255, BRIGHTER * value)));
  return new ImageData(data, DIGIT, DIGIT);
}

/** @param {ImageData} pixels */
function canvasOf(pixels) {
  const canvas = make("canvas", { width: DIGIT, height: DIGIT });
  canvas.getContext("2d")?.putImageData(pixels, 0, 0);
  return canvas;
}
