/* A round: the next picture is there at once, and the answers go to the server one after the other behind it. What is
   true of a picture comes back with its answer, and not before. */
const AGAIN = 1000; // ms after which an answer that did not arrive is sent again

let facts = null, chosen = null, round = null, said = [], verdicts = [], ended = null, sending = Promise.resolve();
const own = new Map(); // the visitor's rounds of each snapshot, added up: {checkpoint, epoch, you}

const current = () => facts.checkpoints.find(({ id }) => id === chosen.checkpoint);
const snapshot = () => current().snapshots.find(({ step }) => step === chosen.step);
const rest = (ms) => new Promise((done) => setTimeout(done, ms));

/* Shows a fault, or clears it. Undefined: no answer came. */
function told(answer) {
  const fault = answer ? answer.fault : { code: "lost" };
  find(".fault").hidden = !fault;
  if (fault) theatre.put(find(".fault"), fault.code === "lost" ? "play.lost" : `error.${fault.code}`, fault.details);
  return !fault;
}

const asked = async (call) => {
  try {
    return await call();
  } catch {
    return undefined;
  }
};

/* Another round about what is chosen; the one before is named, so that rounds about the same snapshot add up. */
let begun = 0, leaving = false;
async function begin() {
  const mine = (begun += 1), after = ended ? round.id : null, { subject, checkpoint, step, pictures } = chosen;
  ready(false);
  leaving ||= find(".ending").contains(document.activeElement);
  find(".play").dataset.phase = "asking";
  find(".play").dataset.busy = "1";
  theatre.put(find(".doing"), "translate.waiting.working");
  find(".waiting .note").textContent = "";
  showPicture(null);
  const dealt = await asked(() => server.begin({ subject, checkpoint, step, pictures, after }));
  if (mine !== begun) return; // something else was chosen meanwhile
  delete find(".play").dataset.busy;
  if (!told(dealt)) return void (round = null, paint());
  round = { ...dealt, id: dealt.round, subject, checkpoint, step };
  said = [];
  verdicts = [];
  ended = null;
  sending = Promise.resolve();
  ready(true);
  paint();
  if (leaving) find(".says-real").focus({ preventScroll: true }); // the button that was pressed is gone
}

function ready(on) {
  for (const button of element.querySelectorAll(".target")) button.disabled = !on;
}

function answer(fake) {
  if (!round || ended || said.length === round.count || find(".target").disabled) return;
  const place = said.push(fake) - 1, mine = round;
  if (said.length === round.count) ready(false);
  sending = sending.then(() => send(mine, place, fake));
  paint();
}

async function send(mine, place, fake) {
  while (mine === round) {
    const verdict = await asked(() => server.answer({ round: mine.id, place, fake }));
    if (mine !== round) return;
    if (told(verdict)) return arrived(place, verdict);
    if (verdict) return over();
    await rest(AGAIN);
  }
}

/* The round is no longer kept: what was answered is, and a new one begins by the visitor's hand. */
function over() {
  round = null;
  ready(false);
  paint();
}

function arrived(place, verdict) {
  verdicts[place] = verdict;
  const right = verdict.fake === said[place];
  find(".stage .spoken").textContent = theatre.t(right ? "play.spoken.right" : "play.spoken.wrong", {
    truth: theatre.t(`play.${signOf(verdict.fake)}`), machine: theatre.t(`play.${signOf(verdict.machine_fake)}`),
  });
  paint();
  if (verdicts.length === round.count) finish(round);
}

async function finish(mine) {
  let told_ = await asked(() => server.end({ round: mine.id }));
  while (!told_ && mine === round) {
    told(told_);
    await rest(AGAIN);
    told_ = await asked(() => server.end({ round: mine.id }));
  }
  if (mine !== round) return;
  if (!told(told_)) return over();
  ended = told_;
  if (ended.counted) facts.counted = ended.counted;
  if (mine.subject === "digits") own.set(`${mine.checkpoint}@${mine.step}`, { checkpoint: mine.checkpoint, epoch: mine.epoch, you: ended.you });
  find(".play").dataset.phase = "ended";
  paint();
  leaving = false;
  find(".headline").focus({ preventScroll: true });
}

function crowdHere() {
  if (!facts.counted) return null;
  const subject = chosen.subject, checkpoint = subject === "photos" ? "horse2zebra" : chosen.checkpoint;
  return facts.counted.filter((row) => row.subject === subject && row.checkpoint === checkpoint);
}

function paint() {
  const digits = chosen.subject === "digits", crowd = crowdHere(), epoch = digits ? snapshot().epoch : round?.epoch ?? 0;
  find(".play").dataset.subject = chosen.subject;
  say(find("#play-question"), digits ? "play.question" : "play.question.photos");
  paintChoices();
  const place = round ? Math.min(said.length, round.count - 1) : 0;
  showPicture(round, place);
  if (round) {
    say(find(".counter"), "play.counter", { place: written(place + 1), count: written(round.count) });
    paintStrip(round, said, verdicts);
  }
  const here = crowd?.find((row) => Math.abs(row.epoch - epoch) < 1e-6);
  paintScore(counted(verdicts, (_, i) => said[i]), counted(verdicts, (verdict) => verdict.machine_fake), here ? crowdTally(here) : crowd && nobody());
  if (digits) paintCurves(current().measured, [...own.values()].filter((one) => one.checkpoint === chosen.checkpoint), crowd ?? [], epoch);
  if (ended) {
    paintEnding(round, said, verdicts, ended);
    paintButtons();
  }
}
