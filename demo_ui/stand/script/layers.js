/* What lies over the rooms: an invitation, a question, a word of patience. At most one of them at a time. */
const stand = window.theatreStand;
const layers = {}; // name -> its element

function made(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  node.append(...children);
  return node;
}

function worded(tag, key, attributes = {}) {
  const node = made(tag, attributes);
  theatre.put(node, key);
  return node;
}

function layer(name, role, title, ...children) {
  const heading = worded("p", title, { class: "title", id: `stand-${name}` });
  layers[name] = made("div", { class: `layer ${name}`, role, "aria-labelledby": heading.id, hidden: "" }, made("div", {}, heading, ...children));
  return layers[name];
}

const ARROW = '<svg viewBox="0 0 24 24" aria-hidden="true"><path d="M4 12a8 8 0 1 0 2.6-5.9M4 4v5h5"/></svg>';
const restart = made("button", { type: "button", class: "restart" });
const pill = made("p", { class: "pill", role: "status" });

function buildLayers() {
  restart.innerHTML = ARROW;
  restart.append(worded("span", "stand.restart"));
  const on = worded("button", "stand.ask.on", { type: "button", class: "on" });
  const over = worded("button", "stand.restart", { type: "button", class: "over" });
  const aside = made("aside", { class: "stand", "data-i18n-aria-label": "stand.name" }, restart, pill,
    layer("start", "dialog", "stand.start"),
    layer("ask", "alertdialog", "stand.ask.title",
      made("p", { class: "seconds", "aria-hidden": "true" }),
      made("p", { class: "say" }), made("p", { class: "choices" }, on, over)),
    layer("lost", "alertdialog", "stand.lost.title", worded("p", "stand.lost.say", { class: "say" })));
  document.body.append(aside);
  if (stand.unknown) tellPill("stand.unknown", stand.unknown);
}

/* Shows the layer `name`, or none. */
function lay(name) {
  for (const [each, node] of Object.entries(layers)) node.hidden = each !== name;
  document.documentElement.dataset.stand = name ?? "used";
}

const tellPill = (key, values = {}) => (key ? theatre.put(pill, key, values) : (delete pill.dataset.i18n, pill.replaceChildren()));
