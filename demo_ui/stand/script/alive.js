/* Is the server there? Asked of a cheap address; when it has gone the page says so, waits, and loads itself anew in the
   same room as soon as it is back. A request that takes long is said to take long. */
const LOOK = 5000, AGAIN = 1000, SLOW = 3000; // ms: between two looks, while it is gone, until a word of patience
const FEW = 2; // looks that fail one after the other before it is said to be gone
let boot = stand.boot, failed = 0, returning = false, looked = 0;
const pending = new Map(); // requests under way -> since when

/* Which start of the server answers, or null: nobody does. Without a server the page itself is asked for. */
async function whoAnswers() {
  const address = stand.server ? "health" : location.pathname;
  const answer = await plainFetch(address, { cache: "no-store", method: stand.server ? "GET" : "HEAD", signal: AbortSignal.timeout(4000) }).catch(() => null);
  if (!answer) return null;
  return stand.server ? (await answer.json().catch(() => ({}))).boot ?? null : "there";
}

async function lookAfter() {
  if (returning || performance.now() - looked < LOOK) return;
  looked = performance.now();
  const now = await whoAnswers();
  failed = now ? 0 : failed + 1;
  if (now && boot && now !== boot) return comeBack(); // it was gone, and is there again
  boot ??= now;
  if (failed >= FEW) comeBack();
}

/* Waits for the server and loads the page anew; `where` it goes on is the present room if nothing else is said. */
async function comeBack(where = null) {
  if (returning) return;
  returning = true;
  const said = setTimeout(() => lay("lost"), where ? SLOW : 0);
  where ??= { room: openRoom(), used: state === "used" || state === "asking" };
  while (!(await whoAnswers())) await new Promise((done) => setTimeout(done, AGAIN));
  clearTimeout(said);
  mark(where);
  location.replace(home({ lang: where.used ? theatre.language : null }));
}

const openRoom = () => document.querySelector("[role=tab][aria-selected=true]")?.dataset.tabId ?? null;

/* ---- requests ---- */

const plainFetch = window.fetch.bind(window);
function watchRequests() {
  window.fetch = async (what, options) => {
    const post = (options?.method ?? what?.method) === "POST", key = Symbol("request");
    if (post) pending.set(key, performance.now());
    try {
      return await plainFetch(what, options);
    } catch (fault) {
      if (post && fault.name !== "AbortError") looked = -Infinity; // look at once
      throw fault;
    } finally {
      pending.delete(key);
    }
  };
}

const slow = () => [...pending.values()].some((since) => performance.now() - since > SLOW);

/* A page that fails to come is replaced by one that waits for the server. */
function registerWorker() {
  if (stand.server) navigator.serviceWorker?.register("stand-worker.js").catch(() => null);
}
