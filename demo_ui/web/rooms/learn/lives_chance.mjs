/* Noise falls through G: z on one axis, x = G(z) on the other, and how the density q comes to lie on p. */
import { auc } from "../../core/auc.mjs";
import { balancedBand } from "../../core/bands.mjs";
import { written } from "../../core/elements.mjs";
import * as theatre from "../../core/theatre.mjs";
import { puzzleButton } from "../../games/open.mjs";
import { bell, jensenShannon, logistic, normals, totalVariation } from "./chance.mjs";
import { standing } from "./conditions.mjs";
import {
  LIVE,
  choice,
  dial,
  diamond,
  disc,
  pressable,
  rem,
  row,
  scene,
  sentence,
  straight,
  trace,
  write,
} from "./scene.mjs";
import { props } from "./state.mjs";

const LOW = -4,
  HIGH = 4,
  DROPS = 28; // of noise

/**
 * What noise becomes on its way down, and the two densities.
 * @param {CanvasRenderingContext2D} brush
 * @param {number} width
 * @param {number} height
 * @param {Record<string, string>} ink
 * @param {{p: (x: number) => number, q: (x: number) => number, mean: number, spread: number, seed: number}} now
 */
function paintNoise(brush, width, height, ink, { p, q, mean, spread, seed }) {
  const across = (/** @type {number} */ x) => ((x - LOW) / (HIGH - LOW)) * width,
    edge = rem();
  const zAt = 0.2 * height,
    xAt = 0.88 * height,
    tall = 0.36 * height;
  const curve = (/** @type {(x: number) => number} */ f, /** @type {number} */ base, /** @type {number} */ high) =>
    Array.from({ length: 161 }, (_, i) => LOW + (i / 160) * (HIGH - LOW)).map((x) => [across(x), base - high * f(x)]);
  trace(
    brush,
    curve((z) => bell(z, 0, 1), zAt, 0.3 * height),
    ink["ink-soft"],
    { width: 1.5 },
  );
  for (const y of [zAt, xAt]) straight(brush, [0, y], [width, y], ink.line, { width: 1 });
  for (const z of normals(seed, DROPS)) {
    const x = mean + spread * z;
    straight(brush, [across(z), zAt], [across(x), xAt], ink.line, { width: 1 });
    disc(brush, across(z), zAt, 3, ink["ink-soft"]);
    diamond(brush, across(x), xAt, 5, ink.fake);
  }
  trace(brush, curve(p, xAt, tall), ink.real, { width: 3 });
  trace(brush, curve(q, xAt, tall), ink.fake, { width: 3, dash: [8, 6] });
  trace(
    brush,
    curve((x) => p(x) / (p(x) + q(x) || 1e-12), xAt, tall),
    ink.ink,
    { width: 2, dash: [2, 5] },
  );
  write(brush, theatre.t("learn.noise.z"), 0, zAt + 0.8 * edge, ink["ink-soft"]);
  write(brush, theatre.t("learn.noise.x"), 0, xAt + 0.9 * edge, ink["ink-soft"]);
  const keys = [
    [`● ${theatre.t("learn.noise.p")}`, ink.real],
    [`◆ ${theatre.t("learn.noise.q")}`, ink.fake],
    [`··· ${theatre.t("learn.noise.d")}`, ink.ink],
  ];
  keys.forEach(([text, colour], i) => write(brush, text, width, zAt + (1 + 1.2 * i) * edge, colour, "right"));
}

LIVE.noise = (place) => {
  const REAL = [1.1, 0.55],
    BEGIN = [-1.6, 1.05];
  let trained = 0,
    seed = 1;
  /** @param {number} i */
  const between = (i) => BEGIN[i] + trained * (REAL[i] - BEGIN[i]);
  /** @param {number} x */
  const p = (x) => bell(x, REAL[0], REAL[1]),
    q = (/** @type {number} */ x) => bell(x, between(0), between(1));

  const repaint = scene(place, "learn.noise.alt", "5 / 4", (...sheet) =>
    paintNoise(...sheet, { p, q, mean: between(0), spread: between(1), seed }),
  );

  const told = sentence(place),
    figures = sentence(place, "figures");
  dial(place, "learn.noise.train", {
    low: 0,
    high: 1,
    step: 0.01,
    value: 0,
    told: (value) => `${written(100 * value)}%`,
    moved: (value) => ((trained = value), show()),
  });
  pressable(row(place), "learn.noise.draw", () => ((seed += 1), show()));

  function show() {
    const apart = jensenShannon(p, q, -8, 8),
      middle = p(REAL[0]) / (p(REAL[0]) + q(REAL[0]));
    const best = 0.5 + totalVariation(p, q, -8, 8) / 2;
    told(`learn.noise.${standing("noise", { trained, best })}`);
    figures("learn.noise.figures", {
      apart: written(apart, 3),
      most: written(Math.log(2), 3),
      d: written(middle, 2),
      best: written(best, 2),
    });
    repaint();
  }
  show();
  document.addEventListener("theatre:language", show);
};

const LOWEST = -5; // of a logarithm that is shown

/**
 * The two logarithms, and where D stands on them.
 * @param {CanvasRenderingContext2D} brush
 * @param {number} width
 * @param {number} height
 * @param {Record<string, string>} ink
 * @param {number} real
 * @param {number} fake
 */
function paintTerms(brush, width, height, ink, real, fake) {
  const edge = 1.4 * rem(),
    left = 2 * edge,
    right = width - edge,
    top = edge,
    bottom = height - 1.6 * edge;
  const x = (/** @type {number} */ d) => left + d * (right - left),
    y = (/** @type {number} */ v) => top + (v / LOWEST) * (bottom - top);
  for (const level of [0, -1, -2, -3, -4, -5]) {
    straight(brush, [left, y(level)], [right, y(level)], ink.line, { width: 1 });
    write(brush, written(level), left - 0.4 * rem(), y(level), ink["ink-soft"], "right");
  }
  const grid = Array.from({ length: 199 }, (_, i) => (i + 1) / 200);
  const shown = (/** @type {(d: number) => number} */ f) =>
    grid
      .map((d) => [d, f(d)])
      .filter(([, v]) => v >= LOWEST)
      .map(([d, v]) => [x(d), y(v)]);
  trace(brush, shown(Math.log), ink.real, { width: 3 });
  trace(
    brush,
    shown((d) => Math.log(1 - d)),
    ink.fake,
    { width: 3, dash: [8, 6] },
  );
  disc(brush, x(real), y(Math.max(LOWEST, Math.log(real))), 0.5 * rem(), ink.real);
  diamond(brush, x(fake), y(Math.max(LOWEST, Math.log(1 - fake))), 0.6 * rem(), ink.fake);
  for (const d of [0, 0.5, 1])
    write(brush, written(d, d === 0.5 ? 1 : 0), x(d), bottom + 0.8 * edge, ink["ink-soft"], "center");
  write(brush, "● log D(x)", x(0.5), y(-2.75), ink.real, "center");
  write(brush, "◆ log(1 − D(G(z)))", x(0.5), y(-2.75) + 1.3 * rem(), ink.fake, "center");
}

/* V(D, G) term by term: the two logarithms, and where D stands on them. */
LIVE.value = (place) => {
  let real = 0.7,
    fake = 0.4;

  const repaint = scene(place, "learn.value.alt", "3 / 2", (...sheet) => paintTerms(...sheet, real, fake));

  const told = sentence(place),
    figures = sentence(place, "figures big-figures"),
    ofG = sentence(place, "figures");
  const two = (/** @type {number} */ value) => written(value, 2);
  dial(place, "learn.value.real", {
    low: 0.01,
    high: 0.99,
    step: 0.01,
    value: real,
    told: two,
    moved: (value) => ((real = value), show()),
  });
  dial(place, "learn.value.fake", {
    low: 0.01,
    high: 0.99,
    step: 0.01,
    value: fake,
    told: two,
    moved: (value) => ((fake = value), show()),
  });

  function show() {
    told(`learn.value.${standing("value", { real, fake })}`);
    const left = Math.log(real),
      right = Math.log(1 - fake);
    figures("learn.value.figures", { left: two(left), right: two(right), sum: two(left + right) });
    ofG("learn.value.of_g", { own: two(-Math.log(fake)), flat: two(Math.log(1 - fake)) });
    repaint();
  }
  show();
  document.addEventListener("theatre:language", show);
};

/**
 * Scores of reals above, of fakes below, and the threshold.
 * @param {CanvasRenderingContext2D} brush
 * @param {number} width
 * @param {number} height
 * @param {Record<string, string>} ink
 * @param {{reals: number[], fakes: number[]}} scores
 * @param {number} threshold
 */
function paintScores(brush, width, height, ink, { reals, fakes }, threshold) {
  const edge = rem(),
    middle = height / 2,
    x = (/** @type {number} */ score) => edge + score * (width - 2 * edge);
  const pile = (
    /** @type {number[]} */ values,
    /** @type {number} */ sign,
    /** @type {string} */ colour,
    /** @type {typeof disc} */ mark,
  ) => {
    const bins = new Map();
    const step = values.length > 50 ? 0.02 : 0.05,
      rise = values.length > 50 ? (middle - 2 * edge) / 60 : edge;
    for (const value of values) {
      const bin = Math.round(value / step),
        height = bins.get(bin) ?? 0;
      bins.set(bin, height + 1);
      if (height * rise < middle - 2 * edge)
        mark(brush, x(bin * step), middle - sign * (0.6 * edge + height * rise), values.length > 50 ? 3 : 6, colour);
    }
  };
  pile(reals, 1, ink.real, disc);
  pile(fakes, -1, ink.fake, diamond);
  straight(brush, [edge, middle], [width - edge, middle], ink.line, { width: 1 });
  straight(brush, [x(threshold), edge], [x(threshold), height - edge], ink.ink, { width: 2, dash: [6, 4] });
  write(brush, `● ${theatre.t("learn.half.reals")}`, edge, 0.7 * edge, ink.real);
  write(brush, `◆ ${theatre.t("learn.half.fakes")}`, edge, height - 0.7 * edge, ink.fake);
  write(brush, "D = 1", width - edge, middle + 0.9 * edge, ink["ink-soft"], "right");
  write(brush, "D = 0", edge, middle + 0.9 * edge, ink["ink-soft"]);
}

/* Why 0.5, and four ways in which it lies: scores of D on reals and fakes, and a threshold that can be moved. */
LIVE.half = (place) => {
  const MANY = 250,
    FEW = 6;
  /**
   * Means and spreads of D's logits on reals and on fakes.
   * @type {Record<string, {real: [number, number], fake: [number, number], n: number}>}
   */
  const CASES = {
    true: { real: [0, 0.6], fake: [0, 0.6], n: MANY },
    says: { real: [2.4, 0.5], fake: [2.4, 0.5], n: MANY },
    threshold: { real: [2.6, 0.45], fake: [1.1, 0.35], n: MANY },
    asleep: { real: [0, 0.02], fake: [0, 0.02], n: MANY },
    few: { real: [0.8, 1.2], fake: [-0.8, 1.2], n: FEW },
  };
  let which = "true",
    threshold = 0.5,
    seed = 8;

  const scores = () => {
    const { real, fake, n } = CASES[which];
    const draw = (/** @type {[number, number]} */ [mean, spread], /** @type {number} */ offset) =>
      normals(seed * 7 + offset, n).map((v) => logistic(mean + spread * v));
    return { reals: draw(real, 1), fakes: draw(fake, 2), n };
  };
  /**
   * @param {number[]} values
   * @param {(value: number) => boolean} test
   */
  const share = (values, test) => values.filter(test).length / values.length;

  const repaint = scene(place, "learn.half.alt", "2 / 1", (...sheet) => paintScores(...sheet, scores(), threshold));

  const keys = Object.fromEntries(Object.keys(CASES).map((name) => [name, `learn.half.name_${name}`]));
  choice(place, "learn.half.which", keys, which, (value) => ((which = value), mark.set((threshold = 0.5)), show()));
  const figures = sentence(place, "figures big-figures"),
    told = sentence(place);
  const mark = dial(place, "learn.half.threshold", {
    low: 0.02,
    high: 0.98,
    step: 0.01,
    value: 0.5,
    told: (value) => written(value, 2),
    moved: (value) => ((threshold = value), show()),
  });
  const buttons = row(place);
  pressable(buttons, "learn.half.draw", () => ((seed += 1), show()));
  if (props.puzzle) buttons.append(puzzleButton(props.puzzle));

  function show() {
    const { reals, fakes, n } = scores(),
      onReal = share(reals, (d) => d > threshold),
      onFake = share(fakes, (d) => d <= threshold);
    figures("learn.half.figures", {
      real: written(onReal, 2),
      fake: written(onFake, 2),
      mean: written((onReal + onFake) / 2, 2),
      band: written(balancedBand(n), 2),
      auc: written(auc(reals, fakes), 2),
      n: written(n),
    });
    told(`learn.half.${standing("half", { which, onReal, onFake })}`);
    repaint();
  }
  show();
  document.addEventListener("theatre:language", show);
};

/**
 * Beside each other: the path of one network, and that of two.
 * @param {CanvasRenderingContext2D} brush
 * @param {number} width
 * @param {number} height
 * @param {Record<string, string>} ink
 * @param {{one: number[][], two: number[][]}} paths
 */
function paintPaths(brush, width, height, ink, { one, two }) {
  const r = Math.min(width / 4, height / 2) - 1.2 * rem();
  const side = (
    /** @type {number} */ middle,
    /** @type {number[][]} */ path,
    /** @type {string} */ colour,
    /** @type {typeof disc} */ mark,
    /** @type {string} */ name,
  ) => {
    const at = (/** @type {number[]} */ [x, y]) => [middle + (x * r) / 1.25, height / 2 - (y * r) / 1.25];
    for (const ring of [0.4, 0.8, 1.2])
      trace(
        brush,
        Array.from({ length: 61 }, (_, i) =>
          at([ring * Math.cos((i * Math.PI) / 30), ring * Math.sin((i * Math.PI) / 30)]),
        ),
        ink.line,
        { width: 1 },
      );
    const inside = path.filter(([x, y]) => Math.hypot(x, y) < 1.3).map(at);
    trace(brush, inside, colour);
    if (inside.length) {
      const [left, top] = inside[inside.length - 1];
      mark(brush, left, top, 0.45 * rem(), colour);
    }
    straight(brush, [middle - 5, height / 2], [middle + 5, height / 2], ink.ink, { width: 1 });
    straight(brush, [middle, height / 2 - 5], [middle, height / 2 + 5], ink.ink, { width: 1 });
    write(brush, theatre.t(name), middle, height - 0.6 * rem(), ink["ink-soft"], "center");
  };
  side(width / 4, one, ink.real, disc, "learn.two.one");
  side((3 * width) / 4, two, ink.fake, diamond, "learn.two.both");
}

/* Why two are harder than one: one network goes down a slope; two, of which one wants down and the other up, circle.
   The smallest game of that kind: V = x y, both moving at once (Mescheder et al. 2018, section 2). */
LIVE.two = (place) => {
  let rate = 0.1,
    steps = 0;
  const START = [0.8, 0.5],
    MOST = 120;

  const paths = () => {
    const one = [START],
      two = [START];
    for (let i = 0; i < steps; i += 1) {
      const [a, b] = one[one.length - 1],
        [x, y] = two[two.length - 1];
      one.push([a - rate * a, b - rate * b]); // both go down (a^2 + b^2) / 2
      two.push([x - rate * y, y + rate * x]); // x goes down x y, y goes up it
    }
    return { one, two };
  };
  /** @param {number[]} at */
  const away = ([x, y]) => Math.hypot(x, y) / Math.hypot(...START);

  const repaint = scene(place, "learn.two.alt", "2 / 1", (...sheet) => paintPaths(...sheet, paths()));

  const told = sentence(place),
    figures = sentence(place, "figures");
  dial(place, "learn.two.steps", {
    low: 0,
    high: MOST,
    step: 1,
    value: 0,
    told: (value) => written(value),
    moved: (value) => ((steps = value), show()),
  });
  dial(place, "learn.two.rate", {
    low: 0.01,
    high: 0.3,
    step: 0.01,
    value: rate,
    told: (value) => written(value, 2),
    moved: (value) => ((rate = value), show()),
  });

  function show() {
    const { one, two } = paths(),
      out = away(two[two.length - 1]);
    told(`learn.two.${standing("two", { steps, out })}`);
    figures("learn.two.figures", { one: written(100 * away(one[one.length - 1]), 1), both: written(100 * out, 0) });
    repaint();
  }
  show();
  document.addEventListener("theatre:language", show);
};

/* Why the way back: five photographs of A, what G makes of them, and where the way back leads. */
LIVE.back = (place) => {
  let withCycle = false;
  const COUNT = 5;
  /** @param {number} i */
  const goes = (i) => (withCycle ? i : 2); // without the cycle all may become the same zebra, and D has nothing against it

  const repaint = scene(place, "learn.back.alt", "3 / 2", (brush, width, height, ink) => {
    const x = [0.1, 0.5, 0.9].map((share) => share * width),
      y = (/** @type {number} */ i) => ((i + 0.7) / (COUNT + 0.9)) * height,
      r = 0.9 * rem();
    const number = (
      /** @type {number} */ i,
      /** @type {number} */ left,
      /** @type {number} */ top,
      /** @type {string} */ colour,
    ) => write(brush, String(i + 1), left, top, colour, "center");
    for (let i = 0; i < COUNT; i += 1) {
      const to = goes(i);
      straight(brush, [x[0] + r, y(i)], [x[1] - r, y(to)], ink["ink-soft"], { width: 2 });
      if (withCycle || i === to)
        straight(brush, [x[1] + r, y(to)], [x[2] - r, y(i)], ink["ink-soft"], { width: 2, dash: [6, 5] });
    }
    for (let i = 0; i < COUNT; i += 1) {
      const made = withCycle || i === goes(i);
      disc(brush, x[0], y(i), r, ink.real);
      number(i, x[0], y(i), ink.panel);
      diamond(brush, x[1], y(i), 1.2 * r, made ? ink.fake : ink.line);
      if (made) number(i, x[1], y(i), ink.panel);
      diamond(brush, x[2], y(i), 1.2 * r, made ? ink.fake : ink.line);
      if (made) number(i, x[2], y(i), ink.panel);
      else write(brush, "?", x[2], y(i), ink["ink-soft"], "center");
    }
    ["learn.back.a", "learn.back.b", "learn.back.back"].forEach((key, i) =>
      write(brush, theatre.t(key), x[i], height - 0.7 * rem(), ink["ink-soft"], "center"),
    );
  });

  choice(
    place,
    "learn.back.which",
    { without: "learn.back.without", with: "learn.back.with" },
    "without",
    (value) => ((withCycle = value === "with"), show()),
  );
  const told = sentence(place),
    figures = sentence(place, "figures big-figures");

  function show() {
    told(withCycle ? "learn.back.say_with" : "learn.back.say_without");
    figures("learn.back.figures", { found: written(withCycle ? COUNT : 1), all: written(COUNT) });
    repaint();
  }
  show();
  document.addEventListener("theatre:language", show);
};
