/* Who this is, kept in the browser so that a refresh finds its run again; and the beat that says that the page is
   still open. The beat comes from a worker, because a browser slows the timers of a page out of sight. */
import * as theatre from "../../core/theatre.mjs";
import { element, props, server } from "./context.mjs";
import { isAlive, mine } from "./stage.mjs";
import { state } from "./state.mjs";

const BEAT = 5000; // ms; without any for 30 s the server ends the run
/** @type {Worker | null} */
let heart = null;
/** @type {string | null} */
let me = null;

/** @returns {string} */
export function visitor() {
  me ??=
    theatre.kept("visitor") ??
    Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
  return me;
}

/* From now on a refresh looks for a run of this visitor. */
export function remember() {
  theatre.keep("visitor", visitor());
  theatre.keep("training", "on");
}

export function keepBeating() {
  const needed = (mine() && isAlive()) || state.view?.status === "queued";
  theatre.keep("training", needed ? "on" : null);
  if (needed && !heart) {
    heart = new Worker(URL.createObjectURL(new Blob([`setInterval(() => postMessage(0), ${BEAT})`])));
    heart.onmessage = beat;
  } else if (!needed && heart) {
    heart.terminate();
    heart = null;
  }
}

function beat() {
  if (!element.isConnected) return heart?.terminate();
  server.live_beat({ visitor: visitor() }).catch(() => null);
}

/* Nothing is left for the next visitor: the run ends, and the server forgets whose it was. */
document.addEventListener("theatre:forget", (event) => {
  const { detail } = /** @type {CustomEvent} */ (event);
  if (!props.live || (!me && theatre.kept("visitor") === null)) return;
  heart?.terminate();
  heart = null;
  detail.wait(server.live_do({ visitor: visitor(), action: "forget" }));
});
