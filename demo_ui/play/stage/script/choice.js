/* What is played with: digits or photographs, whose, how far trained, how many. Another choice is another round. */
const FURTHER = 3; // the next round is about a generator that was trained at least so many times as long
const LEAST = 0.2; // epochs; before that anybody sees it

/* On a phone the choices lie far below the picture that they change. */
const toStage = () => find(".stage").scrollIntoView({ block: "nearest" });
const anew = atRest(() => looked() && begin(), 250);

function radios(place, name, values, label, taken) {
  find(place).replaceChildren(...values.map((value) => {
    const radio = make("input", { type: "radio", name: `play-${name}`, value }), text = make("span");
    label(text, value);
    radio.addEventListener("change", () => (taken(value), toStage()));
    return make("label", {}, radio, text);
  }));
  find(place).hidden = values.length < 2;
}

function choose(change) {
  Object.assign(chosen, change);
  ready(false);
  begun += 1; // what is being dealt comes too late
  round = null;
  said = verdicts = [];
  ended = null;
  leaving = find(".ending").contains(document.activeElement);
  find(".play").dataset.phase = "asking";
  paint();
  anew();
}

function nameCheckpoint(text, id) {
  const [{ epoch, shown }] = facts.checkpoints.find((one) => one.id === id).snapshots;
  if (id.startsWith("taken-")) theatre.put(text, "generate.checkpoint.taken", { epoch: writtenEpoch(epoch), step: written(shown) });
  else theatre.put(text, `generate.checkpoint.${id}`);
}

function buildChoices() {
  const subjects = facts.photos ? ["digits", "photos"] : ["digits"];
  radios(".subjects", "subject", subjects, (text, value) => theatre.put(text, `play.subject.${value}`), (subject) => choose({ subject }));
  radios(".checkpoints", "checkpoint", facts.checkpoints.map(({ id }) => id), nameCheckpoint, (checkpoint) => stand(checkpoint, snapshot().epoch));
  radios(".lengths", "length", facts.lengths, (text, value) => theatre.put(text, "play.length.value", { n: value }), (pictures) => choose({ pictures }));
  say(find(".of-photos"), "play.photos.note", { n: written(facts.photos) });
}

/* The snapshot of `checkpoint` that lies nearest to `epoch`. */
function stand(checkpoint, epoch) {
  const { snapshots } = facts.checkpoints.find(({ id }) => id === checkpoint);
  const away = (one) => Math.abs(Math.log1p(one.epoch / STRETCH) - Math.log1p(epoch / STRETCH));
  const { step } = snapshots.reduce((best, one) => (away(one) < away(best) ? one : best));
  choose({ subject: "digits", checkpoint, step });
}

function paintChoices() {
  const { snapshots } = current(), index = snapshots.findIndex(({ step }) => step === chosen.step), slider = find(".epoch");
  for (const [name, value] of [["subject", chosen.subject], ["checkpoint", chosen.checkpoint], ["length", chosen.pictures]])
    find(`input[name=play-${name}][value="${value}"]`).checked = true;
  const epoch = theatre.t("play.epoch.value", { epoch: writtenEpoch(snapshots[index].epoch) });
  slider.max = snapshots.length - 1;
  slider.value = index;
  slider.disabled = snapshots.length < 2;
  slider.style.setProperty("--done", `${snapshots.length > 1 ? (100 * index) / (snapshots.length - 1) : 100}%`);
  slider.setAttribute("aria-valuetext", epoch);
  find(".choices output").textContent = epoch;
  find(".of-digits").hidden = find(".curves").hidden = chosen.subject !== "digits";
  find(".of-photos").hidden = chosen.subject !== "photos";
}

find(".epoch").addEventListener("change", () => toStage());
find(".epoch").addEventListener("input", ({ target }) => choose({ step: current().snapshots[target.value].step }));

/* ---- after a round ---- */

function further() {
  const { snapshots } = current(), at = snapshot().epoch;
  return snapshots.find(({ epoch }) => epoch >= Math.max(LEAST, FURTHER * at)) ?? (snapshots.at(-1).epoch > at ? snapshots.at(-1) : null);
}

/* The main button goes on to better fakes; on a snapshot that needs more pictures it stays there. */
function paintButtons() {
  const digits = chosen.subject === "digits", next = digits && ended.finding.code !== "open" ? further() : null;
  find(".on").hidden = !next;
  find(".again").classList.toggle("main", !next);
  if (next) say(find(".on span"), "play.on", { epoch: writtenEpoch(next.epoch) });
  if (digits) say(find(".again span"), "play.again", { epoch: writtenEpoch(snapshot().epoch) });
  else say(find(".again span"), "play.again.photos");
}

find(".on").addEventListener("click", () => choose({ step: further().step }));
find(".again").addEventListener("click", () => begin());

/* Networks that the visitor has just taken over in the Training room. */
function takeOver({ facts: one }) {
  if (!one) return;
  facts.checkpoints = [...facts.checkpoints.filter(({ id }) => !id.startsWith("taken-")), { id: one.id, snapshots: one.snapshots, measured: [] }];
  buildChoices();
  stand(one.id, one.snapshots.at(-1).epoch);
}
