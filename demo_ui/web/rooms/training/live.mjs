/* Live training, watched: asks for what is new at most twice a second while somebody looks, shows it like any other
   run, and stays at the newest snapshot unless the visitor scrubs back. */
import { handOver, say, shownLast, written } from "../../core/elements.mjs";
import { atRest } from "../../core/latest_wins.mjs";
import * as theatre from "../../core/theatre.mjs";
import { goTo, inSight, paint } from "./clock.mjs";
import { brush, canvas, decoded, paintAbout, told } from "./frame.mjs";
import { FIXED, differing, setKnobs, wished } from "./knobs.mjs";
import { lastOf } from "./plots.mjs";
import {
  fault,
  handOverBlob,
  indexOf,
  isAlive,
  isOn,
  keepBeating,
  mine,
  redraw,
  remember,
  showStage,
  visitor,
} from "./stage.mjs";
import { above, element, find, root, server, state } from "./state.mjs";

/** @typedef {import("./state.mjs").Run} Run */
/** @typedef {import("./state.mjs").Snapshot} Snapshot */

const EAGER = 500,
  IDLE = 2000; // ms between two looks: while a run goes on, and while none does
export let liveRun = noRun(null),
  asking = false,
  nextLook = 0;

/**
 * @param {string | null} which
 * @returns {Run}
 */
function noRun(which) {
  return {
    id: "live",
    live: true,
    which,
    kind: "digits",
    snapshots: [],
    weights: [],
    reference: /** @type {any} */ (null),
    frames: null,
    gif: null,
    about: null,
    exhibit: null,
    twin: null,
  };
}

const looking = () =>
  (state.mode === "live" && inSight && document.visibilityState === "visible") || above.refereeAtWork();

export function openLive() {
  state.run = liveRun;
  state.ready = liveRun.snapshots.length > 0;
  paintAbout(state.run);
  showStage(state.run);
  if (state.ready) showNewest();
  else clearStage();
  above.showLive();
  above.showReferee();
  look(true);
}

/* Nothing has been seen of this run yet. */
function clearStage() {
  root.dataset.state = "empty";
  root.toggleAttribute("data-twins", false);
  brush.clearRect(0, 0, canvas.width, canvas.height);
  find(".scrub").max = find(".scrub").value = 0;
  find(".scrub").style.setProperty("--done", "0%");
  above.paintNearest();
  for (const part of [".lean", ".quality", ".take-over"]) find(part).hidden = true;
  const filled = ".field, .axis, .legend > span, .measures dd, .needles p, .caption, .counts";
  for (const field of /** @type {NodeListOf<HTMLElement>} */ (element.querySelectorAll(filled))) {
    field.replaceChildren();
    delete field.dataset.i18n;
    shownLast.delete(field);
  }
  for (const part of element.querySelectorAll("[data-step]")) part.removeAttribute("data-step"); // none is shown
}

function showNewest() {
  redraw();
  root.dataset.state = "ready";
  state.ready = true;
  if (state.following) goTo(state.run.snapshots.length - 1);
  else paint(); // who looks back, or plays it over, is not held up
}

export async function look(warm = false) {
  clearTimeout(nextLook);
  if (asking || !looking()) return;
  asking = true;
  const after = lastOf(liveRun)?.step ?? -1;
  const twin = liveRun.twin?.snapshots.length ? liveRun.twin.which : null;
  const asked = { visitor: visitor(), run: liveRun.which, after, twin, warm };
  const answer = await server.live_watch(asked).catch(() => null);
  if (good(answer, "look")) await take(answer);
  asking = false;
  nextLook = setTimeout(
    () => look(),
    (isAlive() && state.view?.stage !== "paused") || state.view?.status === "queued" || above.refereeAtWork()
      ? EAGER
      : IDLE,
  );
}

/**
 * One answer of the server becomes what is known; a run that is not the one we hold replaces it.
 * @param {any} answer a View with the snapshots that came
 */
export async function take(answer) {
  const { snapshots, twin, ...rest } = answer;
  const [all, ofTwin] = await Promise.all([withPictures(snapshots), withPictures(twin?.snapshots ?? [])]);
  const other = rest.run !== liveRun.which;
  if (other) {
    liveRun = noRun(rest.run);
    state.following = true;
  }
  const came = added(liveRun, all);
  const twinNew = takeTwin(twin, ofTwin, rest.knobs);
  liveRun.reference = rest.facts?.reference ?? liveRun.reference;
  liveRun.kind = rest.facts?.among === undefined ? "digits" : "pictures"; // somebody's own
  liveRun.varied = Boolean(rest.facts?.data?.bend);
  liveRun.averaged = rest.facts?.measured_on === "averaged weights";
  const weightsCame = String(rest.weights) !== String(liveRun.weights);
  liveRun.weights = rest.weights.filter((/** @type {number} */ step) => indexOf(liveRun, step) >= 0);
  if (mine() !== (rest.owner && rest.run !== null) || other) adopt(rest);
  state.view = { ...rest, twin };
  keepBeating();
  if (state.mode === "live") showTaken(other, came.length > 0 || twinNew, weightsCame);
  above.showReferee();
}

/**
 * Those that are newer than what we hold: a link and a refresh may both have asked for all.
 * @param {Run} run
 * @param {Snapshot[]} came
 */
function added(run, came) {
  const last = lastOf(run)?.step ?? -1,
    newer = came.filter(({ step }) => step > last);
  run.snapshots.push(...newer);
  return newer;
}

/**
 * @param {import("./state.mjs").LiveSnapshot[]} snapshots
 * @returns {Promise<Snapshot[]>} those whose picture could be read
 */
async function withPictures(snapshots) {
  const read = snapshots.map(async ({ frame, ...snapshot }) => ({
    ...snapshot,
    picture: await decoded(frame).catch(() => null),
  }));
  return (await Promise.all(read)).filter(({ picture }) => picture);
}

/**
 * B, beside the run that we hold; whether anything of it is new.
 * @param {import("./state.mjs").Twin | null} twin
 * @param {Snapshot[]} came
 * @param {import("./state.mjs").Knobs | null} knobs of A
 */
function takeTwin(twin, came, knobs) {
  const { which = null } = liveRun.twin ?? {};
  const other = (twin?.run ?? null) !== which;
  if (other) liveRun.twin = twin && { ...noRun(twin.run), ...namedBy(differing(knobs ?? {}, twin.knobs)) };
  if (!twin || !liveRun.twin) return other;
  if (twin.facts) liveRun.twin.reference = twin.facts.reference;
  liveRun.twin.kind = liveRun.kind;
  for (const snapshot of came) snapshot.at = liveRun.snapshots[indexOf(liveRun, snapshot.step)]?.epoch;
  return added(liveRun.twin, came).length > 0 || other;
}

/**
 * A fork's name says what is different, also on a file.
 * @param {NonNullable<Run["differs"]>} differs
 */
const namedBy = (differs) => ({ id: `what-if-${differs.name}-${differs.b}`, differs });

/**
 * @param {boolean} other
 * @param {boolean} came
 * @param {boolean} weightsCame
 */
function showTaken(other, came, weightsCame) {
  if (other) openRun();
  if (came && liveRun.reference) showNewest();
  else if (weightsCame && state.ready) above.paintTaking(state.run, state.index);
  find(".averaged").hidden = !state.run.averaged;
  above.showLive();
}

function openRun() {
  state.run = liveRun;
  state.ready = false;
  state.index = 0;
  clearStage();
}

/**
 * The knobs of a run that turns out to be this visitor's own.
 * @param {import("./state.mjs").View} view
 */
function adopt({ owner, knobs }) {
  if (owner && knobs) setKnobs(knobs);
}

/**
 * @param {string} action
 * @param {Record<string, unknown>} more
 */
export async function act(action, more = {}) {
  state.busy += 1;
  above.showLive();
  if (action === "start" || action === "one") remember();
  const answer = await server.live_do({ visitor: visitor(), action, ...more }).catch(() => null);
  state.busy -= 1;
  const went = good(answer);
  await look();
  above.showLive();
  return went;
}

/**
 * Says a fault of the server, or that it does not answer. What a look says the next good look takes back, what an
 * action says the next good action.
 * @type {string | null}
 */
let faultFrom = null;
/** @param {Answer | null} answer */
export function good(answer, from = "action") {
  const { fault: wrong } = answer ?? { fault: { code: "lost", details: {} } };
  if (wrong) fault(wrong.code === "lost" ? "generate.lost" : `error.${wrong.code}`, wrong.details);
  else if (faultFrom === from) fault(null);
  if (from === "look") root.toggleAttribute("data-lost", Boolean(wrong));
  if (wrong || faultFrom === from) faultFrom = wrong ? from : null;
  return !wrong;
}

document.addEventListener("visibilitychange", () => look());

above.look = look;

/**
 * The live room's buttons and its sentences: what goes on, how long, and what a press would do.
 * @param {number | null} seconds
 */
const minutes = (seconds) =>
  seconds === null ? "–" : `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;

function statusKey() {
  if (!state.view) return "asking";
  if (state.view.status === "queued") return "queued";
  if (state.view.run === null || state.view.stage === "idle") return "idle";
  const { twin, speed } = state.view,
    two = twin && isOn(twin.stage);
  if (two && twin.stage === "warming") return "forking";
  if (state.view.stage === "running") return mine() ? (speed === null ? "begun" : two ? "two" : "running") : "others";
  if (state.view.stage === "paused" || state.view.stage === "warming")
    return mine() || state.view.stage === "warming" ? state.view.stage : "others";
  return state.view.stage;
}

export function showLive() {
  if (state.mode !== "live") return;
  find(".status").hidden = false;
  const { place, waiting, seconds_left = null, speed = null, step = 0, message = null } = state.view ?? {};
  say(find(".now"), `training.live.status.${statusKey()}`, {
    place: written(place ?? 0),
    waiting: written(waiting ?? 0),
    left: minutes(seconds_left),
    step: written(step ?? 0),
    speed: speed === null ? "" : written(speed, speed < 10 ? 1 : 0),
  });
  if (!state.ready) {
    say(find(".headline"), `training.live.${isAlive() ? "coming" : "idle"}`);
    say(find(".why"), `training.live.${isAlive() ? "patience" : "explained"}`);
  }
  told(find(".message"), Boolean(message), message && `error.${message.code}`, message?.details);
  const own = mine() && isAlive(),
    on = own && state.view?.stage !== "paused";
  theatre.put(find(".go span"), on ? "training.live.pause" : own ? "training.live.resume" : "training.live.start");
  find(".go").classList.toggle("on", on);
  find(".go").disabled = state.busy > 0 || state.view?.status === "queued";
  find(".one").disabled = state.busy > 0 || on || state.view?.status === "queued" || (isAlive() && !own);
  find(".end-run").disabled = state.busy > 0 || !(own || state.view?.status === "queued");
  find(".reset").disabled = state.busy > 0 || !mine();
  find(".fixed").hidden = !own;
  above.showTwin();
  find(".save-run").disabled = state.busy > 0 || !(mine() && state.view?.can_save);
  find(".gif-save").disabled = state.busy > 0 || !(mine() && state.ready);
  told(
    find(".curtain"),
    !state.ready,
    state.view?.stage === "warming" || own ? "training.live.coming" : "training.live.curtain",
  );
}

find(".go").addEventListener("click", () => {
  if (!(mine() && isAlive())) return state.own ? above.bring() : act("start", { knobs: wished });
  return act(state.view?.stage === "paused" ? "resume" : "pause");
});
find(".one").addEventListener("click", () => {
  if (state.own && !(mine() && isAlive())) return above.bring();
  act("one", { knobs: wished });
});
find(".end-run").addEventListener("click", () => act("stop"));
find(".reset").addEventListener("click", () => act("reset", { knobs: wished }));

/* Turned knobs reach the run in training when the finger rests; what belongs to a run waits for the next one. */
const turnNow = atRest(() => {
  if (!(mine() && isAlive())) return;
  const kept = Object.fromEntries([...FIXED, "seed"].map((name) => [name, state.view?.knobs?.[name] ?? wished[name]]));
  act("turn", { knobs: { ...wished, ...kept } });
}, 300);
state.turned = (name) => !FIXED.includes(name) && turnNow();

/**
 * @param {string} key
 * @param {() => Promise<Answer>} work
 */
async function during(key, work) {
  state.busy += 1;
  showLive();
  say(find(".now"), key);
  const answer = await work().catch(() => null);
  state.busy -= 1;
  const went = good(answer);
  showLive();
  return went ? answer : null;
}

/** @param {number} step */
export async function takeLive(step) {
  return during("training.taking", () => server.live_take({ visitor: visitor(), step }));
}

find(".save-run").addEventListener("click", async () => {
  const file = await during("training.live.saving", () => server.live_save({ visitor: visitor() }));
  if (file) handOverBlob(await (await fetch(file.url)).blob(), file.name); // tens of megabytes
});

export async function saveLiveGif() {
  const file = await during("training.gif.making", () => server.live_gif({ visitor: visitor() }));
  if (file) handOver(file.url, file.name);
}

above.showLive = showLive;
