/* Once somebody looks: while the networks load the room says so; it comes alive by itself, and asks no more from then
   on. */
const AGAIN = 1000; // ms
const opened = performance.now();

async function awake() {
  const status = await ask.status();
  if (status?.state === "ready") return open(status);
  if (told(status)) theatre.put(find(".doing"), "generate.waiting.loading");
  else theatre.put(find(".doing"), "generate.waiting.failed");
  theatre.put(find(".waiting .note"), "generate.waiting.note", { seconds: Math.round((performance.now() - opened) / 1000) });
  setTimeout(awake, AGAIN);
}

function open(status) {
  told({});
  shelf = status.checkpoints;
  [facts] = shelf;
  set = begin(props.start.seed);
  buildControls();
  buildFilms();
  buildShelf();
  for (const fieldset of element.querySelectorAll("fieldset")) fieldset.disabled = false;
  find(".opener").disabled = false;
  find(".pad").setAttribute("aria-disabled", "false");
  element.firstElementChild.dataset.state = "ready";
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
  element.firstElementChild.dataset.first = "";
}

buildTiles();
if (props.first) showFirst();
firstSeen(element).then(awake);
