/* Small helpers for the page's elements and numbers. */
const find = (selector) => element.querySelector(selector);

function make(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  node.append(...children);
  return node;
}

/* Runs `act` only where what it would show has changed: the page is painted at every move of a finger. */
const shownLast = new WeakMap();
function whenNew(node, what, act) {
  if (shownLast.get(node) === what) return;
  shownLast.set(node, what);
  act();
}

/* theatre.put, for what is painted often. */
function say(node, key, values = {}) {
  whenNew(node, key + JSON.stringify(values), () => theatre.put(node, key, values));
}

/* A number in the visitor's language, with a real minus sign; what is rounded to zero has none. */
const formats = new Map();
function written(number, places = 0, signDisplay = "auto") {
  const which = theatre.language + places + signDisplay;
  const digits = { minimumFractionDigits: places, maximumFractionDigits: places };
  if (!formats.has(which)) formats.set(which, new Intl.NumberFormat(theatre.language, { ...digits, signDisplay }));
  return formats.get(which).format(number).replace(/^-(?=[0.]*$)/, "").replace("-", "\u2212");
}

/* Early snapshots lie within an epoch, late ones are told by whole epochs. */
const writtenEpoch = (epoch) => written(epoch, epoch < 1 ? 2 : 0);

/* Resolves as soon as `node` is in sight: its room is open, and so is the window. */
function firstSeen(node) {
  return new Promise((seen) => {
    const watch = new IntersectionObserver((changes) => {
      if (!changes.some(({ isIntersecting }) => isIntersecting)) return;
      watch.disconnect();
      seen();
    });
    watch.observe(node);
  });
}

const calm = matchMedia("(prefers-reduced-motion: reduce)");

/* Scrolls a row of choices, and nothing else, until `chosen` of them is in sight. */
function bringIntoRow(row, chosen) {
  if (chosen) row.scrollBy({ left: chosen.getBoundingClientRect().left - row.getBoundingClientRect().left - 40 });
}

/* Hands `url` to the visitor as a file called `name`. */
function handOver(url, name) {
  const link = make("a", { href: url, download: name });
  link.click();
}
