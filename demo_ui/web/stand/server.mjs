/* A visitor has left, or wants to start over: everything of theirs is forgotten, here and at the server, and the page
   is loaded anew, as the next one shall find it. */
import * as theatre from "../core/theatre.mjs";
import { lay, phase, openRoom, stand } from "./layers.mjs";

const PATIENCE = 2000; // ms that the rooms may take to take back what they hold at the server
const KEPT = ["kiosk", "config", "idle", "rooms", "no-upload", "no-camera", "no-train"]; // of the address
const MARK = "theatre-stand"; // in sessionStorage: what a page that comes back goes on with

/**
 * The address of the stand: without what a visitor, or a link, put into it.
 * @param {Record<string, string | null>} more
 */
function home(more = {}) {
  const asked = new URLSearchParams(location.search),
    query = new URLSearchParams();
  for (const name of KEPT) if (asked.has(name)) query.set(name, asked.get(name) ?? "");
  for (const [name, value] of Object.entries(more)) if (value) query.set(name, value);
  return `${location.pathname}${query.size ? `?${query}` : ""}`;
}

function forgetHere() {
  for (const store of /** @type {const} */ (["localStorage", "sessionStorage"])) {
    try {
      window[store].clear();
    } catch {
      /* storage may be forbidden: then nothing was kept */
    }
  }
}

/* Rooms take back what they hold at the server: `event.detail.wait(promise)`. */
export async function forget() {
  /** @type {Promise<unknown>[]} */
  const promises = [];
  const wait = (/** @type {Promise<unknown>} */ promise) => promises.push(promise);
  document.dispatchEvent(new CustomEvent("theatre:forget", { detail: { wait } }));
  await Promise.race([Promise.allSettled(promises), new Promise((done) => setTimeout(done, PATIENCE))]);
  forgetHere();
}

/** @param {Where} what */
function mark(what) {
  try {
    sessionStorage.setItem(MARK, JSON.stringify(what));
  } catch {
    /* then the page comes back as for somebody new */
  }
}

/** @returns {Where | null} */
export function marked() {
  try {
    const found = JSON.parse(sessionStorage.getItem(MARK) ?? "null");
    sessionStorage.removeItem(MARK);
    return found;
  } catch {
    return null;
  }
}

/* Is the server there? Asked of a cheap address; when it has gone the page says so, waits, and loads itself anew in the
   same room as soon as it is back. A request that takes long is said to take long. */
const LOOK = 5000,
  AGAIN = 1000,
  SLOW = 3000; // ms: between two looks, while it is gone, until a word of patience
const FEW = 2; // looks that fail one after the other before it is said to be gone
export let boot = stand.boot,
  failed = 0,
  looking = false,
  looked = 0;
/** @type {Map<symbol, number>} since when, by request under way */
const pending = new Map(); // requests under way -> since when

/* Which start of the server answers, or null: nobody does. A server that is slow is not gone, so this may take its time.
   Without a server the page itself is asked for. */
async function whoAnswers() {
  const address = stand.server ? "health" : location.pathname;
  const answer = await plainFetch(address, { cache: "no-store", method: stand.server ? "GET" : "HEAD" }).catch(
    () => null,
  );
  if (!answer) return null;
  return stand.server ? ((await answer.json().catch(() => ({}))).boot ?? null) : "there";
}

export async function lookAfter() {
  if (phase.returning || looking || performance.now() - looked < LOOK) return;
  looked = performance.now();
  looking = true;
  const now = await whoAnswers();
  looking = false;
  failed = now ? 0 : failed + 1;
  if (now && boot && now !== boot) return comeBack(); // it was gone, and is there again
  boot ??= now;
  if (failed >= FEW) comeBack();
}

/**
 * Waits for the server and loads the page anew; `where` it goes on is the present room if nothing else is said.
 * @typedef {{ room: string | null, used: boolean }} Where
 * @param {Where} [where]
 */
export async function comeBack(where) {
  if (phase.returning) return;
  phase.returning = true;
  const said = setTimeout(() => lay("lost"), where ? SLOW : 0);
  where ??= { room: openRoom(), used: phase.state === "used" || phase.state === "asking" };
  while (!(await whoAnswers())) await new Promise((done) => setTimeout(done, AGAIN));
  clearTimeout(said);
  mark(where);
  location.replace(home({ lang: where.used ? theatre.language : null }));
}

/* ---- requests ---- */

const plainFetch = window.fetch.bind(window);
export function watchRequests() {
  window.fetch = async (what, options) => {
    const post = (options?.method ?? (what instanceof Request ? what.method : "GET")) === "POST",
      key = Symbol("request");
    if (post) pending.set(key, performance.now());
    try {
      return await plainFetch(what, options);
    } catch (fault) {
      if (post && /** @type {Error} */ (fault).name !== "AbortError") looked = -Infinity; // look at once
      throw fault;
    } finally {
      pending.delete(key);
    }
  };
}

export const slow = () => [...pending.values()].some((since) => performance.now() - since > SLOW);

/* A page that fails to come is replaced by one that waits for the server. */
export function registerWorker() {
  if (stand.server) navigator.serviceWorker?.register("stand-worker.js").catch(() => null);
}
