/* While the networks load the room says so; it comes alive by itself, and asks no more from then on. */
const AGAIN = 1000; // ms

async function awake() {
  const status = await server.status();
  if (status?.state === "ready") return open(status);
  if (!told(status)) element.firstElementChild.dataset.state = "failed";
  else theatre.put(find(".doing"), "generate.waiting.loading");
  setTimeout(awake, AGAIN);
}

function open(status) {
  facts = status;
  set = begin(props.start.seed);
  buildControls();
  for (const fieldset of element.querySelectorAll("fieldset")) fieldset.disabled = false;
  find(".opener").disabled = false;
  find(".pad").setAttribute("aria-disabled", "false");
  element.firstElementChild.dataset.state = "ready";
  document.addEventListener("theatre:language", () => (nameTiles(), paint(), restNow()));
  changed({});
}

awake();
