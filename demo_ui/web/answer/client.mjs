/* Who answers what a room asks: this page itself, in a worker, as soon as it can; the server until then, where the page
   cannot, and for what it does not know. The room asks `ask.look(wish)` and is not told who it was. */
import { firstSeen } from "../core/elements.mjs";

/** @param {string} address */
const absolute = (address) => new URL(address, document.baseURI).href;

/**
 * A worker at `address` that answers questions (answer/worker.mjs), { ask, status }; fails if it cannot. When it breaks down later on, what
 * is being asked is nobody's, and `lost` is told why.
 * @typedef {{ ask(name: string, wish: any): Promise<any>, status: any }} Begun
 * @param {URL} address
 * @param {Record<string, any>} settings
 * @param {(why: string) => void} lost
 * @returns {Promise<Begun>}
 */
export function begunWorker(address, settings, lost) {
  /** @type {Map<number, (answer: any) => void>} the questions under way, by number */
  const open = new Map();
  const worker = new Worker(address, { type: "module" });
  let asked = 0;
  /** @type {Begun | null} */
  let begun = null;
  const settle = (/** @type {number} */ number, /** @type {any} */ answer) => {
    open.get(number)?.(answer);
    open.delete(number);
  };
  /** @type {Begun["ask"]} */
  const ask = (name, wish) =>
    new Promise((settled) => {
      if (!worker.onmessage) return settled({ notMine: true });
      open.set((asked += 1), settled);
      worker.postMessage({ number: asked, name, asked: wish });
    });
  return new Promise((done, fail) => {
    const end = (/** @type {string} */ why) => {
      worker.terminate();
      worker.onmessage = null;
      if (begun) lost(why);
      else fail(why);
      for (const number of [...open.keys()]) settle(number, { notMine: true });
    };
    worker.onmessage = ({ data }) => {
      if ("number" in data) settle(data.number, data.answer);
      else if ("failed" in data) end(data.failed);
      else done((begun = { ask, status: data.status }));
    };
    worker.onerror = (event) => (event.preventDefault?.(), end(event.message));
    worker.postMessage(settings);
  });
}

/**
 * The page's own answers. `address` is its worker's, `settings` what that begins with: `index`, `runtime` and more. All of
 * it is fetched when the room is first in sight: it is many megabytes, and a visitor may have come for another room.
 * @typedef {{ state: "none" | "loading" | "ready" | "failed", status: any, settled: Promise<void> | null,
 * settings: Record<string, any> | null, begin(more: Record<string, any>): void,
 * ask(name: string, wish: any): Promise<any> }} Own
 * @param {URL} address
 * @param {Record<string, any> | null | undefined} settings
 * @param {HTMLElement} element
 * @returns {Own}
 */
export function ownAnswers(address, settings, element) {
  /** @type {Begun | null} */
  let worker = null;
  /** @type {Own} */
  const own = { state: "none", status: null, begin, ask, settled: null, settings: null };

  /** @param {Record<string, any>} more */
  function begin(more) {
    if (own.state !== "none" || !settings || !self.Worker || !self.WebAssembly) return;
    own.state = "loading";
    own.settled = firstSeen(element).then(() => start(more));
  }

  /**
   * Resolves once it is known whether the page can answer.
   * @param {Record<string, any>} more
   */
  async function start(more) {
    const { index, runtime, ...rest } = /** @type {Record<string, any>} */ ({ ...settings, ...more });
    own.settings = { ...rest, index: absolute(index), runtime: absolute(runtime) };
    try {
      worker = await begunWorker(address, own.settings, giveUp);
      own.state = "ready";
      own.status = worker.status;
    } catch (why) {
      giveUp(String(why));
    }
    const { dataset } = /** @type {HTMLElement} */ (element.firstElementChild);
    dataset.answeredBy = own.state === "ready" ? "page" : "server";
  }

  /** @type {Own["ask"]} */
  function ask(name, wish) {
    return worker ? worker.ask(name, wish) : Promise.resolve({ notMine: true });
  }

  /**
   * Whoever waits asks the server.
   * @param {string} why
   */
  function giveUp(why) {
    console.info(`the page's own networks: ${why}`);
    own.state = "failed";
  }

  if (settings?.index) begin({});
  return own;
}

/* Would megabytes that nobody asked for cost this visitor much? They save data, or their line is slow: by what the
   browser knows of it, and by how the page itself came. The server answers then. */
const SLOW_LINE = 2e6; // bits a second: what draws digits takes 12 seconds
export function sparing() {
  const { saveData, effectiveType } = /** @type {any} */ (navigator).connection ?? {};
  if (saveData || /2g|3g/.test(effectiveType)) return true;
  const all = /** @type {PerformanceResourceTiming[]} */ (performance.getEntriesByType("resource"));
  const came = all.filter(({ transferSize }) => transferSize > 30000);
  const paces = came.map(
    ({ transferSize, responseStart, responseEnd }) => (8000 * transferSize) / Math.max(responseEnd - responseStart, 1),
  );
  return came.length > 0 && Math.max(...paces) < SLOW_LINE;
}

/**
 * `names` of the questions that the page may answer itself; all others go to the server. So does what an answer of the
 * page's own says to be missing of its `parts`. `status` is told by whoever is ready first.
 * @param {string[]} names
 * @param {Own} own
 * @param {Server} server
 * @returns {Server}
 */
export function answering(names, own, server) {
  const nobody = (/** @type {string} */ code) => ({ fault: { code, details: {} } });
  const toServer =
    (/** @type {string} */ name, code = "not_here") =>
    async (/** @type {any} */ wish) =>
      server[name] ? server[name](wish) : nobody(code);
  const first = (/** @type {string} */ name) => async (/** @type {any} */ wish) => {
    if (own.state === "ready") {
      const answer = await own.ask(name, wish);
      if (answer.missing && server[name])
        return { ...answer, ...(await server[name]({ ...wish, parts: answer.missing })) };
      if (!answer.notMine) return answer;
    }
    return toServer(name, "browser_cannot")(wish);
  };
  async function status() {
    if (own.state === "ready") return own.status;
    if (!server.status) await own.settled;
    else {
      const told = await server.status();
      if (told?.own && !sparing()) own.begin(told.own);
      if (/** @type {Own["state"]} */ (own.state) !== "ready") return told; // it may be by now
    }
    return own.status ?? nobody("browser_cannot");
  }
  return new Proxy(/** @type {Server} */ ({ status }), {
    get: (kept, /** @type {string} */ name) => kept[name] ?? (names.includes(name) ? first(name) : toServer(name)),
  });
}
