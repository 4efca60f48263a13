/* The Generate room: what the visitor has set (`set`), what is known of the generator behind the controls (`facts`), and
   how the one leads to pictures. Every change calls `changed`: the fast lane asks for the digit, the slow
   one for what lies around it. */
const REST = 160; // ms without a change after which everything around the digit is asked for
const GAP = 200; // ms between two looks around while something moves
const LATER = 1500, LONGEST = 60e3; // ms until what is on its way is asked for again, at first and at last
const NEAR = ["grid", "nearest"]; // what follows a moving digit; every sixth time all of
const AROUND = [...NEAR, "epochs", "map", "walk", "films"];

let facts = null, set = null, locked = false, faultIn = null, looks = 0;
let wishes = 0, stands = 0; // how many were made, and which of them is on the stage
let epochsFar = false; // the page lacks their networks: what moves does not ask the server for their film, what rests does
const films = { directions: [], diversity: null, epochs: null, walk: null };

function begin(seed) {
  return {
    checkpoint: facts.id,
    seed,
    digit: props.start.digit,
    others: [1, 2, 3].map((i) => (seed + i) % 2 ** 32),
    across: 0,
    down: 0,
    directions: facts.directions.map(() => 0),
    truncation: 1,
    raw: {},
    step: facts.snapshots.at(-1).step,
  };
}

const session = `${Math.random()}`;

/* ---- what comes back ---- */

/* Shows a fault, or clears one of the same place ("lane": drawing; "field": something typed in). */
function told(answer, place = "lane") {
  const fault = answer ? answer.fault : { code: "lost" };
  if (!fault && faultIn !== place) return true;
  find(".fault").hidden = !fault;
  faultIn = fault ? place : null;
  if (fault) theatre.put(find(".fault"), fault.code === "lost" ? "generate.lost" : `error.${fault.code}`, fault.details);
  return !fault;
}

/* Hand, page and server draw by turns: what one of them brings late is not shown. */
function showDigit(answer, wish) {
  if (wish.checkpoint !== set.checkpoint || wish.order < stands) return;
  if (!told(answer) || !answer.digit) return; // empty: the server already had a newer wish
  stands = wish.order;
  find(".digit").src = find(".mini").src = answer.digit;
  showVerdict(answer.verdict, facts.snapshots.find(({ step }) => step === wish.step));
}

function showAround(answer, wish) {
  if (wish.checkpoint !== set.checkpoint || !told(answer)) return;
  if (wish.parts.includes("epochs")) {
    epochsFar = Boolean(answer.missing);
    awaitComing(answer.coming);
  }
  if (answer.grid) find(".tiles").style.setProperty("--sheet", `url(${answer.grid})`);
  if (answer.nearest) showNearest(answer.nearest, facts.typical);
  if (answer.map) pad.put(answer.map);
  if (answer.films) films.directions.forEach((film, i) => film.put(answer.films[i]));
  if (answer.walk) films.walk.put(answer.walk);
  if (answer.epochs) films.epochs.put(answer.epochs);
  else if (answer.missing) films.epochs.put(EMPTY);
  if (answer.latent) putLatents(answer.latent, set.raw);
}

const own = ownAnswers(props.own), ask = answering(["look", "save"], own);
const draw = newestWins(ask.look, showDigit);
const lookAround = newestWins(ask.look, showAround, 1);

/* What is on its way is looked for by itself, ever more seldom: nothing else waits for it. */
const lookLater = newestWins(ask.look, (answer, wish) => wish.order === wishes && showAround(answer, wish), 1);
let later = 0, pause = LATER;
function awaitComing(parts) {
  clearTimeout(later);
  if (!parts) return void (pause = LATER);
  later = setTimeout(() => lookLater({ ...set, parts, order: wishes }), pause);
  pause = Math.min(1.5 * pause, LONGEST);
}

const around = () => AROUND.filter((part) => part !== "epochs" || !epochsFar);
const followNow = notOftenerThan(() => lookAround({ ...set, parts: (looks += 1) % 6 ? NEAR : around() }), GAP);
const restNow = atRest(() => {
  lookAround({ ...set, parts: find(".latents").hidden ? AROUND : [...AROUND, "latent"] });
  find(".spoken").textContent = `${find(".caption").textContent}. ${find(".believes").textContent}`;
  readyHand();
}, REST);

/* ---- what goes out ---- */

function changed(change) {
  Object.assign(set, change);
  if (faultIn === "field") told({}, "field");
  paint();
  const wish = { ...set, parts: ["digit"], session, order: (wishes += 1) };
  if (!inHand(wish)) draw(wish);
  followNow();
  restNow();
}

function paint() {
  const { seed, digit, others, across, down } = set;
  const mixed = across || down;
  say(find(".caption"), mixed ? "generate.stage.mixed" : "generate.stage.caption", {
    seed, digit, others: others.join(", "),
  });
  find(".digit").alt = theatre.t("generate.stage.alt", { seed, digit });
  fill(find(".seed"), seed);
  fill(find(".target"), others[0]);
  find(`.tiles input[value="${digit}"]`).checked = true;
  films.directions.forEach((film, i) => film.set(set.directions[i], written(set.directions[i], 1, "exceptZero")));
  films.diversity.set(set.truncation, `${written(100 * set.truncation)}%`);
  say(films.walk.label, "generate.walk.from", { seed });
  films.walk.set(across, theatre.t("generate.walk.arrival", { seed: others[0] }));
  pad.set(across, down, theatre.t("generate.mix.place", { across: written(100 * across), down: written(100 * down) }));
  const index = facts.snapshots.findIndex(({ step }) => step === set.step);
  const checkpoint = find(`.choice input[value="${set.checkpoint}"]`);
  checkpoint.checked = true;
  films.epochs.set(index, theatre.t("generate.epochs.value", { epoch: writtenEpoch(facts.snapshots[index].epoch) }));
}

/* Puts the seed in force into a field, unless somebody is typing there. */
function fill(field, seed) {
  if (document.activeElement === field) return;
  field.value = seed;
  field.removeAttribute("aria-invalid");
}
