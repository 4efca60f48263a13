/* What a visitor may turn: a slider each, on the scale that fits it. `wished` holds the knobs as the server reads them. */
import { KNOBS as KNOB_RANGES } from "../../contract.mjs";
import { make, written } from "../../core/elements.mjs";
import * as theatre from "../../core/theatre.mjs";
import { percent } from "./plots.mjs";
import { find, state } from "./state.mjs";

/** @typedef {import("./state.mjs").Knobs} Knobs */
/** @typedef {{to(value: number): number, from(place: number): number, step: number, told(value: number): string}} Scale of a slider */
/** @typedef {{name: string, title: string, low: number, high: number, scale: Scale}} Knob */

/** @param {number} value */
const plain = (value) => value;
/** @type {Record<string, Scale>} */
export const scales = {
  log: {
    to: Math.log10,
    from: (place) => Number((10 ** place).toPrecision(3)),
    step: 0.05,
    told: (value) =>
      value
        .toPrecision(2)
        .replace(/\.?0+$/, "")
        .replace(/\.?0+e/, "e"),
  },
  doubling: { to: Math.log2, from: (place) => 2 ** Math.round(place), step: 1, told: (value) => written(value) },
  whole: { to: plain, from: Math.round, step: 1, told: (value) => written(value) },
  share: { to: plain, from: plain, step: 0.05, told: (value) => `${written(100 * value)}%` },
};
const LOWEST = 1e-5; // of a slider for a rate: below that nothing is learned while somebody looks
/** @param {readonly number[]} range */
const reach = ([low, high]) => ({ low, high });
/** @type {Knob[]} */
export const KNOBS = [
  { name: "g_rate", title: "training.knobs.g_rate", low: LOWEST, high: KNOB_RANGES.g_rate[1], scale: scales.log },
  { name: "d_rate", title: "training.knobs.d_rate", low: LOWEST, high: KNOB_RANGES.d_rate[1], scale: scales.log },
  { name: "d_steps", title: "training.knobs.d_steps", ...reach(KNOB_RANGES.d_steps), scale: scales.whole },
  { name: "batch", title: "training.knobs.batch", ...reach(KNOB_RANGES.batch), scale: scales.doubling },
  { name: "dropout", title: "training.knobs.dropout", ...reach(KNOB_RANGES.dropout), scale: scales.share },
  {
    name: "real_label",
    title: "training.knobs.smoothing",
    low: 1 - KNOB_RANGES.real_label[1],
    high: 1 - KNOB_RANGES.real_label[0],
    scale: { ...scales.share, to: (label) => 1 - label, from: (smoothing) => Number((1 - smoothing).toFixed(2)) },
  },
];
export const FIXED = ["preset", "real_label"]; // of a run that has begun
/** @type {Knobs} */
export let wished;

/**
 * A knob's value as it is written beside its slider.
 * @param {Knob} knob
 * @param {number} value
 */
export const writtenKnob = ({ name, scale }, value) => scale.told(name === "real_label" ? 1 - value : value);

/**
 * The ends of a knob's slider.
 * @param {Knob} knob
 */
export const edges = ({ name, low, high, scale }) =>
  name === "real_label" ? [low, high] : [scale.to(low), scale.to(high)];

/** @param {Knob} knob */
function knobSlider(knob) {
  const { name, title, scale } = knob,
    id = `knob-${name}`,
    [min, max] = edges(knob);
  const label = make("label", { for: id }),
    value = make("output", { for: id });
  const input = make("input", { type: "range", id, min, max, step: scale.step });
  theatre.put(label, title);
  const show = () => {
    const text = writtenKnob(knob, wished[name]);
    value.textContent = text;
    input.setAttribute("aria-valuetext", text);
    input.style.setProperty(
      "--done",
      percent((input.valueAsNumber - Number(input.min)) / (Number(input.max) - Number(input.min))),
    );
  };
  input.addEventListener("input", () => {
    wished = { ...wished, [name]: scale.from(Number(input.value)) };
    show();
    state.turned(name);
  });
  return {
    name,
    node: make("div", { class: "knob" }, make("div", { class: "name" }, label, value), input),
    set: () => ((input.value = String(scale.to(wished[name]))), show()),
    rest: (/** @type {boolean} */ still) => (input.disabled = still),
  };
}

const knobs = KNOBS.map(knobSlider);
const preset = make("select", { id: "knob-preset" });

/** @param {{presets: Record<string, Knobs>}} live */
export function buildKnobs({ presets }) {
  const label = make("label", { for: "knob-preset" });
  theatre.put(label, "training.knobs.preset");
  for (const name of Object.keys(presets)) {
    const option = make("option", { value: name });
    theatre.put(option, `training.preset.${name}`);
    preset.append(option);
  }
  preset.addEventListener("change", () => (setKnobs(presets[preset.value]), state.turned("preset")));
  const note = make("p", { class: "note fixed", "data-i18n": "training.knobs.fixed" });
  find(".knobs").append(make("div", { class: "knob choice" }, label, preset), ...knobs.map(({ node }) => node), note);
  setKnobs(Object.values(presets)[0]);
}

/** @param {Knobs} values */
export function setKnobs(values) {
  wished = { ...values };
  preset.value = wished.preset;
  for (const knob of knobs) knob.set();
}

/**
 * The knob in which two runs differ, and its values.
 * @param {Record<string, any>} a
 * @param {Knobs} b
 */
export function differing(a, b) {
  const { name } = KNOBS.find((knob) => a[knob.name] !== b[knob.name]) ?? KNOBS[0];
  return { name, a: Number(a[name]), b: Number(b[name]) };
}

/** @param {boolean} still nothing can be turned */
export function restKnobs(still) {
  preset.disabled = still;
  for (const knob of knobs) knob.rest(still);
}
document.addEventListener("theatre:language", () => wished && setKnobs(wished));
