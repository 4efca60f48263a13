/* Small helpers for the page's elements and numbers. */
const find = (selector) => element.querySelector(selector);

function make(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  node.append(...children);
  return node;
}

/* A number in the visitor's language, with a real minus sign. */
function written(number, places = 0, sign = "auto") {
  const options = { minimumFractionDigits: places, maximumFractionDigits: places, signDisplay: sign };
  return number.toLocaleString(theatre.language, options).replace("-", "\u2212");
}

/* Early snapshots lie within an epoch, late ones are told by whole epochs. */
const writtenEpoch = (epoch) => written(epoch, epoch < 1 ? 2 : 0);

const calm = matchMedia("(prefers-reduced-motion: reduce)");

/* Hands `url` to the visitor as a file called `name`. */
function handOver(url, name) {
  const link = make("a", { href: url, download: name });
  link.click();
}
