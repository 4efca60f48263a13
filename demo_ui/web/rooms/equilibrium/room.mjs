/* Brings the room to life: what is drawn of a moment, what links say of it, what it shows by itself, how it begins. */
import { calm, say, whenNew, written } from "../../core/elements.mjs";
import * as theatre from "../../core/theatre.mjs";
import { setBest, start } from "./controls.mjs";
import { paintHands, seat, tellHands } from "./hand.mjs";
import { diamond, fresh, ink, label, readInk, scene, stroke, trail } from "./ink.mjs";
import {
  LINES,
  MOST_STEPS,
  OWN,
  PLANES,
  RATES,
  RULES,
  beginDrawing,
  openPreset,
  paintSketch,
  radios,
  setSketching,
  showSettings,
  sketching,
} from "./knobs.mjs";
import { PLANE, PRESETS } from "./lab/games.mjs";
import { attend, failed, hire, open, play, repaint, turn, underWay } from "./loop.mjs";
import { drawLine, drawPlane, paintCurves, remember } from "./pictures.mjs";
import { find, lastMeasures, root, state } from "./state.mjs";
import { fault, paintWords, setFast, setSlow, stage, telling } from "./words.mjs";

/* Everything that belongs to one moment, drawn. */
function paint() {
  if (!state.now) return;
  if (root.dataset.state === "drawing") {
    paintHands(null);
    return paintSketch();
  }
  const sheet = fresh(scene),
    lit = stage();
  if (sheet) (state.fixed.dimension === 1 ? drawLine : drawPlane)(sheet, state.fixed, state.now, lit, state.showBest);
  paintHands(sheet);
  say(find(".count"), "equilibrium.count", {
    step: written(state.now.step),
    d: written(state.now.stepsD),
    g: written(state.now.stepsG),
  });
  say(
    find(".key-heat"),
    state.showBest && state.fixed.dimension === 2 ? "equilibrium.key.heat_best" : "equilibrium.key.heat",
  );
  const what = theatre.t(`equilibrium.stage.title.${state.fixed.dimension}`),
    headline = find(".headline").textContent;
  whenNew(scene, what + headline, () =>
    scene.setAttribute("aria-label", theatre.t("equilibrium.stage.alt", { what, headline })),
  );
  find(".back").disabled = !state.now.past;
  paintNeedles();
  paintCurves();
  paintPush();
  if (state.hands) tellHands();
  else if (!state.slow) paintWords();
}

/**
 * @param {Element} needle
 * @param {number} value
 */
const turned = (needle, value) =>
  needle.setAttribute("transform", `rotate(${((value - 0.5) * 180).toFixed(2)} 100 104)`);

/* Two needles, what chance alone allows, and the end that no D can pass: 1/2 + total variation / 2. */
function paintNeedles() {
  const last = lastMeasures(),
    { band, measured, looks, unsure } = state.fixed;
  turned(find(".needle.of-real"), last.accuracyReal);
  turned(find(".needle.of-fake"), last.accuracyFake);
  find(".chance").style.strokeDasharray = `${2 * band} 2`;
  find(".chance").style.strokeDashoffset = band - 0.5;
  say(find(".value-real"), "equilibrium.needles.real", { value: written(last.accuracyReal, 2) });
  say(find(".value-fake"), "equilibrium.needles.fake", { value: written(last.accuracyFake, 2) });
  if (state.now.accuracy !== undefined) {
    turned(find(".end"), state.now.accuracy);
    const mean = (last.accuracyReal + last.accuracyFake) / 2;
    say(find(".best-accuracy"), "equilibrium.needles.best", {
      best: written(state.now.accuracy, 2),
      mean: written(mean, 2),
      auc: written(last.auc, 2),
    });
  }
  say(find(".chance-told"), "equilibrium.needles.chance", {
    low: written(0.5 - band, 2),
    high: written(0.5 + band, 2),
    n: written(measured),
    looks: written(looks),
    from: written(0.5 - unsure, 2),
    to: written(0.5 + unsure, 2),
  });
}

/* The slope that each game gives G, over D(G(z)); the dead zone of the minimax game; the fakes of this moment. */
function paintPush() {
  const sheet = fresh(find(".push canvas"));
  if (!sheet) return;
  const { pen, width, height } = sheet,
    unit = ink.rem,
    ground = height - 1.6 * unit,
    left = 0.5 * unit,
    right = width - 0.5 * unit,
    dead = 0.1;
  const x = (/** @type {number} */ d) => left + d * (right - left),
    y = (/** @type {number} */ slope) =>
      ground - Math.min(1.05, slope / 2.1) * (ground - 0.4 * unit) * (state.settings.game === "leastsquares" ? 1 : 2);
  pen.fillStyle = ink["ink-soft"];
  pen.globalAlpha = state.settings.game === "minimax" ? 0.3 : 0.12;
  pen.fillRect(x(0), 0.2 * unit, x(dead) - x(0), ground - 0.2 * unit);
  pen.globalAlpha = 1;
  /** @type {Record<string, (d: number) => number>} */
  const slopes = { minimax: (d) => d, nonsaturating: (d) => 1 - d };
  if (state.settings.game === "leastsquares") slopes.leastsquares = (d) => 2 * (1 - d);
  for (const [game, slope] of Object.entries(slopes)) {
    trail(
      pen,
      2,
      (i) => x(i),
      (i) => y(slope(i)),
    );
    const chosen = game === state.settings.game;
    stroke(pen, chosen ? ink.ink : ink["ink-soft"], chosen ? 3 : 1.5, chosen ? [] : [3, 4]);
  }
  pen.beginPath();
  pen.moveTo(left, ground);
  pen.lineTo(right, ground);
  stroke(pen, ink["ink-soft"], 1);
  pen.fillStyle = ink.fake;
  for (let i = 0; i < state.now.believed.length; i += 6) diamond(pen, x(state.now.believed[i]), ground, 0.25 * unit);
  for (const d of [0, 0.5, 1])
    label(pen, written(d, d === 0.5 ? 1 : 0), x(d), ground + 0.95 * unit, {
      align: d ? (d === 1 ? "right" : "center") : "left",
      size: 0.75,
    });
  label(pen, theatre.t("equilibrium.push.axis"), x(0.28), ground + 0.95 * unit, { align: "center", size: 0.75 });
  say(find(".push-told"), `equilibrium.push.${state.settings.game}`, { push: written(lastMeasures().push, 3) });
}

document.addEventListener("theatre:theme", () => (readInk(), state.now && repaint()));
document.addEventListener("theatre:language", () => state.now && repaint());
new ResizeObserver(() => (readInk(), state.now && repaint())).observe(scene);

/* ---- links: a preset, or a game of one's own ---- */

/** @param {Record<string, string>} link */
async function showState(link) {
  const { whole, number, oneOf } = theatre.readers;
  const { values, wrong } = theatre.read(link, {
    preset: oneOf(...Object.keys(PRESETS)),
    shape: oneOf(...LINES, ...PLANES),
    game: oneOf(...RULES),
    rateD: number(RATES[0], RATES[1]),
    rateG: number(RATES[0], RATES[1]),
    stepsD: whole(1, MOST_STEPS),
    seed: whole(1, 99999),
    settle: whole(0, 99999),
    momentum: number(0, 0.99),
    play: oneOf("yes", "slow"),
  });
  const { preset: named, play: begin, ...own } = values,
    base = PRESETS[named] ?? (PLANES.includes(own.shape) ? { ...PRESETS.balanced, ...PLANE } : PRESETS.balanced);
  if (!named && !Object.keys(own).length) return wrong; // nothing to open: what is there stays
  play(false);
  state.hands = null;
  setSlow(begin === "slow");
  state.preset = Object.keys(own).length ? OWN : named;
  setSketching(own.shape === "drawn");
  state.settings = { ...base, ...own };
  if (sketching) beginDrawing({});
  else if (await open(state.settings)) showSettings();
  if (begin && !sketching) start(true);
  return wrong;
}

function tellState() {
  if (state.preset !== OWN) return { preset: state.preset };
  const { shape, game, rateD, rateG, stepsD, seed, settle, momentum } = state.settings;
  return { shape, game, rateD, rateG, stepsD, seed, settle, momentum };
}

/* What the room shows by itself while nobody is there: a preset at its training, another one each time that the loop
   comes by. The room joins the loop when its first game is open. */
const CALM_PACE = 1500,
  CALM_STEPS = 90; // without motion: ms between two pictures, steps from one to the next
let turns = 0,
  acting = false,
  actRuns = 0;

const ACT = {
  async begin() {
    const names = Object.keys(PRESETS).filter((name) => name !== "perfect"); // there nothing moves
    acting = true;
    await showState({ preset: names[turns++ % names.length] });
    if (!acting) return; // somebody came meanwhile
    if (!calm.matches) return start(true);
    actRuns = setInterval(() => underWay || turn({ do: "advance", steps: CALM_STEPS }), CALM_PACE);
  },
  end: forget,
};

/* The room as it was before anybody came. */
function forget() {
  acting = false;
  clearInterval(actRuns);
  play(false);
  setSlow(false);
  setFast(false);
  state.strokes = [];
  return PRESETS && openPreset("balanced"); // else it is just about to begin
}

document.addEventListener("theatre:forget", forget);

/* The first game. */
async function begin() {
  hire();
  radios(find(".programme"), "lab-preset", [...Object.keys(PRESETS), OWN], "equilibrium.preset.", (id) =>
    id === OWN ? (state.preset = OWN) : openPreset(id),
  );
  readInk();
  setFast(false);
  setSlow(false);
  await openPreset("balanced");
  find(".knobs").inert = false; // there is a game that they can change
  theatre.register?.("equilibrium", { show: showState, state: tellState });
  theatre.acts.equilibrium = ACT;
}

attend({ fault, paint, remember, seat, setBest, telling });
begin().catch(failed);
