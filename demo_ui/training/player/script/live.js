/* Live training, watched: asks for what is new at most twice a second while somebody looks, shows it like any other
   run, and stays at the newest snapshot unless the visitor scrubs back. */
const EAGER = 500, IDLE = 2000; // ms between two looks: while a run goes on, and while none does
const ALIVE = ["warming", "running", "paused"];
let view = null, liveRun = noRun(null), following = true, asking = false, nextLook = 0, busy = 0;

function noRun(which) {
  return { id: "live", live: true, which, kind: "digits", snapshots: [], weights: [], reference: null, frames: null, gif: null, about: null, exhibit: null };
}

const isAlive = () => ALIVE.includes(view?.stage);
const mine = () => Boolean(view?.owner) && view.run !== null;
const looking = () => (mode === "live" && inSight && document.visibilityState === "visible") || refereeAtWork();

function openLive() {
  run = liveRun;
  ready = liveRun.snapshots.length > 0;
  paintAbout(run);
  showStage(run);
  if (ready) showNewest();
  else clearStage();
  showLive();
  showReferee();
  look(true);
}

/* Nothing has been seen of this run yet. */
function clearStage() {
  root.dataset.state = "empty";
  brush.clearRect(0, 0, canvas.width, canvas.height);
  find(".scrub").max = find(".scrub").value = 0;
  find(".scrub").style.setProperty("--done", "0%");
  say(find(".headline"), "training.live.idle");
  say(find(".why"), "training.live.explained");
  for (const part of [".lean", ".quality", ".take-over"]) find(part).hidden = true;
  for (const field of element.querySelectorAll(".field, .axis, .legend > span, .gauge dd, .needles p, .caption, .counts")) {
    field.replaceChildren();
    delete field.dataset.i18n;
    shownLast.delete(field);
  }
}

function showNewest() {
  redraw();
  root.dataset.state = "ready";
  ready = true;
  if (following) goTo(run.snapshots.length - 1);
  else paint(); // who looks back, or plays it over, is not held up
}

async function look(warm = false) {
  clearTimeout(nextLook);
  if (asking || !looking()) return;
  asking = true;
  const after = liveRun.snapshots.at(-1)?.step ?? -1;
  const answer = await server.live_watch({ visitor: visitor(), run: liveRun.which, after, warm }).catch(() => null);
  if (good(answer, "look")) await take(answer);
  asking = false;
  nextLook = setTimeout(() => look(), (isAlive() && view.stage !== "paused") || view?.status === "queued" || refereeAtWork() ? EAGER : IDLE);
}

/* One answer of the server becomes what is known; a run that is not the one we hold replaces it. */
async function take(answer) {
  const { snapshots, ...rest } = answer;
  const pictures = await Promise.all(snapshots.map(({ frame }) => decoded(frame).catch(() => null)));
  const other = rest.run !== liveRun.which;
  if (other) {
    liveRun = noRun(rest.run);
    following = true;
  }
  const came = snapshots.map(({ frame, ...snapshot }, i) => ({ ...snapshot, picture: pictures[i] })).filter(({ picture }) => picture);
  liveRun.snapshots.push(...came);
  liveRun.reference = rest.facts?.reference ?? liveRun.reference;
  liveRun.averaged = rest.facts?.measured_on === "averaged weights";
  const weightsCame = String(rest.weights) !== String(liveRun.weights);
  liveRun.weights = rest.weights.filter((step) => indexOf(liveRun, step) >= 0);
  if (mine() !== (rest.owner && rest.run !== null) || other) adopt(rest);
  view = rest;
  keepBeating();
  if (mode === "live") showTaken(other, came.length > 0, weightsCame);
  showReferee();
}

function showTaken(other, came, weightsCame) {
  if (other) openRun();
  if (came && liveRun.reference) showNewest();
  else if (weightsCame && ready) paintTaking(run, index);
  find(".averaged").hidden = !run.averaged;
  showLive();
}

function openRun() {
  run = liveRun;
  ready = false;
  index = 0;
  clearStage();
}

/* The knobs of a run that turns out to be this visitor's own. */
function adopt({ owner, knobs }) {
  if (owner && knobs) setKnobs(knobs);
}

async function act(action, more = {}) {
  busy += 1;
  showLive();
  if (action === "start" || action === "one") remember();
  const answer = await server.live_do({ visitor: visitor(), action, ...more }).catch(() => null);
  busy -= 1;
  const went = good(answer);
  await look();
  showLive();
  return went;
}

/* Says a fault of the server, or that it does not answer. What a look says the next good look takes back, what an
   action says the next good action. */
let faultFrom = null;
function good(answer, from = "action") {
  const { fault: wrong } = answer ?? { fault: { code: "lost" } };
  if (wrong) fault(wrong.code === "lost" ? "generate.lost" : `error.${wrong.code}`, wrong.details);
  else if (faultFrom === from) fault(null);
  if (from === "look") root.toggleAttribute("data-lost", Boolean(wrong));
  if (wrong || faultFrom === from) faultFrom = wrong ? from : null;
  return !wrong;
}

find(".newest").addEventListener("click", () => ready && run.live && jumpTo(run.snapshots.length - 1));

function follow(on) {
  following = on;
  pressed(".newest", on);
}

document.addEventListener("visibilitychange", () => look());
