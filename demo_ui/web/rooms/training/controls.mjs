/* Buttons, keys and fingers. */
import { written } from "../../core/elements.mjs";
import * as theatre from "../../core/theatre.mjs";
import { SPEEDS, goTo, halt, inSight, paint, play, playing, showPlaying } from "./clock.mjs";
import { saveLiveGif } from "./live.mjs";
import { across } from "./plots.mjs";
import { fault, follow, handOverBlob, isAlive, mine, pressed, redraw } from "./stage.mjs";
import { element, find, state } from "./state.mjs";

/* The GIF is the player itself, over and over, so that needles, curves and words go along with the picture. */
function playOver() {
  if (playing && state.looping) return halt();
  loop(true);
  if (state.run.live) follow(false);
  goTo(0);
  play();
}

/** @param {boolean} on */
export function loop(on) {
  state.looping = on;
  pressed(".loop", on);
  showPlaying();
}

/* As a blob, because the server's own name for the file would win over ours. */
async function saveGif() {
  if (state.run.live) return saveLiveGif();
  const name = `gan-theatre-${state.run.id}.gif`;
  const answer = await fetch(/** @type {string} */ (state.run.gif)).catch(() => null);
  fault(answer?.ok ? null : "training.lost");
  if (!answer?.ok) return;
  handOverBlob(await answer.blob(), name);
}

/** @param {number} by */
const stepBy = (by) => (halt(), goTo(state.index + by), moved());
/** @param {number} wanted */
const jumpTo = (wanted) => (goTo(wanted), moved());
const toggle = () => (state.run.live ? mine() && isAlive() && find(".go").click() : playing ? halt() : play());

/* Whoever goes back in a live run stays there; at its end one goes on with it. */
function moved() {
  if (state.run.live) follow(state.index === state.run.snapshots.length - 1);
}

function changeSpeed() {
  state.shownAt = performance.now();
  state.speed = SPEEDS[(SPEEDS.indexOf(state.speed) + 1) % SPEEDS.length];
  showSpeed();
}

export function showSpeed() {
  find(".speed").textContent = `${written(state.speed, state.speed < 1 ? 1 : 0)}×`;
  find(".speed").setAttribute(
    "aria-label",
    theatre.t("training.speed", { speed: written(state.speed, state.speed < 1 ? 1 : 0) }),
  );
}

find(".play").addEventListener("click", () => state.ready && toggle());
find(".frame").addEventListener("click", () => state.ready && toggle());
find(".back").addEventListener("click", () => state.ready && stepBy(-1));
find(".on").addEventListener("click", () => state.ready && stepBy(1));
find(".speed").addEventListener("click", changeSpeed);
find(".scrub").addEventListener("input", () => state.ready && jumpTo(find(".scrub").valueAsNumber));
find(".loop").addEventListener("click", () => loop(!state.looping));
find(".verdicts").addEventListener("click", () =>
  pressed(".verdicts", !(find(".tiles").hidden = !find(".tiles").hidden)),
);
find(".gif-show").addEventListener("click", () => state.ready && playOver());
find(".gif-save").addEventListener("click", saveGif);

/* A finger on the curves takes the cursor along. */
for (const field of /** @type {NodeListOf<HTMLElement>} */ (element.querySelectorAll(".field"))) {
  const follow = (/** @type {PointerEvent} */ { clientX }) => {
    const { left, width } = field.getBoundingClientRect(),
      share = (clientX - left) / width;
    const away = state.run.snapshots.map(({ epoch }) => Math.abs(across(state.run, epoch) - share));
    if (state.ready) jumpTo(away.indexOf(Math.min(...away)));
  };
  field.addEventListener("pointerdown", (event) => (field.setPointerCapture(event.pointerId), follow(event)));
  field.addEventListener("pointermove", (event) => field.hasPointerCapture(event.pointerId) && follow(event));
}

/**
 * Keys work wherever the focus is, except where they already mean something.
 * @type {Record<string, () => void>}
 */
const KEYS = {
  " ": () => toggle(),
  ArrowLeft: () => stepBy(-1),
  ArrowRight: () => stepBy(1),
  Home: () => jumpTo(0),
  End: () => jumpTo(state.run.snapshots.length - 1),
};
/** @param {KeyboardEvent} event */
function keyed(event) {
  if (!element.isConnected) return document.removeEventListener("keydown", keyed);
  const taken = /** @type {HTMLElement} */ (event.target).closest(
    event.key === " "
      ? "button, input:not(.scrub), select, textarea"
      : "[role=tab], input:not(.scrub), select, textarea",
  );
  if (!inSight || !state.ready || !KEYS[event.key] || taken || event.ctrlKey || event.altKey || event.metaKey) return;
  event.preventDefault();
  KEYS[event.key]();
}
document.addEventListener("keydown", keyed);

document.addEventListener("theatre:language", () => {
  showSpeed();
  if (!state.ready) return;
  redraw();
  paint();
});

document.addEventListener("visibilitychange", () => (state.shownAt = performance.now())); // no jump over what was not seen

find(".newest").addEventListener(
  "click",
  () => state.ready && state.run.live && jumpTo(state.run.snapshots.length - 1),
);
