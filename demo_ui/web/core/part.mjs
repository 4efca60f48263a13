/* Opens a part of the page: its props and its module are fetched once it is there, and again where the line broke; until
   then nothing of it can be pressed. Where the server knows no such files, it is another one than that which made this
   page. */
import { begin } from "./context.mjs";
import { put } from "./i18n.mjs";
import { watched } from "./replicas.mjs";

const TRIES = 5;

/**
 * `entry` and `props` are addresses, seen from the page: of a module that finds all it needs in `contextOf(part)`, and of
 * JSON; the header has no props. `inside` is that of the part's own HTML, where the page did not bring it.
 * @param {{ part: string, entry: string, props: string | null, inside?: string, element: HTMLElement, server: Server }} asked
 */
export async function open({ part, entry, props, inside, element, server }) {
  const addresses = [entry, props, inside].filter((address) => typeof address === "string");
  element.inert = true;
  for (let left = TRIES; ; left -= 1) {
    try {
      const [told, markup] = await Promise.all([props, inside].map((one) => (one ? json(absolute(one)) : null)));
      if (!element.isConnected) return;
      if (markup) element.innerHTML = markup;
      begin(part, { element, props: told ?? {}, server: watched(server, tellReplicas) });
      await import(absolute(entry));
      element.inert = false;
      return void (props && requestAnimationFrame(dropPicture));
    } catch (fault) {
      if (!(fault instanceof TypeError)) throw fault; // no file that did not come, but a module that is wrong
      const renewed = (await Promise.all(addresses.map(isGone))).some(Boolean);
      if (renewed && firstTime(entry)) return location.reload();
      if (renewed || !left) {
        console.info(`${entry}: ${fault}`);
        return tellMissing(element);
      }
      await new Promise((go) => setTimeout(go, 1000));
    }
  }
}

/** @param {string} address */
const absolute = (address) => new URL(address, document.baseURI).href;

/**
 * The server is there, and knows no such file.
 * @param {string} address
 */
const isGone = (address) =>
  fetch(absolute(address), { method: "HEAD", cache: "no-store" }).then(
    ({ status }) => status === 404,
    () => false,
  );

/** @param {string} address */
async function json(address) {
  const answer = await fetch(address);
  if (!answer.ok) throw new TypeError(`${address}: ${answer.status}`);
  return answer.json();
}

/**
 * Once for each address, so that no page loads itself for ever.
 * @param {string} address
 */
function firstTime(address) {
  try {
    if (sessionStorage.getItem(`theatre.missing.${address}`)) return false;
    sessionStorage.setItem(`theatre.missing.${address}`, "1");
    return true;
  } catch {
    return false;
  }
}

/** @param {HTMLElement} element */
function tellMissing(element) {
  tell(element, "app.room_missing");
  dropPicture();
}

/** @param {string} names */
function tellReplicas(names) {
  const rooms = document.querySelector("#rooms");
  if (rooms) tell(rooms, "app.replicas", { names });
}

/**
 * @param {Element} place
 * @param {string} key
 * @param {Values} [values]
 */
function tell(place, key, values) {
  const said = document.createElement("p");
  said.setAttribute("role", "alert");
  said.className = "missing";
  place.before(said);
  put(said, key, values);
}

/* What is painted before the rooms are there (page/first.py) goes with the first of them; in any case after a while. */
const dropPicture = () => document.querySelector("#theatre-first")?.remove();
addEventListener("load", () => setTimeout(dropPicture, 10000));
