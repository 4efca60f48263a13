/* A GAN that learns pictures which a visitor brings in files: they are chosen, read in the page, seen as they are and
   centred, sent in parts, and learned. In a dialog of its own. */
import { DRAWINGS } from "../../contract.mjs";
import { make, say, written } from "../../core/elements.mjs";
import * as theatre from "../../core/theatre.mjs";
import { Wrong } from "./files/bytes.mjs";
import { AREA, centredAll, centredOne, heapOf, unfit } from "./files/heap.mjs";
import { wished } from "./knobs.mjs";
import { act } from "./live.mjs";
import { shown } from "./nearest.mjs";
import { isAlive, mine, visitor } from "./stage.mjs";
import { server } from "./state.mjs";

const SAMPLES = 8; // pictures that show what a choice does
const PIECE = 2 ** 15; // bytes that become text at a time
const TRIES = 5,
  REST = 1000; // ms before a part is sent again that found no room
const CROWDED = ["large_busy", "uploads_crowded"];
const STYLE = `
  .own-files-dialog .over { outline: 2px dashed var(--ink); }
  .own-files-dialog fieldset { display: grid; gap: 0.5rem; padding: 0; border: 0; }
  .own-files-dialog label { display: block; padding: 0.75rem; border: 1px solid var(--line); border-radius: var(--round); cursor: pointer; }
  .own-files-dialog label:has(:checked) { border-color: var(--ink); background: var(--raised); }
  .own-files-dialog label:has(:focus-visible) { outline: 3px solid var(--real); outline-offset: 1px; }
  .own-files-dialog label input { width: 1.125rem; height: 1.125rem; margin: 0 0.5rem 0 0; vertical-align: -0.125rem; accent-color: var(--ink); }
  .own-files-dialog .samples { display: grid; grid-template-columns: repeat(${SAMPLES}, 1fr); gap: 0.25rem; margin-top: 0.5rem; }
  .own-files-dialog canvas { display: block; width: 100%; background: #000; image-rendering: pixelated; border-radius: 4px; }
  .own-files-dialog [role="alert"] { padding: 0.75rem 1rem; border: 2px solid var(--warn); border-radius: var(--round); }
  .own-files-dialog progress { display: block; height: 0.5rem; accent-color: var(--ink); }
  .own-files-dialog .said p { margin: 0 0 0.25rem; }
  .own-files-dialog button:disabled { opacity: 0.5; cursor: default; }
  .own-files-dialog [hidden] { display: none; }`;

class Stopped extends Error {}

/** @type {import("./files/heap.mjs").Heap | null} */
let heap = null;
/** @type {{pictures: Uint8Array, count: number} | null} what the server has of them: the first so many */
let sent = null;
/** @type {object | null} the reading or sending that is on; another one in its place stops it */
let work = null;

const title = make("h2", { id: "own-files-title" }),
  close = make("button", { type: "button", class: "share-close" }, "×"),
  how = make("p", { class: "share-note" }),
  field = make("input", { type: "file", multiple: "", hidden: "" }),
  choose = make("button", { type: "button" }),
  doing = make("p", { role: "status" }),
  bar = make("progress", { max: 1, hidden: "" }),
  complaint = make("p", { role: "alert", hidden: "" }),
  found = make("div", { class: "said" }),
  choice = make("fieldset", { hidden: "" }),
  start = make("button", { type: "button", class: "share-copy" }),
  kept = make("p", { class: "share-note" });
const ways = ["as_is", "centred"].map((way) => {
  const input = make("input", { type: "radio", name: "own-files-way", value: way }),
    name = make("span"),
    samples = make("div", { class: "samples" });
  input.checked = way === "as_is";
  theatre.put(name, `training.files.${way}`);
  choice.append(make("label", {}, input, name, samples));
  return { input, samples };
});
const dialog = make(
  "dialog",
  { class: "theatre-share-dialog own-files-dialog", "aria-labelledby": title.id },
  make("style", {}, STYLE),
  make("div", { class: "share-head" }, title, close),
  how,
  field,
  choose,
  doing,
  bar,
  complaint,
  found,
  choice,
  start,
  kept,
);
document.body.append(dialog);
for (const [node, name] of /** @type {[HTMLElement, string][]} */ ([
  [title, "title"],
  [how, "how"],
  [choose, "choose"],
  [start, "start"],
  [kept, "kept"],
]))
  theatre.put(node, `training.files.${name}`);

function name() {
  close.setAttribute("aria-label", theatre.t("link.close"));
  choice.setAttribute("aria-label", theatre.t("training.files.choice"));
  bar.setAttribute("aria-label", theatre.t("training.files.progress"));
}
name();

export function open() {
  dialog.showModal();
  paint();
}
close.addEventListener("click", () => dialog.close());
dialog.addEventListener("close", () => {
  work = null;
  paint();
});

function paint() {
  const busy = work !== null;
  bar.hidden = !busy;
  if (!busy) say(doing, `training.files.${heap ? (complaint.hidden ? "ready" : "still") : "none"}`);
  choose.disabled = start.disabled = busy;
  start.hidden = choice.hidden = found.hidden = heap === null;
  choice.disabled = busy;
}

/**
 * Does what takes a while, shows how far it is, and says what went wrong; whatever is done instead stops it.
 * @param {string} key "training.files.doing.*"
 * @param {(tell: import("./files/heap.mjs").Tell) => Promise<void>} job
 */
async function during(key, job) {
  const own = {};
  work = own;
  complaint.hidden = true;
  bar.value = 0;
  const tell = async (/** @type {number} */ share) => {
    await new Promise((go) => setTimeout(go)); // the page stays alive meanwhile
    if (work !== own) throw new Stopped();
    document.dispatchEvent(new CustomEvent("theatre:somebody")); // for a stand
    bar.value = share;
    say(doing, key, { percent: written(100 * share) });
  };
  paint();
  await tell(0)
    .then(() => job(tell))
    .catch((wrong) => work === own && complain(wrong));
  if (work === own) work = null;
  paint();
}

/** @param {unknown} wrong */
function complain(wrong) {
  complaint.hidden = false;
  if (wrong instanceof Wrong) say(complaint, `training.files.wrong.${wrong.what}`, worded(wrong.values));
  else if (isFault(wrong)) say(complaint, `error.${wrong.code}`, worded(wrong.details));
  else if (wrong instanceof RangeError) say(complaint, "training.files.wrong.memory");
  else say(complaint, "training.files.wrong.failed", { reason: String(wrong) });
}

/** @param {any} wrong @returns {wrong is FaultTold} */
const isFault = (wrong) => typeof wrong?.code === "string" && typeof wrong.details === "object";

/** @param {Values} values */
const worded = (values) =>
  Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, typeof value === "number" ? written(value) : value]),
  );

/* ---- choosing and reading ---- */

/**
 * What was read before stays where these cannot be.
 * @param {File[]} files
 */
function read(files) {
  if (!files.length) return;
  during("training.files.doing.reading", async (tell) => {
    const came = await heapOf(files, tell),
      fault = unfit(came.pictures);
    if (fault) throw fault;
    heap = came;
    show();
  });
}

function show() {
  if (!heap) return;
  const { pictures, notes } = heap,
    count = pictures.length / AREA;
  const lines = /** @type {[string, Values][]} */ ([
    [count < DRAWINGS.FEW ? "training.files.few" : "training.files.many", { count, few: DRAWINGS.FEW }],
    ...notes.map(([what, values]) => [`training.files.note.${what}`, values]),
  ]);
  found.replaceChildren(
    ...lines.map(([key, values]) => {
      const line = make("p");
      theatre.put(line, key, worded(values));
      return line;
    }),
  );
  const samples = Array.from({ length: SAMPLES }, (_, i) => sample(pictures, Math.floor((i * count) / SAMPLES)));
  ways[0].samples.replaceChildren(...samples.map(shown));
  ways[1].samples.replaceChildren(...samples.map((picture) => shown(centredOne(picture))));
}

/**
 * @param {Uint8Array} pictures
 * @param {number} i
 */
const sample = (pictures, i) => pictures.subarray(AREA * i, AREA * (i + 1));

choose.addEventListener("click", () => field.click());
field.addEventListener("change", () => {
  read([...(field.files ?? [])]);
  field.value = ""; // the same file may be chosen again
});
for (const type of /** @type {const} */ (["dragover", "drop", "dragleave"]))
  dialog.addEventListener(type, (event) => {
    event.preventDefault();
    dialog.classList.toggle("over", type === "dragover");
    if (type === "drop" && !work) read([...(event.dataTransfer?.files ?? [])]);
  });

/* ---- sending and learning ---- */

start.addEventListener("click", () => {
  during("training.files.doing.sending", async (tell) => {
    if (mine() && isAlive()) throw { code: "live_started", details: {} }; // before anything is sent
    if (!heap) return;
    const pictures = ways[1].input.checked ? await centredOnce(heap, () => tell(0)) : heap.pictures;
    await send(pictures, tell);
    sent = null; // the run has them then
    work = null;
    dialog.close();
    await act("start", { knobs: wished, heap: true });
  });
});

/** @type {WeakMap<object, Uint8Array>} */
const centredOnes = new WeakMap();
/**
 * @param {import("./files/heap.mjs").Heap} from
 * @param {import("./files/heap.mjs").Tell} tell
 */
async function centredOnce(from, tell) {
  const pictures = centredOnes.get(from) ?? (await centredAll(from.pictures, tell));
  centredOnes.set(from, pictures);
  return pictures;
}

/**
 * Part by part; what the server has already is not sent again.
 * @param {Uint8Array} pictures
 * @param {import("./files/heap.mjs").Tell} tell
 */
async function send(pictures, tell) {
  const count = pictures.length / AREA;
  if (sent?.pictures !== pictures) sent = { pictures, count: 0 };
  for (let tries = 0; sent.count < count; ) {
    const part = pictures.subarray(AREA * sent.count, AREA * (sent.count + DRAWINGS.PART));
    const answer = await server
      .live_pictures({ visitor: visitor(), start: sent.count, pictures: base64(part) })
      .catch(() => null);
    if (answer && !answer.fault) [sent.count, tries] = [answer.count, 0];
    else if ((tries += 1) < TRIES && (!answer?.fault || CROWDED.includes(answer.fault.code)))
      await new Promise((go) => setTimeout(go, REST));
    else {
      if (answer?.fault?.code === "heap_gone") sent = null;
      throw answer?.fault ?? new Wrong("lost");
    }
    await tell((sent?.count ?? 0) / count);
  }
}

/** @param {Uint8Array} bytes */
function base64(bytes) {
  let text = "";
  for (let at = 0; at < bytes.length; at += PIECE) text += String.fromCharCode(...bytes.subarray(at, at + PIECE));
  return btoa(text);
}

document.addEventListener("theatre:language", () => {
  name();
  show();
});
/* The server forgets the pictures with their visitor, and so does the page. */
document.addEventListener("theatre:forget", () => {
  [heap, sent, work] = [null, null, null];
  for (const { samples } of ways) samples.replaceChildren();
  ways[0].input.checked = true;
  complaint.hidden = true;
  dialog.close();
});
