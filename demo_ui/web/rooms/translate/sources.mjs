/* Where photographs come from: a file, a drop, the clipboard, an example. (The camera has a module of its own.) */
import { make } from "../../core/elements.mjs";
import * as theatre from "../../core/theatre.mjs";
import { takeWhatComes } from "../../photos/brought.mjs";
import { send, turnTo } from "./stage.mjs";
import { ACTS_OF, above, complain, element, find, props, room, state, worded } from "./state.mjs";

/** @param {File | Blob} file */
export function bring(file) {
  turnBack();
  return send({ file });
}

/* On a small page the sources stand right below the picture, not below all that is said of it. */
const narrow = matchMedia("(max-width: 56rem)"),
  sources = find(".sources");
const place = () => (narrow.matches ? find(".ends").after(sources) : find("#photos-pick").after(sources));
narrow.addEventListener("change", place);
place();

takeWhatComes(room, { accept: props.limits.accept, ready: () => Boolean(state.facts), complain, bring });

/* ---- examples ---- */
export const examplesOfNow = () => props.examples.filter((example) => example.networks.includes(state.networks));

/** @param {string | undefined} name */
function markExample(name) {
  for (const button of /** @type {NodeListOf<HTMLElement>} */ (element.querySelectorAll(".examples button")))
    button.setAttribute("aria-pressed", String(button.dataset.name === name));
  const credit = props.examples.find((example) => example.name === name)?.credit;
  find(".credit").hidden = !credit;
  if (credit) theatre.put(find(".credit"), "translate.credit", { credit });
  const fault = name && faultOf(name);
  find(".weakness").hidden = !fault;
  if (fault) theatre.put(find(".weakness"), fault);
}

/**
 * What the networks of now do wrong with an example: one of theirs is shown as a failure, and named as such.
 * @param {string} name
 */
function faultOf(name) {
  const key = `translate.fault.${state.networks}.${name}`;
  return theatre.t(key) === key ? null : key;
}

/**
 * Whether the networks of now have an example of this name, and do well with it.
 * @param {string | undefined} name
 */
export const suits = (name) =>
  name !== undefined && !faultOf(name) && examplesOfNow().some((example) => example.name === name);

/* The example that a visitor meets: none that is a failure, if there is another. */
export function firstExample() {
  const names = examplesOfNow().map(({ name }) => name);
  return suits(props.start) ? props.start : (names.find(suits) ?? names[0]);
}

/* Which examples there are for the networks of now, and which of them fails. */
export function sortExamples() {
  const fit = examplesOfNow().map(({ name }) => name);
  for (const button of /** @type {NodeListOf<HTMLElement>} */ (element.querySelectorAll(".examples button"))) {
    const name = button.dataset.name ?? "";
    button.hidden = !fit.includes(name);
    /** @type {HTMLElement} */ (button.querySelector(".fails")).hidden = !faultOf(name);
  }
}

/** @param {string} name */
export function showExample(name) {
  turnFor(name);
  return send({ example: name });
}

export function buildExamples() {
  find(".examples").append(
    ...props.examples.map(({ name, url }) => {
      const shows = `translate.example.${name.split("-")[0]}`,
        alt = theatre.t(shows) === shows ? "translate.example.photograph" : shows;
      const img = make("img", { src: url, alt: "", loading: "lazy", draggable: "false", "data-i18n-alt": alt });
      const button = make(
        "button",
        { type: "button", "data-name": name, "aria-pressed": "false" },
        img,
        make("span", { class: "fails", "data-i18n": "translate.fault" }),
      );
      button.addEventListener("click", () => showExample(name));
      return button;
    }),
  );
}

/* ---- the direction ---- */

let turned = false; // by an example, away from the first: no visitor chose it

/**
 * An example comes with the direction that suits it, where nothing detects one.
 * @param {string | undefined} name
 */
export function turnFor(name) {
  const suiting = props.examples.find((example) => example.name === name)?.direction,
    radio = find(`.directions input[value="${suiting}"]`);
  if (!radio || state.facts.guard || radio.checked) return;
  radio.checked = true;
  turned = radio !== find(".directions input");
}

/* What a visitor brings goes the first way, unless they chose the other themselves. Tells whether it was turned. */
export function turnBack() {
  const was = turned;
  if (was) find(".directions input").checked = true;
  turned = false;
  return was;
}

export function buildDirections() {
  const ways = state.facts.guard ? ["auto", "ab", "ba"] : ["ab", "ba"];
  turned = false;
  find(".directions").hidden = !state.facts.directions;
  find(".directions").replaceChildren(
    ...ways.map((way, i) => {
      const radio = make("input", { type: "radio", name: "photo-direction", value: way });
      radio.checked = i === 0;
      radio.addEventListener("change", () => {
        turned = false;
        if (!state.stream) send(state.pending ?? state.source); // a camera that is open turns with it
      });
      return make("label", {}, radio, make("span", { "data-i18n": worded(`translate.direction.${way}`) }));
    }),
  );
}

export function buildActs() {
  const able = /** @type {Record<string, boolean | undefined>} */ ({
    cycle: state.facts.without,
    l1: state.facts.without,
    pairs: state.facts.pairings,
    hints: state.facts.hints,
  });
  const names = ACTS_OF[state.networks].filter((name) => able[name] ?? true);
  find(".acts").hidden = names.length < 2;
  find(".acts").replaceChildren(
    ...names.map((name) => {
      const button = make(
        "button",
        { type: "button", "data-act": name, "aria-pressed": String(name === state.act) },
        make("span", { "data-i18n": `translate.act.${name}` }),
      );
      button.addEventListener("click", () => (complain(null), turnTo(name)));
      return button;
    }),
  );
}

above.whenOpened.push(({ example }) => markExample(example));
