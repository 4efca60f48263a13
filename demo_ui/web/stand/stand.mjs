/* The attract loop: one room after the other plays by itself. A room says in `theatre.acts[room]` how it begins and
   ends: real inference and recorded runs, nothing made up. */
import { open as asking } from "../core/question.mjs";
import * as theatre from "../core/theatre.mjs";
import { door, holding, keyed, watchGamepads } from "./keypad.mjs";
import {
  buildLayers,
  idleFor,
  lay,
  layers,
  made,
  phase,
  openRooms,
  restart,
  stand,
  tellPill,
  touched,
  watchTouches,
} from "./layers.mjs";
import { comeBack, forget, lookAfter, marked, registerWorker, slow, watchRequests } from "./server.mjs";

const SCENE = 20_000,
  COMING = 5000; // ms: of one room; until one that has no act is left again
/** @type {string | null} the room that plays by itself */
let scene = null;
let sceneSince = 0,
  acting = false;

const QUESTION = "question"; // a scene of its own, the first one, until the visitor has answered
const asks = asking();
/** @param {string | null} which */
function hang(which) {
  document.documentElement.toggleAttribute("data-question", which === QUESTION);
  lay("start");
  layers.start.hidden = which === QUESTION; // there the digits themselves say that they are to be touched
}

/* A room is built when it is first entered: its act comes a moment later. */
function attract() {
  const rooms = asks ? [QUESTION, ...openRooms()] : openRooms(),
    since = performance.now() - sceneSince;
  if (!openRooms().length) return;
  if (scene && !acting && theatre.acts[scene]) {
    acting = true;
    theatre.acts[scene].begin();
  }
  if (scene && since < (acting || scene === QUESTION ? SCENE : COMING)) return;
  const next = rooms[(rooms.indexOf(scene ?? "") + 1) % rooms.length];
  endAct();
  scene = next;
  sceneSince = performance.now();
  if (asks) hang(scene);
  if (scene !== QUESTION) theatre.enter(scene);
}

function endAct() {
  if (acting && scene) theatre.acts[scene].end();
  scene = null;
  acting = false;
}

/* The stand: resting (the attract loop) until somebody touches it, used, asking whether anybody is still there, leaving. */
const ASK = 30_000; // ms that a visitor has to answer
const TICK = 250; // ms
const FRESH = 3_600_000; // ms after which a page that nobody uses is loaded anew
const BARE = 60_000; // ms after which a page that has no rooms yet is loaded once more
const loaded = performance.now();
let askedAt = 0,
  waking = false; // `waking`: this gesture woke the stand, and its click is nobody's

function rest() {
  phase.state = "resting";
  if (asks) hang(QUESTION);
  else lay("start");
}

export function use() {
  if (phase.state === "resting") {
    endAct();
    if (asks) hang(QUESTION);
  }
  phase.state = "used";
  touched();
  lay(null);
}

const inAsk = (/** @type {string} */ selector) => /** @type {HTMLElement} */ (layers.ask.querySelector(selector));

function ask() {
  phase.state = "asking";
  askedAt = performance.now();
  lay("ask");
  countDown();
  inAsk(".on").focus({ preventScroll: true });
}

function countDown() {
  const left = Math.max(0, Math.ceil((ASK - (performance.now() - askedAt)) / 1000));
  const seconds = inAsk(".seconds");
  if (seconds.textContent === `${left}`) return;
  seconds.textContent = `${left}`;
  theatre.put(inAsk(".say"), "stand.ask.say", { seconds: left });
}

export async function leave() {
  if (phase.state === "leaving") return;
  phase.state = "leaving";
  lay("start");
  document.documentElement.dataset.stand = phase.state;
  await forget();
  comeBack({ room: null, used: false });
}

/**
 * A touch wakes the stand or answers its question; then it means nothing else. Only the two digits are answered by the
 * first touch already.
 * @param {any} event
 */
function answerTouch(event) {
  waking = phase.state !== "used" && !(phase.state === "resting" && asking());
  if (phase.state === "leaving" || phase.returning) return true;
  if (phase.state === "used") return event.type === "keydown" && keyed(event);
  if (event.type === "wheel") return true;
  if (!waking) return (use(), event.type === "keydown" && keyed(event));
  if (phase.state === "asking" && event.target.closest?.(".over")) leave();
  else use();
  return true;
}

function tick() {
  lookAfter();
  if (phase.returning || phase.state === "leaving") return;
  if (phase.state === "resting") {
    attract();
    const bare = !door() && performance.now() - loaded > BARE;
    if (bare || performance.now() - loaded > FRESH) comeBack({ room: null, used: false });
  } else if (phase.state === "used" && idleFor() > stand.idle * 1000) ask();
  else if (phase.state === "asking" && performance.now() - askedAt >= ASK) leave();
  else if (phase.state === "asking") countDown();
  if (!stand.unknown)
    tellPill(phase.state !== "used" ? null : slow() ? "stand.wait" : holding ? "stand.keypad.held" : null);
}

/* Nothing leads away: no menu, no drag, no link to elsewhere, no file into the stand's own folder. */
function shutWaysOut() {
  for (const name of ["contextmenu", "dragstart"]) addEventListener(name, (event) => event.preventDefault(), true);
  addEventListener("wheel", (event) => void (event.ctrlKey && event.preventDefault()), {
    capture: true,
    passive: false,
  });
  addEventListener(
    "click",
    (event) => {
      if (waking && event.isTrusted) event.stopImmediatePropagation();
      const link = /** @type {any} */ (event.target).closest?.("a[href]");
      if (
        link &&
        (link.hasAttribute("download") || new URL(link.href).origin !== location.origin || link.target === "_blank")
      )
        event.preventDefault();
    },
    true,
  );
}

function hideRooms() {
  if (!stand.rooms.length) return;
  const shown = stand.rooms.map((room) => `:not([data-tab-id="${room}"])`).join("");
  const style = made("style");
  document.head.append(style);
  style.textContent = `[role=tab]${shown} { display: none !important; }`;
}

function open() {
  buildLayers();
  const before = marked();
  const first = before?.room ?? stand.rooms[0];
  if (first) theatre.enter(first);
  if (!stand.kiosk) return;
  restart.addEventListener("click", leave);
  if (before?.used) use();
  else rest();
  watchGamepads({ use, leave });
  setInterval(tick, TICK);
}

if (stand.rooms.length) hideRooms();
if (stand.kiosk) {
  watchRequests();
  watchTouches(answerTouch);
  document.addEventListener("theatre:somebody", () => (phase.state === "asking" ? use() : touched()));
  shutWaysOut();
  registerWorker();
}
if (stand.kiosk || stand.rooms.length || stand.unknown) {
  if (document.body) open();
  else addEventListener("DOMContentLoaded", open);
}
