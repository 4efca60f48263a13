/* Buttons, keys and fingers. */
const root = element.firstElementChild;
const pressed = (selector, on) => find(selector).setAttribute("aria-pressed", on);
let begun = false; // the first run plays by itself, once

async function open(chosen) {
  run = chosen;
  ready = false;
  sheet = null;
  index = 0;
  redraw();
  paintAbout(run);
  showStage(run);
  for (const part of [".take-over", ".call-referee", ".referee"]) find(part).hidden = true;
  root.dataset.state = "loading";
  const came = await sheetOf(run).then((sheet) => ({ sheet }), () => null);
  if (run !== chosen) return; // another one was chosen meanwhile
  fault(came ? null : "training.lost");
  root.dataset.state = came ? "ready" : "failed";
  if (!came) return void sheets.delete(run.frames);
  sheet = came.sheet;
  ready = true;
  goTo(0);
  if ((begun && mode === "replay") || calm.matches) return keepOn();
  begun = true;
  play();
}

/* Curves, axis and slider over all the snapshots that there are now. */
function redraw() {
  run.frechet = column(run, "frechet");
  plots = [accuracyPlot(run), lossPlot(run), frechetPlot(run)];
  paintAxis(run);
  find(".scrub").max = run.snapshots.length - 1;
  say(find(".end"), "training.epoch", { epoch: writtenEpoch(lastOf(run).epoch) });
}

/* What the stage shows of this run, and what it leaves out. */
function showStage(run) {
  const bare = !run.live && !run.frames, { kind, columns = [], warm } = run;
  say(find(".stage h2"), run.exhibit === "control" ? "museum.stage" : worded(run, "training.stage.title"));
  told(find(".curtain"), bare, "training.bare");
  canvas.hidden = bare;
  canvas.classList.toggle("smooth", kind !== "digits");
  find(".columns").hidden = bare || !columns.length;
  find(".columns").replaceChildren(...columns.map((name) => make("span", { "data-i18n": `training.columns.${name}` })));
  say(find(".beginning"), warm ? "training.start_warm" : "training.start");
  find(".averaged").hidden = !run.averaged;
  find(".verdicts").hidden = bare;
  find(".gif-show").hidden = bare || mode === "quiz";
  find(".gif-save").hidden = !(run.gif || run.live) || mode === "quiz"; // its name would tell
}

function fault(key, values) {
  told(find(".fault"), Boolean(key), key, values);
}

/* The GIF is the player itself, over and over, so that needles, curves and words go along with the picture. */
function playOver() {
  if (playing && looping) return halt();
  loop(true);
  if (run.live) follow(false);
  goTo(0);
  play();
}

function loop(on) {
  looping = on;
  pressed(".loop", on);
  showPlaying();
}

/* As a blob, because the server's own name for the file would win over ours. */
async function saveGif() {
  if (run.live) return saveLiveGif();
  const name = `gan-theatre-${run.id}.gif`;
  const answer = await fetch(run.gif).catch(() => null);
  fault(answer?.ok ? null : "training.lost");
  if (!answer?.ok) return;
  handOverBlob(await answer.blob(), name);
}

function handOverBlob(blob, name) {
  const address = URL.createObjectURL(blob);
  handOver(address, name);
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

const stepBy = (by) => (halt(), goTo(index + by), moved());
const jumpTo = (wanted) => (goTo(wanted), moved());
const toggle = () => (run.live ? mine() && isAlive() && find(".go").click() : (playing ? halt() : play()));

/* Whoever goes back in a live run stays there; at its end one goes on with it. */
function moved() {
  if (run.live) follow(index === run.snapshots.length - 1);
}

function changeSpeed() {
  shownAt = performance.now();
  speed = SPEEDS[(SPEEDS.indexOf(speed) + 1) % SPEEDS.length];
  showSpeed();
}

function showSpeed() {
  find(".speed").textContent = `${written(speed, speed < 1 ? 1 : 0)}×`;
  find(".speed").setAttribute("aria-label", theatre.t("training.speed", { speed: written(speed, speed < 1 ? 1 : 0) }));
}

find(".play").addEventListener("click", () => ready && toggle());
find(".frame").addEventListener("click", () => ready && toggle());
find(".back").addEventListener("click", () => ready && stepBy(-1));
find(".on").addEventListener("click", () => ready && stepBy(1));
find(".speed").addEventListener("click", changeSpeed);
find(".scrub").addEventListener("input", ({ target }) => ready && jumpTo(Number(target.value)));
find(".loop").addEventListener("click", () => loop(!looping));
find(".verdicts").addEventListener("click", () => pressed(".verdicts", !(find(".tiles").hidden = !find(".tiles").hidden)));
find(".gif-show").addEventListener("click", () => ready && playOver());
find(".gif-save").addEventListener("click", saveGif);

/* A finger on the curves takes the cursor along. */
for (const field of element.querySelectorAll(".field")) {
  const follow = ({ clientX }) => {
    const { left, width } = field.getBoundingClientRect(), share = (clientX - left) / width;
    const away = run.snapshots.map(({ epoch }) => Math.abs(across(run, epoch) - share));
    if (ready) jumpTo(away.indexOf(Math.min(...away)));
  };
  field.addEventListener("pointerdown", (event) => (field.setPointerCapture(event.pointerId), follow(event)));
  field.addEventListener("pointermove", (event) => field.hasPointerCapture(event.pointerId) && follow(event));
}

/* Keys work wherever the focus is, except where they already mean something. */
const KEYS = {
  " ": () => toggle(),
  ArrowLeft: () => stepBy(-1),
  ArrowRight: () => stepBy(1),
  Home: () => jumpTo(0),
  End: () => jumpTo(run.snapshots.length - 1),
};
function keyed(event) {
  if (!element.isConnected) return document.removeEventListener("keydown", keyed);
  const taken = event.target.closest(event.key === " " ? "button, input:not(.scrub), select, textarea" : "[role=tab], input:not(.scrub), select, textarea");
  if (!inSight || !ready || !KEYS[event.key] || taken || event.ctrlKey || event.altKey || event.metaKey) return;
  event.preventDefault();
  KEYS[event.key]();
}
document.addEventListener("keydown", keyed);

document.addEventListener("theatre:language", () => {
  showSpeed();
  if (!ready) return;
  redraw();
  paint();
});

document.addEventListener("visibilitychange", () => (shownAt = performance.now())); // no jump over what was not seen
