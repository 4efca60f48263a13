/* What there is to see, a ticket for each: live training, the quiz, the recorded runs, the museum of failures.
   Its first run is shown at the beginning. */
import { bringIntoRow, make, say, written } from "../../core/elements.mjs";
import * as theatre from "../../core/theatre.mjs";
import { halt, seen } from "./clock.mjs";
import { showSpeed } from "./controls.mjs";
import { buildKnobs } from "./knobs.mjs";
import { openLive, take } from "./live.mjs";
import { fault, isAlive, mine, open, visitor } from "./stage.mjs";
import { element, find, props, root, server, state } from "./state.mjs";

/* ---- the quiz: an exhibit of the museum without its name, and four answers. nothing is asked of the server ---- */

const failures = props.runs.filter(({ exhibit }) => exhibit === "failure");
/** @type {import("./state.mjs").Run[]} */
let questions = [];
let asked = 0,
  right = 0;
/** @type {string | null} */
let answered = null;

/**
 * @template Item
 * @param {Item[]} list
 */
function shuffled(list) {
  const left = [...list];
  return list.map(() => left.splice(Math.floor(Math.random() * left.length), 1)[0]);
}

function beginQuiz() {
  questions = shuffled(failures);
  asked = right = 0;
  ask();
}

function ask() {
  answered = null;
  find(".answers").replaceChildren(...shuffled(props.failures).map(answerButton));
  open(questions[asked]);
  paintQuiz();
}

/** @param {string} id */
function answerButton(id) {
  const name = make("span"),
    button = make("button", { type: "button", class: "answer", "data-answer": id, "aria-pressed": "false" }, name);
  theatre.put(name, `museum.${id}.name`);
  button.addEventListener("click", () => answer(id));
  return button;
}

/** @param {string} id */
function answer(id) {
  if (answered) return;
  answered = id;
  right += Number(id === state.run.id);
  paintQuiz();
  find(".next").focus({ preventScroll: true });
}

/* Why it was right or wrong: what this exhibit shows, and how one cures it. */
function paintQuiz() {
  const good = answered === state.run.id,
    last = asked === questions.length - 1;
  say(find(".score"), "quiz.score", {
    right: written(right),
    asked: written(asked + 1),
    all: written(questions.length),
  });
  find(".hint").hidden = Boolean(answered);
  find(".explained").hidden = find(".next").hidden = !answered;
  for (const button of /** @type {NodeListOf<HTMLButtonElement>} */ (element.querySelectorAll(".answer"))) {
    const { answer } = button.dataset;
    button.disabled = Boolean(answered);
    button.setAttribute("aria-pressed", String(answer === answered));
    button.classList.toggle("good", Boolean(answered) && answer === state.run.id);
    button.classList.toggle("bad", answer === answered && !good);
  }
  if (!answered) return;
  const name = theatre.t(`museum.${state.run.id}.name`);
  say(find(".verdict"), good ? "quiz.right" : "quiz.wrong", { name });
  say(find(".because"), `museum.${state.run.id}.look`);
  if (good) say(find(".cured"), `museum.${state.run.id}.cure`);
  else
    say(find(".cured"), "quiz.other", {
      name: theatre.t(`museum.${answered}.name`),
      look: theatre.t(`museum.${answered}.look`),
    });
  say(find(".next span"), last ? "quiz.again" : "quiz.next");
}

function goOnAsking() {
  if (asked === questions.length - 1) return beginQuiz();
  asked += 1;
  ask();
  find(".answer").focus({ preventScroll: true });
}

find(".next").addEventListener("click", goOnAsking);
document.addEventListener("theatre:language", () => state.mode === "quiz" && paintQuiz());

/* ---- the tickets ---- */

/** @typedef {{value: string, name: string, thumb?: string, sign?: string, group: string}} Ticket */

/** @type {Record<string, string>} */
const SIGNS = {
  live: '<circle cx="12" cy="12" r="5"/>',
  quiz: '<path d="M8.5 9a3.5 3.5 0 1 1 5 3.2c-1 .5-1.5 1-1.5 2.3M12 18v.5"/>',
};

/**
 * @param {Ticket} shown
 * @param {() => unknown} chosen
 */
function ticket({ value, name, thumb, sign, group }, chosen) {
  const radio = make("input", { type: "radio", name: "programme", value });
  const words = make("span");
  if (theatre.t(name) === name) words.textContent = name;
  else theatre.put(words, name);
  const picture = make("span", { class: "sign", "aria-hidden": "true" });
  if (thumb) picture.append(make("img", { src: thumb, alt: "" }));
  else if (sign) picture.innerHTML = `<svg viewBox="0 0 24 24">${SIGNS[sign]}</svg>`;
  const node = make("label", { class: `ticket ${group}` }, radio, ...(thumb || sign ? [picture] : []), words);
  radio.addEventListener(
    "change",
    () => (node.scrollIntoView({ block: "nearest", inline: "nearest" }), enter(value, chosen)),
  );
  return node;
}

/**
 * @param {string} wanted
 * @param {() => unknown} chosen
 */
function enter(wanted, chosen) {
  halt();
  state.mode = wanted === "live" || wanted === "quiz" ? wanted : "replay";
  root.dataset.mode = state.mode;
  root.toggleAttribute("data-twins", false); // until the next run is painted
  fault(null);
  return chosen();
}

/**
 * Goes where a visitor would by choosing a ticket.
 * @param {string} value
 */
export function goIn(value) {
  const radio = find(`.ticket input[value="${value}"]`);
  radio.checked = true;
  bringIntoRow(find(".programme"), radio.parentElement);
  return enter(value, /** @type {() => unknown} */ (CHOICES.get(value)));
}

/** @type {Map<string, () => unknown>} */
export const CHOICES = new Map();
function buildProgramme() {
  const shown = (/** @type {import("./state.mjs").Run} */ { id, name, thumb, exhibit }, /** @type {number} */ i) => ({
    value: id,
    name: name ?? id,
    thumb,
    group: exhibit === "failure" ? "museum" : "",
    run: props.runs[i],
  });
  const all = [
    ...(props.live
      ? [{ value: "live", name: "training.live.title", sign: "live", group: "live", chosen: openLive }]
      : []),
    ...props.runs.map(shown).map((one) => ({ ...one, chosen: () => open(one.run) })),
  ];
  const quiz = [
    ...(failures.length > 1 ? [{ value: "quiz", name: "quiz.title", sign: "quiz", group: "", chosen: beginQuiz }] : []),
  ];
  all.splice(1, 0, ...quiz);
  for (const one of all) {
    CHOICES.set(one.value, one.chosen);
    find(".programme").append(ticket(one, one.chosen));
  }
  find(".programme").hidden = all.length < 2;
}

/* Once, at the beginning: a run of this visitor that goes on is found again, wherever the page was opened. */
async function findAgain() {
  if (!props.live || theatre.kept("training") === null) return;
  const answer = await server.live_watch({ visitor: visitor(), run: null, after: -1 }).catch(() => null);
  if (!answer || answer.fault) return;
  await take(answer);
  if (!state.linked && ((mine() && isAlive()) || state.view?.status === "queued")) goIn("live");
}

export function beginProgramme() {
  if (props.live) buildKnobs(props.live);
  buildProgramme();
  showSpeed();
  if (props.runs.length) {
    state.run = props.runs[0];
    find(`.ticket input[value="${state.run.id}"]`).checked = true;
  } else goIn("live");
  findAgain();
  new IntersectionObserver(([{ isIntersecting }]) => seen(isIntersecting)).observe(root);
}
