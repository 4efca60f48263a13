/* A drawing becomes a horse or a zebra while it is drawn: of what a finger does, the newest is painted. */
import { DRAWN } from "../../contract.mjs";
import { drawingPad } from "../../core/drawing_pad.mjs";
import { make, say, written } from "../../core/elements.mjs";
import { latestWins } from "../../core/latest_wins.mjs";
import * as theatre from "../../core/theatre.mjs";
import { gaps } from "./gaps.mjs";
import { SKETCHES } from "./sketches.mjs";
import { animal, COAT, coat, coats, element, find, root, server, session, state, told } from "./state.mjs";

const asSeen = document.createElement("canvas"); // the drawing at the size that the network sees
/** @type {import("./gaps.mjs").Join[]} where the outline is open, while no finger is at it */
let open = [];

export const pad = drawingPad(find(".paper"), () => {
  state.example = null;
  open = [];
  markSketch();
  paint();
  tell();
});

export function wish() {
  pad.drawOn(asSeen, state.side, "#000", "#fff");
  return { drawing: asSeen.toDataURL("image/png"), animal: animal(), coat: coat() };
}

const askPainted = latestWins(
  (/** @type {Record<string, unknown>} */ wish) => server.paint({ ...wish, session }),
  (answer) => {
    if (!told(answer) || !answer?.picture) return;
    find(".painting").src = answer.picture;
    state.ms = answer.ms;
    tell();
  },
);

export function paint() {
  if (state.side) askPainted(wish());
}

const drawn = () => pad.strokes.some(({ erases }) => !erases);

export function tell() {
  const words = /** @type {const} */ ([
    [".happened", drawn() ? `draw.became_${animal()}` : "draw.empty", true],
    [".further", "draw.further", animal() === "zebra" && drawn()],
    [".measured", "draw.figures", drawn() && state.ms !== null],
  ]);
  for (const [place, key, there] of words) {
    find(place).hidden = !there;
    if (there) say(find(place), key, key === "draw.figures" ? { ms: written(state.ms ?? 0) } : {});
  }
  say(find(".coats .note"), "draw.coated", { coat: theatre.t(`draw.coat.${coat()}`) });
  find(".undo").disabled = find(".clear").disabled = !pad.strokes.length;
  find(".save").hidden = !drawn();
  find(".open").hidden = !open.length;
  insetAside();
  find(".gaps").innerHTML = open
    .map(([x, y, u, v]) => `<path d="M${x} ${y}L${u} ${v}"/>${ring(x, y)}${ring(u, v)}`)
    .join("");
}
const ring = (/** @type {number} */ x, /** @type {number} */ y) => `<circle cx="${x}" cy="${y}" r="0.025"/>`;

/* ---- coats: the ink is a darker shade of them ---- */

find(".coats").append(
  ...DRAWN.COATS.map((value, at) => {
    const words = { "data-i18n-aria-label": `draw.coat.${value}`, "data-i18n-title": `draw.coat.${value}` };
    return make(
      "label",
      { style: `--coat: ${DRAWN.COLOURS[at]}` },
      make("input", { type: "radio", name: "drawn-coat", value, ...words }),
    );
  }),
);
find(".coats").addEventListener("change", () => (dye(coat()), paint()));

/** @param {string[]} known to the network: those can be chosen */
export function offer(known) {
  for (const value of coats()) if (!known.includes(value)) find(`.coats [value="${value}"]`).parentElement.remove();
  find(".coats").hidden = !known.length;
  dye(COAT);
}

/** @param {string} name of a coat; one that cannot be chosen dyes nothing */
export function dye(name) {
  if (coats().includes(name)) {
    find(`.coats [value="${name}"]`).checked = true;
    pad.tint(DRAWN.INKS[DRAWN.COATS.indexOf(name)]);
  }
  tell();
}

/* ---- an outline that is open ---- */

/* Once the finger is lifted: while it draws, every line is open. */
function lookForGaps() {
  open = gaps(pad.strokes);
  tell();
}
for (const name of ["pointerup", "pointercancel"]) find(".paper").addEventListener(name, lookForGaps);
find(".close-gaps").addEventListener("click", () =>
  pad.replace([...pad.strokes, ...open.map((points) => ({ erases: false, points: [...points] }))]),
);

/* ---- on a phone the painting lies in a corner of the paper: in the upper one with less ink ---- */

const CORNER = 0.42, // of the paper's side
  POINTED = 50; // places of ink that one end counts for which is pointed at

function insetAside() {
  const ends = open.flatMap((join) => Array(POINTED).fill(join).flat());
  const places = [...pad.strokes.flatMap(({ points = [], erases }) => (erases ? [] : points)), ...ends],
    upper = places.filter((_, i) => i % 2 === 0 && places[i + 1] < CORNER);
  const [left, right] = [upper.filter((x) => x < CORNER), upper.filter((x) => x > 1 - CORNER)];
  root.toggleAttribute("data-left", left.length < right.length);
}

/* ---- examples ---- */

/** @param {string} name */
export function putSketch(name) {
  const found = SKETCHES.find((sketch) => sketch.name === name) ?? SKETCHES[0];
  pad.replace(found.strokes.map((points) => ({ erases: false, points })));
  state.example = found.name;
  useRubber(false);
  markSketch();
}

function markSketch() {
  for (const button of /** @type {NodeListOf<HTMLElement>} */ (element.querySelectorAll(".sketches button")))
    button.setAttribute("aria-pressed", String(button.dataset.name === state.example));
}

/** @param {boolean} rubber */
export function useRubber(rubber) {
  pad.use(rubber);
  find(".pen").setAttribute("aria-pressed", String(!rubber));
  find(".eraser").setAttribute("aria-pressed", String(rubber));
}

/** @param {number[]} points */
const asPath = (points) =>
  points.reduce((path, at, i) => `${path}${i === 0 ? "M" : i % 2 ? " " : "L"}${(100 * at).toFixed(1)}`, "");

find(".sketches").append(
  ...SKETCHES.map(({ name, strokes }) => {
    const button = make("button", {
      type: "button",
      "data-name": name,
      "aria-pressed": "false",
      "data-i18n-aria-label": `draw.example.${name}`,
    });
    button.innerHTML = `<svg viewBox="0 0 100 100" aria-hidden="true"><path d="${strokes.map(asPath).join("")}"/></svg>`;
    button.addEventListener("click", () => putSketch(name));
    return button;
  }),
);
find(".pen").addEventListener("click", () => useRubber(false));
find(".eraser").addEventListener("click", () => useRubber(true));
find(".undo").addEventListener("click", () => (pad.undo(), lookForGaps()));
find(".clear").addEventListener("click", () => (useRubber(false), pad.replace([])));
for (const radio of element.querySelectorAll(".animals input"))
  radio.addEventListener("change", () => (paint(), tell()));
