/* While the networks load the room says so; it comes alive by itself, and asks no more from then on. It asks
   only while somebody looks at it. */
const AGAIN = 1000, FAILED_AGAIN = 10000, AHEAD = 3000; // ms
let begun = false;
const rest = (ms) => new Promise((done) => setTimeout(done, ms));

/* Resolves to the status of the chosen networks once they are ready; to null if others were chosen meanwhile. */
async function readyStatus() {
  const of = networks, opened = performance.now();
  while (element.isConnected && of === networks) {
    const status = element.offsetParent && (await ask.status({ networks: of }));
    if (of !== networks) break;
    if (status?.state === "ready") return status;
    if (status !== null) tellWaiting(told(status), Math.round((performance.now() - opened) / 1000));
    await rest(root.dataset.state === "failed" ? FAILED_AGAIN : AGAIN);
  }
  return null;
}

function tellWaiting(loading, seconds) {
  root.dataset.state = loading ? "loading" : "failed";
  theatre.put(find(".doing"), worded(loading ? "translate.waiting.loading" : "translate.waiting.failed"));
  theatre.put(find(".waiting .note"), loading ? "generate.waiting.note" : worded("translate.waiting.train"), { seconds });
}

/* The controls of networks that can answer. */
function showReady(status) {
  complain(null);
  facts = status;
  buildDirections();
  buildActs();
  tellStrength();
  showKeeping();
  for (const fieldset of element.querySelectorAll("fieldset")) fieldset.disabled = false;
  root.dataset.state = "ready";
  if (!begun) begin();
  if (translatesHere() && (status.own || staysHere())) setTimeout(fetchAhead, AHEAD);
}

async function awake() {
  const status = await readyStatus();
  if (!status) return; // whoever chose others sees to them
  showReady(status);
  if (!sent) sendFirst(null);
}

function begin() {
  begun = true;
  const again = () => (tellStrength(), moveBar(), paint(), draws() && tellDrawing());
  document.addEventListener("theatre:language", again);
  document.addEventListener("theatre:theme", again);
  register(); // a link may say what is to be seen first
}

buildExamples();
buildSketches();
buildChoice();
setUp();
awake();
