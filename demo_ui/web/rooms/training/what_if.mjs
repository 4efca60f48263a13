/* What if: from where a live run, A, is now, a second one, B, goes on beside it with one knob different. The button and
   its dialog, what ends B or keeps it instead of A, and what is said of it. */
import { make, say, written } from "../../core/elements.mjs";
import * as theatre from "../../core/theatre.mjs";
import { told, valuesOf, worded } from "./frame.mjs";
import { KNOBS, edges, restKnobs, writtenKnob } from "./knobs.mjs";
import { act } from "./live.mjs";
import { isAlive, isOn, mine } from "./stage.mjs";
import { above, find, state } from "./state.mjs";

/** @typedef {import("./knobs.mjs").Knob} Knob */

const STYLE = `
  .what-if-dialog .row { display: grid; grid-template-columns: 1fr auto; align-items: center; gap: 0 0.75rem; }
  .what-if-dialog > label { display: block; }
  .what-if-dialog :is(select, input) { width: 100%; min-height: var(--touch); }
  .what-if-dialog input { grid-column: 1 / -1; margin: 0; accent-color: var(--ink-soft); }
  .what-if-dialog select { padding: 0 0.5rem; border: 1px solid var(--line); border-radius: var(--round); background: var(--raised); color: var(--ink); font: inherit; }
  .what-if-dialog output { font-variant-numeric: tabular-nums; }
  .what-if-dialog button:disabled { opacity: 0.5; cursor: default; }`;

/**
 * What B may be asked for first: far enough from A for a difference to be seen.
 * @type {Record<string, (a: number) => number>}
 */
const PROPOSED = {
  g_rate: (a) => 4 * a,
  d_rate: (a) => 4 * a,
  d_steps: (a) => (a < 3 ? 5 : 1),
  batch: (a) => (a > 32 ? a / 4 : 4 * a),
  dropout: (a) => (a < 0.25 ? 0.5 : 0),
  real_label: (a) => (a > 0.95 ? 0.9 : 1),
};

/* ---- the dialog ---- */

const title = make("h2", { id: "what-if-title" }),
  close = make("button", { type: "button", class: "share-close" }, "×"),
  how = make("p", { class: "share-note" }),
  which = make("select", { id: "what-if-knob" }),
  ofA = make("output"),
  ofB = make("output", { for: "what-if-value" }),
  slider = make("input", { type: "range", id: "what-if-value" }),
  whichName = make("label", { for: which.id }),
  aName = make("span"),
  bName = make("label", { for: slider.id }),
  costs = make("p", { class: "share-note" }),
  start = make("button", { type: "button", class: "share-copy" });
const dialog = make(
  "dialog",
  { class: "theatre-share-dialog what-if-dialog", "aria-labelledby": title.id },
  make("style", {}, STYLE),
  make("div", { class: "share-head" }, title, close),
  how,
  whichName,
  which,
  make("div", { class: "row" }, aName, ofA),
  make("div", { class: "row" }, bName, ofB, slider),
  costs,
  start,
);
let value = 0; // B's

/** @returns {Knob} */
const chosen = () => KNOBS[Math.max(0, which.selectedIndex)];
const ofRun = (/** @type {Knob} */ { name }) => Number(state.view?.knobs?.[name] ?? 0);

function open() {
  propose();
  dialog.showModal();
}

function propose() {
  const knob = chosen(),
    [low, high] = edges(knob);
  Object.assign(slider, { min: String(low), max: String(high), step: String(knob.scale.step) });
  const [least, most] = knob.name === "real_label" ? [0.5, 1] : [knob.low, knob.high];
  value = Number(Math.min(most, Math.max(least, PROPOSED[knob.name](ofRun(knob)))).toPrecision(3));
  slider.value = String(knob.scale.to(value));
  show();
}

function show() {
  const knob = chosen();
  ofA.textContent = writtenKnob(knob, ofRun(knob));
  ofB.textContent = writtenKnob(knob, value);
  slider.setAttribute("aria-valuetext", ofB.textContent);
  const share = (slider.valueAsNumber - Number(slider.min)) / (Number(slider.max) - Number(slider.min));
  slider.style.setProperty("--done", `${100 * share}%`);
  start.disabled = value === ofRun(knob);
}

which.addEventListener("change", propose);
slider.addEventListener("input", () => {
  value = chosen().scale.from(slider.valueAsNumber);
  show();
});
close.addEventListener("click", () => dialog.close());
start.addEventListener("click", () => {
  dialog.close();
  act("fork", { knob: chosen().name, value });
});
document.addEventListener("theatre:forget", () => dialog.close());

/* ---- beside the knobs ---- */

const ask = button("what-if", "ask"),
  end = button("end-twin", "end"),
  keep = button("keep-twin", "keep"),
  broken = make("p", { class: "say message twin-message", role: "status" });
ask.addEventListener("click", open);
end.addEventListener("click", () => act("end_fork"));
keep.addEventListener("click", () => act("keep_fork"));

/**
 * @param {string} name
 * @param {string} key
 */
function button(name, key) {
  const node = make("button", { type: "button", class: name });
  theatre.put(node, `training.whatif.${key}`);
  return node;
}

/* Once, behind the knobs. */
export function beginWhatIf() {
  for (const [node, key] of /** @type {[HTMLElement, string][]} */ ([
    [title, "training.whatif.ask"],
    [how, "training.whatif.how"],
    [whichName, "training.whatif.knob"],
    [aName, "training.whatif.of_a"],
    [bName, "training.whatif.of_b"],
    [costs, "training.whatif.costs"],
    [start, "training.whatif.start"],
  ]))
    theatre.put(node, key);
  for (const knob of KNOBS) {
    const option = make("option", { value: knob.name });
    theatre.put(option, knob.title);
    which.append(option);
  }
  which.value = "d_rate";
  nameClose();
  document.body.append(dialog);
  find(".fixed").before(make("div", { class: "buttons twin-buttons" }, ask, keep, end));
  find(".status").append(broken);
}

function nameClose() {
  close.setAttribute("aria-label", theatre.t("link.close"));
}
document.addEventListener("theatre:language", nameClose);

above.showTwin = () => {
  const own = mine() && isAlive(),
    { twin = null } = state.view ?? {},
    on = Boolean(twin && isOn(twin.stage)),
    busy = state.busy > 0;
  ask.hidden = !own || Boolean(twin);
  keep.hidden = !own || !on;
  end.hidden = !mine() || !twin;
  ask.disabled = busy || state.view?.stage === "warming";
  end.disabled = busy;
  keep.disabled = busy || twin?.stage === "warming";
  if (!own) dialog.close();
  say(end, on ? "training.whatif.end" : "training.whatif.away");
  restKnobs(own && on);
  say(find(".fixed"), own && on ? "training.whatif.still" : "training.knobs.fixed");
  const { message = null } = twin ?? {};
  told(broken, Boolean(message), "training.whatif.broken", {
    why: message ? theatre.t(`error.${message.code}`, message.details) : "",
  });
};

/* ---- what is said of B ---- */

above.tellTwin = (b, now) => {
  const { name, a: ofA, b: ofB } = b.differs ?? { name: "d_rate", a: 1, b: 1 },
    since = written(state.view?.twin?.since ?? 0);
  const knob = /** @type {Knob} */ (KNOBS.find((one) => one.name === name)),
    rate = name === "d_rate" || name === "g_rate",
    times = Math.max(ofA, ofB) / Math.min(ofA, ofB);
  const values = {
    step: since,
    times: times.toLocaleString(theatre.language, { maximumFractionDigits: 1 }),
    knob: theatre.t(knob.title),
    a: writtenKnob(knob, ofA),
    b: writtenKnob(knob, ofB),
  };
  const parted = b.snapshots.includes(now),
    headline = theatre.t(worded(b, `training.state.${now.says.state}`), valuesOf(now));
  return {
    a: ["training.whatif.a", {}],
    b: [`training.whatif.${rate ? `${name}.${ofB > ofA ? "more" : "less"}` : "other"}`, values],
    says: parted
      ? ["training.whatif.says", { headline, step: written(now.step) }]
      : ["training.whatif.before", { step: since }],
  };
};
