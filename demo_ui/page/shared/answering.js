/* Who answers what a room asks: this page itself, in a worker, as soon as it can; the server until then, where the page
   cannot, and for what it does not know. The room asks `ask.look(wish)` and is not told who it was. */
const absolute = (address) => new URL(address, document.baseURI).href;

/* A worker that answers questions (own/worker.js), { ask, status }; fails if it cannot. When it breaks down later on, what
   is being asked is nobody's, and `lost` is told why. */
function begunWorker(settings, lost) {
  const open = new Map(), worker = new Worker(absolute(settings.worker)); // the questions under way, by number
  let asked = 0, begun = null;
  const settle = (number, answer) => {
    open.get(number)?.(answer);
    open.delete(number);
  };
  const ask = (name, wish) => new Promise((settled) => {
    if (!worker.onmessage) return settled({ notMine: true });
    open.set((asked += 1), settled);
    worker.postMessage({ number: asked, name, asked: wish });
  });
  return new Promise((done, fail) => {
    const end = (why) => {
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

/* The page's own answers. `settings` are the addresses: worker, scripts, runtime, and what else the scripts need. All of
   it is fetched when the room is first in sight: it is many megabytes, and a visitor may have come for another room. */
function ownAnswers(settings) {
  let worker = null;
  const own = { state: "none", status: null, begin, ask, settled: null, settings: null };

  function begin(more) {
    if (own.state !== "none" || !settings || !self.Worker || !self.WebAssembly) return;
    own.state = "loading";
    own.settled = firstSeen(element).then(() => start(more));
  }

  /* Resolves once it is known whether the page can answer. */
  async function start(more) {
    const { index, scripts, runtime, ...rest } = { ...settings, ...more };
    own.settings = { ...rest, index: absolute(index), runtime: absolute(runtime), scripts: scripts.map(absolute) };
    try {
      worker = await begunWorker(own.settings, giveUp);
      own.state = "ready";
      own.status = worker.status;
    } catch (why) {
      giveUp(why);
    }
    element.firstElementChild.dataset.answeredBy = own.state === "ready" ? "page" : "server";
  }

  function ask(name, wish) {
    return worker.ask(name, wish);
  }

  /* Whoever waits asks the server. */
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
function sparing() {
  const { saveData, effectiveType } = navigator.connection ?? {};
  if (saveData || /2g|3g/.test(effectiveType)) return true;
  const came = performance.getEntriesByType("resource").filter(({ transferSize }) => transferSize > 30000);
  const paces = came.map(({ transferSize, responseStart, responseEnd }) => (8000 * transferSize) / Math.max(responseEnd - responseStart, 1));
  return came.length > 0 && Math.max(...paces) < SLOW_LINE;
}

/* `names` of the questions that the page may answer itself; all others go to the server. So does what an answer of the
   page's own says to be missing of its `parts`. `status` is told by whoever is ready first. */
function answering(names, own) {
  const nobody = (code) => ({ fault: { code, details: {} } });
  const toServer = (name, code = "not_here") => async (wish) => (server[name] ? server[name](wish) : nobody(code));
  const first = (name) => async (wish) => {
    if (own.state === "ready") {
      const answer = await own.ask(name, wish);
      if (answer.missing && server[name]) return { ...answer, ...(await server[name]({ ...wish, parts: answer.missing })) };
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
      if (own.state !== "ready") return told;
    }
    return own.status ?? nobody("browser_cannot");
  }
  return new Proxy({ status }, { get: (kept, name) => kept[name] ?? (names.includes(name) ? first(name) : toServer(name)) });
}
