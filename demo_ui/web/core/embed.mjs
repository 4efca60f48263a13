/* One room inside a page of somebody else's: ?embed=1&room=... shows it without the header and the tabs (theatre.css,
   [data-embed]). The page around it is told how high the room is; a line below it leads to the whole theatre, and another
   one back to the room where a door led out of it. `frame` is what that page holds: the text to copy. */
import { put, t } from "./i18n.mjs";
import { address, go, has, room } from "./links.mjs";

const HEIGHT = "gan-theatre:height"; // what the message to the page around is called; its other field is `height`, in px
const USUAL = 900; // px until then, and where scripts are taken out of what is copied

/* ---- to be copied ---- */

/** @type {Record<string, string>} */
const ESCAPED = { "&": "&amp;", '"': "&quot;", "<": "&lt;" };
const escaped = (/** @type {string} */ text) => text.replace(/[&"<]/g, (sign) => ESCAPED[sign]);

/**
 * An iframe as HTML, which lets the room do what it can, and the script that gives it the room's height.
 * @param {string} link to what it shows
 * @param {string} title
 * @param {string[]} allow features of the browser that the room uses
 */
export function frame(link, title, allow) {
  const url = new URL(link);
  url.searchParams.set("embed", "1");
  const src = escaped(url.href.replaceAll("%2C", ",").replaceAll("%3A", ":"));
  const features = ["clipboard-write", ...allow].join("; ");
  return `<iframe src="${src}" title="${escaped(title)}" width="100%" height="${USUAL}" style="border: 0" allow="${features}"></iframe>
<script>
addEventListener("message", ({ data, source }) => {
  if (data?.type === "${HEIGHT}")
    for (const frame of document.querySelectorAll("iframe"))
      if (frame.contentWindow === source) frame.style.height = Number(data.height) + "px";
});
</script>`;
}

/* ---- the room inside ---- */

const rooms = () => /** @type {HTMLElement} */ (document.querySelector("#rooms"));
let told = 0,
  at = ""; // the highest of this width and room: words that change do not shake the page around

/** @param {HTMLElement} foot the lowest of all */
function tellHeight(foot) {
  if (!foot.checkVisibility()) return;
  const now = `${innerWidth} ${room()}`,
    height = Math.ceil(foot.getBoundingClientRect().bottom + scrollY);
  if (now === at && height <= told) return;
  at = now;
  told = height;
  parent.postMessage({ type: HEIGHT, height }, "*"); // whoever has it in a frame sees how high it is anyway
}

/* ---- what of the frame is in sight ---- */

const LOOK = 100, // ms between two looks, as the page around is scrolled without a word to this one
  LEAST = 320, // px: as high as a dialog needs
  OVER = "dialog[open], .theatre-guide, .theatre-told, .away"; // what lies over a room, or follows the hand

function look() {
  if (!document.querySelector(OVER)) return;
  const watcher = new IntersectionObserver(([{ intersectionRect: sight }]) => {
    watcher.disconnect();
    if (!sight.height) return;
    const top = Math.max(0, Math.min(sight.top, innerHeight - LEAST)),
      below = Math.min(innerHeight - sight.bottom, innerHeight - top - LEAST);
    const { style } = document.documentElement;
    style.setProperty("--seen-top", `${top}px`);
    style.setProperty("--seen-below", `${Math.max(0, below)}px`);
  });
  watcher.observe(document.documentElement);
}

function open() {
  const home = new URLSearchParams(location.search).get("room") ?? "";
  const first = has(home) ? home : String(room());
  const back = document.createElement("button");
  back.type = "button";
  back.className = "embed-back";
  back.onclick = () => go({ room: first });
  const foot = document.createElement("p"),
    whole = document.createElement("a");
  foot.className = "embed-foot";
  foot.append(whole);
  whole.target = "_blank";
  whole.rel = "noopener";
  put(whole, "embed.whole");
  for (const name of ["pointerdown", "focus"]) whole.addEventListener(name, () => (whole.href = address()));
  whole.href = address();
  const show = () => {
    back.hidden = room() === first;
    put(back, "embed.back", { room: t(`${first}.tab`) });
  };
  show();
  for (const name of ["theatre:room", "theatre:language"]) document.addEventListener(name, show);
  rooms().before(back);
  rooms().after(foot);
  new ResizeObserver(() => tellHeight(foot)).observe(rooms());
  setInterval(look, LOOK);
}

export function embedded() {
  if (room() !== null) open();
  else document.addEventListener("theatre:room", open, { once: true });
}
