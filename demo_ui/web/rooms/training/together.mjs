/* Others draw along: the way to the page that their phones open (demo_ui/training/together.py), as a QR code, as an address
   and as the board's code, which can be typed. */
import { make, say } from "../../core/elements.mjs";
import { copied, onlyHere, paintCode } from "../../core/share.mjs";
import * as theatre from "../../core/theatre.mjs";

const STYLE = `
  .together button { width: 100%; padding: 0 0.75rem; }
  .invited { margin-top: 0.75rem; display: grid; gap: 0.75rem; }
  .invited p { margin: 0; }
  .own-drawings-dialog .invited .share-code { width: min(100%, 60dvh); margin-inline: auto; background: #fff; }
  .invited .typed { font-size: 1.5rem; font-weight: 700; text-align: center; letter-spacing: 0.05em; }
  .invited .to-copy { display: grid; grid-template-columns: 1fr auto; gap: 0.5rem; }
  .invited .share-address { min-width: 0; }
  @media (min-width: 60rem) { /* on a wall: the way beside what comes */
    .own-drawings-dialog[open]:has(.invited:not([hidden])) { display: grid; grid-template: repeat(12, auto) 1fr / repeat(2, minmax(0, 1fr)); column-gap: 1.5rem; width: min(60rem, 100vw - 2 * var(--edge)); }
    .own-drawings-dialog:has(.invited:not([hidden])) > .share-head { grid-column: 1 / -1; }
    .own-drawings-dialog:has(.invited:not([hidden])) > .together { grid-area: 2 / 1 / -1 / 2; }
    .own-drawings-dialog:has(.invited:not([hidden])) > :not(.share-head, .together) { grid-column: 2; }
  }`;

let code = "";
const open = make("button", { type: "button", "aria-expanded": "false" }),
  how = make("p", { class: "share-note" }),
  picture = make("canvas", { class: "share-code", role: "img", hidden: "" }),
  typed = make("p", { class: "typed" }),
  address = make("input", { class: "share-address", readonly: "" }),
  copy = make("button", { type: "button" }),
  told = make("p", { class: "share-note", role: "status" }),
  local = make("p", { class: "share-note" }),
  invited = make("div", { class: "invited", hidden: "" }, how, picture, typed);
invited.append(make("div", { class: "to-copy" }, address, copy), told, local);
export const invitation = make("section", { class: "together" }, make("style", {}, STYLE), open, invited);

theatre.put(open, "training.together.open");
theatre.put(how, "training.together.how");
theatre.put(copy, "link.copy");
theatre.put(local, "training.together.local");
function name() {
  picture.setAttribute("aria-label", theatre.t("training.together.code"));
  address.setAttribute("aria-label", theatre.t("link.address"));
}
name();
document.addEventListener("theatre:language", name);

/**
 * Leads others to this board from now on.
 * @param {string} board its code; "": there is none
 */
export function invite(board) {
  if (board === code) return;
  code = board;
  if (!code) show(false);
  if (!invited.hidden) paintWay();
}

/** @param {boolean} on */
function show(on) {
  invited.hidden = !on;
  open.setAttribute("aria-expanded", String(on));
  if (on) paintWay();
}

/* Where this page was opened by a name of this machine alone, the server says by which one its network knows it. */
async function paintWay() {
  if (!code) return; // it comes
  const wanted = code,
    answer = await fetch(new URL("draw/way", document.baseURI), { cache: "no-store" }).catch(() => null),
    { host = null, at = null } = answer?.ok ? await answer.json() : {};
  if (wanted !== code) return;
  const link = new URL("draw", document.baseURI);
  if (onlyHere() && host) link.hostname = host;
  link.searchParams.set("board", code);
  if (at) link.searchParams.set("at", at);
  address.value = link.href;
  local.hidden = !(onlyHere() && !host);
  told.replaceChildren();
  say(typed, "training.together.typed", { code });
  await paintCode(picture, link.href);
  if (!local.hidden) picture.hidden = true; // nobody could open what it says
}

open.addEventListener("click", () => show(Boolean(invited.hidden)));
copy.addEventListener("click", async () => say(told, (await copied(address)) ? "link.copied" : "link.by_hand"));
address.addEventListener("focus", () => address.select());
