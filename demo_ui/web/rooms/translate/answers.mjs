/* Who translates: the server, which is quicker, or this page itself (web/photos/photos.mjs, colours.mjs): where there is no server, where the
   visitor wants photographs to stay on this device, and where the server has stopped answering. A photograph that is to
   stay is sent nowhere, whatever happens. The page says who it was: `here` in an answer. */
import { ownAnswers, sparing } from "../../answer/client.mjs";
import * as theatre from "../../core/theatre.mjs";
import { takingIn } from "../../photos/taken_in.mjs";
import { above, element, find, props, server, state, tickets, worded } from "./state.mjs";

const PREPARED_AGAIN = 2000; // ms between two questions whether the networks for this page are made
/** @type {Record<string, URL>} by networks: the workers that answer about them */
const WORKERS = {
  "horse-zebra": new URL("../../photos/worker.mjs", import.meta.url),
  "grey-colour": new URL("../../photos/colour_worker.mjs", import.meta.url),
};
export const alone = Object.values(props.own).some(({ index }) => index); // nobody behind this page
const canTranslate = Boolean(
  Object.keys(props.own).length &&
    self.Worker &&
    self.WebAssembly &&
    self.OffscreenCanvas &&
    "createImageBitmap" in self,
);
export const keepSwitch = find(".here input");

export const staysHere = () => alone || keepSwitch.checked;
export const translatesHere = () => state.networks in props.own; // the others are only on the server

/** @type {Record<string, import("../../answer/client.mjs").Own>} by networks */
const owns = {};
/* The page's own answers about the chosen networks, of which there are some. */
export function own(networks = state.networks) {
  owns[networks] ??= ownAnswers(WORKERS[networks], props.own[networks], element);
  return owns[networks];
}
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

/** @type {Record<string, Promise<boolean> | undefined>} by networks, while it is found out whether the page can */
const coming = {};

/* Whether the page can answer about the chosen networks. */
export function pageReady(networks = state.networks) {
  if (!canTranslate || !translatesHere() || own(networks).state === "failed") return Promise.resolve(false);
  coming[networks] ??= networksCome(networks).finally(() => delete coming[networks]);
  return coming[networks];
}

/**
 * They are made when a page first asks for them.
 * @param {string} networks
 */
async function networksCome(networks) {
  while (own(networks).state === "none" && element.isConnected) {
    const told = await byServer("status", { own: true, networks });
    if (told?.own) own(networks).begin(told.own);
    else if (!told?.preparing) return false;
    else {
      theatre.put(find(".doing"), "translate.waiting.preparing");
      await pause(PREPARED_AGAIN);
    }
  }
  await own(networks).settled;
  theatre.put(find(".doing"), worded("translate.waiting.working"));
  return own(networks).state === "ready";
}

/**
 * The page's answer, or null: it cannot.
 * @param {string} name
 * @param {any} wish
 * @returns {Promise<Answer | null>}
 */
export async function byPage(name, wish) {
  const { networks } = state;
  if (!translatesHere() || !(await pageReady(networks))) return null;
  const answer = await own(networks).ask(name, wish);
  return answer.notMine ? null : { ...answer, here: true };
}

const device = /** @type {any} */ (navigator);
/* What the page needs lies ready before it is needed, so that it can go on when the server has gone. */
export async function fetchAhead() {
  if (sparing() || (device.deviceMemory ?? 8) <= 2) return;
  const { networks } = state;
  if (await pageReady(networks)) await own(networks).ask("fetch", {});
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
  const able = alone || (translatesHere() && own().state === "ready");
  return answer ?? (able ? await inPage() : null) ?? (alone ? cannot() : answer);
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

  colourings: (wish) => about("colourings", wish),
  hinted: (wish) => about("hinted", wish),
  likely: (wish) => about("likely", wish),

  /* Only the server has these networks. */
  without_cycle: (wish) => elsewhere("without_cycle", wish),
  without_d: (wish) => elsewhere("without_d", wish),
  pairings: (wish) => elsewhere("pairings", wish),

  async forget(tickets) {
    for (const one of Object.values(owns)) if (one.state === "ready") await one.ask("forget", {});
    if (tickets.length) await byServer("forget", { tickets });
  },
};

/**
 * @param {string} name
 * @param {any} wish
 */
async function elsewhere(name, wish) {
  if (!state.exhibit.here || !state.source?.file) return byServer(name, wish);
  return nobody(alone ? "not_here" : "without_stays");
}

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
  if (staysHere()) theatre.put(find(".kept"), worded(translatesHere() ? "translate.stays" : "translate.stays_unseen"));
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
