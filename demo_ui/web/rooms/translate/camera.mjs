/* The camera, and the mirror: what the camera sees, translated as it comes. */
import { say, written } from "../../core/elements.mjs";
import { cameraOf } from "../../photos/camera.mjs";
import { alone, byPage, byServer, own, pageReady, staysHere, translatesHere } from "./answers.mjs";
import { bring, turnBack, turnFor } from "./sources.mjs";
import { paint, send } from "./stage.mjs";
import { above, complain, direction, find, room, server, session, state } from "./state.mjs";

/** @typedef {"server" | "page"} Who */
/** @typedef {((at: number) => void) & {painter?: string, trying?: boolean}} Show puts what was painted on the stage */

const camera = cameraOf(room, { complain, bring, opened, closed, shut });
export const closeCamera = camera.close;

let wentBack = false; // the direction was an example's, until the camera opened

/** @param {MediaStream} stream */
function opened(stream) {
  wentBack = turnBack();
  state.stream = stream;
  if (state.facts.directions && live.getAttribute("aria-pressed") === "true") beginMirror();
}

function closed() {
  state.stream = null;
  endMirror();
}

/* The photograph that stood there before, in the direction that was chosen meanwhile; an example in its own again. */
function shut() {
  if (wentBack) turnFor(state.source?.example);
  wentBack = false;
  if (state.source && direction() !== state.askedWay) send(state.source);
  else paint();
}

/* In the mirror the next picture is taken when the last one's answer is
   there, so nothing waits in a queue. Server or page: both are tried, and whoever is quicker goes on. */
const SIDES = [192, 128]; // pixels on the long side; the smaller where the machine is slow
const TRIED = 4,
  HOPELESS = 2,
  SLOW = 220; // pictures that each is tried with, unless it takes so many times as long; ms
const SELDOM = 8; // every so many pictures the page is asked whether it has done with trying its graphics card
export const live = find(".live"),
  glass = find(".glass");
/** @type {Record<Who, number[]>} ms */
let spent = { server: [], page: [] };
let mirroring = 0,
  side = 0,
  underTrial = false,
  turn = 0;

/** @param {number[]} times */
const middle = (times) => [...times].sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? Infinity;
const towards = () => (direction() === "auto" ? "ab" : direction());

/** @type {Record<Who, (canvas: HTMLCanvasElement) => Promise<Show | false>>} */
const WAYS = {
  async server(canvas) {
    /** @type {Blob} */
    const blob = await new Promise((done, failed) =>
      canvas.toBlob((made) => (made ? done(made) : failed(new Error("no picture"))), "image/jpeg", 0.85),
    );
    const data = {
      file: new File([blob], "mirror.jpg"),
      networks: state.networks,
      direction: towards(),
      session: `${session}/mirror`,
    };
    const answer = await byServer("mirror", { binary: true, data });
    if (!answer?.picture) return false;
    const picture = Object.assign(new Image(), { src: answer.picture });
    await picture.decode();
    return (/** @type {number} */ at) =>
      drawGlass(at, picture.naturalWidth, picture.naturalHeight, (brush) => brush.drawImage(picture, 0, 0));
  },

  async page(canvas) {
    const { width, height } = canvas,
      { data } = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d")).getImageData(0, 0, width, height);
    const answer = await byPage("mirror", { picture: { data, width, height }, direction: towards() });
    if (!answer?.picture) return false;
    const picture = new ImageData(answer.picture.data, width, height);
    const show = (/** @type {number} */ at) =>
      drawGlass(at, width, height, (brush) => brush.putImageData(picture, 0, 0));
    return Object.assign(show, { painter: answer.by === "card" ? "card" : "page", trying: answer.trying });
  },
};

/**
 * @param {number} at
 * @param {number} width
 * @param {number} height
 * @param {(brush: CanvasRenderingContext2D) => void} draw
 */
function drawGlass(at, width, height, draw) {
  if (at !== mirroring) return; // it was closed meanwhile
  Object.assign(glass, { width, height });
  draw(glass.getContext("2d"));
  glass.hidden = false;
}

/**
 * @param {Who} who
 * @param {Who} other
 */
const tried = (who, other) => spent[who].length >= TRIED || middle(spent[who]) > HOPELESS * middle(spent[other]);

/**
 * "server" or "page": the one that has not been tried enough, then the quicker; null: neither can.
 * @param {Set<Who>} unable
 * @returns {Who | null}
 */
function quicker(unable) {
  const able = /** @type {Who[]} */ (["server", "page"]).filter((who) => {
    if (unable.has(who)) return false;
    if (who === "server") return !staysHere() && Boolean(server.mirror);
    return translatesHere() && (staysHere() || own().state === "ready");
  });
  const untried = able.find((who) => !(spent[who].length && tried(who, who === "page" ? "server" : "page")));
  if (untried === "page" && underTrial && able.length > 1 && (turn = (turn + 1) % SELDOM)) return "server";
  return untried ?? able.sort((a, b) => middle(spent[a]) - middle(spent[b]))[0] ?? null;
}

async function beginMirror() {
  const me = (mirroring += 1),
    unable = /** @type {Set<Who>} */ (new Set());
  spent = { server: [], page: [] };
  side = 0;
  live.setAttribute("aria-pressed", "true");
  pageReady();
  while (me === mirroring) {
    const who = quicker(unable);
    if (!who) return giveUpMirror();
    const started = performance.now(),
      show = await WAYS[who](camera.taken(SIDES[side]));
    if (me !== mirroring) return;
    if (!show) unable.add(who);
    else {
      show(me);
      keepTime(who, performance.now() - started, show);
      await new Promise(requestAnimationFrame);
    }
  }
}

/**
 * The first picture of a side is not counted, since networks may be loaded for it, nor what the page painted while it tried
 * its graphics card.
 * @type {Set<string>}
 */
const loaded = new Set();
/**
 * @param {Who} who
 * @param {number} time
 * @param {Show} shown
 */
function keepTime(who, time, { painter = who, trying = false }) {
  if (who === "page") underTrial = trying;
  if (!loaded.has(who + side)) return void loaded.add(who + side);
  if (trying) return spent.server.length || tellPace(painter, time);
  spent[who] = [...spent[who].slice(-2 * TRIED), time];
  const best = middle(spent[who]),
    settled = spent[who].length >= TRIED;
  if (settled && best > SLOW && quicker(new Set()) === who && side + 1 < SIDES.length) {
    side += 1;
    spent = { server: [], page: [] };
  }
  tellPace(painter, best);
}

/**
 * @param {string} painter
 * @param {number} time
 */
const tellPace = (painter, time) => {
  const rate = Math.max(1, Math.round(1000 / time));
  say(find(".pace"), `translate.mirror.${painter}`, { rate: written(rate), side: written(SIDES[side]) });
};

function giveUpMirror() {
  endMirror();
  live.setAttribute("aria-pressed", "false");
  complain(alone ? "error.browser_cannot" : staysHere() ? "error.photo_stays" : "generate.lost");
}

function endMirror() {
  mirroring += 1;
  glass.hidden = true;
  find(".pace").textContent = "";
  delete find(".pace").dataset.i18n;
}

live.addEventListener("click", () => {
  const on = live.getAttribute("aria-pressed") !== "true";
  live.setAttribute("aria-pressed", String(on));
  if (on) beginMirror();
  else endMirror();
});

above.beforeSending.push(closeCamera);
