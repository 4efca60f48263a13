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
      if (told?.own) own.begin(told.own);
      if (own.state !== "ready") return told;
    }
    return own.status ?? nobody("browser_cannot");
  }
  return new Proxy({ status }, { get: (kept, name) => kept[name] ?? (names.includes(name) ? first(name) : toServer(name)) });
}
