/* A digit of the visitor's own: written on paper, centred as MNIST's were, and looked for in the latent space. What G
   tries on the way is shown step by step; then it stands on the stage, and every slider goes on from there. */
import { DIGITS } from "../../contract.mjs";
import { drawingPad } from "../../core/drawing_pad.mjs";
import { calm, say, written } from "../../core/elements.mjs";
import { atRest, latestWins } from "../../core/latest_wins.mjs";
import { LINE, centredFrom, showCentred } from "../../nets/centring.mjs";
import { stand, stopWalking } from "./controls.mjs";
import { ask, changed, session } from "./stage.mjs";
import { find, props, root, state } from "./state.mjs";
import { slerp } from "./vectors.mjs";
import { filmSlider } from "./widgets.mjs";

/** @typedef {import("./state.mjs").Verdict} Verdict */
/** @typedef {import("./state.mjs").Way} Way */

const { SIDE } = DIGITS;
const REST = 450; // ms without a stroke after which G begins
const AGAIN = 1000; // ms until networks that are being loaded are asked once more
const PACE = 70; // ms a step
const [NEAR, FAR] = [50, 99]; // of 100 real digits that stay nearer
const asSeen = document.createElement("canvas");
const here = (/** @type {string} */ selector) => find(`.hand ${selector}`);

/** @param {HTMLCanvasElement} canvas */
const context = (canvas) =>
  /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d", { willReadFrequently: true }));

/** @type {Way | null} */
let way = null;
/** @type {Float32Array | null} the seed's own z, where the way to it ends */
let own = null;
let playing = 0,
  drawings = 0; // how often the paper has changed: what belongs to an older drawing is not shown

const pad = drawingPad(here(".paper"), () => (forget(), look(), begin()), LINE);
const slider = filmSlider({ title: "generate.hand.way", low: 0, high: 1, step: 0.01, moved: go });
here(".hand-way").append(slider.node);
slider.input.disabled = true;
here(".undo").addEventListener("click", () => pad.undo());
here(".clear").addEventListener("click", () => pad.replace([]));
here(".borrow").addEventListener("click", borrow);
find(".by-hand").addEventListener("click", () => lay(find(".by-hand").ariaPressed === "false"));
here(".put-away").addEventListener("click", () => (lay(false), find(".by-hand").focus()));
document.addEventListener("theatre:forget", () => (lay(false), pad.strokes.length && pad.replace([])));
find(".hand").hidden = find(".by-hand").hidden = !props.hand;
new IntersectionObserver(([{ isIntersecting }]) => root.classList.toggle("at-hand", isIntersecting)).observe(
  here(".paper"),
);

/* ---- the paper ---- */

/**
 * Before the visitor, or away: where there is room beside the stage, other cards make way for it (style.css).
 * @param {boolean} open
 */
function lay(open) {
  find(".by-hand").ariaPressed = String(open);
}

/* Shows the digit as MNIST would have it, while it is written. */
function look() {
  const found = centredFrom(pad, asSeen);
  showCentred(here(".centred"), "picture" in found ? found.picture : null);
  here(".undo").disabled = here(".clear").disabled = !pad.strokes.length;
  return found;
}

/* What was found belongs to another drawing. */
function forget() {
  drawings += 1;
  clearTimeout(playing);
  way = null;
  here(".tried").style.removeProperty("--sheet");
  slider.input.disabled = true;
  say(here(".found"), pad.strokes.length ? "generate.hand.writing" : "generate.hand.say");
  for (const place of [".off", ".both"]) here(place).hidden = true;
}

/* For whoever has no finger to write with: the real digit beside the stage, as ink. */
function borrow() {
  const picture = find(".nearest .theirs");
  if (!picture.src) return;
  const canvas = Object.assign(document.createElement("canvas"), { width: SIDE, height: SIDE });
  context(canvas).drawImage(picture, 0, 0, SIDE, SIDE);
  const pixels = context(canvas).getImageData(0, 0, SIDE, SIDE);
  for (let i = 0; i < pixels.data.length; i += 4) pixels.data.set([0, 0, 0, pixels.data[i]], i);
  context(canvas).putImageData(pixels, 0, 0);
  const sheet = Object.assign(new Image(), { src: canvas.toDataURL() });
  sheet.decode().then(() => pad.replace([{ erases: false, picture: sheet }]));
}

/* ---- what G tries ---- */

const send = latestWins(
  (/** @type {{picture: number[], drawing: number}} */ { picture }) => ask.project({ picture, session }),
  (answer, { drawing }) => {
    if (drawing !== drawings) return;
    if (answer?.fault?.code === "not_ready") return soon(drawing);
    if (!answer || answer.fault) return complain(answer?.fault);
    if (answer.z) play(/** @type {Way} */ (/** @type {unknown} */ (answer)));
  },
  1,
);

const begin = atRest(() => {
  if (!pad.strokes.length || !state.facts) return;
  const found = look();
  if ("fault" in found) return complain(found.fault);
  say(here(".found"), "generate.hand.searching");
  send({ picture: Array.from(found.picture), drawing: drawings });
}, REST);

/**
 * The encoder is loaded when it is first asked for: whoever has written does not ask again.
 * @param {number} drawing
 */
function soon(drawing) {
  say(here(".found"), "generate.waiting.loading");
  setTimeout(() => drawing === drawings && begin(), AGAIN);
}

/** @param {FaultTold | undefined} fault */
function complain(fault) {
  say(here(".found"), fault ? `error.${fault.code}` : "generate.lost", fault?.details);
}

/** @param {number[] | Float32Array} z */
const held = (z) => Object.fromEntries(Array.from(z, (value, i) => [i, value]));

/** @param {Way} found */
function play(found) {
  way = found;
  stopWalking();
  const one = state.shelf.find(({ id }) => id === props.hand);
  if (one && state.facts !== one) stand(one);
  here(".tried").style.setProperty("--sheet", `url(${found.film})`);
  const last = found.z.length - 1;
  const step = (/** @type {number} */ i) => {
    if (way !== found) return;
    const rest = { across: 0, down: 0, truncation: 1, step: null, directions: state.facts.directions.map(() => 0) };
    changed({ ...rest, raw: held(found.z[i]) });
    here(".tried").style.setProperty("--at", String(i / last));
    say(here(".off"), "generate.hand.figures", { now: written(found.l1[i], 3), first: written(found.l1[0], 3) });
    here(".off").hidden = false;
    if (i < last) playing = setTimeout(() => step(i + 1), PACE);
    else arrived(found);
  };
  step(calm.matches ? last : 0);
}

/** @param {Way} found */
async function arrived(found) {
  const { nearer, n, verdicts } = found;
  const key = nearer === null ? "found" : nearer >= FAR ? "far" : nearer > NEAR ? "further" : "near";
  say(here(".found"), `generate.hand.${key}`, { nearer: written(nearer ?? 0), n: written(n) });
  const percent = (/** @type {Verdict} */ { probability }) => written(100 * probability, 1);
  say(here(".both"), "generate.hand.both", { yours: percent(verdicts.yours), its: percent(verdicts.its) });
  here(".both").hidden = false;
  const { latent } = await ask.look({ ...state.set, raw: {}, parts: ["latent"] });
  if (way !== found || !latent) return;
  own = Float32Array.from(latent);
  slider.input.disabled = false;
  slider.set(0);
}

/**
 * Along the great circle from the visitor's z to the seed's own.
 * @param {number} share
 */
function go(share) {
  if (!way || !own) return;
  stopWalking();
  const from = Float32Array.from(way.z[way.z.length - 1]);
  changed({ raw: share >= 1 ? {} : held(slerp(from, own, share)) });
}
