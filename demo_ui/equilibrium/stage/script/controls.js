/* Buttons and keys. */
const canStart = () => {
  if (root.dataset.state !== "drawing") return root.dataset.state === "ready";
  fault("equilibrium.fault.empty");
  return false;
};

function start(on) {
  if (on && !canStart()) return;
  if (on) setSketching(false);
  fault(null);
  play(on);
}

/* One act at a time; whoever steps is not playing. */
function act(wish) {
  if (!canStart()) return;
  setSketching(false);
  play(false);
  if (slow) setSlow(false);
  turn(wish);
}

async function reset() {
  play(false);
  if (slow) setSlow(false);
  if (root.dataset.state === "drawing" || settings.shape === "drawn" && sketching) return beginDrawing({});
  if (await open({ ...settings, strokes })) showSettings();
}

find(".play").addEventListener("click", () => start(!playing));
find(".on").addEventListener("click", () => act({ do: "advance", steps: 1 }));
find(".back").addEventListener("click", () => act({ do: "back", steps: 1 }));
find(".one-d").addEventListener("click", () => act({ do: "learnD" }));
find(".one-g").addEventListener("click", () => act({ do: "learnG" }));
find(".reset").addEventListener("click", reset);
find(".slow").addEventListener("click", () => {
  if (!canStart()) return;
  setSketching(false);
  setSlow(!slow);
  if (slow) play(true);
});
find(".fast").addEventListener("click", () => setFast(!fast));
find(".best").addEventListener("click", () => setBest(!showBest));
scene.addEventListener("click", () => sketching || start(!playing));

function setBest(on) {
  showBest = on;
  find(".best").setAttribute("aria-pressed", on);
  if (!now) return;
  if (on && !playing) turn({ do: "look" });
  repaint();
}

root.addEventListener("keydown", (event) => {
  if (event.target.closest("input, textarea") || event.ctrlKey || event.metaKey || event.altKey) return;
  const press = { ArrowRight: ".on", ArrowLeft: ".back", d: ".one-d", g: ".one-g" }[event.key];
  if (!press) return;
  event.preventDefault();
  find(press).click();
});
