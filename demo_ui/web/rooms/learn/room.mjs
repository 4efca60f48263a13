/* What a link to this room says: a chapter, or a plan. */
import { calm } from "../../core/elements.mjs";
import * as theatre from "../../core/theatre.mjs";
import { SHEETS, beginBook, below, built, chapters, open, openPlan, plans, turnTo } from "./chapters.mjs";
import { root, state } from "./state.mjs";
import "./race.mjs";
import "./lives_training.mjs";
import "./lives_chance.mjs";
import "./lives_networks.mjs";
import "./lives_use.mjs";
import "./lives_price.mjs";
import "./lives_grid.mjs";
import "./lives_found.mjs";

beginBook();

theatre.register?.("learn", {
  state: () =>
    root.dataset.page === "plan"
      ? { plan: state.plan?.id, sheet: state.sheet === "lesson" ? null : state.sheet }
      : { chapter: open },
  show(state) {
    const { values, wrong } = theatre.read(state, {
      chapter: theatre.readers.oneOf(...chapters.map(({ id }) => id)),
      plan: theatre.readers.oneOf(...plans.map(({ id }) => id)),
      sheet: theatre.readers.oneOf(...SHEETS),
    });
    if (values.plan) openPlan(values.plan, false, values.sheet ?? "lesson");
    else turnTo(values.chapter ?? open);
    return wrong;
  },
});

/* What the room shows by itself while nobody is there: the noise of chapter "noise" falls through G, and the pile of
   fakes comes to lie on that of the reals, again and again, by the chapter's own slider. */
const ACT_CHAPTER = "noise",
  ACT_WAY = 9000,
  ACT_RESTS = 3000,
  ACT_PACE = 60; // ms: of the slider; at its end; between two pictures
let actRuns = 0;

theatre.acts.learn = {
  begin() {
    turnTo(ACT_CHAPTER);
    const since = performance.now();
    clearInterval(actRuns);
    actRuns = setInterval(() => {
      const on = ((performance.now() - since) % (ACT_WAY + ACT_RESTS)) / ACT_WAY;
      actSlider(Math.min(1, calm.matches ? Math.floor(4 * on) / 4 : on));
    }, ACT_PACE);
  },
  end() {
    clearInterval(actRuns);
    actSlider(0);
    turnTo(chapters[0].id);
  },
};

/** @param {number} value */
function actSlider(value) {
  const slider = /** @type {HTMLInputElement} */ (built.get(ACT_CHAPTER)?.querySelector("input[type=range]"));
  slider.value = String(value);
  slider.dispatchEvent(new Event("input"));
}

/* The book as it was before anybody opened it: every live part is made anew, the first chapter lies open. */
function forget() {
  clearInterval(actRuns);
  for (const known of [built, below]) {
    for (const place of known.values()) place.remove();
    known.clear();
  }
  state.plan = null;
  state.sheet = "lesson";
  turnTo(chapters[0].id);
}

document.addEventListener("theatre:forget", forget);
