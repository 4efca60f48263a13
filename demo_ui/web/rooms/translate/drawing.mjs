/* A drawing becomes a horse or a zebra while it is drawn: of what a finger does, the newest is painted. */
import { drawingPad } from "../../core/drawing_pad.mjs";
import { handOver, make, say, written } from "../../core/elements.mjs";
import { latestWins } from "../../core/latest_wins.mjs";
import { ask, staysHere, takenIn } from "./answers.mjs";
import { SKETCHES } from "./sketches.mjs";
import { paintWords } from "./stage.mjs";
import { bringInSight, busy, complain, draws, element, enlist, find, makeWay, session, state, told } from "./state.mjs";

/** @type {{name: string | null, ms: number | null}} the example on the paper while nobody has changed it; the last painting's time */
export const sketching = { name: null, ms: null };
export const animal = () => find(".animals input:checked").value;
const asSeen = document.createElement("canvas"); // the drawing at the size that the network sees

export const pad = drawingPad(find(".paper"), () => {
  sketching.name = null;
  paintDrawing();
});
enlist("drawing", { tiles: () => [], words: () => [] });

function drawingWish() {
  pad.drawOn(asSeen, state.facts.side ?? 0, "#000", "#fff");
  return { networks: state.networks, drawing: asSeen.toDataURL("image/png"), animal: animal() };
}

const askPainted = latestWins(
  (/** @type {Record<string, unknown>} */ wish) => ask.paint({ ...wish, session }),
  (answer) => {
    if (!draws() || !told(answer) || !answer.picture) return;
    find(".painting").src = answer.picture;
    sketching.ms = answer.ms;
    tellDrawing();
  },
);

function paintDrawing() {
  if (draws() && state.facts?.side) askPainted(drawingWish());
  markSketch();
}

export function tellDrawing() {
  const drawn = pad.strokes.some(({ erases }) => !erases);
  find(".undo").disabled = find(".clear").disabled = !pad.strokes.length;
  find(".save").hidden = !drawn;
  paintWords([
    [drawn ? `translate.drawing.became_${animal()}` : "translate.drawing.empty"],
    ["translate.drawing.how"],
    animal() === "zebra" && drawn && ["translate.drawing.further"],
    drawn && sketching.ms !== null ? ["translate.drawing.figures", { ms: written(sketching.ms) }] : null,
  ]);
}

/* The room with paper on its stage; an example lies on it for whoever comes first. */
export function turnToDrawing() {
  find(".animals").hidden = !state.facts.zebras;
  for (const place of [".by", ".noted", ".bordered", ".passed"]) find(place).hidden = true;
  say(find(".left"), "translate.drawing.left");
  say(find(".right"), "translate.drawing.right");
  if (pad.strokes.length) paintDrawing();
  else putSketch(SKETCHES[0].name);
  tellDrawing();
}

export async function savePainted() {
  const file = await ask.save(drawingWish());
  if (told(file)) handOver(file.url, file.name);
}

/* ---- a drawing on paper, photographed ---- */

/**
 * Its ink, which a server finds, is laid on the pad as a new sheet: what was drawn before lies below.
 * @param {File | Blob} file
 */
export async function lay(file) {
  const number = (state.sent += 1),
    others = () => number !== state.sent; // something newer is on its way
  makeWay();
  if (staysHere()) return (complain("translate.drawing.unsent"), bringInSight(".fault"));
  busy(true);
  bringInSight(".frame");
  const taken = await takenIn({ file });
  if (others()) return;
  const answer = taken.fault ? taken : await ask.level(taken.file);
  const sheet = answer?.picture && Object.assign(new Image(), { src: answer.picture });
  await sheet?.decode();
  if (others()) return;
  busy(false);
  if (!told(answer)) return bringInSight(".fault");
  useRubber(false);
  pad.lay(sheet);
}

/* ---- controls ---- */

/** @param {string} name */
export function putSketch(name) {
  const found = SKETCHES.find((sketch) => sketch.name === name) ?? SKETCHES[0];
  pad.replace(found.strokes.map((points) => ({ erases: false, points })));
  sketching.name = name;
  useRubber(false);
  markSketch();
}

function markSketch() {
  for (const button of /** @type {NodeListOf<HTMLElement>} */ (element.querySelectorAll(".sketches button")))
    button.setAttribute("aria-pressed", String(button.dataset.name === sketching.name));
}

/** @param {boolean} rubber */
function useRubber(rubber) {
  pad.use(rubber);
  find(".pen").setAttribute("aria-pressed", String(!rubber));
  find(".eraser").setAttribute("aria-pressed", String(rubber));
}

/** @param {number[]} points */
const asPath = (points) =>
  points.reduce((path, at, i) => `${path}${i === 0 ? "M" : i % 2 ? " " : "L"}${(100 * at).toFixed(1)}`, "");

export function buildSketches() {
  find(".sketches").append(
    ...SKETCHES.map(({ name, strokes }) => {
      const button = make("button", {
        type: "button",
        "data-name": name,
        "aria-pressed": "false",
        "data-i18n-aria-label": `translate.drawing.example.${name}`,
      });
      button.innerHTML = `<svg viewBox="0 0 100 100" aria-hidden="true"><path d="${strokes.map(asPath).join("")}"/></svg>`;
      button.addEventListener("click", () => putSketch(name));
      return button;
    }),
  );
}

find(".pen").addEventListener("click", () => useRubber(false));
find(".eraser").addEventListener("click", () => useRubber(true));
find(".undo").addEventListener("click", () => pad.undo());
find(".clear").addEventListener("click", () => (useRubber(false), pad.replace([])));
for (const radio of element.querySelectorAll(".animals input"))
  radio.addEventListener("change", () => (paintDrawing(), tellDrawing()));
