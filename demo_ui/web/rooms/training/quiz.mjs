/* "What went wrong?": an exhibit of the museum without its name, and four answers. Nothing is asked of the server. */
import { make, say, written } from "../../core/elements.mjs";
import * as theatre from "../../core/theatre.mjs";
import { element, find, props } from "./context.mjs";
import { open } from "./stage.mjs";
import { state } from "./state.mjs";

export const failures = props.runs.filter(({ exhibit }) => exhibit === "failure");
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

export function beginQuiz() {
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
