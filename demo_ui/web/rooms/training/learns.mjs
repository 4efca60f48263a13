/* What the next run learns: digits, or what a visitor brings, for which a dialog opens. */
import { make } from "../../core/elements.mjs";
import * as theatre from "../../core/theatre.mjs";
import { above, find, state } from "./state.mjs";

const STYLE = `
  .learns { display: flex; flex: 1 0 100%; padding: 0.125rem; border-radius: var(--round); box-shadow: inset 0 0 0 1px var(--line); }
  .learns button { flex: 1; min-width: 0; padding: 0 0.25rem; background: none; }
  .learns button[aria-pressed="true"] { background: var(--raised); font-weight: 700; }`;
const digits = make("button", { type: "button" }),
  own = make("button", { type: "button", class: "own-drawings", "aria-haspopup": "dialog" }),
  group = make("div", { class: "learns", role: "group" }, make("style", {}, STYLE), digits, own);
theatre.put(digits, "training.learns.digits");
theatre.put(own, "training.learns.own");

/** @param {boolean} wanted */
function choose(wanted) {
  state.own = wanted;
  digits.setAttribute("aria-pressed", String(!wanted));
  own.setAttribute("aria-pressed", String(wanted));
}

const name = () => group.setAttribute("aria-label", theatre.t("training.learns"));

/* The room offers it where somebody trains. */
export function offer() {
  find(".of-training").prepend(group);
  choose(false);
  name();
  document.addEventListener("theatre:language", name);
  document.addEventListener("theatre:forget", () => choose(false));
  digits.addEventListener("click", () => choose(false));
  own.addEventListener("click", bring);
}

function bring() {
  choose(true);
  import("./own_drawings.mjs").then(({ open }) => open());
}
above.bring = bring;

/* Its module is for runs on somebody's own pictures alone, and puts itself here. */
above.paintNearest = (now) => {
  if (!now?.nearest || !state.view?.owner) return;
  choose(true); // who comes back to such a run goes on with it
  import("./nearest.mjs").then(({ paintNearest }) => paintNearest(now));
};
