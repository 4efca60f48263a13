/* Who answers what a room asks: this page itself, in a worker, as soon as it can; the server until then, where the page
   cannot, and for what it does not know. The room asks `ask.look(wish)` and is not told who it was. */
const absolute = (address) => new URL(address, document.baseURI).href;

/* The page's own answers. `settings` are the addresses: worker, scripts, runtime, and what else the scripts need. All of
   it is fetched when the room is first in sight: it is many megabytes, and a visitor may have come for another room. */
function ownAnswers(settings) {
  const open = new Map(); // the questions under way, by number
  let worker = null, asked = 0;
  const own = { state: "none", status: null, begin, ask, settled: null, settings: null };

  function begin(more) {
    if (own.state !== "none" || !settings || !self.Worker || !self.WebAssembly) return;
    own.state = "loading";
    own.settled = firstSeen(element).then(() => start(more));
  }

  /* Resolves once it is known whether the page can answer. */
  function start(more) {
    const settled = new Promise((done) => {
      worker = new Worker(absolute(settings.worker));
      worker.onmessage = ({ data }) => {
        if ("number" in data) return settle(data.number, data.answer);
        own.state = "failed" in data ? "failed" : "ready";
        own.status = data.status;
        element.firstElementChild.dataset.answeredBy = own.state === "ready" ? "page" : "server";
        if (own.state === "failed") giveUp(data.failed);
        done();
      };
      worker.onerror = (event) => (event.preventDefault?.(), giveUp(event.message), done());
    });
    const { index, scripts, runtime, ...rest } = { ...settings, ...more };
    own.settings = { ...rest, index: absolute(index), runtime: absolute(runtime), scripts: scripts.map(absolute) };
    worker.postMessage(own.settings);
    return settled;
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
  function giveUp(why) {
    console.info(`the page's own networks: ${why}`);
    own.state = "failed";
    worker.terminate();
    for (const number of [...open.keys()]) settle(number, { notMine: true });
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
