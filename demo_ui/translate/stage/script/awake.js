/* While the networks load the room says so; it comes alive by itself, and asks no more from then on. It asks
   only while somebody looks at it. */
const AGAIN = 1000, FAILED_AGAIN = 10000, AHEAD = 3000; // ms
const opened = performance.now();

async function awake() {
  if (!element.isConnected) return;
  if (!element.offsetParent) return void setTimeout(awake, AGAIN);
  const status = await ask.status();
  if (status?.state === "ready") return begin(status);
  const loading = told(status);
  root.dataset.state = loading ? "loading" : "failed";
  theatre.put(find(".doing"), loading ? "translate.waiting.loading" : "translate.waiting.failed");
  theatre.put(find(".waiting .note"), loading ? "generate.waiting.note" : "translate.waiting.train", {
    seconds: Math.round((performance.now() - opened) / 1000),
  });
  setTimeout(awake, loading ? AGAIN : FAILED_AGAIN);
}

function begin(status) {
  complain(null);
  facts = status;
  find(".waiting .note").remove();
  buildDirections();
  buildActs();
  showKeeping();
  for (const fieldset of element.querySelectorAll("fieldset")) fieldset.disabled = false;
  root.dataset.state = "ready";
  const again = () => (tellSliders(), tellStrength(), moveBar(), paint());
  document.addEventListener("theatre:language", again);
  document.addEventListener("theatre:theme", again);
  register(); // a link may say what is to be seen first
  const first = props.examples.find(({ name }) => name === props.start) ?? props.examples[0];
  if (first && !sent) send({ example: first.name });
  if (status.own || staysHere()) setTimeout(fetchAhead, AHEAD);
}

buildExamples();
awake();
