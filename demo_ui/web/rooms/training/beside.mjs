/* Another run, B, beside the one that is shown, A: its frame, its needles and its curves. Of recorded runs any two of a
   kind, at the same epoch; of a live run its fork, at the same step. */
import { make, say, written, writtenEpoch } from "../../core/elements.mjs";
import * as theatre from "../../core/theatre.mjs";
import { paint } from "./clock.mjs";
import { drawSnapshot, sheetOf, sheets, turnNeedles, worded } from "./frame.mjs";
import { fault, redraw } from "./stage.mjs";
import { above, find, props, root, state } from "./state.mjs";

/** @typedef {import("./state.mjs").Run} Run */

/** @type {{run: Run, sheet: HTMLImageElement | null} | null} */
let beside = null;

const choice = make("select", { class: "beside", "data-i18n-aria-label": "training.beside" });
find(".backstage").append(choice);

/* What stands there only with B. */
const picture = make("canvas", { class: "drawn", role: "img" }),
  onReal = make("p", { class: "real" }),
  onFake = make("p", { class: "fake" }),
  nameA = make("p", { class: "twin-name of-a" }),
  nameB = make("p", { class: "twin-name of-b" }),
  sentence = make("p", { class: "say of-b" }),
  keyA = make("span", { class: "key-a" }, "A"),
  keyB = make("span", { class: "key-b" }, "B"),
  dial = /** @type {SVGElement} */ (find(".dial").cloneNode(true)); // before it is turned
dial.classList.add("of-b");
dial.removeAttribute("aria-labelledby");
const parts = [
  [find(".place"), make("div", { class: "frame of-b" }, picture)],
  [find(".gauge"), nameA, nameB, dial, make("div", { class: "needles of-b" }, onReal, onFake)],
  [find(".diagnosis"), sentence],
];

/** @param {typeof beside} chosen */
function stand(chosen) {
  beside = chosen;
  for (const [box, ...nodes] of parts)
    if (chosen) box.append(...nodes);
    else for (const node of nodes) node.remove();
  if (chosen) {
    keyA.textContent = "A"; // a new live run has emptied the legends
    keyB.textContent = "B";
    find(".now-band").before(keyA, keyB);
  } else for (const key of [keyA, keyB]) key.remove();
  if (!chosen) root.toggleAttribute("data-twins", false);
}

above.beside = () => {
  const { twin } = state.run;
  if (state.mode === "live") return twin?.snapshots.length ? twin : null;
  return state.mode === "replay" && beside ? beside.run : null;
};

/**
 * Others of its kind, so that what is compared can be.
 * @param {Run} run
 */
export const comparable = ({ kind, id }) =>
  props.runs.filter((other) => other.kind === kind && other.id !== id && other.frames);

function offer() {
  const { id, frames } = state.run;
  if (choice.dataset.of === id) return;
  choice.dataset.of = id;
  stand(null);
  const others = comparable(state.run);
  choice.hidden = !frames || !others.length;
  choice.replaceChildren(make("option", { value: "", "data-i18n": "training.beside.none" }), ...others.map(option));
}

/** @param {Run} run */
const keyOf = ({ id, name }) => name ?? id;

/** @param {Run} run */
const nameOf = (run) => theatre.t(keyOf(run)); // which gives back what has no translation

/** @param {Run} run */
function option(run) {
  const shown = make("option", { value: run.id });
  if (nameOf(run) === keyOf(run)) shown.textContent = keyOf(run);
  else theatre.put(shown, keyOf(run));
  return shown;
}

choice.addEventListener("change", choose);

/**
 * As if a visitor chose it.
 * @param {string} id one of `comparable` to the run that is shown
 */
export function setBeside(id) {
  offer();
  choice.value = id;
  return choose();
}

async function choose() {
  const { run } = state,
    chosen = props.runs.find(({ id }) => id === choice.value) ?? null;
  const sheet = chosen && (await sheetOf(chosen).catch(() => undefined));
  if (state.run !== run || choice.value !== (chosen?.id ?? "")) return; // another one was chosen meanwhile
  const lost = chosen && !sheet;
  if (lost) sheets.delete(chosen.frames ?? ""); // asked for again the next time
  if (lost) choice.value = "";
  fault(lost ? "training.lost" : null);
  stand(chosen && sheet ? { run: chosen, sheet } : null);
  if (!state.ready) return;
  redraw();
  paint();
}

/**
 * @param {Run} run
 * @param {number} index
 */
above.paintBeside = (run, index) => {
  offer();
  const b = above.beside();
  if (run.live && (beside?.run ?? null) !== b) stand(b && { run: b, sheet: null });
  root.toggleAttribute("data-twins", Boolean(b));
  if (!b || !beside) return;
  const a = run.snapshots[index],
    now = run.live
      ? (b.snapshots.findLast(({ step }) => step <= a.step) ?? a) // before it began B was A
      : (b.snapshots.findLast(({ epoch }) => epoch <= a.epoch) ?? b.snapshots[0]);
  picture.classList.toggle("smooth", b.kind !== "digits" && b.kind !== "pictures");
  drawSnapshot(picture, now, b, beside.sheet);
  turnNeedles(dial, now);
  say(onReal, "training.accuracy.real", { value: written(now.accuracy_real, 2) });
  say(onFake, "training.accuracy.fake", { value: written(now.accuracy_fake, 2) });
  const moment = { epoch: writtenEpoch(now.epoch), step: written(now.step) };
  const said = run.live ? above.tellTwin(b, now) : names(run, b, moment);
  say(nameA, ...said.a);
  say(nameB, ...said.b);
  say(sentence, ...said.says);
  dial.setAttribute("aria-label", theatre.t(...said.b));
  picture.dataset.step = String(now.step);
  picture.setAttribute("aria-label", theatre.t(worded(b, "training.stage.alt"), moment));
};

/**
 * @param {Run} run
 * @param {Run} b
 * @param {Values} moment
 * @returns {ReturnType<typeof above.tellTwin>}
 */
function names(run, b, moment) {
  const both = { a: nameOf(run), b: nameOf(b) };
  return {
    a: ["training.beside.a", both],
    b: ["training.beside.b", both],
    says: ["training.beside.told", moment],
  };
}

document.addEventListener("theatre:language", () => state.run && state.ready && above.beside() && paint());
