/* The price of fakes: whether they, or D's scores, tell what was trained on. Recorded figures of a network that had a
   few digits to learn from and of one that plays here, each beside real digits, which say what chance and writers do. */
import { LESSON } from "../../contract.mjs";
import { make, written } from "../../core/elements.mjs";
import * as theatre from "../../core/theatre.mjs";
import { standing } from "./conditions.mjs";
import { BELOW, barRow, row, scene, sentence } from "./scene.mjs";
import { props } from "./state.mjs";

/** @typedef {import("./state.mjs").Membership} Membership */
/** @typedef {[kind: "nearer" | "guessed", name: string, colour: "fake" | "real"]} Bar */

/** @type {Bar[]} what has the colour of reals has no part in a network's learning, and is there to compare with */
const NEARER = [
    ["nearer", "memoriser", "fake"],
    ["nearer", "unseen", "real"],
    ["nearer", "checkpoint", "fake"],
    ["nearer", "training", "real"],
    ["nearer", "test", "real"],
  ],
  /** @type {Bar[]} */
  GUESSED = [
    ["guessed", "memoriser", "fake"],
    ["guessed", "checkpoint", "fake"],
    ["guessed", "neither", "real"],
  ],
  CHANCE = 0.5;

BELOW.use = (place) => {
  const found = props.membership,
    box = make("div", { class: "race" });
  place.append(box);
  place.setAttribute("data-i18n-aria-label", "learn.price.title");
  box.append(make("h3", { "data-i18n": "learn.price.title" }));
  if (!found) return void sentence(box)("learn.use.missing");
  const values = valuesOf(found),
    what = make("p", { class: "say" });
  theatre.put(what, "learn.price.what", values);
  box.append(what);
  const left = row(box, "bars"),
    right = row(box, "told"),
    notes = row(box, "notes");
  barsOf(left, "nearer", NEARER, found);
  barsOf(left, "guessed", GUESSED, found);
  for (const [part, figures] of /** @type {const} */ ([
    ["few", found.nearer],
    ["look", found.sure],
    ["fakes", found.nearer],
    ["scores", found.guessed],
  ])) {
    const said = make("p", { class: "say" }),
      name = standing(`price_${part}`, figures);
    theatre.put(said, `learn.price.${part}_${name}`, values);
    right.append(said);
  }
  for (const name of ["memoriser", "checkpoint"]) right.append(picturesOf(found, name));
  const note = make("p", { class: "note" });
  theatre.put(note, "learn.price.measured", values);
  notes.append(note);
};

/**
 * @param {HTMLElement} place
 * @param {"nearer" | "guessed"} kind
 * @param {Bar[]} bars
 * @param {Membership} found
 */
function barsOf(place, kind, bars, found) {
  place.append(make("p", { class: "say", "data-i18n": `learn.price.${kind}` }));
  scene(place, `learn.price.${kind}`, kind === "nearer" ? "5 / 4" : "25 / 12", (brush, width, height, ink) =>
    bars.forEach(([of, name, colour], i) =>
      barRow(brush, ink, { width, tall: height / bars.length, i }, [colour], {
        name: theatre.t(`learn.price.${of}_${name}`, { few: written(found.few) }),
        share: found[of][name],
        figure: of === "nearer" ? `${percent(found[of][name].value)}%` : written(found[of][name].value, 2),
        colour: ink[colour],
        chance: CHANCE,
      }),
    ),
  );
}

/**
 * Fakes in a row, below each the nearest digit of those that its network learned from.
 * @param {Membership} found
 * @param {string} name
 */
function picturesOf(found, name) {
  const words = make("figcaption", { class: "say" }),
    image = make("div", { class: "beside", "aria-hidden": "true" }); // its caption says it
  theatre.put(words, `learn.price.pictures_${name}`, { few: written(found.few) });
  image.style.backgroundImage = `url("${found.sheet}")`;
  image.style.backgroundPositionY = name === "memoriser" ? "0" : "100%";
  return make("figure", {}, words, image);
}

const percent = (/** @type {number} */ share) => written(100 * share, 1);

/** @param {Membership} found */
const valuesOf = (found) => ({
  few: written(found.few),
  steps: written(found.steps),
  n: written(found.n),
  memoriser: percent(found.nearer.memoriser.value),
  unseen: percent(found.nearer.unseen.value),
  checkpoint: percent(found.nearer.checkpoint.value),
  training: percent(found.nearer.training.value),
  test: percent(found.nearer.test.value),
  sure_from: written(100 * LESSON.CONFIDENT),
  sure: percent(found.sure.memoriser.value),
  sure_best: percent(found.sure.checkpoint.value),
  by_few: written(found.guessed.memoriser.value, 2),
  by_checkpoint: written(found.guessed.checkpoint.value, 2),
  by_neither: written(found.guessed.neither.value, 2),
});
