/* Buttons, keys and fingers; the choice of the run; and the beginning. */
const pressed = (selector, on) => find(selector).setAttribute("aria-pressed", on);
let begun = false; // the first run plays by itself, once

async function open(chosen) {
  run = chosen;
  sheet = null;
  index = 0;
  run.frechet = column(run, "frechet");
  plots = [accuracyPlot(run), lossPlot(run), frechetPlot(run)];
  paintAxis(run);
  find(".scrub").max = run.snapshots.length - 1;
  find(".averaged").hidden = !run.averaged;
  say(find(".end"), "training.epoch", { epoch: writtenEpoch(lastOf(run).epoch) });
  find(".gif-show").hidden = find(".gif-save").hidden = !run.gif;
  showGif(false);
  element.firstElementChild.dataset.state = "loading";
  const came = await sheetOf(run).catch(() => null);
  if (run !== chosen) return; // another one was chosen meanwhile
  find(".fault").hidden = came !== null;
  element.firstElementChild.dataset.state = came ? "ready" : "failed";
  if (!came) return void sheets.delete(run.frames);
  sheet = came;
  goTo(0);
  if (begun || calm.matches) return keepOn();
  begun = true;
  play();
}

function buildChooser() {
  find(".chooser").hidden = props.runs.length < 2;
  props.runs.forEach((one, i) => {
    const radio = make("input", { type: "radio", name: "run", value: one.id });
    const name = make("span");
    if (one.name) theatre.put(name, one.name);
    else name.textContent = one.id;
    radio.checked = i === 0;
    radio.addEventListener("change", () => (halt(), open(one)));
    find(".chooser").append(make("label", {}, radio, name));
  });
}

function showGif(on) {
  if (on) halt();
  if (on) find(".gif").src = run.gif; // fetched when it is asked for
  find(".gif").hidden = !on;
  pressed(".gif-show", on);
}

/* As a blob, because the server's own name for the file would win over ours. */
async function saveGif() {
  const name = `gan-theatre-${run.id}.gif`;
  const answer = await fetch(run.gif).catch(() => null);
  find(".fault").hidden = Boolean(answer?.ok);
  if (!answer?.ok) return;
  const address = URL.createObjectURL(await answer.blob());
  handOver(address, name);
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

const stepBy = (by) => (halt(), showGif(false), goTo(index + by));
const jumpTo = (wanted) => (showGif(false), goTo(wanted));
const toggle = () => (showGif(false), playing ? halt() : play());

function changeSpeed() {
  shownAt = performance.now();
  speed = SPEEDS[(SPEEDS.indexOf(speed) + 1) % SPEEDS.length];
  showSpeed();
}

function showSpeed() {
  find(".speed").textContent = `${written(speed, speed < 1 ? 1 : 0)}×`;
  find(".speed").setAttribute("aria-label", theatre.t("training.speed", { speed: written(speed, speed < 1 ? 1 : 0) }));
}

find(".play").addEventListener("click", () => sheet && toggle());
find(".frame").addEventListener("click", () => sheet && toggle());
find(".back").addEventListener("click", () => sheet && stepBy(-1));
find(".on").addEventListener("click", () => sheet && stepBy(1));
find(".speed").addEventListener("click", changeSpeed);
find(".scrub").addEventListener("input", ({ target }) => sheet && jumpTo(Number(target.value)));
find(".loop").addEventListener("click", () => pressed(".loop", (looping = !looping)));
find(".verdicts").addEventListener("click", () => pressed(".verdicts", !(find(".tiles").hidden = !find(".tiles").hidden)));
find(".gif-show").addEventListener("click", () => showGif(find(".gif").hidden));
find(".gif-save").addEventListener("click", saveGif);

/* A finger on the curves takes the cursor along. */
for (const field of element.querySelectorAll(".field")) {
  const follow = ({ clientX }) => {
    const { left, width } = field.getBoundingClientRect(), share = (clientX - left) / width;
    const away = run.snapshots.map(({ epoch }) => Math.abs(across(run, epoch) - share));
    if (sheet) jumpTo(away.indexOf(Math.min(...away)));
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
  if (!inSight || !sheet || !KEYS[event.key] || taken || event.ctrlKey || event.altKey || event.metaKey) return;
  event.preventDefault();
  KEYS[event.key]();
}
document.addEventListener("keydown", keyed);

document.addEventListener("theatre:language", () => {
  showSpeed();
  if (!sheet) return;
  plots = [accuracyPlot(run), lossPlot(run), frechetPlot(run)];
  paintAxis(run);
  paint();
});

document.addEventListener("visibilitychange", () => (shownAt = performance.now())); // no jump over what was not seen

buildChooser();
showSpeed();
run = props.runs[0];
new IntersectionObserver(([{ isIntersecting }]) => seen(isIntersecting)).observe(element.firstElementChild);
