/* What a link or a tour opens this room in, and what a copied link says of it: a preset, or a game of one's own. */
import { calm } from "../../core/elements.mjs";
import * as theatre from "../../core/theatre.mjs";
import { find } from "./context.mjs";
import { setBest, start } from "./controls.mjs";
import { readInk } from "./ink.mjs";
import {
  LINES,
  MOST_STEPS,
  OWN,
  PLANES,
  RATES,
  RULES,
  beginDrawing,
  openPreset,
  radios,
  setSketching,
  showSettings,
  sketching,
} from "./knobs.mjs";
import { PLANE, PRESETS } from "./lab/games.mjs";
import { attend, failed, hire, open, play, turn, underWay } from "./loop.mjs";
import { paint } from "./paint.mjs";
import { remember } from "./pictures.mjs";
import { state } from "./state.mjs";
import { fault, setFast, setSlow, telling } from "./words.mjs";

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
   comes by. The room joins the loop when its first game is open (begin.js). */
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

attend({ fault, paint, remember, setBest, telling });
begin().catch(failed);
