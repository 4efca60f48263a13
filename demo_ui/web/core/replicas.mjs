/* Behind a proxy that sends the requests of one page to several servers in turn, rounds, photographs and live runs get
   lost between them. Where one is missed, the page looks who answers it. */

const MISSED = ["round_gone", "photo_gone", "taken_gone", "live_not_started"];
const LOOKS = 10;
let looking = false;

/**
 * `server`, watched: its answers are the same. `tell` hears the names of those that answer in turn.
 * @param {Server} server
 * @param {(names: string) => void} tell
 * @returns {Server}
 */
export function watched(server, tell) {
  return new Proxy(server, {
    get(functions, name) {
      const ask = Reflect.get(functions, name);
      if (typeof ask !== "function") return ask;
      return async (/** @type {any[]} */ ...given) => {
        const answer = await ask.apply(functions, given);
        if (MISSED.includes(answer?.fault?.code)) look(tell);
        return answer;
      };
    },
  });
}

/**
 * Did who answers change there and back again? One change is a server that has gone, and another in its place.
 * @param {string[]} names
 */
export const inTurn = (names) => names.filter((name, i) => i > 0 && name !== names[i - 1]).length > 1;

/** @param {(names: string) => void} tell */
async function look(tell) {
  if (looking) return;
  looking = true;
  const names = [];
  try {
    for (let i = 0; i < LOOKS; i += 1) {
      const answer = await fetch(new URL("health", document.baseURI), { cache: "no-store" });
      names.push((await answer.json()).replica);
    }
  } catch {
    // no server, or none that says its name
  }
  if (inTurn(names)) tell([...new Set(names)].sort().join(", "));
  else looking = false;
}
