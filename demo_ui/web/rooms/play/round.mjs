/* A round: an answered picture tells what it was and what the discriminator said, for a moment; then comes the next one.
   The answers go to the server one after the other behind it, and what is true of a picture comes back with its answer,
   not before: where that takes long the next picture does not wait for it. */
import { say, written } from "../../core/elements.mjs";
import { faultsOf } from "../../core/faults.mjs";
import * as theatre from "../../core/theatre.mjs";
import { paintCurves } from "./curves.mjs";
import { paintEnding } from "./ending.mjs";
import {
  counted,
  crowdTally,
  nobody,
  paintScore,
  paintStrip,
  showPicture,
  showTruth,
  signOf,
  streak,
} from "./pictures.mjs";
import { element, find, server, state } from "./state.mjs";

/** @typedef {import("./state.mjs").Checkpoint} Checkpoint */
/** @typedef {import("./state.mjs").Snapshot} Snapshot */
/** @typedef {import("./state.mjs").Round} Round */

const AGAIN = 1000; // ms until an answer that did not arrive is sent again, and networks that load are asked again
const LOOK = 1000, // ms for which an answered picture is looked at, or until the next press
  LATE = 1000; // ms that are waited for its truth

let sending = Promise.resolve(),
  onward = 0; // the timer that ends the moment
/** @type {Map<string, import("./curves.mjs").Own & {checkpoint: string}>} the visitor's rounds of each snapshot, added up */
const own = new Map();

/** @param {string} id one of those that can be chosen */
export const checkpointOf = (id) => /** @type {Checkpoint} */ (state.facts.checkpoints.find((one) => one.id === id));
export const current = () => checkpointOf(state.chosen.checkpoint);
export const snapshot = () =>
  /** @type {Snapshot} */ (current().snapshots.find(({ step }) => step === state.chosen.step));
/**
 * @param {number} ms
 * @returns {Promise<void>}
 */
const rest = (ms) => new Promise((done) => setTimeout(done, ms));

export const { told } = faultsOf(find, "play.lost");

/**
 * @template Told
 * @param {() => Promise<Told>} call
 * @returns {Promise<Told | undefined>}
 */
export const asked = async (call) => {
  try {
    return await call();
  } catch {
    return undefined;
  }
};

/* Another round about what is chosen; the one before is named, so that rounds about the same snapshot add up. Networks
   that are loaded when they are first asked for are asked again: whoever chose them need not choose them once more. */
export async function begin(waits = false) {
  const mine = (state.begun += 1),
    after = state.ended ? state.round?.id : null,
    { subject, checkpoint, step, pictures } = state.chosen;
  ready(false);
  state.leaving ||= find(".ending").contains(document.activeElement);
  find(".play").dataset.phase = "asking";
  find(".play").dataset.busy = "1";
  theatre.put(find(".doing"), waits ? "generate.waiting.loading" : "translate.waiting.working");
  find(".waiting .note").textContent = "";
  showPicture(null);
  const dealt = await asked(() => server.begin({ subject, checkpoint, step, pictures, after }));
  if (mine !== state.begun) return; // something else was chosen meanwhile
  if (dealt?.fault?.code === "not_ready") return void setTimeout(() => mine === state.begun && begin(true), AGAIN);
  delete find(".play").dataset.busy;
  if (!told(dealt)) return void ((state.round = null), paint());
  state.round = { ...dealt, id: dealt.round, subject, checkpoint, step };
  state.said = [];
  state.verdicts = [];
  state.ended = null;
  state.moment = null;
  sending = Promise.resolve();
  ready(true);
  paint();
  if (state.leaving) find(".says-real").focus({ preventScroll: true }); // the button that was pressed is gone
}

/** @param {boolean} on */
export function ready(on) {
  for (const button of /** @type {NodeListOf<HTMLButtonElement>} */ (element.querySelectorAll(".target")))
    button.disabled = !on;
}

/**
 * Of the picture that is asked about; while the truth of the last one is looked at, a press means to go on.
 * @param {boolean} fake
 */
export function answer(fake) {
  if (!state.round || state.ended || find(".target").disabled) return;
  if (state.moment !== null) return void (state.verdicts[state.moment] && goOn());
  if (state.said.length === state.round.count) return;
  const place = state.said.push(fake) - 1,
    mine = state.round;
  state.moment = place;
  onward = window.setTimeout(goOn, LATE);
  sending = sending.then(() => send(mine, place, fake));
  paint();
}

/* From the picture that was answered to the next one, or to the end. */
export function goOn() {
  if (state.moment === null) return;
  clearTimeout(onward);
  state.moment = null;
  if (state.said.length === state.round?.count) ready(false);
  paint();
  if (state.round && state.verdicts.length === state.round.count) finish(state.round);
}

/**
 * @param {Round} mine
 * @param {number} place
 * @param {boolean} fake
 */
async function send(mine, place, fake) {
  while (mine === state.round) {
    const verdict = await asked(() => server.answer({ round: mine.id, place, fake }));
    if (mine !== state.round) return;
    if (told(verdict)) return arrived(place, verdict);
    if (verdict) return over();
    await rest(AGAIN);
  }
}

/* The round is no longer kept: what was answered is, and a new one begins by the visitor's hand. */
function over() {
  state.round = null;
  state.moment = null;
  ready(false);
  paint();
}

/**
 * @param {number} place
 * @param {import("./state.mjs").Verdict} verdict
 */
function arrived(place, verdict) {
  state.verdicts[place] = verdict;
  const right = verdict.fake === state.said[place];
  find(".stage .spoken").textContent = theatre.t(right ? "play.spoken.right" : "play.spoken.wrong", {
    truth: theatre.t(`play.${signOf(verdict.fake)}`),
    machine: theatre.t(`play.${signOf(verdict.machine_fake)}`),
  });
  paint();
  if (state.moment === place) {
    clearTimeout(onward);
    onward = window.setTimeout(goOn, LOOK);
  } else if (state.moment === null && state.verdicts.length === state.round?.count) finish(state.round);
}

/** @param {Round} mine */
async function finish(mine) {
  let told_ = await asked(() => server.end({ round: mine.id }));
  while (!told_ && mine === state.round) {
    told(told_);
    await rest(AGAIN);
    told_ = await asked(() => server.end({ round: mine.id }));
  }
  if (mine !== state.round) return;
  if (!told(told_)) return over();
  /** @type {import("./state.mjs").Ended} */
  const ended = told_;
  state.ended = ended;
  if (ended.counted) state.facts.counted = ended.counted;
  if (mine.subject === "digits")
    own.set(`${mine.checkpoint}@${mine.step}`, {
      checkpoint: mine.checkpoint,
      epoch: mine.epoch,
      you: ended.you,
    });
  find(".play").dataset.phase = "ended";
  paint();
  state.leaving = false;
  find(".headline").focus({ preventScroll: true });
}

/** @type {Record<string, string>} by what is played with: the networks that make the pictures, where none are chosen */
const FIXED = { photos: "horse2zebra", coloured: "grey2colour" };

function crowdHere() {
  if (!state.facts.counted) return null;
  const subject = state.chosen.subject,
    checkpoint = FIXED[subject] ?? state.chosen.checkpoint;
  return state.facts.counted.filter((row) => row.subject === subject && row.checkpoint === checkpoint);
}

/** @type {(() => void)[]} */
const beside = [];
/**
 * What else is painted whenever the round is.
 * @param {() => void} act
 */
export const alsoPaint = (act) => beside.push(act);

export function paint() {
  const digits = state.chosen.subject === "digits",
    crowd = crowdHere(),
    epoch = digits ? snapshot().epoch : (state.round?.epoch ?? 0);
  find(".play").dataset.subject = state.chosen.subject;
  say(find("#play-question"), digits ? "play.question" : `play.question.${state.chosen.subject}`);
  for (const act of beside) act();
  const place = state.moment ?? (state.round ? Math.min(state.said.length, state.round.count - 1) : 0),
    run = streak(state.said, state.verdicts);
  showPicture(state.round, place);
  showTruth(state.moment === null ? undefined : state.verdicts[state.moment], state.said[place]);
  find(".play").toggleAttribute("data-moment", state.moment !== null);
  find(".streak").hidden = run < 2;
  if (run > 1) say(find(".streak"), "play.streak", { n: written(run) });
  if (state.round) {
    say(find(".counter"), "play.counter", { place: written(place + 1), count: written(state.round.count) });
    paintStrip(state.round, state.said, state.verdicts);
  }
  const here = crowd?.find((row) => Math.abs(row.epoch - epoch) < 1e-6);
  paintScore(
    counted(state.verdicts, (_, i) => state.said[i]),
    counted(state.verdicts, (verdict) => verdict.machine_fake),
    here ? crowdTally(here) : crowd && nobody(),
  );
  if (digits)
    paintCurves(
      current().measured,
      [...own.values()].filter((one) => one.checkpoint === state.chosen.checkpoint),
      crowd ?? [],
      epoch,
    );
  if (state.ended && state.round) paintEnding(state.round, state.said, state.verdicts, state.ended);
}
