/* The row of ten keys: the class that a generator is asked for, by the same z, so that the hand stays. "any" is the
   generator that draws what it likes. */
import { make, say, written } from "../../core/elements.mjs";
import * as theatre from "../../core/theatre.mjs";
import { stand } from "./controls.mjs";
import { changed, painted } from "./stage.mjs";
import { find, lastOf, state } from "./state.mjs";

/** @typedef {import("./state.mjs").Facts} Facts */

/** The generator that can be asked, if it is there. */
export const askable = () => state.shelf.find(({ classes }) => classes);

/**
 * Asks for a class or for a line; where nothing is asked for, the generator that draws what it likes stands again.
 * @param {Partial<import("./state.mjs").GenerateRequest>} asked
 */
export function askFor(asked) {
  const one = askable();
  if (!one) return;
  if (state.facts === one) return changed(asked);
  stand(one, lastOf(one.snapshots).step, asked);
}

export function buildKeys() {
  const one = askable();
  find(".asked").hidden = !one;
  if (!one) return;
  find(".keys").replaceChildren(key("", make("span", { "data-i18n": "generate.keys.any" }), () => stand(state.free)));
  for (let label = 0; label < one.classes; label += 1)
    find(".keys").append(key(label, String(label), () => askFor({ label, text: "", varied: false })));
}

/**
 * @param {number | string} value
 * @param {Node | string} name
 * @param {() => void} chosen
 */
function key(value, name, chosen) {
  const radio = make("input", { type: "radio", name: "label", value });
  radio.addEventListener("change", chosen);
  return make("label", {}, radio, name);
}

painted(() => {
  const { label, text, at } = state.set,
    asked = Boolean(state.facts.classes);
  for (const radio of /** @type {NodeListOf<HTMLInputElement>} */ (find(".keys").querySelectorAll("input")))
    radio.checked = !text && at === null && radio.value === (asked ? String(label) : "");
  find(".better").hidden = !asked;
  if (asked) tellBetter(state.facts);
});

/**
 * Which of both is better at what, by their own cards.
 * @param {Facts} one
 */
function tellBetter({ figures }) {
  const [other] = state.shelf,
    told = { ours: figures.frechet_ratio, theirs: other.figures.frechet_ratio, right: figures.class_right };
  find(".better").hidden = Object.values(told).includes(undefined);
  if (find(".better").hidden) return;
  const { ours, theirs, right } = /** @type {Record<string, number>} */ (told);
  say(find(".better"), ours > theirs ? "generate.keys.better" : "generate.keys.best", {
    ours: written(ours, 2),
    theirs: written(theirs, 2),
    right: written(100 * right, 1),
    n: written(figures.n ?? 0),
    other: theatre.t(`generate.checkpoint.${other.id}`),
  });
}
