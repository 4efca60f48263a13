/* The lesson's two networks as a list of shapes, and what the layers of the real networks give for one digit. */
import { firstSeen, make, say, written } from "../../core/elements.mjs";
import * as theatre from "../../core/theatre.mjs";
import { logistic, normals } from "./chance.mjs";
import { LIVE, choice, dial, pressable, rem, row, scene, sentence, straight, trace, write } from "./scene.mjs";
import { element, props, server } from "./state.mjs";

/* What stands on the Generate room's stage, if somebody was there. */
function wish() {
  const { checkpoint, seed, digit, directions, diversity } = /** @type {LinkState} */ ({
    ...props.start,
    ...theatre.seen("generate"),
  });
  const along = directions ? String(directions).split(",").map(Number) : [];
  return {
    checkpoint: checkpoint ?? null,
    seed: Number(seed),
    digit: Number(digit),
    directions: along,
    diversity: diversity ?? 1,
  };
}

/**
 * The hundred numbers of z, from black (low) to white (high).
 * @param {number[]} z
 */
function zGrid(z) {
  const side = Math.ceil(Math.sqrt(z.length)),
    canvas = make("canvas", { class: "z", width: side, height: side });
  const brush = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  z.forEach((value, i) => {
    const grey = Math.round(255 * logistic(1.5 * value));
    brush.fillStyle = `rgb(${grey} ${grey} ${grey})`;
    brush.fillRect(i % side, Math.floor(i / side), 1, 1);
  });
  return canvas;
}

/**
 * @param {HTMLElement} tiles
 * @param {import("./state.mjs").Maps} maps
 */
function layOut(tiles, { sheet, rows, z }) {
  tiles.style.setProperty("--sheet", `url(${sheet})`);
  tiles.style.setProperty("--rows", String(rows.length));
  tiles.replaceChildren(...Array.from({ length: 16 }, (_, i) => make("span", { style: `--i: ${i}` })), zGrid(z));
}

/**
 * @param {HTMLElement} tiles
 * @param {number} at
 * @param {Row} layer
 */
function showTiles(tiles, at, layer) {
  tiles.dataset.at = at ? "maps" : "z";
  tiles.style.setProperty("--row", String(at - 1));
  const shown = layer?.shown ?? 0;
  tiles.classList.toggle("one", shown === 1);
  [...tiles.querySelectorAll("span")].forEach((tile, i) => (tile.hidden = i >= shown));
  tiles.setAttribute("role", "img"); // of nothing, before
  tiles.setAttribute("aria-label", nameOf(layer));
}

/** @param {string} network */
function table(network) {
  const list = make("ol", { class: "layer-list" });
  for (const { kind, shape, weights } of props.layers[network]) {
    const item = make("li", { class: kind }),
      name = make("span"),
      size = make("b"),
      count = make("span", { class: "figures" });
    theatre.put(name, `learn.layers.kind_${kind}`);
    size.textContent = shape.join(" × ");
    const paint = () => say(count, "learn.layers.weights", { n: written(weights) });
    paint();
    document.addEventListener("theatre:language", paint);
    item.append(name, size, count);
    list.append(item);
  }
  return make("section", { class: `network ${network}` }, make("h3", { "data-i18n": `learn.layers.${network}` }), list);
}

/** @typedef {import("./state.mjs").Maps["rows"][number] | undefined} Row of feature maps; undefined: z */

/** @param {Row} layer */
const nameOf = (layer) =>
  layer
    ? theatre.t(`learn.layers.of_${layer.network}`, { shape: layer.shape.join(" × ") })
    : theatre.t("learn.layers.noise");

/**
 * @param {Row} layer
 * @param {Values} digit
 * @returns {[string, Values]}
 */
function saysOf(layer, digit) {
  const key = !layer ? "noise" : layer.shown === 1 ? "digit" : layer.network === "generator" ? "up" : "down";
  return [`learn.layers.say_${key}`, digit];
}

/**
 * @param {Row} layer
 * @returns {[string, Values]}
 */
function figuresOf(layer) {
  if (!layer) return ["learn.layers.numbers", { n: written(100) }];
  const { shape, shown } = layer,
    values = { shape: shape.join(" × "), shown: written(shown), all: written(shape[2]) };
  return [shown === 1 ? "learn.layers.picture" : "learn.layers.figures", values];
}

/**
 * Calls `ask` when the room is opened while another digit stands on the stage than the one that is shown.
 * @param {HTMLElement} place
 * @param {() => void} ask
 */
function whenOpened(place, ask) {
  document.addEventListener("theatre:room", (event) => {
    const { room } = /** @type {CustomEvent} */ (event).detail,
      { seed, digit } = wish(),
      same = `${seed} ${digit}` === `${place.dataset.seed} ${place.dataset.digit}`;
    if (room === "learn" && !same && !place.hidden) ask();
  });
}

LIVE.layers = (place) => {
  const AGAIN = 1000; // ms, while the networks are being loaded
  /** @type {import("./state.mjs").Maps["rows"]} */
  let rows = [];
  /** @type {number | null} 0 is z, then the rows */
  let at = null;
  let asking = false;

  const pick = dial(place, "learn.layers.pick", {
    low: 0,
    high: 1,
    step: 1,
    value: 0,
    told: () => (rows.length ? nameOf(rows[(at ?? 0) - 1]) : ""),
    moved: (value) => ((at = value), show()),
  });
  const pair = row(place, "pair"),
    tiles = make("div", { class: "maps" });
  pair.append(tiles);
  const words = row(pair, "words"),
    told = sentence(words),
    figures = sentence(words, "figures");
  pressable(row(words), "learn.layers.again", ask);
  place.append(table("generator"), table("discriminator"));

  async function ask() {
    if (asking) return;
    asking = true;
    const wanted = wish(),
      answer = await server.maps(wanted).catch(() => null);
    asking = false;
    if (answer?.fault?.code === "not_here")
      // the static edition has nobody to work them out
      return (pair.remove(), pick.node.remove(), sentence(place)("learn.layers.no_server"));
    if (!answer) return told("generate.lost");
    if (answer.fault) return told(`error.${answer.fault.code}`, answer.fault.details);
    if (answer.state === "loading") {
      told("generate.waiting.loading");
      return void (element.isConnected && setTimeout(ask, AGAIN));
    }
    rows = answer.rows;
    place.dataset.seed = String(wanted.seed);
    place.dataset.digit = String(wanted.digit);
    layOut(tiles, answer);
    pick.input.max = String(rows.length);
    at = Math.min(at ?? 1, rows.length);
    show();
  }

  function show() {
    if (!rows.length || at === null) return;
    pick.set(at);
    const layer = rows[at - 1];
    showTiles(tiles, at, layer);
    told(...saysOf(layer, { seed: written(Number(place.dataset.seed)), digit: written(Number(place.dataset.digit)) }));
    figures(...figuresOf(layer));
  }

  firstSeen(element).then(ask);
  document.addEventListener("theatre:language", show);
  whenOpened(place, ask);
};

/**
 * A shape out of its number: the same outline on both sides of a pair.
 * @param {CanvasRenderingContext2D} brush
 * @param {number} i
 * @param {number} x
 * @param {number} y
 * @param {number} r
 * @param {string} colour
 * @param {boolean} striped
 */
function shape(brush, i, x, y, r, colour, striped) {
  const corners = 3 + (i % 5),
    turn = i * 0.7;
  const outline = Array.from({ length: corners + 1 }, (_, k) => [
    x + r * Math.cos(turn + (2 * Math.PI * k) / corners),
    y + r * Math.sin(turn + (2 * Math.PI * k) / corners),
  ]);
  brush.save();
  brush.beginPath();
  outline.forEach(([px, py], k) => (k ? brush.lineTo(px, py) : brush.moveTo(px, py)));
  brush.clip();
  if (striped) for (let d = -r; d < r; d += 6) straight(brush, [x + d, y - r], [x + d, y + r], colour, { width: 3 });
  else {
    brush.fillStyle = colour;
    brush.globalAlpha = 0.35;
    brush.fillRect(x - r, y - r, 2 * r, 2 * r);
  }
  brush.restore();
  trace(brush, outline, colour);
}

/* pix2pix's pairs and CycleGAN's two unpaired sets: who has to find out which belongs to which. */
LIVE.pairs = (place) => {
  let how = "pairs",
    many = 8;
  const spread = normals(11, 200);

  const repaint = scene(place, "learn.pairs.alt", "3 / 2", (brush, width, height, ink) => {
    const columns = Math.ceil(Math.sqrt(many / 2)),
      lines = Math.ceil(many / columns),
      wide = (0.44 * width) / columns,
      tall = (height - 2.4 * rem()) / lines;
    const r = 0.3 * Math.min(wide, tall);
    for (let i = 0; i < many; i += 1) {
      const c = i % columns,
        l = Math.floor(i / columns),
        y = (l + 0.5) * tall + 0.4 * rem(),
        left = (c + 0.5) * wide;
      if (how === "pairs") {
        const right = 0.56 * width + (c + 0.5) * wide;
        straight(brush, [left + r, y], [right - r, y], ink["ink-soft"], { width: 1.5, dash: [4, 4] });
        shape(brush, i, left, y, r, ink["ink-soft"], false);
        shape(brush, i, right, y, r, ink["ink-soft"], true);
      } else {
        const jog = (/** @type {number} */ k) => 0.16 * Math.max(-1, Math.min(1, spread[(i * 4 + k) % 200]));
        shape(brush, i, left + jog(0) * wide, y + jog(1) * tall, r, ink["ink-soft"], false);
        shape(brush, i * 3 + 1, 0.56 * width + (c + 0.5 + jog(2)) * wide, y + jog(3) * tall, r, ink["ink-soft"], true);
      }
    }
    write(brush, theatre.t("learn.pairs.a"), 0.22 * width, height - 0.7 * rem(), ink["ink-soft"], "center");
    write(brush, theatre.t("learn.pairs.b"), 0.78 * width, height - 0.7 * rem(), ink["ink-soft"], "center");
  });

  choice(
    place,
    "learn.pairs.which",
    { pairs: "learn.pairs.pairs", unpaired: "learn.pairs.unpaired" },
    how,
    (value) => ((how = value), show()),
  );
  const told = sentence(place),
    figures = sentence(place, "figures big-figures");
  dial(place, "learn.pairs.many", {
    low: 2,
    high: 40,
    step: 1,
    value: many,
    told: (value) => written(value),
    moved: (value) => ((many = value), show()),
  });

  function show() {
    told(`learn.pairs.say_${how}`);
    figures("learn.pairs.figures", { n: written(how === "pairs" ? many : 0) });
    repaint();
  }
  show();
  document.addEventListener("theatre:language", show);
};
