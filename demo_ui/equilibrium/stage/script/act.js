/* What the room shows by itself while nobody is there: a preset at its training, another one each time that the loop
   comes by. The room joins the loop when its first game is open (begin.js). */
const CALM_PACE = 1500, CALM_STEPS = 90; // without motion: ms between two pictures, steps from one to the next
let turns = 0, acting = false, actRuns = 0;

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
  strokes = [];
  return PRESETS && openPreset("balanced"); // else it is just about to begin
}

document.addEventListener("theatre:forget", forget);
