/* Three recorded trainings on one clock: what each network made of the same photographs after as many steps, and how far
   off it was. A run that cannot be read leaves its column empty; the others play. */
import { make, say, written } from "../../core/elements.mjs";
import { dwellAt, timeFor } from "../../core/replay_clock.mjs";
import * as theatre from "../../core/theatre.mjs";
import { standing } from "./conditions.mjs";
import { BELOW, dial, pressable, rem, row, scene, sentence, straight, trace, write } from "./scene.mjs";
import { props, state } from "./state.mjs";

const PACE = 0.5; // of the clock's normal speed: there are three pictures to look at
const SIDES = 2; // pictures in a row of a frame, and rows
/** @type {Record<string, {sign: string, dash: number[]}>} */
const LINES = {
  pairs: { sign: "■", dash: [] },
  shuffled: { sign: "▲", dash: [9, 5] },
  unpaired: { sign: "○", dash: [2, 5] },
};

const { runs } = props.pairings,
  reference = /** @type {NonNullable<typeof props.pairings.reference>} */ (props.pairings.reference), // of any run
  names = Object.keys(runs),
  there = names.filter((name) => runs[name]);
/** @param {string} name one that is there */
const of = (name) => /** @type {import("./state.mjs").Racer} */ (runs[name]);

BELOW.pairs = (place) => {
  const { steps, pictures, n } = props.pairings,
    last = steps.length - 1;
  const box = make("div", { class: "race" });
  place.append(box);
  place.setAttribute("data-i18n-aria-label", "learn.race.title");
  box.append(make("h3", { "data-i18n": "learn.race.title" }));
  if (last < 0) return void sentence(box)("learn.race.none");
  box.append(make("p", { class: "say", "data-i18n": "learn.race.what" }));
  const seen = row(box, "seen"),
    told = row(box, "told"),
    notes = row(box, "notes");

  let chosen = 0;
  choosing(seen, pictures, (i) => ((chosen = i), paint()));
  const answers = row(seen, "racers"),
    racers = names.map((name) => racer(answers, name, runs[name]));
  const desk = row(seen, "transport");
  const clock = running(box, last, () => (paint(), show()), speak);
  const button = pressable(desk, "training.play", () => (clock.playing() ? clock.halt() : clock.play()), "main play");
  const station = (/** @type {number} */ index) =>
    theatre.t("learn.race.at", { step: written(steps[index]), last: written(steps[last]) });
  const slider = dial(desk, "learn.race.clock", {
    low: 0,
    high: last,
    step: 1,
    value: last,
    told: station,
    moved: (index) => (clock.halt(), clock.goTo(index)),
  });
  const said = make("p", { class: "say" }),
    spoken = make("p", { class: "unseen", role: "status" });
  told.append(said, spoken);
  const curves = row(told, "racing");
  const drawn = /** @type {const} */ (["l1", "colourful"]).map((figure) => curveOf(curves, figure, clock.index));
  for (const key of ["measured", "anew"]) {
    const note = make("p", { class: "note" });
    theatre.put(note, `learn.race.${key}`, { n: written(n), steps: written(steps[last]) });
    notes.append(note);
  }

  function show() {
    button.setAttribute("aria-pressed", String(clock.playing()));
    theatre.put(
      /** @type {HTMLElement} */ (button.firstElementChild),
      clock.playing() ? "training.pause" : "training.play",
    );
  }

  function speak() {
    spoken.textContent = `${station(clock.index())}. ${finding(clock.index())}`;
  }

  function paint() {
    const index = clock.index();
    slider.set(index);
    box.dataset.step = String(steps[index]);
    for (const one of racers) one(index, chosen, steps);
    said.textContent = finding(index);
    for (const repaint of drawn) repaint();
  }

  document.addEventListener("theatre:language", paint);
  paint();
};

/**
 * A clock over the stations, which stands at the last one and runs only while `box` is in sight.
 * @param {HTMLElement} box
 * @param {number} last
 * @param {() => void} changed it stands elsewhere, or began or ceased to run
 * @param {() => void} rests it stands where it will stay
 */
function running(box, last, changed, rests) {
  let at = { index: last, shownAt: 0 },
    playing = false,
    asked = 0,
    inSight = false;

  /** @param {number} index */
  function goTo(index) {
    at = { index, shownAt: performance.now() };
    changed();
    if (!playing) rests();
  }

  /** @param {number} now */
  function tick(now) {
    asked = 0;
    const before = at.index;
    at = timeFor(at, last, now, dwellAt(PACE));
    if (at.index !== before) changed();
    if (at.index === last) return halt();
    keepOn();
  }

  function keepOn() {
    if (playing && inSight && !asked) asked = requestAnimationFrame(tick);
  }

  function play() {
    playing = true;
    if (at.index === last) goTo(0);
    at.shownAt = performance.now();
    changed();
    keepOn();
  }

  function halt() {
    if (!playing) return;
    playing = false;
    changed();
    rests();
  }

  new IntersectionObserver((changes) => {
    inSight = changes[changes.length - 1].isIntersecting;
    at.shownAt = performance.now();
    keepOn();
  }).observe(box);
  document.addEventListener("visibilitychange", () => (at.shownAt = performance.now()));
  return { goTo, play, halt, index: () => at.index, playing: () => playing };
}

/**
 * Who is closest at a station, or how it begins and ends; and whether that is closer than no colours at all.
 * @param {number} index
 */
function finding(index) {
  const { steps } = props.pairings,
    l1 = (/** @type {string} */ name) => of(name).l1[index],
    closest = there.reduce((a, b) => (l1(b) < l1(a) ? b : a));
  const figures = {
    index,
    closest,
    off: l1(closest),
    grey: reference.l1_grey,
    ended: there.length === names.length && index === steps.length - 1,
  };
  const values = { off: written(100 * l1(closest), 1), grey: written(100 * reference.l1_grey, 1) },
    said = standing("race", figures);
  const sentences = [theatre.t(`learn.race.say_${said}`, values)];
  if (said !== "begin") sentences.push(theatre.t(`learn.race.grey_${standing("beside_grey", figures)}`, values));
  return sentences.join(" ");
}

/**
 * A figure of all three along the clock's own stations, as far as the clock has come; faint what is to come.
 * @param {HTMLElement} into
 * @param {"l1" | "colourful"} figure
 * @param {() => number} now the station
 */
function curveOf(into, figure, now) {
  const { steps } = props.pairings,
    last = steps.length - 1;
  const level = figure === "l1" ? reference.l1_grey : reference.colourful_truth,
    scale = figure === "l1" ? 100 : 1;
  const most = 1.08 * Math.max(level, ...there.flatMap((name) => of(name)[figure]));
  const cell = make(
    "div",
    { class: "curve" },
    make("p", { class: "figures", "data-i18n": `learn.race.curve_${figure}` }),
  );
  into.append(cell);
  return scene(cell, `learn.race.curve_${figure}`, "2 / 1", (brush, width, height, ink) => {
    const edge = rem(),
      left = 1.9 * edge,
      right = width - 0.6 * edge,
      top = 0.5 * edge,
      bottom = height - 1.4 * edge;
    const x = (/** @type {number} */ i) => left + (i / Math.max(1, last)) * (right - left),
      y = (/** @type {number} */ value) => bottom - (value / most) * (bottom - top);
    for (const value of ticksTo(most * scale)) {
      straight(brush, [left, y(value / scale)], [right, y(value / scale)], ink.line, { width: 1 });
      write(brush, written(value), left - 0.4 * edge, y(value / scale), ink["ink-soft"], "right");
    }
    for (const i of stationsToName(steps))
      write(brush, written(steps[i]), x(i), bottom + 0.8 * edge, ink["ink-soft"], i === last ? "right" : "center");
    straight(brush, [left, y(level)], [right, y(level)], ink["ink-soft"], { width: 1.5, dash: [1, 4] });
    write(
      brush,
      theatre.t(`learn.race.level_${figure}`),
      left + 0.4 * edge,
      y(level) + (y(level) < height / 2 ? 0.8 : -0.8) * edge,
      ink["ink-soft"],
    );
    straight(brush, [x(now()), top], [x(now()), bottom], ink["ink-soft"], { width: 1 });
    for (const name of there) {
      const points = of(name)[figure].map((value, i) => [x(i), y(value)]);
      brush.globalAlpha = 0.3;
      trace(brush, points, ink.ink, { dash: LINES[name].dash });
      brush.globalAlpha = 1;
      trace(brush, points.slice(0, now() + 1), ink.ink, { width: 2.5, dash: LINES[name].dash });
      const [left, top] = points[now()];
      write(brush, LINES[name].sign, left, top, ink.ink, "center");
    }
  });
}

/**
 * The photographs, each half grey and half as it is: what goes in, and the truth.
 * @param {HTMLElement} box
 * @param {(string | null)[]} pictures
 * @param {(i: number) => void} taken
 */
function choosing(box, pictures, taken) {
  const group = `learn-${(state.controlsMade += 1)}`,
    set = make("fieldset", { class: "photographs", role: "radiogroup", "data-i18n-aria-label": "learn.race.which" });
  pictures.forEach((address, i) => {
    const radio = make("input", { type: "radio", name: group, value: i }),
      name = make("span", { class: "unseen" });
    radio.checked = !i;
    radio.addEventListener("change", () => taken(i));
    theatre.put(name, "learn.race.photograph", { n: written(i + 1) });
    const halves = address
      ? ["given", "truth"].map((half) => make("img", { class: half, src: address, alt: "", loading: "lazy" }))
      : [];
    set.append(make("label", {}, radio, name, ...halves));
  });
  box.append(set, make("p", { class: "note", "data-i18n": "learn.race.halves" }));
}

/**
 * One network's column; gives what paints it at a station: the chosen picture of its frame, and two figures.
 * @param {HTMLElement} into
 * @param {string} name
 * @param {import("./state.mjs").Racer | null} run
 * @returns {(index: number, chosen: number, steps: number[]) => void}
 */
function racer(into, name, run) {
  const canvas = make("canvas", { width: 128, height: 128, role: "img" }),
    figures = make("span", { class: "figures" });
  const title = make("b"),
    sign = make("span", { "aria-hidden": "true" }),
    word = make("span", { "data-i18n": `learn.race.${name}` });
  sign.textContent = LINES[name].sign;
  title.append(sign, " ", word); // the sign is that of its curve
  into.append(
    make(
      "figure",
      { "data-racer": name },
      run ? canvas : make("p", { class: "curtain say", "data-i18n": "learn.race.missing" }),
      make("figcaption", {}, title, figures),
    ),
  );
  if (!run) return () => {};
  const sheet = new Image();
  /** @type {{index: number, chosen: number} | null} */
  let wanted = null;
  const draw = () => {
    if (!wanted || !sheet.naturalWidth) return;
    const { index, chosen } = wanted,
      { columns, tile } = run.sheet,
      side = tile / SIDES,
      brush = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
    const left = (index % columns) * tile + (chosen % SIDES) * side,
      top = Math.floor(index / columns) * tile + Math.floor(chosen / SIDES) * side;
    canvas.width = canvas.height = side;
    brush.drawImage(sheet, left, top, side, side, 0, 0, side, side);
    canvas.dataset.drawn = `${index} ${chosen}`;
  };
  sheet.addEventListener("load", draw);
  sheet.addEventListener(
    "error",
    () =>
      canvas.isConnected && canvas.replaceWith(make("p", { class: "curtain say", "data-i18n": "learn.race.missing" })),
  );
  sheet.src = run.frames;
  return (index, chosen, steps) => {
    wanted = { index, chosen };
    draw();
    say(figures, "learn.race.figures", {
      off: written(100 * run.l1[index], 1),
      colour: written(run.colourful[index], 0),
    });
    canvas.setAttribute(
      "aria-label",
      theatre.t("learn.race.alt", {
        n: written(chosen + 1),
        step: written(steps[index]),
        taught: theatre.t(`learn.race.${name}`),
      }),
    );
  };
}

/**
 * Round numbers from 0 on, three to five of them.
 * @param {number} most
 */
function ticksTo(most) {
  const rough = most / 4,
    unit = 10 ** Math.floor(Math.log10(rough)),
    wide = ([1, 2, 5].find((by) => by * unit >= rough) ?? 10) * unit;
  return Array.from({ length: Math.floor(most / wide) + 1 }, (_, i) => i * wide);
}

/**
 * Which stations the axis names: the first, the last, and some between.
 * @param {number[]} steps
 */
function stationsToName(steps) {
  const last = steps.length - 1;
  return [...new Set([0, 0.25, 0.5, 0.75, 1].map((share) => Math.round(share * last)))];
}
