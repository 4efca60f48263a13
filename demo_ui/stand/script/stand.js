/* The stand: resting (the attract loop) until somebody touches it, used, asking whether anybody is still there, leaving. */
const ASK = 30_000; // ms that a visitor has to answer
const TICK = 250; // ms
const FRESH = 3_600_000; // ms after which a page that nobody uses is loaded anew
const BARE = 60_000; // ms after which a page that has no rooms yet is loaded once more
const loaded = performance.now();
let state = "resting", askedAt = 0, waking = false; // `waking`: this gesture woke the stand, and its click is nobody's

function rest() {
  state = "resting";
  lay("start");
}

function use() {
  if (state === "resting") endAct();
  state = "used";
  lastTouch = performance.now();
  lay(null);
}

function ask() {
  state = "asking";
  askedAt = performance.now();
  lay("ask");
  countDown();
  layers.ask.querySelector(".on").focus({ preventScroll: true });
}

function countDown() {
  const left = Math.max(0, Math.ceil((ASK - (performance.now() - askedAt)) / 1000));
  const seconds = layers.ask.querySelector(".seconds");
  if (seconds.textContent === `${left}`) return;
  seconds.textContent = left;
  theatre.put(layers.ask.querySelector(".say"), "stand.ask.say", { seconds: left });
}

async function leave() {
  if (state === "leaving") return;
  state = "leaving";
  lay("start");
  document.documentElement.dataset.stand = state;
  await forget();
  comeBack({ room: null, used: false });
}

/* A touch wakes the stand or answers its question; then it means nothing else. */
function answerTouch(event) {
  waking = state !== "used";
  if (state === "leaving" || returning) return true;
  if (state === "used") return event.type === "keydown" && keyed(event);
  if (event.type === "wheel") return true;
  if (state === "asking" && event.target.closest?.(".over")) leave();
  else use();
  return true;
}

function tick() {
  lookAfter();
  if (returning || state === "leaving") return;
  if (state === "resting") {
    attract();
    const bare = !door() && performance.now() - loaded > BARE;
    if (bare || performance.now() - loaded > FRESH) comeBack({ room: null, used: false });
  } else if (state === "used" && idleFor() > stand.idle * 1000) ask();
  else if (state === "asking" && performance.now() - askedAt >= ASK) leave();
  else if (state === "asking") countDown();
  if (!stand.unknown) tellPill(state !== "used" ? null : slow() ? "stand.wait" : holding ? "stand.keypad.held" : null);
}

/* Nothing leads away: no menu, no drag, no link to elsewhere, no file into the stand's own folder. */
function shutWaysOut() {
  for (const name of ["contextmenu", "dragstart"]) addEventListener(name, (event) => event.preventDefault(), true);
  addEventListener("wheel", (event) => event.ctrlKey && event.preventDefault(), { capture: true, passive: false });
  addEventListener("click", (event) => {
    if (waking && event.isTrusted) event.stopImmediatePropagation();
    const link = event.target.closest?.("a[href]");
    if (link && (link.hasAttribute("download") || new URL(link.href).origin !== location.origin || link.target === "_blank")) event.preventDefault();
  }, true);
}

function hideRooms() {
  if (!stand.rooms.length) return;
  const shown = stand.rooms.map((room) => `:not([data-tab-id="${room}"])`).join("");
  document.head.append(made("style", {}));
  document.head.lastChild.textContent = `[role=tab]${shown} { display: none !important; }`;
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
  watchGamepads();
  setInterval(tick, TICK);
}

if (stand.rooms.length) hideRooms();
if (stand.kiosk) {
  watchRequests();
  watchTouches(answerTouch);
  shutWaysOut();
  registerWorker();
}
if (stand.kiosk || stand.rooms.length || stand.unknown) {
  if (document.body) open();
  else addEventListener("DOMContentLoaded", open);
}
