/* Who translates: the server, which is quicker, or this page itself (web/photos/photos.mjs): where there is no server, where the
   visitor wants photographs to stay on this device, and where the server has stopped answering. A photograph that is to
   stay is sent nowhere, whatever happens. The page says who it was: `here` in an answer. */
import { ownAnswers, sparing } from "../../answer/client.mjs";
import * as theatre from "../../core/theatre.mjs";
import { takingIn } from "../../photos/taken_in.mjs";
import { above, element, find, props, server, state, tickets } from "./state.mjs";

const PREPARED_AGAIN = 2000; // ms between two questions whether the networks for this page are made
export const own = ownAnswers(new URL("../../photos/worker.mjs", import.meta.url), props.own, element);
export const alone = Boolean(props.own?.index); // nobody behind this page
const canTranslate = Boolean(
  props.own && self.Worker && self.WebAssembly && self.OffscreenCanvas && self.createImageBitmap,
);
export const keepSwitch = find(".here input");

export const staysHere = () => alone || keepSwitch.checked;
export const translatesHere = () => state.networks === "horse-zebra"; // the only networks that pages have
export const takenIn = takingIn(props.intake, props.limits, staysHere);
/** @type {Server} by name, for whoever passes names on */
const there = server;
/** @param {string} code */
const nobody = (code) => ({ fault: { code, details: {} } });
/** @param {number} time */
const pause = (time) => new Promise((done) => setTimeout(done, time));

/**
 * The server's answer; undefined where none comes.
 * @param {string} name
 * @param {any} wish
 * @returns {Promise<Answer | undefined>}
 */
export async function byServer(name, wish) {
  return there[name] ? there[name](wish).catch(() => undefined) : nobody("not_here");
}

/* ---- this page ---- */

/** @type {Promise<boolean> | null} while it is found out whether the page can */
let coming = null;

export function pageReady() {
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

/**
 * The page's answer, or null: it cannot.
 * @param {string} name
 * @param {any} wish
 * @returns {Promise<Answer | null>}
 */
export async function byPage(name, wish) {
  if (!translatesHere() || !(await pageReady())) return null;
  const answer = await own.ask(name, wish);
  return answer.notMine ? null : { ...answer, here: true };
}

const device = /** @type {any} */ (navigator);
/* What the page needs lies ready before it is needed, so that it can go on when the server has gone. */
export async function fetchAhead() {
  if (sparing() || (device.deviceMemory ?? 8) <= 2) return;
  if (await pageReady()) await own.ask("fetch", {});
}

/* ---- a photograph, and what is asked about it ---- */

/** @param {string | undefined} name */
const urlOf = (name) =>
  new URL(props.examples.find((example) => example.name === name)?.url ?? "", document.baseURI).href;
const cannot = () => nobody(alone ? "browser_cannot" : "photo_stays");

/**
 * The server's answer, and the page's where none comes any more.
 * @param {string} name
 * @param {any} wish
 * @param {() => Promise<Answer | null>} inPage
 */
async function first(name, wish, inPage) {
  const answer = await byServer(name, wish);
  return answer ?? (own.state === "ready" ? await inPage() : null) ?? answer;
}

/** @type {Record<string, (...asked: any[]) => Promise<any>>} */
export const ask = {
  status: (wish) => byServer("status", wish),

  /* The board of `from`, {file} or {example}. */
  board(from, fields) {
    if (from.file) {
      const wish = { binary: true, data: { file: from.file, ...fields } },
        inPage = () => byPage("translate", wish);
      return staysHere() ? inPage().then((answer) => answer ?? cannot()) : first("translate", wish, inPage);
    }
    const wish = { name: from.example, ...fields };
    return first("example", wish, () => byPage("example", { ...wish, url: urlOf(from.example) }));
  },

  at_strength: (wish) => about("at_strength", wish),
  save: (wish) => about("save", wish),

  /* Only the server has these networks. */
  async without_cycle(wish) {
    if (!state.exhibit.here || !state.source?.file) return byServer("without_cycle", wish);
    return nobody(alone ? "not_here" : "without_stays");
  },

  without_d: (wish) => byServer("without_d", wish),
  pairings: (wish) => byServer("pairings", wish),
  colourings: (wish) => byServer("colourings", wish),
  hinted: (wish) => byServer("hinted", wish),
  likely: (wish) => byServer("likely", wish),

  async forget(tickets) {
    if (own.state === "ready") await own.ask("forget", {});
    if (tickets.length) await byServer("forget", { tickets });
  },
};

/**
 * Whoever made the board on the stage answers; the page can make it again.
 * @param {string} name
 * @param {any} wish
 */
async function about(name, wish) {
  const from = state.source?.file ? { file: state.source.file } : { url: urlOf(state.source?.example) },
    { direction, here } = state.exhibit;
  const inPage = () => byPage(name, { ...wish, ...from, direction });
  if (here || !there[name]) return (await inPage()) ?? cannot();
  return first(name, wish, inPage);
}

/* ---- the switch ---- */

export function showKeeping() {
  find(".here").hidden = alone || !canTranslate || !(translatesHere() || keepSwitch.checked);
  if (staysHere()) theatre.put(find(".kept"), translatesHere() ? "translate.stays" : "translate.stays_unseen");
  else theatre.put(find(".kept"), "translate.kept", { minutes: state.facts.minutes });
}

keepSwitch.checked = canTranslate && theatre.kept("here") === "1";
keepSwitch.addEventListener("change", () => {
  theatre.keep("here", keepSwitch.checked ? "1" : null);
  showKeeping();
  if (!keepSwitch.checked) return void (state.exhibit?.here && above.send(state.source));
  byServer("forget", { tickets: [...tickets] });
  tickets.clear();
  if (state.source?.file) above.send(state.source);
  else pageReady();
});
