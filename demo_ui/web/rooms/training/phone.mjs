/* The page that a class's phones open (demo_ui/training/draw.html): paper, how many drawings there are, and nothing else of
   the theatre. It brings its words along, and asks the server by plain requests. */
import { DRAWINGS } from "../../contract.mjs";
import { drawingPad } from "../../core/drawing_pad.mjs";
import { wished } from "../../core/preferences.mjs";
import { LINE } from "../../nets/centring.mjs";
import { boardOf } from "./board.mjs";

const LOOK = 3000; // ms between two looks at what the others have drawn
const [LOST, GONE] = ["training.phone.lost", "training.phone.gone"];
const find = (/** @type {string} */ selector) => /** @type {any} */ (document.querySelector(selector));
/** @type {{lang: string | null, words: Record<string, Record<string, string>>}} */
const { lang, words } = JSON.parse(find("#words").textContent);
const asked = new URLSearchParams(location.search),
  wish = wished(asked, lang);
let language = wish.language,
  code = asked.get("board") ?? "";
/** @type {import("./board.mjs").Board | null} as the server told it last; null: nobody draws under that code */
let known = null;
/** @type {{key: string, values: Values} | null} */
let trouble = null;

/**
 * @param {string} key
 * @param {Values} values
 */
function t(key, values = {}) {
  const text = words[language][key] ?? words[language][LOST];
  return text.replace(/\{(\w+)[^}]*\}/g, (_, name) => String(values[name] ?? ""));
}

/**
 * Writes only what is new, so that nothing is read aloud twice.
 * @param {HTMLElement} node
 * @param {string} key
 * @param {Values} [values]
 */
function say(node, key, values) {
  const text = t(key, values);
  if (node.textContent !== text) node.textContent = text;
}

/* Kept for as long as this page is open, so that one's own can be taken back after it was loaded again. */
const me = (() => {
  const made = Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0"));
  const id = made.join("");
  try {
    const before = sessionStorage.getItem("theatre.drawer");
    if (before) return before;
    sessionStorage.setItem("theatre.drawer", id);
  } catch {
    /* storage may be forbidden */
  }
  return id;
})();

const paper = find(".paper"),
  pad = drawingPad(paper, paint, LINE),
  board = boardOf({
    pad,
    send,
    take(answer) {
      trouble = null;
      take(answer);
    },
    paint,
  });

/**
 * @param {string} action
 * @param {Record<string, unknown>} more
 * @returns {Promise<import("./board.mjs").Board | null>} null: the server does not answer
 */
async function send(action, more = {}) {
  const at = asked.get("at"), // to which of several servers the link leads
    address = `draw/board${at ? `?at=${encodeURIComponent(at)}` : ""}`,
    body = JSON.stringify({ visitor: me, action, code, ...more });
  return fetch(address, { method: "POST", headers: { "content-type": "application/json" }, body })
    .then((came) => (came.ok ? came.json() : null))
    .catch(() => null);
}

async function look() {
  const answer = code && trouble?.key !== GONE ? await board.look() : undefined;
  if (answer === undefined) return;
  if (trouble?.key === LOST) trouble = null;
  take(answer);
}

/** @param {import("./board.mjs").Board | null} answer */
function take(answer) {
  const { code: fault, details } = answer?.fault ?? {};
  if (answer === null) trouble = { key: LOST, values: {} };
  else if (fault === "board_missing") [known, trouble] = [null, { key: GONE, values: { code } }];
  else if (fault) trouble = { key: `error.${fault}`, values: details ?? {} };
  else known = answer;
  paint();
}

function paint() {
  for (const node of document.querySelectorAll("[data-i18n]"))
    say(/** @type {HTMLElement} */ (node), /** @type {HTMLElement} */ (node).dataset.i18n ?? "");
  find(".fault").hidden = !trouble;
  if (trouble) say(find(".fault"), trouble.key, trouble.values);
  find(".join").hidden = Boolean(known);
  find(".drawing").hidden = !known;
  const drawn = pad.strokes.length > 0,
    { own = 0, count = 0, learned = 0 } = known ?? {};
  say(find(".undo"), drawn ? "training.phone.undo" : "training.phone.take_back");
  find(".undo").disabled = board.waiting || !(drawn || own);
  find(".send").disabled = board.waiting || !drawn;
  say(find(".count"), `training.phone.${count < DRAWINGS.LEAST ? "few" : "enough"}`, {
    count,
    own,
    least: DRAWINGS.LEAST,
  });
  find(".bar").style.setProperty("--count", count);
  find(".bar").style.setProperty("--least", DRAWINGS.LEAST);
  find(".begun").hidden = !learned;
  if (learned) say(find(".begun"), "training.phone.begun", { count: learned });
}

function useLanguage() {
  document.documentElement.lang = language;
  find(".language").textContent = language === "ko" ? "English" : "한국어";
  find(".language").lang = language === "ko" ? "en" : "ko";
  paper.setAttribute("aria-label", t("training.phone.paper"));
  paint();
}

find(".send").addEventListener("click", async () => {
  const fault = await board.add();
  if (!fault) return;
  trouble = { key: `training.phone.${fault.code.replace("digit_", "")}`, values: {} };
  paint();
});
find(".undo").addEventListener("click", board.undo);
find(".join").addEventListener("submit", (/** @type {Event} */ event) => {
  event.preventDefault();
  code = find("#code").value.trim();
  board.ask("see");
});
find(".language").addEventListener("click", () => {
  language = language === "ko" ? "en" : "ko";
  try {
    localStorage.setItem("theatre.lang", language);
  } catch {
    /* as above */
  }
  useLanguage();
});

document.documentElement.dataset.theme = wish.theme;
/* Our font comes only where this phone's own lacks a glyph, and then for all: what was painted before would lack it still. */
document.fonts.addEventListener("loadingdone", () => document.body.classList.add("worded"), { once: true });
useLanguage();
find("#code").value = code;
if (code) board.ask("see");
setInterval(look, LOOK);
document.addEventListener("visibilitychange", look);
