/* Writing: a line of digits instead of one of them, all by one z or each by one of its own. It takes the place of the
   keys while its field is open, and the line that of the digit. */
import { make, say, whenNew } from "../../core/elements.mjs";
import { askFor } from "./asked.mjs";
import { stand } from "./controls.mjs";
import { lineIn, rowsOf, sideOf, wrongLine } from "./line.mjs";
import { painted, pictured, told } from "./stage.mjs";
import { find, root, state } from "./state.mjs";

/** @type {HTMLInputElement} */
const field = find(".text");
const START = () => String(new Date().getFullYear()); // something to begin with

find(".pen").addEventListener("click", () => {
  if (state.set.text) return askFor({ text: "", varied: false, label: Number(state.set.text[0]) });
  askFor({ text: START(), label: null });
  field.focus();
  field.select();
});

field.addEventListener("input", () => {
  const line = lineIn(field.value),
    empty = !field.value.trim();
  field.setAttribute("aria-invalid", String(!line && !empty));
  if (line) askFor({ text: line, label: null });
  else told(empty ? {} : { fault: { code: "text_wrong", details: wrongLine(field.value) } }, "field");
});

field.addEventListener("keydown", ({ key }) => key === "Escape" && find(".pen").click());

find(".hands").addEventListener("click", () => askFor({ varied: !state.set.varied }));

painted(() => {
  const { text, varied } = state.set;
  find(".keys").hidden = Boolean(text);
  find(".writing").hidden = !text;
  say(find(".dice span"), text ? "generate.dice_line" : "generate.dice");
  find(".pen").setAttribute("aria-pressed", String(Boolean(text)));
  find(".hands").setAttribute("aria-pressed", String(varied));
  if (text && document.activeElement !== field) {
    field.value = text;
    field.removeAttribute("aria-invalid");
  }
});

/* The line on the stage: each character a part of one picture, broken so that it is as large as the frame allows. */
pictured((url, wish) => {
  root.toggleAttribute("data-written", Boolean(wish.text));
  if (!wish.text) return;
  const line = find(".written");
  line.style.setProperty("--sheet", `url(${url})`);
  whenNew(line, wish.text, () => set(line, wish.text));
});

/**
 * @param {HTMLElement} line
 * @param {string} text
 */
function set(line, text) {
  const rows = rowsOf(text);
  line.style.setProperty("--side", String(sideOf(rows)));
  line.style.setProperty("--length", String(text.length));
  const place = (/** @type {number} */ i) => `--at: ${text.length > 1 ? i / (text.length - 1) : 0}`;
  const character = (/** @type {number} */ i) => make("span", i < 0 ? {} : { class: "character", style: place(i) });
  line.replaceChildren(...rows.map((row) => make("span", { class: "row" }, ...row.map(character))));
}

document.addEventListener("theatre:forget", () => state.facts?.classes && stand(state.free));
