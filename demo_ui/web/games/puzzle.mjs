/* "Why 0.5 lies", as rooms open it: a dialog over whatever asks the question. A case that is left in the middle is still
   there when it is opened again; another visitor finds none. */
import { make, ofHundred, say, written } from "../core/elements.mjs";
import * as theatre from "../core/theatre.mjs";
import { CAUSES, COINS, FEW, LOOKS, accuse, buy, deal, explain, isOver, isWon, knows, shown } from "./puzzle_rules.mjs";

/** @typedef {import("./puzzle_rules.mjs").Case} Case */
/** @typedef {import("./puzzle_rules.mjs").Cause} Cause */
/** @typedef {import("./puzzle_rules.mjs").Look} Look */
/** @typedef {import("./open.mjs").Addresses} Addresses */

/** @type {HTMLDialogElement} */
let dialog;
/** @type {Case[] | null} */
let cases = null;
/** @type {import("./puzzle_rules.mjs").Game | null} */
let game = null;
let won = 0,
  played = 0;

/** @type {(selector: string) => any} of the dialog's own elements */
const part = (selector) => dialog.querySelector(selector);

const TEMPLATE = `
  <div class="game-head"><h2 id="puzzle-title" data-i18n="puzzle.title"></h2>
    <button type="button" class="game-close" data-i18n-aria-label="link.close">×</button></div>
  <p class="game-say" data-i18n="puzzle.ask"></p>
  <p class="game-say puzzle-lost" role="alert" data-i18n="puzzle.lost" hidden></p>
  <div class="puzzle-board">
    <div class="puzzle-dial">
      <svg viewBox="0 0 200 112" aria-hidden="true">
        <path class="arc" d="M18 104 A82 82 0 0 1 182 104"/><path class="chance" pathLength="1" d="M18 104 A82 82 0 0 1 182 104"/>
        <text x="100" y="12" text-anchor="middle">0.5</text>
        <g class="needle of-mean"><path d="M100 104V32"/></g>
        <g class="needle of-real"><path d="M100 104V34"/><circle cx="100" cy="34" r="6"/></g>
        <g class="needle of-fake"><path d="M100 104V50"/><path d="M100 42l7 8-7 8-7-8z"/></g>
        <circle class="hub" cx="100" cy="104" r="6"/>
      </svg>
      <p role="status"><b class="puzzle-mean"></b><span class="puzzle-over"></span></p>
    </div>
    <section aria-labelledby="puzzle-looks">
      <div class="puzzle-line"><h3 id="puzzle-looks" data-i18n="puzzle.looks"></h3><p class="puzzle-coins" role="img"></p></div>
      <div class="puzzle-looks"></div>
    </section>
  </div>
  <h3 id="puzzle-causes" data-i18n="puzzle.accuse"></h3>
  <div class="puzzle-causes" role="group" aria-labelledby="puzzle-causes"></div>
  <div class="puzzle-end" hidden>
    <div role="status"><p class="game-say game-big puzzle-verdict"></p><p class="game-say puzzle-why"></p></div>
    <p class="game-note puzzle-from"></p>
    <div class="puzzle-line"><button type="button" class="game-main puzzle-again"><span data-i18n="puzzle.again"></span></button>
      <p class="game-note puzzle-score"></p></div>
  </div>`;

function build() {
  dialog = document.body.appendChild(make("dialog", { class: "theatre-game", "aria-labelledby": "puzzle-title" }));
  dialog.innerHTML = TEMPLATE;
  part(".puzzle-looks").append(...LOOKS.map(lookTile));
  part(".puzzle-causes").append(...CAUSES.map(causeButton));
  part(".game-close").addEventListener("click", () => dialog.close());
  part(".puzzle-again").addEventListener("click", () => (next(), part(".puzzle-looks button").focus()));
  document.addEventListener("theatre:language", paint);
  document.addEventListener("theatre:forget", () => {
    dialog.close();
    game = null;
    won = played = 0;
  });
}

/** @param {Look} look */
function lookTile(look) {
  const button = make(
    "button",
    { type: "button" },
    make("b", { "data-i18n": `puzzle.look_${look}` }),
    make("span", { "data-i18n": `puzzle.hint_${look}` }),
  );
  const told = make("div", { class: "puzzle-told", tabindex: -1 }, make("b", { "data-i18n": `puzzle.look_${look}` }));
  told.append(
    look === "pictures"
      ? make("span", { class: "puzzle-pictures", role: "img", "data-i18n-aria-label": "puzzle.told_pictures" })
      : make("span"),
  );
  button.addEventListener("click", () => {
    if (game) game = buy(game, look);
    paint();
    told.focus({ preventScroll: true });
  });
  return make("div", { "data-look": look }, button, told);
}

/** @param {Cause} cause */
function causeButton(cause) {
  const button = make(
    "button",
    { type: "button", "data-cause": cause },
    make("b", { "data-i18n": `puzzle.cause_${cause}` }),
    make("span", { "data-i18n": `puzzle.about_${cause}` }),
  );
  button.addEventListener("click", () => {
    if (!game || isOver(game)) return;
    game = accuse(game, cause);
    played += 1;
    won += Number(isWon(game));
    paint();
    part(".puzzle-again").focus({ preventScroll: true });
    part(".puzzle-end").scrollIntoView({ block: "nearest" });
  });
  return button;
}

function next() {
  if (!cases) return;
  const before = game?.recorded;
  do game = deal(cases, Math.floor(Math.random() * 2 ** 32));
  while (game.recorded === before);
  paint();
}

function paint() {
  if (!game) return;
  const over = isOver(game);
  dialog.dataset.state = over ? "over" : "asked";
  paintDial();
  for (const look of LOOKS) paintLook(look);
  part(".puzzle-coins").replaceChildren(
    ...Array.from({ length: COINS }, (_, i) => make("i", { class: i < (game?.coins ?? 0) ? "" : "spent" })),
  );
  part(".puzzle-coins").setAttribute("aria-label", theatre.t("puzzle.left", { coins: written(game.coins) }));
  for (const button of part(".puzzle-causes").children) {
    const { cause } = button.dataset;
    button.disabled = over;
    button.classList.toggle("good", over && cause === game.recorded.cause);
    button.classList.toggle("bad", over && cause === game.accused && !isWon(game));
  }
  part(".puzzle-end").hidden = !over;
  if (over) paintEnd();
}

/** @param {number} share */
const angle = (share) => `rotate(${(180 * (share - 0.5)).toFixed(1)}deg)`;

function paintDial() {
  if (!game) return;
  const { mean, n, meanBand, real, fake } = shown(game);
  part(".of-mean").style.transform = angle(mean);
  for (const [name, share] of /** @type {[string, number | undefined][]} */ ([
    ["real", real],
    ["fake", fake],
  ])) {
    part(`.needle.of-${name}`).style.transform = angle(share ?? mean);
    part(`.needle.of-${name}`).classList.toggle("unknown", share === undefined);
  }
  part(".chance").style.strokeDasharray = `${2 * meanBand} 2`;
  part(".chance").style.strokeDashoffset = String(meanBand - 0.5);
  part(".puzzle-mean").textContent = written(mean, 2);
  say(part(".puzzle-over"), "puzzle.over", { n: written(n), band: written(meanBand, 2) });
}

/** @param {Look} look */
function paintLook(look) {
  if (!game) return;
  const tile = part(`[data-look="${look}"]`),
    [button, told] = tile.children,
    known = knows(game, look);
  button.hidden = known;
  button.disabled = !game.coins;
  told.hidden = !known;
  if (!known) return;
  const line = told.lastElementChild,
    { mean, n, real = 0, fake = 0, needleBand = 0, auc = 0, aucBand = 0, referee = 0, control = 0 } = shown(game);
  if (look === "pictures")
    return void (line.style.backgroundPosition = `${(100 * game.at) / Math.max(1, (cases?.length ?? 1) - 1)}% 0`);
  const values = {
    more: { n: written(n), mean: written(mean, 2), few: written(FEW) },
    needles: { real: written(real, 2), fake: written(fake, 2), band: written(needleBand, 2), n: written(n) },
    auc: { auc: written(auc, 2), band: written(aucBand, 2), n: written(n) },
    referee: { referee: ofHundred(referee), control: ofHundred(control) },
  };
  say(line, `puzzle.told_${look}`, values[look]);
}

function paintEnd() {
  if (!game) return;
  const { name, figures } = explain(game),
    { run, d_step, g_step, cause } = game.recorded,
    { real, fake, mean, auc, n, meanBand, referee } = figures;
  say(part(".puzzle-verdict"), isWon(game) ? "puzzle.right" : "puzzle.wrong", {
    cause: theatre.t(`puzzle.cause_${cause}`),
  });
  say(part(".puzzle-why"), `puzzle.why_${name}`, {
    real: ofHundred(real),
    fake: ofHundred(fake),
    passed: ofHundred(1 - fake),
    refused: ofHundred(1 - real),
    mean: written(mean, 2),
    auc: written(auc, 2),
    referee: ofHundred(referee),
    right: ofHundred(mean),
    n: written(n),
    band: written(meanBand, 2),
    few: written(FEW),
  });
  const named = `training.run.${run}`;
  say(part(".puzzle-from"), d_step === g_step ? "puzzle.from" : "puzzle.from_apart", {
    run: theatre.t(theatre.t(named) === named ? `museum.${run}.name` : named),
    step: written(d_step),
    n: written(n),
  });
  say(part(".puzzle-score"), "puzzle.score", { won: written(won), played: written(played) });
}

/** @param {Addresses} at */
async function fetchCases(at) {
  const answer = await fetch(new URL(at.cases, document.baseURI));
  if (!answer.ok) throw new TypeError(`${at.cases}: ${answer.status}`);
  return /** @type {Promise<Case[]>} */ (answer.json());
}

/**
 * Opens the game where it was left.
 * @param {Addresses} at
 */
export async function open(at) {
  if (!dialog) build();
  dialog.showModal();
  cases ??= await fetchCases(at).catch(() => null);
  part(".puzzle-lost").hidden = Boolean(cases);
  dialog.dataset.state ??= "asked";
  if (!cases) return;
  const pictures = part(".puzzle-pictures").style;
  pictures.backgroundImage = `url("${new URL(at.fakes, document.baseURI)}")`;
  pictures.backgroundSize = `${100 * cases.length}% 100%`;
  if (game) paint();
  else next();
}
