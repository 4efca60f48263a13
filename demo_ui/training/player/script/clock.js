/* What is shown, and what moves it on. `paint` is the only way to the page, so that frame, curves, gauge and words
   are always those of one step. Nothing is drawn while the room is out of sight. */
const REST = 6; // the last snapshot of a loop stays so many times as long
const SPEEDS = [0.5, 1, 2, 4, 8];

let mode = "replay"; // or "live", "quiz"
let run = null, ready = false, sheet = null, plots = []; // `sheet` stays null where a snapshot brings its own frame
let index = 0, playing = false, inSight = false, frameAsked = 0, shownAt = 0;
let speed = 1, looping = false;

function paint() {
  if (!ready) return;
  const now = run.snapshots[index];
  paintFrame(run, sheet, index);
  for (const set of plots) set(index);
  paintGauge(run, now);
  paintWords(run, index);
  paintLegends(run, index);
  find(".caption").dataset.step = now.step;
  say(find(".caption"), run.live ? "training.live.caption" : "training.stage.caption", {
    epoch: writtenEpoch(now.epoch), epochs: writtenEpoch(lastOf(run).epoch), step: written(now.step),
  });
  paintTaking(run, index);
  const scrub = find(".scrub");
  scrub.value = index;
  scrub.style.setProperty("--done", percent(index / Math.max(1, run.snapshots.length - 1)));
  scrub.setAttribute("aria-valuetext", find(".caption").textContent);
}

function goTo(wanted) {
  index = Math.min(run.snapshots.length - 1, Math.max(0, wanted));
  shownAt = performance.now();
  paint();
  if (!playing) speak();
}

/* The quiz does not give its answer away. */
const speak = () => (find(".spoken").textContent = [".caption", ...(mode === "quiz" ? [] : [".headline"])].map((part) => find(part).textContent).join(". "));

function tick(now) {
  frameAsked = 0;
  const last = run.snapshots.length - 1, before = index, time = timeFor({ index, shownAt }, last, now, dwellAt(speed));
  ({ index, shownAt } = time);
  if (index !== before) paint();
  else if (index === last && !looping) return halt();
  else if (index === last && time.due >= REST) goTo(0);
  keepOn();
}

function keepOn() {
  if (playing && inSight && ready && !frameAsked) frameAsked = requestAnimationFrame(tick);
}

function play() {
  if (index === run.snapshots.length - 1) index = 0;
  playing = true;
  shownAt = performance.now();
  paint();
  showPlaying();
  keepOn();
}

function halt() {
  playing = false;
  cancelAnimationFrame(frameAsked);
  frameAsked = 0;
  showPlaying();
  if (ready) speak();
}

function showPlaying() {
  find(".play").setAttribute("aria-pressed", playing);
  theatre.put(find(".play span"), playing ? "training.pause" : "training.play");
  find(".gif-show").setAttribute("aria-pressed", playing && looping);
}

/* The room comes into sight, or leaves it: another tab, another window. */
function seen(visible) {
  inSight = visible;
  if (visible && !ready && !run.live && root.dataset.state !== "loading") open(run);
  if (visible) look();
  shownAt = performance.now();
  keepOn();
}
