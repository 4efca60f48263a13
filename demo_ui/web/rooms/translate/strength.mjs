/* How much of what the networks made is used: photograph + strength * (translation - photograph) at every pixel, or as the
   act on the stage mixes them. No request is needed for it. */
import { atRest, latestWins } from "../../core/latest_wins.mjs";
import * as theatre from "../../core/theatre.mjs";
import { ask } from "./answers.mjs";
import { ACTS, above, find, state, told, wishOf, worded } from "./state.mjs";

/* What else is asked about the photograph on the stage: without the cycle loss, without D, with other pairs, at another
   strength. */

/**
 * @param {"cycle" | "judged" | "l1" | "pairs" | "colourings" | "hinted"} name
 * @param {(wish: any) => Promise<any>} ask
 */
function lessonLane(name, ask) {
  const show = (/** @type {any} */ answer, /** @type {any} */ wish) => {
    if (wish.ticket !== state.exhibit?.ticket || (answer && !answer.fault && !answer.figures)) return;
    if (answer?.fault?.code === "photo_gone") return void above.send(state.source);
    if (!told(answer)) return;
    state.lesson[name] = { ...answer, wish };
    above.paint();
  };
  const never = Promise.resolve(null); // its photograph has gone from the stage
  return latestWins((wish) => (wish.ticket === state.exhibit?.ticket ? ask(wish) : never), show, 1);
}
export const askCycle = lessonLane("cycle", (wish) => ask.without_cycle(wish));
export const askL1 = lessonLane("l1", (wish) => ask.without_d(wish));
export const askPairs = lessonLane("pairs", (wish) => ask.pairings(wish));
export const askColourings = lessonLane("colourings", (wish) => ask.colourings(wish));
export const askHinted = lessonLane("hinted", (wish) => ask.hinted(wish));
const askJudged = lessonLane("judged", (wish) => ask.at_strength(wish));

/** @typedef {import("./state.mjs").Exhibit} Exhibit */

export const strengthRow = find(".strength"),
  strengthSlider = strengthRow.querySelector("input");
export const MIXED = "translated"; // the picture that takes a strength
export const FOLLOWING = [MIXED, "reconstructed"]; // those that hang on it
const REST = 250; // ms that the slider must rest before the networks are asked about it

export const strength = () => strengthSlider.value / 100;

/**
 * How the act on the stage mixes its pictures; nothing where there is no strength to choose.
 * @returns {import("./state.mjs").Mixing | null}
 */
export const mixing = () => (state.exhibit && ACTS[state.act].mixing?.(state.exhibit)) || null;
export const mixes = () => state.chosen[state.act] === MIXED && Boolean(mixing());

/**
 * What the networks say of the translation as strong as it is now; nothing while nobody has asked them.
 * @returns {Exhibit | null}
 */
export function judgedNow() {
  if (!mixing() || strength() === 1) return state.exhibit;
  return state.lesson.judged?.wish.strength === strength() ? state.lesson.judged : null;
}
/* The same, or what they said last, which is dimmed then. */
export const judgedLast = () => judgedNow() ?? state.lesson.judged ?? state.exhibit;
export const judgeNow = () =>
  state.exhibit && !judgedNow() && askJudged({ ...wishOf("at_strength"), strength: strength() });
const judgeAtRest = atRest(judgeNow, REST);

export function tellStrength() {
  const percent = Number(strengthSlider.value);
  const key = percent === 0 ? "none" : percent === 100 ? "all" : percent > 100 ? "more" : "some";
  const words = theatre.t(worded(`translate.strength.${key}`), { percent });
  strengthSlider.style.setProperty("--range_progress", `${percent / 2}%`);
  strengthSlider.setAttribute("aria-valuetext", words);
  strengthRow.querySelector("output").textContent = words;
}

/** @param {number} share */
export function useStrength(share) {
  strengthSlider.value = 100 * share;
  tellStrength();
}

/* The slider is about the translation, so that is what stands on the stage when it moves. */
strengthSlider.addEventListener("input", () => {
  tellStrength();
  if (!state.exhibit) return;
  state.chosen[state.act] = MIXED;
  above.paint();
  judgeAtRest();
});

/* ---- the mixed picture ---- */

/** @type {WeakMap<Exhibit, Promise<ImageData[]>>} */
const pixelsOfExhibit = new WeakMap();

/**
 * @param {string} url
 * @param {[number, number]} size
 */
async function pixels(url, [width, height]) {
  const picture = Object.assign(new Image(), { src: url });
  await picture.decode();
  const canvas = Object.assign(document.createElement("canvas"), { width, height });
  const brush = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d", { willReadFrequently: true }));
  brush.drawImage(picture, 0, 0);
  return brush.getImageData(0, 0, width, height);
}

/** @param {Exhibit} exhibit */
function bothPixels({ pictures, size }) {
  return Promise.all([pixels(pictures.input, size), pixels(pictures.translated, size)]);
}

/**
 * As `strengthened` does it in gan_core/photos/masks.py: beyond 1 it is exaggerated, and cut off at black and white.
 * @param {Uint8ClampedArray} from
 * @param {Uint8ClampedArray} to
 * @param {number} much
 * @param {Uint8ClampedArray} into
 */
export function straight(from, to, much, into) {
  for (let i = 0; i < into.length; i += 1) into[i] = from[i] + much * (to[i] - from[i]);
}

const mixedNow = () => mixes() && strength() !== 1; // at 1 the translation itself is there already

export async function paintMixed() {
  const canvas = find(".mixed"),
    of = state.exhibit;
  if (!mixedNow()) return void (canvas.hidden = true);
  if (!pixelsOfExhibit.has(of)) pixelsOfExhibit.set(of, bothPixels(of));
  const [photograph, translated] = /** @type {ImageData[]} */ (await pixelsOfExhibit.get(of));
  if (state.exhibit !== of || !mixedNow()) return; // it was moved on meanwhile
  const mixed = new ImageData(photograph.width, photograph.height);
  mixing()?.(photograph.data, translated.data, strength(), mixed.data);
  canvas.width = mixed.width;
  canvas.height = mixed.height;
  canvas.getContext("2d").putImageData(mixed, 0, 0);
  canvas.hidden = false;
}
