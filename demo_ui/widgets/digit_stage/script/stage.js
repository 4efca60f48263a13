/* The Generate room: what the visitor has set (`set`), what the server knows (`facts`), and how the
   one leads to pictures. Every change calls `changed`; the fast lane then asks for the digit, the slow
   one for what lies around it. */
const REST = 160; // ms without a change after which the films and the nearest digit are asked for
const GAP = 120; // ms between two grids while something moves
const AROUND = ["grid", "nearest", "epochs", "corners", "walk"];
const LARGEST_SEED = 2 ** 32;

let facts = null, set = null, locked = false, walking = 0;
const films = { directions: [], diversity: null, epochs: null, walk: null };

function begin(seed) {
  return {
    seed,
    digit: props.start.digit,
    others: [1, 2, 3].map((i) => (Number(seed) + i) % LARGEST_SEED),
    across: 0,
    down: 0,
    amounts: facts.directions.map(() => 0),
    diversity: 1,
    raw: {},
    step: facts.snapshots.at(-1)?.step ?? null,
  };
}

const snapshot = () => facts.snapshots.find(({ step }) => step === set.step) ?? facts.last;
const askFor = (parts) => server.look({ ...set, parts });

/* ---- what comes back ---- */

function told(answer) {
  const fault = answer ? answer.error : { code: "lost", details: {} };
  find(".fault").hidden = !fault;
  if (fault) theatre.put(find(".fault"), fault.code === "lost" ? "generate.lost" : `error.${fault.code}`, fault.details);
  return !fault;
}

function showDigit(answer) {
  if (!told(answer)) return;
  find(".digit").src = find(".ours").src = answer.digit;
  showVerdict(answer, snapshot());
}

function showAround(answer) {
  if (!told(answer)) return;
  if (answer.grid) find(".tiles").style.setProperty("--sheet", `url(${answer.grid})`);
  if (answer.nearest) showNearest(answer.nearest, facts.typical);
  if (answer.corners) pad.put(answer.corners);
  if (answer.walk) films.walk.put(answer.walk);
  if (answer.epochs) films.epochs?.put(answer.epochs);
  if (answer.latent) latents.set(answer.latent, set.raw);
}

const draw = newestWins((wish) => server.look(wish), showDigit);
const lookAround = newestWins((wish) => server.look(wish), showAround, 1);
const gridNow = notOftenerThan(() => lookAround({ ...set, parts: ["grid"] }), GAP);
const restNow = atRest(() => {
  lookAround({ ...set, parts: find(".latents").hidden ? AROUND : [...AROUND, "latent"] });
  find(".spoken").textContent = `${find(".caption").textContent}. ${find(".believes").textContent}`;
}, REST);
