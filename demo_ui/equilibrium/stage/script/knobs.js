/* What the game is played over, by which rules, and how fast each learns. */
const LINES = ["one", "two", "uneven", "three"], PLANES = ["ring", "grid", "spiral", "moons", "drawn"], RULES = ["nonsaturating", "minimax", "leastsquares"];
const RATES = [1e-5, 1e-1], MOST_STEPS = 10;
const OWN = "own";
let preset = null;

/* A row of radio buttons; `chosen(id)` is called when a visitor picks one. */
function radios(place, name, ids, key, chosen) {
  place.replaceChildren(...ids.map((id) => {
    const input = make("input", { type: "radio", name, value: id }), text = make("span");
    theatre.put(text, key + id);
    input.addEventListener("change", () => chosen(id));
    return make("label", { class: `pick of-${id}` }, input, text);
  }));
}

const pick = (name, id) => {
  for (const input of element.querySelectorAll(`input[name="lab-${name}"]`)) input.checked = input.value === id;
};

/* A slider with its name and value; `show` writes the value, `set` gets the slider's position 0 to 1 or its number. */
function slider(name, attributes, read, wrote) {
  const input = make("input", { type: "range", ...attributes }), output = make("output"), title = make("span");
  theatre.put(title, `equilibrium.knob.${name}`);
  input.addEventListener("input", () => {
    change({ [name]: read(Number(input.value)) });
    paintKnob();
  });
  function paintKnob() {
    output.textContent = wrote(settings[name]);
    input.style.setProperty("--range_progress", `${(100 * (input.value - input.min)) / (input.max - input.min)}%`);
    input.setAttribute("aria-valuetext", output.textContent);
  }
  find(".sliders").append(make("label", { class: `knob of-${name}` }, make("span", { class: "name" }, title, output), input));
  return (position) => ((input.value = position), paintKnob());
}

const asRate = (position) => Number((RATES[0] * (RATES[1] / RATES[0]) ** (position / 100)).toPrecision(2));
const ofRate = (rate) => Math.round((100 * Math.log(rate / RATES[0])) / Math.log(RATES[1] / RATES[0]));
const writtenRate = (rate) => rate.toLocaleString(theatre.language, { maximumSignificantDigits: 2 });
const rate = { min: 0, max: 100, step: 1 };
const knobs = {
  rateD: slider("rateD", rate, asRate, writtenRate),
  rateG: slider("rateG", rate, asRate, writtenRate),
  stepsD: slider("stepsD", { min: 1, max: MOST_STEPS, step: 1 }, (steps) => steps, (steps) => written(steps)),
};

const SETTLE = 300; // steps after which both rates have halved, where they fall at all
find(".settle").addEventListener("click", () => (change({ settle: settings.settle ? 0 : SETTLE }), showSettings()));

/* Settings that take hold at once, in the middle of a game. */
function change(some) {
  settings = { ...settings, ...some };
  preset = OWN;
  pick("preset", OWN);
  return ask({ do: "set", settings: some }).then(() => playing || turn({ do: "look" }));
}

function showSettings() {
  pick("shape", settings.shape);
  pick("game", settings.game);
  pick("preset", preset);
  bringIntoRow(find(".programme"), find(".programme label:has(:checked)"));
  knobs.rateD(ofRate(settings.rateD));
  knobs.rateG(ofRate(settings.rateG));
  knobs.stepsD(settings.stepsD);
  find(".settle").setAttribute("aria-pressed", settings.settle > 0);
  theatre.put(find(".scene-title"), `equilibrium.stage.title.${fixed?.dimension ?? 1}`);
}

async function openPreset(id) {
  preset = id;
  setSketching(false);
  if (await open({ ...PRESETS[id] })) showSettings();
}

/* Losses before the change belong to another game. */
async function changeGame(game) {
  fixed = { ...fixed, reference: REFERENCES[game] };
  await change({ game });
  trace = trace.map((one, i) => (i === trace.length - 1 ? one : { ...one, lossD: NaN, lossG: NaN }));
  repaint();
}

/* Another distribution begins a new game; a plane has rates of its own unless the visitor chose some. */
async function openShape(shape) {
  const plane = PLANES.includes(shape), wasPlane = PLANES.includes(settings.shape);
  const rates = plane === wasPlane && preset === OWN ? {} : plane ? PLANE : { ...PRESETS.balanced };
  preset = OWN;
  setSketching(shape === "drawn");
  if (shape === "drawn") return beginDrawing(rates);
  if (await open({ ...settings, ...rates, shape, game: settings.game, perfect: false })) showSettings();
}

radios(find(".shapes.of-one"), "lab-shape", LINES, "equilibrium.shape.", openShape);
radios(find(".shapes.of-two"), "lab-shape", PLANES, "equilibrium.shape.", openShape);
radios(find(".games"), "lab-game", RULES, "equilibrium.game.", changeGame);
