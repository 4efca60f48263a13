/* What is played with: digits or photographs, whose, how far trained, how many. Another choice is another round. */
import { make, say, written, writtenEpoch } from "../../core/elements.mjs";
import { atRest } from "../../core/latest_wins.mjs";
import * as theatre from "../../core/theatre.mjs";
import { STRETCH } from "./curves.mjs";
import { alsoPaint, begin, checkpointOf, current, paint, ready, snapshot } from "./round.mjs";
import { element, find, state } from "./state.mjs";

const FURTHER = 3; // the next round is about a generator that was trained at least so many times as long
const LEAST = 0.2; // epochs; before that anybody sees it

/* Somebody looks: the room is open. */
export const looked = () => Boolean(element.offsetParent);

/* On a phone the choices lie far below the picture that they change. */
const toStage = () => find(".stage").scrollIntoView({ block: "nearest" });
const anew = atRest(() => looked() && begin(), 250);

/**
 * @template {string | number} Value
 * @param {string} place
 * @param {string} name
 * @param {Value[]} values
 * @param {(text: HTMLElement, value: Value) => void} label
 * @param {(value: Value) => void} taken
 */
function radios(place, name, values, label, taken) {
  find(place).replaceChildren(
    ...values.map((value) => {
      const radio = make("input", { type: "radio", name: `play-${name}`, value }),
        text = make("span");
      label(text, value);
      radio.addEventListener("change", () => (taken(value), toStage()));
      return make("label", {}, radio, text);
    }),
  );
  find(place).hidden = values.length < 2;
}

/** @param {Partial<import("./state.mjs").Chosen>} change */
export function choose(change) {
  Object.assign(state.chosen, change);
  ready(false);
  state.moment = null;
  state.begun += 1; // what is being dealt comes too late
  state.round = null;
  state.said = state.verdicts = [];
  state.ended = null;
  state.leaving = find(".ending").contains(document.activeElement);
  find(".play").dataset.phase = "asking";
  paint();
  anew();
}

/**
 * @param {HTMLElement} text
 * @param {string} id
 */
function nameCheckpoint(text, id) {
  const [{ epoch, shown }] = checkpointOf(id).snapshots;
  if (id.startsWith("taken-"))
    theatre.put(text, "generate.checkpoint.taken", { epoch: writtenEpoch(epoch), step: written(shown) });
  else theatre.put(text, `generate.checkpoint.${id}`);
}

const NOTES = { photos: "play.photos.note", coloured: "play.coloured.note" };
export const subjects = () =>
  ["digits", "photos", "coloured"].filter(
    (name) => name === "digits" || state.facts[/** @type {"photos" | "coloured"} */ (name)],
  );

export function buildChoices() {
  radios(
    ".subjects",
    "subject",
    subjects(),
    (text, value) => theatre.put(text, `play.subject.${value}`),
    (subject) => choose({ subject }),
  );
  radios(
    ".checkpoints",
    "checkpoint",
    state.facts.checkpoints.map(({ id }) => id),
    nameCheckpoint,
    (checkpoint) => stand(checkpoint, snapshot().epoch),
  );
  radios(
    ".lengths",
    "length",
    state.facts.lengths,
    (text, value) => theatre.put(text, "play.length.value", { n: value }),
    (pictures) => choose({ pictures }),
  );
}

/**
 * The snapshot of `checkpoint` that lies nearest to `epoch`.
 * @param {string} checkpoint
 * @param {number} epoch
 */
export function stand(checkpoint, epoch) {
  const { snapshots } = checkpointOf(checkpoint);
  const away = (/** @type {import("./state.mjs").Snapshot} */ one) =>
    Math.abs(Math.log1p(one.epoch / STRETCH) - Math.log1p(epoch / STRETCH));
  const { step } = snapshots.reduce((best, one) => (away(one) < away(best) ? one : best));
  choose({ subject: "digits", checkpoint, step });
}

function paintChoices() {
  const { snapshots } = current(),
    index = snapshots.findIndex(({ step }) => step === state.chosen.step),
    slider = find(".epoch");
  for (const [name, value] of [
    ["subject", state.chosen.subject],
    ["checkpoint", state.chosen.checkpoint],
    ["length", state.chosen.pictures],
  ])
    find(`input[name=play-${name}][value="${value}"]`).checked = true;
  const epoch = theatre.t("play.epoch.value", { epoch: writtenEpoch(snapshots[index].epoch) });
  slider.max = snapshots.length - 1;
  slider.value = index;
  slider.disabled = snapshots.length < 2;
  slider.style.setProperty("--done", `${snapshots.length > 1 ? (100 * index) / (snapshots.length - 1) : 100}%`);
  slider.setAttribute("aria-valuetext", epoch);
  find(".choices output").textContent = epoch;
  find(".of-digits").hidden = find(".curves").hidden = state.chosen.subject !== "digits";
  const few = /** @type {"photos" | "coloured"} */ (state.chosen.subject); // of which there are so many
  find(".lengths").hidden = state.facts.lengths.length < 2 || state.chosen.subject === "photos";
  find(".of-photos").hidden = state.chosen.subject === "digits";
  if (state.chosen.subject !== "digits") say(find(".of-photos"), NOTES[few], { n: written(state.facts[few]) });
}

find(".epoch").addEventListener("change", () => toStage());
find(".epoch").addEventListener("input", () =>
  choose({ step: current().snapshots[find(".epoch").valueAsNumber].step }),
);

/* ---- after a round ---- */

function further() {
  const { snapshots } = current(),
    at = snapshot().epoch;
  return (
    snapshots.find(({ epoch }) => epoch >= Math.max(LEAST, FURTHER * at)) ??
    (snapshots[snapshots.length - 1].epoch > at ? snapshots[snapshots.length - 1] : null)
  );
}

/* The main button goes on to better fakes; on a snapshot that needs more pictures it stays there. */
function paintButtons() {
  const digits = state.chosen.subject === "digits",
    next = digits && state.ended?.finding.code !== "open" ? further() : null;
  find(".on").hidden = !next;
  find(".again").classList.toggle("main", !next);
  if (next) say(find(".on span"), "play.on", { epoch: writtenEpoch(next.epoch) });
  if (digits) say(find(".again span"), "play.again", { epoch: writtenEpoch(snapshot().epoch) });
  else say(find(".again span"), `play.again.${state.chosen.subject}`);
}

find(".on").addEventListener("click", () => choose({ step: further()?.step ?? null }));
find(".again").addEventListener("click", () => begin());

/**
 * Networks that the visitor has just taken over in the Training room.
 * @param {{facts?: {id: string, snapshots: import("./state.mjs").Snapshot[]}}} taken
 */
export function takeOver({ facts: one }) {
  if (!one) return;
  state.facts.checkpoints = [
    ...state.facts.checkpoints.filter(({ id }) => !id.startsWith("taken-")),
    { id: one.id, snapshots: one.snapshots, measured: [] },
  ];
  buildChoices();
  stand(one.id, one.snapshots[one.snapshots.length - 1].epoch);
}

alsoPaint(() => {
  paintChoices();
  if (state.ended) paintButtons();
});
