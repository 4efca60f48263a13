/* Who translates: the server, which is quicker, or this page itself (own/photos.js): where there is no server, where the
   visitor wants photographs to stay on this device, and where the server has stopped answering. A photograph that is to
   stay is sent nowhere, whatever happens. The page says who it was: `here` in an answer. */
const PREPARED_AGAIN = 2000; // ms between two questions whether the networks for this page are made
const own = ownAnswers(props.own);
const alone = Boolean(props.own?.index); // nobody behind this page
const canTranslate = Boolean(props.own && self.Worker && self.WebAssembly && self.OffscreenCanvas && self.createImageBitmap);
const keepSwitch = find(".here input");

const staysHere = () => alone || keepSwitch.checked;
const translatesHere = () => networks === "horse-zebra"; // the only networks that pages have
const nobody = (code) => ({ fault: { code, details: {} } });
const pause = (time) => new Promise((done) => setTimeout(done, time));

/* The server's answer; undefined where none comes. */
async function byServer(name, wish) {
  return server[name] ? server[name](wish).catch(() => undefined) : nobody("not_here");
}

/* ---- this page ---- */

let coming = null; // while it is found out whether the page can

function pageReady() {
  if (!canTranslate || own.state === "failed") return Promise.resolve(false);
  coming ??= networksCome().finally(() => (coming = null));
  return coming;
}

/* Its networks are made when a page first asks for them. */
async function networksCome() {
  while (own.state === "none" && element.isConnected) {
    const told = await byServer("status", { own: true, networks: "horse-zebra" });
    if (told?.own) own.begin(told.own);
    else if (!told?.preparing) return false;
    else {
      theatre.put(find(".doing"), "translate.waiting.preparing");
      await pause(PREPARED_AGAIN);
    }
  }
  await own.settled;
  theatre.put(find(".doing"), "translate.waiting.working");
  return own.state === "ready";
}

/* The page's answer, or null: it cannot. */
async function byPage(name, wish) {
  if (!translatesHere() || !(await pageReady())) return null;
  const answer = await own.ask(name, wish);
  return answer.notMine ? null : { ...answer, here: true };
}

/* What the page needs lies ready before it is needed, so that it can go on when the server has gone. */
async function fetchAhead() {
  if (sparing() || (navigator.deviceMemory ?? 8) <= 2) return;
  if (await pageReady()) await own.ask("fetch", {});
}

/* ---- a photograph, and what is asked about it ---- */

const urlOf = (name) => new URL(props.examples.find((example) => example.name === name).url, document.baseURI).href;
const cannot = () => nobody(alone ? "browser_cannot" : "photo_stays");

/* The server's answer, and the page's where none comes any more. */
async function first(name, wish, inPage) {
  const answer = await byServer(name, wish);
  return answer ?? (own.state === "ready" ? await inPage() : null) ?? answer;
}

const ask = {
  status: (wish) => byServer("status", wish),

  /* The board of `from`, {file} or {example}. */
  board(from, fields) {
    if (from.file) {
      const wish = { binary: true, data: { file: from.file, ...fields } }, inPage = () => byPage("translate", wish);
      return staysHere() ? inPage().then((answer) => answer ?? cannot()) : first("translate", wish, inPage);
    }
    const wish = { name: from.example, ...fields };
    return first("example", wish, () => byPage("example", { ...wish, url: urlOf(from.example) }));
  },

  judge: (wish) => about("judge", wish),
  save: (wish) => (draws() ? byServer("save", wish) : about("save", wish)),

  /* Only the server has these networks. */
  async without_cycle(wish) {
    if (!exhibit.here || !source.file) return byServer("without_cycle", wish);
    return nobody(alone ? "not_here" : "without_stays");
  },

  paint: (wish) => byServer("paint", wish),
  level: (file) => byServer("level", { binary: true, data: { file, networks } }),
  without_d: (wish) => byServer("without_d", wish),
  partners: (wish) => byServer("partners", wish),

  async forget(tickets) {
    if (own.state === "ready") await own.ask("forget", {});
    if (tickets.length) await byServer("forget", { tickets });
  },
};

/* Whoever made the board on the stage answers; the page can make it again. */
async function about(name, wish) {
  const from = source.file ? { file: source.file } : { url: urlOf(source.example) }, { direction, here } = exhibit;
  const inPage = () => byPage(name, { ...wish, ...from, direction });
  if (here || !server[name]) return (await inPage()) ?? cannot();
  return first(name, wish, inPage);
}

/* ---- the switch ---- */

function showKeeping() {
  if (draws()) {
    find(".here").hidden = alone || !keepSwitch.checked;
    return theatre.put(find(".kept"), `translate.drawing.${staysHere() ? "stays" : "kept"}`);
  }
  find(".here").hidden = alone || !canTranslate || !(translatesHere() || keepSwitch.checked);
  if (staysHere()) theatre.put(find(".kept"), translatesHere() ? "translate.stays" : "translate.stays_unseen");
  else theatre.put(find(".kept"), "translate.kept", { minutes: facts.minutes });
}

keepSwitch.checked = canTranslate && theatre.kept("here") === "1";
keepSwitch.addEventListener("change", () => {
  theatre.keep("here", keepSwitch.checked ? "1" : null);
  showKeeping();
  if (!keepSwitch.checked) return void (exhibit?.here && send(source));
  byServer("forget", { tickets: [...tickets] });
  tickets.clear();
  if (source?.file) send(source);
  else pageReady();
});
