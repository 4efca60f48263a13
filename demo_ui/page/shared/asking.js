/* Who answers what a room asks: this page itself, in a worker, as soon as it can; the server until then, where the page
   cannot, and for what it does not know. The room asks `ask.look(wish)` and is not told who it was. */
const absolute = (address) => new URL(address, document.baseURI).href;

/* The page's own answers. `settings` are the addresses: worker, scripts, runtime, and what else the scripts need. */
function ownAnswers(settings) {
  const open = new Map(); // the questions under way, by number
  let worker = null, asked = 0;
  const own = { state: "none", status: null, begin, ask, settled: null };

  function begin(more) {
    if (own.state !== "none" || !settings || !self.Worker || !self.WebAssembly) return;
    own.state = "loading";
    own.settled = new Promise((done) => {
      worker = new Worker(absolute(settings.worker));
      worker.onmessage = ({ data }) => {
        if ("number" in data) return settle(data.number, data.answer);
        own.state = "failed" in data ? "failed" : "ready";
        own.status = data.status;
        if (own.state === "failed") giveUp();
        done();
      };
      worker.onerror = (event) => (event.preventDefault?.(), giveUp(), done());
    });
    const { scripts, runtime, ...rest } = { ...settings, ...more };
    worker.postMessage({ ...rest, index: absolute(rest.index), runtime: absolute(runtime), scripts: scripts.map(absolute) });
  }

  function ask(name, wish) {
    return new Promise((settled) => {
      open.set((asked += 1), settled);
      worker.postMessage({ number: asked, name, asked: wish });
    });
  }

  function settle(number, answer) {
    open.get(number)?.(answer);
    open.delete(number);
  }

  /* Whoever waits asks the server. */
  function giveUp() {
    own.state = "failed";
    worker.terminate();
    for (const number of [...open.keys()]) settle(number, { notMine: true });
  }

  return own;
}

/* `names` of the questions that the page may answer itself; all others go to the server. */
function asking(names, own) {
  const toServer = (name) => (wish) => (server[name] ? server[name](wish) : Promise.resolve({ fault: { code: "not_here", details: {} } }));
  const first = (name) => async (wish) => {
    if (own.state === "ready") {
      const answer = await own.ask(name, wish);
      if (!answer.notMine) return answer;
    }
    return toServer(name)(wish);
  };
  return new Proxy({}, { get: (_, name) => (names.includes(name) ? first(name) : toServer(name)) });
}
