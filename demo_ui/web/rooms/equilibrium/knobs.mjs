/* What the game is played over, by which rules, and how fast each learns. */
import { bringIntoRow, make, say, written } from "../../core/elements.mjs";
import * as theatre from "../../core/theatre.mjs";
import { disc, fresh, ink, scene, stroke } from "./ink.mjs";
import { GAMES, PLANE, PRESETS } from "./lab/games.mjs";
import { ask, open, play, repaint, turn } from "./loop.mjs";
import { square } from "./pictures.mjs";
import { element, find, root, state } from "./state.mjs";

export const LINES = ["one", "two", "uneven", "three"],
  PLANES = ["ring", "grid", "spiral", "moons", "drawn"],
  RULES = ["nonsaturating", "minimax", "leastsquares"];
export const RATES = [1e-5, 1e-1],
  MOST_STEPS = 10;
export const OWN = "own";

/**
 * A row of radio buttons; `chosen(id)` is called when a visitor picks one.
 * @param {HTMLElement} place
 * @param {string} name
 * @param {string[]} ids
 * @param {string} key
 * @param {(id: string) => void} chosen
 */
export function radios(place, name, ids, key, chosen) {
  place.replaceChildren(
    ...ids.map((id) => {
      const input = make("input", { type: "radio", name, value: id }),
        text = make("span");
      theatre.put(text, key + id);
      input.addEventListener("change", () => chosen(id));
      return make("label", { class: `pick of-${id}` }, input, text);
    }),
  );
}

/**
 * @param {string} name
 * @param {string | null} id
 */
export const pick = (name, id) => {
  const inputs = /** @type {NodeListOf<HTMLInputElement>} */ (element.querySelectorAll(`input[name="lab-${name}"]`));
  for (const input of inputs) input.checked = input.value === id;
};

/**
 * A slider with its name and value; `show` writes the value, `set` gets the slider's position 0 to 1 or its number.
 * @param {"rateD" | "rateG" | "stepsD"} name
 * @param {{min: number, max: number, step: number}} attributes
 * @param {(position: number) => number} read
 * @param {(value: number) => string} wrote
 */
function slider(name, attributes, read, wrote) {
  const input = make("input", { type: "range", ...attributes }),
    output = make("output"),
    title = make("span");
  theatre.put(title, `equilibrium.knob.${name}`);
  input.addEventListener("input", () => {
    change({ [name]: read(Number(input.value)) });
    paintKnob();
  });
  function paintKnob() {
    output.textContent = wrote(state.settings[name]);
    input.style.setProperty(
      "--range_progress",
      `${(100 * (input.valueAsNumber - attributes.min)) / (attributes.max - attributes.min)}%`,
    );
    input.setAttribute("aria-valuetext", output.textContent);
  }
  find(".sliders").append(
    make("label", { class: `knob of-${name}` }, make("span", { class: "name" }, title, output), input),
  );
  return (/** @type {number} */ position) => {
    input.value = String(position);
    paintKnob();
  };
}

/** @param {number} position */
const asRate = (position) => Number((RATES[0] * (RATES[1] / RATES[0]) ** (position / 100)).toPrecision(2));
/** @param {number} rate */
const ofRate = (rate) => Math.round((100 * Math.log(rate / RATES[0])) / Math.log(RATES[1] / RATES[0]));
/** @param {number} rate */
const writtenRate = (rate) => rate.toLocaleString(theatre.language, { maximumSignificantDigits: 2 });
const rate = { min: 0, max: 100, step: 1 };
const knobs = {
  rateD: slider("rateD", rate, asRate, writtenRate),
  rateG: slider("rateG", rate, asRate, writtenRate),
  stepsD: slider(
    "stepsD",
    { min: 1, max: MOST_STEPS, step: 1 },
    (steps) => steps,
    (steps) => written(steps),
  ),
};

const SETTLE = 300; // steps after which both rates have halved, where they fall at all
find(".settle").addEventListener(
  "click",
  () => (change({ settle: state.settings.settle ? 0 : SETTLE }), showSettings()),
);

/**
 * Settings that take hold at once, in the middle of a game.
 * @param {Partial<import("./state.mjs").Settings>} some
 */
function change(some) {
  state.settings = { ...state.settings, ...some };
  state.preset = OWN;
  pick("preset", OWN);
  return ask({ do: "set", settings: some }).then(() => {
    if (!state.playing) return turn({ do: "look" });
  });
}

export function showSettings() {
  pick("shape", state.settings.shape);
  pick("game", state.settings.game);
  pick("preset", state.preset);
  bringIntoRow(find(".programme"), find(".programme label:has(:checked)"));
  knobs.rateD(ofRate(state.settings.rateD));
  knobs.rateG(ofRate(state.settings.rateG));
  knobs.stepsD(state.settings.stepsD);
  find(".settle").setAttribute("aria-pressed", String(state.settings.settle > 0));
  theatre.put(find(".scene-title"), `equilibrium.stage.title.${state.fixed?.dimension ?? 1}`);
}

/** @param {string} id */
export async function openPreset(id) {
  state.hands = null; // its networks are meant
  state.preset = id;
  setSketching(false);
  if (await open({ ...PRESETS[id] })) showSettings();
}

/**
 * Losses before the change belong to another game.
 * @param {string} game
 */
async function changeGame(game) {
  state.fixed = { ...state.fixed, reference: GAMES[game].reference };
  await change({ game });
  state.trace = state.trace.map((one, i) => (i === state.trace.length - 1 ? one : { ...one, lossD: NaN, lossG: NaN }));
  repaint();
}

/**
 * Another distribution begins a new game; a plane has rates of its own unless the visitor chose some.
 * @param {string} shape
 */
async function openShape(shape) {
  const plane = PLANES.includes(shape),
    wasPlane = PLANES.includes(state.settings.shape);
  const rates = plane === wasPlane && state.preset === OWN ? {} : plane ? PLANE : { ...PRESETS.balanced };
  state.preset = OWN;
  setSketching(shape === "drawn");
  if (shape === "drawn") return beginDrawing(rates);
  if (await open({ ...state.settings, ...rates, shape, game: state.settings.game, perfect: false })) showSettings();
}

radios(find(".shapes.of-one"), "lab-shape", LINES, "equilibrium.shape.", openShape);
radios(find(".shapes.of-two"), "lab-shape", PLANES, "equilibrium.shape.", openShape);
radios(find(".games"), "lab-game", RULES, "equilibrium.game.", changeGame);

/* A distribution that the visitor draws, with finger, mouse or arrow keys. Every line ends in a new game over all that
   was drawn; Play puts the pen away. */
const pad = find(".pen"),
  NUDGE = 0.1,
  ACROSS = 1.5;
export let sketching = false,
  tip = [0, 0];
/** @type {import("./state.mjs").Stroke | null} the one that is being drawn */
export let line = null;

/** @param {boolean} on */
export function setSketching(on) {
  sketching = on;
  pad.hidden = !on;
  scene.classList.toggle("sketching", on);
  scene.tabIndex = on ? 0 : -1;
  scene.setAttribute("role", on ? "application" : "img");
  if (on) say(pad.firstElementChild, "equilibrium.draw.hint");
}

/** @param {Partial<import("./state.mjs").Settings>} rates */
export function beginDrawing(rates) {
  play(false);
  state.hands = null; // whoever played G draws what is real
  state.strokes = [];
  state.settings = { ...state.settings, ...rates, shape: "drawn", perfect: false };
  root.dataset.dimension = "2";
  root.dataset.state = "drawing";
  say(find(".headline"), "equilibrium.draw.title");
  say(find(".why"), "equilibrium.draw.why");
  state.preset = OWN;
  pick("preset", OWN);
  repaint();
  paintSketch();
  scene.focus({ preventScroll: true });
}

/**
 * Where on the plane an event lies, from -1.5 to 1.5 each way.
 * @param {MouseEvent} event
 */
function placeOf({ clientX, clientY }) {
  const box = scene.getBoundingClientRect(),
    { size, left, top } = square(box.width, box.height);
  const inside = (/** @type {number} */ value) => Math.min(ACROSS, Math.max(-ACROSS, value));
  return [
    inside(ACROSS * ((2 * (clientX - box.left - left)) / size - 1)),
    inside(ACROSS * (1 - (2 * (clientY - box.top - top)) / size)),
  ];
}

export function paintSketch() {
  const sheet = fresh(scene);
  if (!sheet) return;
  const { pen, width, height } = sheet,
    { size, left, top } = square(width, height);
  const x = (/** @type {number} */ value) => left + ((value / ACROSS + 1) / 2) * size,
    y = (/** @type {number} */ value) => top + ((1 - value / ACROSS) / 2) * size;
  pen.beginPath();
  pen.rect(left, top, size, size);
  stroke(pen, ink.line, 1);
  pen.fillStyle = ink.real;
  for (const one of line ? [...state.strokes, line] : state.strokes)
    for (const [a, b] of one) disc(pen, x(a), y(b), 0.35 * ink.rem);
  pen.beginPath();
  for (const [a, b] of [
    [0.6, 0],
    [0, 0.6],
  ])
    for (const side of [-1, 1])
      pen.moveTo(x(tip[0]), y(tip[1])), pen.lineTo(x(tip[0]) + side * a * ink.rem, y(tip[1]) + side * b * ink.rem);
  stroke(pen, ink.ink, 2);
}

async function endLine() {
  if (!line) return;
  const next = [...state.strokes, line];
  line = null;
  await open({ ...state.settings, shape: "drawn", strokes: next });
  state.preset = OWN;
  showSettings();
}

scene.addEventListener("pointerdown", (event) => {
  if (!sketching || event.button) return;
  scene.setPointerCapture(event.pointerId);
  pad.hidden = true;
  line = [placeOf(event)];
  paintSketch();
});
scene.addEventListener("pointermove", (event) => {
  if (!line) return;
  const between = event.getCoalescedEvents?.() ?? []; // empty in some browsers
  line.push(...(between.length ? between : [event]).map(placeOf));
  paintSketch();
});
for (const end of ["pointerup", "pointercancel"]) scene.addEventListener(end, endLine);

/** @type {Record<string, number[]>} */
const MOVES = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };
scene.addEventListener("keydown", (event) => {
  const move = MOVES[event.key];
  if (!sketching || (!move && event.key !== " " && event.key !== "Enter")) return;
  event.preventDefault();
  event.stopPropagation();
  if (!move) return void ((line = [[...tip]]), endLine());
  tip = tip.map((value, d) => Math.min(ACROSS, Math.max(-ACROSS, value + NUDGE * move[d])));
  paintSketch();
});
