/* A GAN that learns a visitor's own drawings: the paper and what was drawn so far, in a dialog. */
import { DRAWINGS } from "../../contract.mjs";
import { drawingPad } from "../../core/drawing_pad.mjs";
import { make, say, written } from "../../core/elements.mjs";
import * as theatre from "../../core/theatre.mjs";
import { LINE } from "../../nets/centring.mjs";
import { boardOf } from "./board.mjs";
import { wished } from "./knobs.mjs";
import { act } from "./live.mjs";
import { pixels, shown } from "./nearest.mjs";
import { visitor } from "./stage.mjs";
import { server } from "./state.mjs";
import { invitation, invite } from "./together.mjs";

const LOOK = 2000; // ms between two looks at what others have drawn

const STYLE = `
  .own-drawings-dialog .paper { aspect-ratio: 1; max-width: 17rem; margin-inline: auto; display: block; border-radius: var(--round); touch-action: none; cursor: crosshair; }
  .own-drawings-dialog .row { display: flex; flex-wrap: wrap; gap: 0.5rem; }
  .own-drawings-dialog .row button { flex: 1; padding: 0 0.75rem; }
  .own-drawings-dialog .drawn-ones { display: grid; grid-template-columns: repeat(auto-fill, minmax(var(--touch), 1fr)); gap: 0.25rem; }
  .own-drawings-dialog .drawn-ones button { position: relative; padding: 0; }
  .own-drawings-dialog .drawn-ones button::after { content: "×"; position: absolute; top: 0; right: 0.25rem; color: #fff; font-size: 0.875rem; }
  .own-drawings-dialog canvas:not(.paper) { display: block; width: 100%; background: #000; image-rendering: pixelated; border-radius: 4px; }
  .own-drawings-dialog button:disabled { opacity: 0.5; cursor: default; }
  .own-drawings-dialog [hidden] { display: none !important; }`;

let code = "";
/** @type {Map<number, HTMLElement>} as they are shown, by their numbers */
const drawn = new Map();
let own = 0; // drawings of this visitor

const title = make("h2", { id: "own-drawings-title" }),
  close = make("button", { type: "button", class: "share-close" }, "×"),
  how = make("p", { class: "share-note" }),
  paper = make("canvas", { class: "paper", role: "img" }),
  add = make("button", { type: "button" }),
  undo = make("button", { type: "button" }),
  example = make("button", { type: "button" }),
  bring = make("button", { type: "button" }),
  count = make("p", { role: "status" }),
  complaint = make("p", { role: "alert" }),
  thumbs = make("div", { class: "drawn-ones" }),
  start = make("button", { type: "button", class: "share-copy" }),
  keeps = make("p", { class: "share-note" });
const dialog = make(
  "dialog",
  { class: "theatre-share-dialog own-drawings-dialog", "aria-labelledby": title.id },
  make("style", {}, STYLE),
  make("div", { class: "share-head" }, title, close),
  how,
  paper,
  make("div", { class: "row" }, add, undo),
  example,
  invitation,
  count,
  complaint,
  thumbs,
  start,
  bring,
  keeps,
);
document.body.append(dialog);
for (const [node, key] of /** @type {[HTMLElement, string][]} */ ([
  [title, "title"],
  [how, "how"],
  [add, "add"],
  [undo, "undo"],
  [example, "example"],
  [start, "start"],
  [keeps, "kept"],
]))
  theatre.put(node, `training.drawings.${key}`);
function name() {
  close.setAttribute("aria-label", theatre.t("link.close"));
  paper.setAttribute("aria-label", theatre.t("training.drawings.paper"));
}
name();
theatre.put(bring, "training.files.open");
bring.hidden = !server.live_pictures || document.documentElement.hasAttribute("data-no-upload");
bring.addEventListener("click", () => {
  dialog.close();
  import("./own_files.mjs").then(({ open }) => open());
});

const pad = drawingPad(paper, paint, LINE);
const board = boardOf({
  pad,
  send: (action, more) =>
    server
      .live_board({ visitor: visitor(), action, code, after: Math.max(0, ...drawn.keys()), ...more })
      .catch(() => null),
  take(answer) {
    complain(answer ? answer.fault : { code: "lost", details: {} });
    if (answer && !answer.fault) lay(answer);
  },
  paint,
});

export async function open() {
  dialog.showModal();
  paint();
  await board.ask("open");
}
close.addEventListener("click", () => dialog.close());

async function look() {
  const answer = dialog.open && code ? await board.look() : null;
  if (!answer) return;
  if (answer.fault) complain(answer.fault);
  else lay(answer);
  paint();
  if (Object.keys(answer.came ?? {}).length) document.dispatchEvent(new CustomEvent("theatre:somebody")); // for a stand
}
setInterval(look, LOOK);

/** @param {import("./board.mjs").Board} now as the board is */
function lay(now) {
  if (now.code !== code) clear();
  [code, own] = [now.code, now.own];
  invite(code);
  for (const [number, button] of drawn) {
    if (now.numbers.includes(number)) continue;
    drawn.delete(number);
    if (button === document.activeElement) /** @type {HTMLElement} */ (button.nextElementSibling ?? undo).focus();
    button.remove();
  }
  for (const [number, picture] of Object.entries(now.came)) {
    if (drawn.has(Number(number))) continue;
    drawn.set(Number(number), thumb(Number(number), pixels(picture)));
    thumbs.append(/** @type {HTMLElement} */ (drawn.get(Number(number))));
  }
}

function clear() {
  drawn.clear();
  thumbs.replaceChildren();
  [code, own] = ["", 0];
}

/**
 * @param {number} number
 * @param {Uint8Array} picture
 */
function thumb(number, picture) {
  const button = make("button", { type: "button" }, shown(picture));
  named(number, button);
  button.addEventListener("click", () => board.ask("strike", { number }));
  return button;
}

/**
 * @param {number} number
 * @param {HTMLElement} button
 */
function named(number, button) {
  button.setAttribute("aria-label", theatre.t("training.drawings.strike", { number: written(number) }));
}

/** @param {FaultTold | undefined} fault */
function complain(fault) {
  complaint.hidden = !fault;
  if (fault?.code === "lost") say(complaint, "training.drawings.lost");
  else if (fault) say(complaint, `error.${fault.code}`, fault.details);
}

function paint() {
  say(count, "training.drawings.count", { count: written(drawn.size), least: written(DRAWINGS.LEAST) });
  add.disabled = board.waiting || !pad.strokes.length;
  undo.disabled = board.waiting || !(pad.strokes.length || own);
  example.disabled = board.waiting || drawn.size > 0; // to begin with
  start.disabled = board.waiting || drawn.size < DRAWINGS.LEAST;
}

add.addEventListener("click", async () => {
  const fault = await board.add();
  if (fault) complain({ code: fault.code.replace("digit", "drawing"), details: { number: drawn.size + 1 } });
});
undo.addEventListener("click", board.undo);
example.addEventListener("click", () => board.ask("example"));
start.addEventListener("click", () => {
  dialog.close();
  act("start", { knobs: wished, board: true });
});

document.addEventListener("theatre:language", () => {
  name();
  for (const [number, button] of drawn) named(number, button);
});
/* The server forgets the board with its visitor, and so does the page. */
document.addEventListener("theatre:forget", () => {
  clear();
  invite("");
  pad.replace([]);
  dialog.close();
});
