/* Is the room on screen? */
const looked = () => Boolean(element.offsetParent);

/* While the networks load the room says so; a round is dealt when somebody comes to look. */
const opened = performance.now();
let offered = null, wished = null; // what came before the networks were loaded: networks taken over, a link's state

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
  if (wished) show(wished);
  if (offered) takeOver(offered);
  new IntersectionObserver(([{ isIntersecting }]) => isIntersecting && !round && begin()).observe(find(".play"));
}

document.addEventListener("theatre:take-over", ({ detail }) => (facts ? takeOver(detail) : (offered = detail)));

/* ---- links ---- */

function show(state) {
  if (!facts) return void (wished = state);
  const { subject, checkpoint, epoch, pictures } = state;
  const length = facts.lengths.find((n) => n === Number(pictures));
  if (length) chosen.pictures = length;
  const known = facts.checkpoints.find(({ id }) => id === checkpoint)?.id ?? chosen.checkpoint;
  if (subject === "photos" && facts.photos) return choose({ subject });
  stand(known, epoch !== undefined && Number.isFinite(Number(epoch)) ? Number(epoch) : snapshot().epoch);
}

theatre.register?.("play", {
  show,
  state: () => (!facts ? {} : chosen.subject === "photos" ? { subject: "photos" } : { subject: "digits", checkpoint: chosen.checkpoint, epoch: snapshot().epoch, pictures: chosen.pictures }),
});

awake();
