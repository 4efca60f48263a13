/* The modules that the page shares with the worker come first, then the first game. */
let PRESETS = null, PLANE = null, REFERENCES = null, diagnose = null;

async function begin() {
  hire();
  const [presets, games, diagnosis] = await Promise.all(["presets", "games", "diagnosis"].map((name) => import(new URL(`${name}.mjs`, lab))));
  ({ PRESETS, PLANE } = presets);
  ({ diagnose } = diagnosis);
  REFERENCES = Object.fromEntries(Object.entries(games.GAMES).map(([name, { reference }]) => [name, reference]));
  radios(find(".programme"), "lab-preset", [...Object.keys(PRESETS), OWN], "equilibrium.preset.", (id) => (id === OWN ? (preset = OWN) : openPreset(id)));
  readInk();
  setFast(false);
  setSlow(false);
  await openPreset("balanced");
  find(".knobs").inert = false; // there is a game that they can change
  theatre.register?.("equilibrium", { show: showState, state: tellState });
  theatre.acts.equilibrium = ACT;
}

begin().catch(failed);
