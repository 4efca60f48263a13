/* Is the room on screen? */
const looked = () => Boolean(element.offsetParent);

/* Once somebody looks: while the networks load the room says so; a round is dealt when somebody comes to look. */
const opened = performance.now();
let offered = null, woken; // networks that were taken over before these here were loaded
const awoken = new Promise((done) => (woken = done));

async function awake() {
  const status = await asked(() => server.status());
  if (status?.state === "ready") return open(status);
  if (told(status)) theatre.put(find(".doing"), "generate.waiting.loading");
  else theatre.put(find(".doing"), "generate.waiting.failed");
  theatre.put(find(".waiting .note"), "generate.waiting.note", { seconds: Math.round((performance.now() - opened) / 1000) });
  setTimeout(awake, AGAIN);
}

function open(status) {
  told({});
  facts = status;
  const [{ id, snapshots }] = facts.checkpoints;
  const near = (one) => Math.abs(one.epoch - facts.start);
  const { step } = snapshots.reduce((best, one) => (near(one) < near(best) ? one : best));
  chosen = { subject: "digits", checkpoint: id, step, pictures: facts.lengths[0] };
  buildChoices();
  find(".play").dataset.state = "ready";
  paint();
  document.addEventListener("theatre:language", paint);
  woken();
  if (offered) takeOver(offered);
  new IntersectionObserver(([{ isIntersecting }]) => isIntersecting && !round && begin()).observe(find(".play"));
}

document.addEventListener("theatre:take-over", ({ detail }) => (facts ? takeOver(detail) : (offered = detail)));

/* ---- links ---- */

async function show(state) {
  await awoken;
  const { oneOf, number } = theatre.readers, lengths = facts.lengths.map(String), ids = facts.checkpoints.map(({ id }) => id);
  const { values, wrong } = theatre.read(state, {
    subject: oneOf(...(facts.photos ? ["digits", "photos"] : ["digits"])),
    checkpoint: oneOf(...ids),
    epoch: number(0, 1e6),
    pictures: oneOf(...lengths),
  });
  const { subject = "digits", checkpoint = chosen.checkpoint, epoch = snapshot().epoch, pictures = chosen.pictures } = values;
  chosen.pictures = Number(pictures);
  if (subject === "photos") choose({ subject });
  else stand(checkpoint, epoch);
  return wrong;
}

function state() {
  if (!facts) return {};
  const { subject, checkpoint, pictures } = chosen;
  if (subject === "photos") return { subject };
  return { subject, ...(checkpoint.startsWith("taken-") ? {} : { checkpoint }), epoch: snapshot().epoch, pictures };
}

theatre.register?.("play", { show, state });
firstSeen(element).then(awake);
