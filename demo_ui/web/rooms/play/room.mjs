/* Taps, clicks and keys. A key goes by its place on the keyboard, whatever script it writes. */
import { firstSeen, whenReady } from "../../core/elements.mjs";
import * as theatre from "../../core/theatre.mjs";
import { buildChoices, choose, stand, subjects, takeOver } from "./choice.mjs";
import { showPicture } from "./pictures.mjs";
import { answer, asked, begin, goOn, paint, snapshot, told } from "./round.mjs";
import { element, find, server, state } from "./state.mjs";

/** @typedef {import("./state.mjs").Facts} Facts */
/** @typedef {Parameters<typeof takeOver>[0]} Taken */

/** @type {Record<string, boolean>} */
const KEYS = { ArrowLeft: false, KeyR: false, ArrowRight: true, KeyF: true };

find(".says-real").addEventListener("click", () => answer(false));
find(".says-fake").addEventListener("click", () => answer(true));
find(".frame").addEventListener("click", () => state.moment !== null && state.verdicts[state.moment] && goOn());

document.addEventListener("keydown", (event) => {
  if (!(event.code in KEYS) || event.repeat || event.ctrlKey || event.altKey || event.metaKey) return;
  if (!element.offsetParent || !state.round || state.ended) return;
  if (event.code.startsWith("Arrow") && /** @type {HTMLElement} */ (event.target).closest("input")) return; // there arrows choose and slide
  event.preventDefault();
  answer(KEYS[event.code]);
});

/* What the room shows by itself while nobody is there: the question, over one picture after the other. Nobody answers. */
const ACT_PACE = 2500; // ms for each picture
let actRuns = 0;

theatre.acts.play = {
  begin() {
    let next = 0;
    clearInterval(actRuns);
    actRuns = setInterval(
      () => state.round && !state.said.length && showPicture(state.round, (next += 1) % state.round.count),
      ACT_PACE,
    );
  },
  end() {
    clearInterval(actRuns);
    if (state.facts) choose({}); // those pictures were seen
  },
};

/* ---- the beginning, once somebody looks ---- */

/** @type {Taken | null} networks that were taken over before these here were loaded */
let offered = null;
let woken = () => {};
/** @type {Promise<void>} */
const awoken = new Promise((done) => {
  woken = done;
});

/** @param {Facts} status */
function open(status) {
  told({});
  state.facts = status;
  const [{ id, snapshots }] = state.facts.checkpoints;
  const near = (/** @type {import("./state.mjs").Snapshot} */ one) => Math.abs(one.epoch - state.facts.start);
  const { step } = snapshots.reduce((best, one) => (near(one) < near(best) ? one : best));
  state.chosen = { subject: "digits", checkpoint: id, step, pictures: state.facts.lengths[0] };
  buildChoices();
  find(".play").dataset.state = "ready";
  paint();
  document.addEventListener("theatre:language", paint);
  woken();
  if (offered) takeOver(offered);
  new IntersectionObserver(([{ isIntersecting }]) => isIntersecting && !state.round && begin()).observe(find(".play"));
}

document.addEventListener("theatre:take-over", (event) => {
  const taken = /** @type {CustomEvent<Taken>} */ (event).detail;
  if (state.facts) takeOver(taken);
  else offered = taken;
});

/* ---- links ---- */

/** @param {Record<string, string>} link */
async function show(link) {
  await awoken;
  const { oneOf, number } = theatre.readers,
    lengths = state.facts.lengths.map(String),
    ids = state.facts.checkpoints.map(({ id }) => id);
  const { values, wrong } = theatre.read(link, {
    subject: oneOf(...subjects()),
    checkpoint: oneOf(...ids),
    epoch: number(0, 1e6),
    pictures: oneOf(...lengths),
  });
  const {
    subject = "digits",
    checkpoint = state.chosen.checkpoint,
    epoch = snapshot().epoch,
    pictures = state.chosen.pictures,
  } = values;
  state.chosen.pictures = Number(pictures);
  if (subject !== "digits") choose({ subject });
  else stand(checkpoint, epoch);
  return wrong;
}

function linked() {
  if (!state.facts) return {};
  const { subject, checkpoint, pictures } = state.chosen;
  if (subject !== "digits") return { subject, ...(subject === "coloured" ? { pictures } : {}) };
  return { subject, ...(checkpoint.startsWith("taken-") ? {} : { checkpoint }), epoch: snapshot().epoch, pictures };
}

theatre.register?.("play", { show, state: linked });
firstSeen(element)
  .then(() => whenReady(find, () => asked(() => server.status()), told))
  .then(open);
