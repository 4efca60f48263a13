/* The lesson: a list of chapters, and the one that is open. Its live part is built when it is first opened. */
import { make, say, written } from "../../core/elements.mjs";
import * as theatre from "../../core/theatre.mjs";
import { BELOW, LIVE } from "./scene.mjs";
import { element, find, root, state } from "./state.mjs";

/** @typedef {(typeof theatre.guide.chapters.chapters)[number]} Chapter */

export const { chapters, sources, doors } = theatre.guide.chapters;
/** @type {Map<string, HTMLElement>} by chapter: the place of its live part */
export const built = new Map();
/** @type {Map<string, HTMLElement>} by chapter: the place of what stands below */
export const below = new Map();
/** @type {string} the chapter */
export let open;
const QUESTION = "question"; // a place of a plan's step: what a first visit is asked

/** @param {string} id */
const chapterOf = (id) => /** @type {Chapter} */ (chapters.find((one) => one.id === id));

/** @param {Chapter} chapter */
const doorsOf = (chapter) => chapter.doors.filter((door) => theatre.guide.exists(door));

function buildContents() {
  find(".list").replaceChildren(
    ...chapters.map((chapter) => {
      const link = make(
        "a",
        { href: `?room=learn&chapter=${chapter.id}`, "data-chapter": chapter.id },
        make("span", { "data-i18n": `learn.title.${chapter.id}` }),
      );
      link.addEventListener("click", (event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey) return; // to a tab of its own
        event.preventDefault();
        turnTo(chapter.id);
      });
      return make("li", {}, link);
    }),
  );
  tick();
}

const links = () => /** @type {NodeListOf<HTMLAnchorElement>} */ (element.querySelectorAll(".list a"));

/* A chapter is done when the gesture of one of its doors was made. */
function tick() {
  const learned = theatre.guide.learned();
  for (const link of links()) {
    const done = chapterOf(link.dataset.chapter ?? "").doors.some((door) => learned.has(door));
    link.classList.toggle("done", done);
    const mark = link.querySelector(".unseen");
    if (done && !mark) link.append(make("span", { class: "unseen", "data-i18n": "learn.done" }));
  }
}

/** @param {string} id */
function live(id) {
  fill(id, LIVE, built, ".lives", { class: `live of-${id}`, "data-i18n-aria-label": "learn.live" });
  fill(id, BELOW, below, ".below", { class: `wide of-${id}` });
  find(".below").hidden = !BELOW[id];
}

/**
 * The chapter's own of these parts, made when it is first opened, and no other one.
 * @param {string} id
 * @param {Record<string, (place: HTMLElement) => void>} parts
 * @param {Map<string, HTMLElement>} known
 * @param {string} into
 * @param {Record<string, string>} attributes
 */
function fill(id, parts, known, into, attributes) {
  if (parts[id] && !known.has(id)) {
    const place = make("section", attributes);
    find(into).append(place);
    known.set(id, place);
    parts[id](place);
  }
  for (const [other, place] of known) place.hidden = other !== id;
}

/**
 * Words that say where a door leads: its room by the name on the tab. Made anew when the language changes.
 * @param {string} door
 */
function leadsTo(door) {
  return { room: theatre.t(`${doors[door].opens.room}.tab`), what: theatre.t(`learn.door.${door}`) };
}

/** @param {string} door */
function doorButton(door) {
  const name = make("span"),
    button = make("button", { type: "button", "data-door": door }, name);
  theatre.put(name, "learn.door_in", leadsTo(door));
  button.addEventListener("click", () => theatre.guide.visit(door));
  return button;
}

const showDoors = () => find(".doors").replaceChildren(...doorsOf(chapterOf(open)).map(doorButton));

/** @param {string} id */
export function turnTo(id, focus = false) {
  const number = chapters.findIndex((chapter) => chapter.id === id),
    chapter = chapters[number];
  open = id;
  root.dataset.page = "chapter";
  markPlan();
  find(".plan").hidden = true;
  find(".chapter").hidden = false;
  say(find(".number"), "learn.number", { at: written(number + 1), of: written(chapters.length) });
  theatre.put(find(".chapter .title"), `learn.title.${id}`);
  theatre.put(find(".lead"), `learn.lead.${id}`);
  find(".text").replaceChildren(
    ...Array.from({ length: chapter.paragraphs }, (_, i) =>
      make("p", { class: "say", "data-i18n": `learn.text.${id}_${i + 1}` }),
    ),
  );
  showDoors();
  find(".sources").textContent = chapter.sources.map((source) => sources[source]).join("; ");
  find(".to-plan").hidden = !state.plan;
  if (state.plan) theatre.put(find(".to-plan span"), "learn.plan.title", { minutes: state.plan.minutes });
  find(".before").disabled = number === 0;
  find(".after").disabled = number === chapters.length - 1;
  for (const link of links()) {
    const here = link.dataset.chapter === id;
    if (here) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
    if (here)
      requestAnimationFrame(() =>
        find(".list").scrollTo({ left: /** @type {HTMLElement} */ (link.parentElement).offsetLeft - 40 }),
      ); // on a phone
  }
  live(id);
  if (focus) find(".chapter .title").focus();
}

/** @param {number} by */
const turnBy = (by) => turnTo(chapters[chapters.findIndex(({ id }) => id === open) + by].id, true);

find(".before").addEventListener("click", () => turnBy(-1));
find(".after").addEventListener("click", () => turnBy(1));
find(".to-plan").addEventListener("click", () => state.plan && openPlan(state.plan.id, true));
find(".tour").addEventListener("click", () => theatre.guide.tour());
document.addEventListener("theatre:learned", tick);
document.addEventListener("theatre:language", showDoors);

/**
 * Lesson plans: predict, observe, explain, with minutes; made to be printed.
 * @type {{plans: import("./state.mjs").Plan[]}}
 */
export const { plans } = theatre.guide.chapters;

function buildPlans() {
  find(".plans").replaceChildren(
    ...plans.map(({ id, minutes }) => {
      const name = make("span"),
        button = make("button", { type: "button", "data-plan": id }, name);
      theatre.put(name, "learn.plan.minutes", { minutes });
      button.addEventListener("click", () => openPlan(id, true));
      return button;
    }),
  );
}

/**
 * @param {Record<string, string | number>} state as in a link
 * @param {[key: string, values?: Values]} words
 * @param {() => void} [go] the way there; none: in a tab of its own
 */
function linkTo(state, words, go) {
  const name = make("span"),
    link = make(
      "a",
      { class: "where", href: `?${new URLSearchParams(/** @type {Record<string, string>} */ (state))}` },
      name,
    );
  theatre.put(name, ...words);
  if (go) link.addEventListener("click", (event) => (event.preventDefault(), go()));
  else Object.assign(link, { target: "_blank", rel: "noopener" });
  return link;
}

/**
 * The way to a place of a step: the opening question, a chapter, or a door. None: its room is not there.
 * @param {string} place
 */
function wayTo(place) {
  if (place === QUESTION) return linkTo({ question: "1" }, ["learn.plan.at_question"]);
  if (chapterOf(place)) {
    const name = theatre.t(`learn.title.${place}`);
    return linkTo({ room: "learn", chapter: place }, ["learn.plan.at_chapter", { name }], () => turnTo(place, true));
  }
  if (!theatre.guide.exists(place)) return [];
  return linkTo(doors[place].opens, ["learn.door_in", leadsTo(place)], () => theatre.guide.visit(place));
}

/**
 * Where a step happens. What is to be foretold is shown there, so some steps stay on paper first.
 * @param {import("./state.mjs").Step} step
 */
function placesOf({ at, paper }) {
  const ways = at.flatMap(wayTo),
    where = make("span");
  theatre.put(where, `learn.plan.${!ways.length ? "at_table" : paper ? "at_paper" : "at"}`);
  return make("p", { class: "note places" }, where, ...ways);
}

/**
 * @param {import("./state.mjs").Step} step
 * @param {number} i
 * @param {string} id
 */
function stepOf(step, i, id) {
  const kind = make("b", { class: `kind ${step.kind}` }),
    time = make("span", { class: "time" }),
    words = make("p", { class: "say" });
  theatre.put(kind, `learn.plan.kind_${step.kind}`);
  theatre.put(time, "learn.plan.minutes", { minutes: step.minutes });
  theatre.put(words, `learn.plan.${id}_${i + 1}`);
  const below = { lesson: () => [], answers: () => keyOf(`${id}_${i + 1}`), worksheet: linesToWriteOn }[state.sheet];
  return make("li", {}, make("div", { class: "when" }, kind, time), make("div", {}, words, placesOf(step), ...below()));
}

/* A plan is shown as the class hears it, with the answers for whoever teaches it, or with room to write in. */

/** @type {import("./state.mjs").Sheet[]} */
export const SHEETS = ["lesson", "answers", "worksheet"];
const LINES = 3; // for an answer by hand

/** @param {string} step */
const keyOf = (step) =>
  ["answer", "stumble"].map((part) => {
    const node = make("p", { class: part });
    theatre.put(node, `learn.plan.${part}`, { words: theatre.t(`learn.plan.${step}_${part}`) });
    return node;
  });

const linesToWriteOn = () =>
  Array.from({ length: LINES }, () => make("div", { class: "write", "aria-hidden": "true" }));

const showSheets = () =>
  find(".sheets").replaceChildren(
    ...SHEETS.map((sheet) => {
      const name = make("span"),
        pressed = String(sheet === state.sheet),
        button = make("button", { type: "button", "data-sheet": sheet, "aria-pressed": pressed }, name);
      theatre.put(name, `learn.plan.sheet_${sheet}`);
      button.addEventListener("click", () => {
        openPlan(/** @type {import("./state.mjs").Plan} */ (state.plan).id, false, sheet);
        find(`[data-sheet="${sheet}"]`).focus();
      });
      return button;
    }),
  );

/**
 * @param {string} id
 * @param {boolean} focus
 * @param {import("./state.mjs").Sheet} sheet
 */
export function openPlan(id, focus = false, sheet = state.sheet) {
  const plan = plans.find((one) => one.id === id);
  if (!plan) return;
  state.plan = plan;
  state.sheet = sheet;
  showSheets();
  const toWriteOn = sheet === "worksheet";
  find(".whose").hidden = !toWriteOn;
  find(".plan .method").hidden = find(".plan .needed").hidden = toWriteOn; // these are for whoever teaches
  root.dataset.page = "plan";
  find(".chapter").hidden = true;
  find(".plan").hidden = false;
  theatre.put(find(".plan .title"), "learn.plan.title", { minutes: plan.minutes });
  theatre.put(find(".aim"), `learn.plan.aim_${id}`);
  find(".steps").replaceChildren(...plan.steps.map((step, i) => stepOf(step, i, id)));
  for (const link of links()) link.removeAttribute("aria-current");
  markPlan(id);
  if (focus) find(".plan .title").focus();
}

/** @param {string} [shown] the plan that is open, if one is */
function markPlan(shown) {
  for (const button of /** @type {NodeListOf<HTMLElement>} */ (element.querySelectorAll("[data-plan]")))
    button.setAttribute("aria-pressed", String(button.dataset.plan === shown));
}

find(".print").addEventListener("click", () => window.print());
find(".plan .shut").addEventListener("click", () => {
  state.plan = null;
  turnTo(open, true);
});
document.addEventListener(
  "theatre:language",
  () => root.dataset.page === "plan" && state.plan && openPlan(state.plan.id),
);

/* The book at its first chapter, once all that its chapters show is known. */
export function beginBook() {
  buildContents();
  buildPlans();
  turnTo(chapters[0].id);
}
