/* Counterfeiter and police: two notes, the distance between them, and the smallest distance that the police can see.
   Each moves in turn, until the police cannot see any closer. */
import { make, say, written, writtenEpoch } from "../../core/elements.mjs";
import * as theatre from "../../core/theatre.mjs";
import { normals } from "./chance.mjs";
import { standing } from "./conditions.mjs";
import { LIVE, choice, pressable, rem, row, scene, sentence, trace, write } from "./scene.mjs";
import { props } from "./state.mjs";

LIVE.forger = (place) => {
  const SHARPEST = 0.03; // nobody sees closer than this
  const wobble = normals(4, 24);
  let off = 1,
    sees = 0.8,
    moves = 0;

  /**
   * A rosette, as on money; `off` bends it out of shape.
   * @param {CanvasRenderingContext2D} brush
   * @param {number} x
   * @param {number} y
   * @param {number} r
   * @param {number} amiss
   * @param {string} colour
   */
  const rosette = (brush, x, y, r, amiss, colour) => {
    for (let ring = 0; ring < 4; ring += 1) {
      const points = Array.from({ length: 181 }, (_, i) => {
        const angle = (i * Math.PI) / 90;
        const bent = wobble.slice(ring * 6, ring * 6 + 6).reduce((sum, w, k) => sum + w * Math.sin((k + 2) * angle), 0);
        const reach = r * (0.45 + 0.14 * ring + 0.1 * Math.sin((8 + 2 * ring) * angle) + 0.07 * amiss * bent);
        return [x + reach * Math.cos(angle), y + reach * Math.sin(angle)];
      });
      trace(brush, points, colour, { width: 1.5 });
    }
  };

  const repaint = scene(place, "learn.forger.alt", "2 / 1", (brush, width, height, ink) => {
    const r = Math.min(width / 4, height / 2) * 0.78,
      y = height / 2 - 0.6 * rem();
    rosette(brush, width / 4, y, r, 0, ink.real);
    rosette(brush, (3 * width) / 4, y, r, off, ink.fake);
    write(brush, `● ${theatre.t("learn.forger.real")}`, width / 4, height - 0.7 * rem(), ink.real, "center");
    write(brush, `◆ ${theatre.t("learn.forger.fake")}`, (3 * width) / 4, height - 0.7 * rem(), ink.fake, "center");
  });

  const told = sentence(place, "say big"),
    figures = sentence(place, "figures"),
    buttons = row(place);
  const police = () => moves % 2 === 1;

  function move() {
    if (police()) sees = Math.max(SHARPEST, 0.55 * off);
    else off = 0.8 * sees;
    moves += 1;
    show();
  }

  function show() {
    const caught = off > sees,
      state = standing("forger", { off, sees, moves, sharpest: SHARPEST });
    told(`learn.forger.${state}`);
    figures("learn.forger.figures", {
      off: written(100 * off, 1),
      sees: written(100 * sees, 1),
      accuracy: written(caught ? 100 : 50),
    });
    say(/** @type {HTMLElement} */ (next.firstElementChild), police() ? "learn.forger.police" : "learn.forger.forger");
    next.disabled = state === "over";
    repaint();
  }

  const next = pressable(buttons, "learn.forger.forger", move, "main");
  pressable(buttons, "learn.again", () => ((off = 1), (sees = 0.8), (moves = 0), show()));
  show();
};

/* The four steps, on the frames and figures of a recorded run. */
LIVE.steps = (place) => {
  if (!props.run) return void sentence(place)("training.none");
  const { sheet, snapshots, frames } = props.run,
    last = snapshots.length - 1;
  const right = snapshots.map(({ accuracy_real, accuracy_fake }) => accuracy_real + accuracy_fake);
  const surest = right.indexOf(Math.max(...right)); // where D knows best
  const shares = [0, surest, Math.round((surest + last) / 2), last];
  const picture = make("div", { class: "frame-of-run", role: "img", "data-i18n-aria-label": "learn.steps.alt" });
  const rows = Math.ceil(sheet.count / sheet.columns);
  picture.style.backgroundImage = `url("${frames}")`;
  picture.style.backgroundSize = `${100 * sheet.columns}% ${100 * rows}%`;

  const keys = Object.fromEntries([1, 2, 3, 4].map((n) => [n, `learn.steps.name_${n}`]));
  choice(place, "learn.steps.which", keys, "1", (n) => show(Number(n)));
  const pair = row(place, "pair");
  pair.append(picture);
  const words = row(pair, "words"),
    told = sentence(words),
    figures = sentence(words, "figures");

  /** @param {number} n */
  function show(n) {
    const index = shares[n - 1],
      { epoch, accuracy_real, accuracy_fake, n_real, n_fake } = snapshots[index];
    const column = index % sheet.columns,
      line = Math.floor(index / sheet.columns);
    picture.style.backgroundPosition = `${(100 * column) / (sheet.columns - 1)}% ${(100 * line) / Math.max(1, rows - 1)}%`;
    told(`learn.steps.say_${n}`);
    figures("learn.steps.figures", {
      epoch: writtenEpoch(epoch),
      real: written(accuracy_real, 2),
      fake: written(accuracy_fake, 2),
      n: written(Math.min(n_real, n_fake)),
    });
  }
  show(1);
  document.addEventListener("theatre:language", () =>
    show(Number(/** @type {HTMLInputElement} */ (place.querySelector("input:checked")).value)),
  );
};

/* One training step, line by line, in the code that runs: a line is chosen, and what it does stands beside it. */
LIVE.step = (place) => {
  const list = make("div", { class: "code" });
  /** @type {HTMLButtonElement[]} */
  const told = [];
  place.append(list);
  const explained = sentence(place, "say explained");
  /** @type {string | null} */
  let chosen = null;

  for (const { file, lines } of props.code) {
    const ol = make("ol", {});
    for (const { number, text, note } of lines) {
      const code = make("code", {}, text || " "),
        item = make("li", { value: number });
      if (note) {
        const button = make("button", { type: "button", "aria-pressed": "false", "data-note": note }, code);
        button.addEventListener("click", () => show(note));
        button.addEventListener("focus", () => button.matches(":focus-visible") && show(note));
        item.append(button);
        told.push(button);
      } else item.append(code);
      ol.append(item);
    }
    list.append(make("p", { class: "note file" }, file), ol);
  }

  /** @param {string} note */
  function show(note) {
    chosen = note;
    for (const button of told) button.setAttribute("aria-pressed", String(button.dataset.note === note));
    explained(`learn.code.${note}`);
    const last = told.findIndex(({ dataset }) => dataset.note === note);
    next.disabled = last === told.length - 1;
  }

  const noteOf = (/** @type {HTMLElement} */ button) => button.dataset.note ?? "";
  const buttons = row(place);
  const next = pressable(
    buttons,
    "learn.code.next",
    () => show(noteOf(told[told.findIndex(({ dataset }) => dataset.note === chosen) + 1])),
    "main",
  );
  pressable(buttons, "learn.again", () => show(noteOf(told[0])));
  show(noteOf(told[0]));
};
