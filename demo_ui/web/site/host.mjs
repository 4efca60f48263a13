/* What Gradio does for the rooms of the app, for a page that has no server: it opens rooms, and gives each part its
   element and what it was built with. There is no server: a part that answers itself gets none, any other one is told. */
import { open as openPart } from "../core/part.mjs";

/**
 * The Translate room's answers where there is no server: about the examples of horses and zebras only. They were worked out
 * when the site was built: boards.json holds what is known of all networks and which direction the guard found for each.
 * @type {Map<string, Promise<any>>} by address
 */
const answers = new Map();

/** @param {string} address */
function fetched(address) {
  if (!answers.has(address))
    answers.set(
      address,
      fetch(address).then((answer) => answer.json()),
    );
  return answers.get(address);
}

/** @param {string} ticket */
const answersAbout = (ticket) => fetched(`boards/${ticket}.json`);

/** @type {Server} */
const boards = {
  status: async ({ networks }) => (await fetched("boards.json")).facts[networks],
  async example({ name, direction, networks }) {
    if (networks !== "horse-zebra") return; // the page's own turn
    const { found } = await fetched("boards.json");
    return (await answersAbout(`${name}-${direction === "auto" ? found[name] : direction}`)).board;
  },
  without_cycle: async ({ ticket }) => (await answersAbout(ticket)).cycle,
};

/** @type {NodeListOf<HTMLElement>} */
const tabs = document.querySelectorAll("#rooms [role=tab]");
const doors = [...tabs];

/** @param {HTMLElement} door */
function open(door) {
  for (const other of doors) {
    const chosen = other === door;
    other.setAttribute("aria-selected", String(chosen));
    other.classList.toggle("selected", chosen);
    other.tabIndex = chosen ? 0 : -1;
    const panel = document.getElementById(other.getAttribute("aria-controls") ?? "");
    if (panel) panel.hidden = !chosen;
  }
}

for (const [i, door] of doors.entries()) {
  door.addEventListener("click", () => open(door));
  door.addEventListener("keydown", ({ key }) => {
    const way = key === "ArrowRight" ? 1 : key === "ArrowLeft" ? -1 : 0;
    if (!way) return;
    const next = doors[(i + way + doors.length) % doors.length];
    next.focus();
    open(next);
  });
}

open(doors[0]);

const notHere = async () => ({ fault: { code: "not_here", details: {} } });
const telling = (/** @type {Server} */ known) =>
  new Proxy(known, { get: (all, /** @type {string} */ name) => all[name] ?? notHere });

/* Each part: its id and name, the addresses of its module and its props; whether it answers by itself, or was answered
   beforehand. */
for (const { id, part, entry, props, own, answered } of JSON.parse(
  document.querySelector("#site-parts")?.textContent ?? "[]",
)) {
  const known = answered ? boards : {};
  openPart({
    part,
    entry,
    props,
    element: /** @type {HTMLElement} */ (document.getElementById(`${id}-inside`)),
    server: own ? known : telling(known),
  });
}
