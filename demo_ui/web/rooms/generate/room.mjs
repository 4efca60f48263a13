/* What the room shows by itself while nobody is there: a walk from seed to seed that never ends, drawn like any other. */
import { calm, firstSeen, say } from "../../core/elements.mjs";
import * as theatre from "../../core/theatre.mjs";
import { buildShelf, offered, takeOver } from "./checkpoints.mjs";
import { element, find, props, root } from "./context.mjs";
import { anySeed, buildControls, buildFilms, buildTiles, nameTiles } from "./controls.mjs";
import { register } from "./link.mjs";
import { ask, begin, changed, paint, restNow, told } from "./stage.mjs";
import { state } from "./state.mjs";
import "./widgets.mjs";
import "./figures.mjs";
import "./main_thread.mjs";

const ACT_PACE = 100,
  ACT_STRIDE = 4000; // ms: between two digits; from one seed to the next
let actRuns = 0;

theatre.acts.generate = {
  begin() {
    let since = performance.now();
    clearInterval(actRuns);
    actRuns = setInterval(
      () => {
        if (!state.facts) return;
        const across = (performance.now() - since) / ACT_STRIDE;
        if (across < 1) return changed({ across: calm.matches ? Math.floor(3 * across) / 3 : across, down: 0 });
        since = performance.now();
        changed({ seed: state.set.others[0], others: [anySeed(), anySeed(), anySeed()], across: 0, down: 0 });
      },
      calm.matches ? 10 * ACT_PACE : ACT_PACE,
    );
  },
  end() {
    clearInterval(actRuns);
    if (state.facts) changed(begin(props.start.seed));
  },
};

/* Once somebody looks: while the networks load the room says so; it comes alive by itself, and asks no more from then
   on. */
const AGAIN = 1000; // ms
const opened = performance.now();

async function awake() {
  const status = await ask.status();
  if (status?.state === "ready") return open(status);
  if (told(status)) theatre.put(find(".doing"), "generate.waiting.loading");
  else theatre.put(find(".doing"), "generate.waiting.failed");
  theatre.put(find(".waiting .note"), "generate.waiting.note", {
    seconds: Math.round((performance.now() - opened) / 1000),
  });
  setTimeout(awake, AGAIN);
}

/** @param {{checkpoints: import("./state.mjs").Facts[]}} status */
function open(status) {
  told({});
  state.shelf = status.checkpoints;
  [state.facts] = state.shelf;
  state.set = begin(props.start.seed);
  buildControls();
  buildFilms();
  buildShelf();
  for (const fieldset of element.querySelectorAll("fieldset")) fieldset.disabled = false;
  find(".opener").disabled = false;
  find(".pad").setAttribute("aria-disabled", "false");
  root.dataset.state = "ready";
  document.addEventListener("theatre:language", () => (nameTiles(), paint(), restNow()));
  if (offered) takeOver(offered);
  else changed({});
  register();
}

/* The first digit comes with the page, so that there is something to see before anything is loaded. */
function showFirst() {
  find(".digit").src = find(".mini").src = props.first;
  find(".digit").alt = theatre.t("generate.stage.alt", props.start);
  say(find(".caption"), "generate.stage.caption", props.start);
  root.dataset.first = "";
}

buildTiles();
if (props.first) showFirst();
firstSeen(element).then(awake);
