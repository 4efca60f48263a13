/* The Translate room: what is shown (`exhibit`: the answer about a photograph), where it came from
   (`source`), which act is on and which of its pictures stands on the stage. */
const root = element.firstElementChild;
const session = `${Math.random()}`;
const lesson = { cycle: null, judged: null, l1: null, pairs: null }; // the answers of the lessons, about this photograph
const chosen = Object.fromEntries(Object.entries(ACTS).map(([name, { chosen }]) => [name, chosen]));
const ACTS_OF = { "horse-zebra": ["board", "cycle"], "photo-monet": ["board"], "grey-colour": ["colours", "l1", "pairs"], "drawing-horse": ["drawing"] };
let networks = props.networks[0]; // see choice.js
let pending = null; // where the photograph comes from that is on its way
let facts = null, exhibit = null, source = null, act = "board", mapped = false, masked = false, sent = 0, askedWay = null;

/* A key's own sentence about these networks, where there is one. */
function worded(key) {
  const at = key.lastIndexOf(".") + 1, own = `${key.slice(0, at)}${networks}_${key.slice(at)}`;
  return theatre.t(own) === own ? key : own;
}

/* ---- faults ---- */

function complain(key, values) {
  find(".fault").hidden = !key;
  if (key) theatre.put(find(".fault"), key, values);
}

/* Tells the fault of an answer, if it has one or did not come. */
function told(answer) {
  if (!answer) complain("generate.lost");
  else if (answer.fault) complain(`error.${answer.fault.code}`, answer.fault.details);
  else complain(null);
  return answer && !answer.fault;
}

/* On a small page the buttons are far from what they bring about. */
const bringInSight = (place) => find(place).scrollIntoView({ block: "nearest" });

/* ---- a photograph goes out, and its board comes back ---- */

const direction = () => find(".directions input:checked")?.value ?? "ab";

/* `from` is {file} or {example}. Of several, the newest is shown. */
async function send(from) {
  const number = (sent += 1);
  pending = from;
  closeCamera();
  busy(true);
  const taken = from.file ? await takenIn(from) : from;
  if (number !== sent) return;
  pending = taken;
  if (taken.preview) preview(taken.preview, number);
  const fields = { networks, direction: (askedWay = direction()), session };
  const answer = taken.fault ? taken : await ask.board(taken, fields);
  if (number !== sent || (answer && !answer.fault && !answer.ticket)) return; // a newer one is on its way
  busy(false);
  pending = null;
  if (told(answer)) open({ ...answer, notes: taken.notes ?? answer.notes }, taken);
  else if (exhibit) paint(); // in place of the preview
}

function open(answer, from) {
  exhibit = answer;
  source = from;
  if (from.file && !answer.here) tickets.add(answer.ticket);
  markExample(from.example);
  lesson.cycle = lesson.judged = lesson.l1 = lesson.pairs = null;
  useStrength(1);
  unveil();
  paint();
  ACTS[act].ask?.();
}

/* The visitor's own photograph at once, as it will stand there, while the networks are at work on it. */
function preview(file, number) {
  const url = URL.createObjectURL(file), probe = new Image();
  probe.onload = () => {
    if (number === sent && root.dataset.busy) showUntouched(url, [probe.naturalWidth, probe.naturalHeight]);
    setTimeout(() => URL.revokeObjectURL(url), 60000);
  };
  probe.onerror = () => URL.revokeObjectURL(url);
  probe.src = url;
}

/* A photograph that no network has touched yet, with nothing laid over it. */
function showUntouched(url, size) {
  showSides({ url }, { url }, size);
  find(".mixed").hidden = true;
  for (const place of [".left", ".right"]) say(find(place), worded("translate.tile.input"));
}

/* Nothing stays that other networks have said or drawn: the photograph alone. */
function clearStage() {
  if (exhibit) showUntouched(exhibit.pictures.truth ?? exhibit.pictures.toned ?? exhibit.pictures.input, exhibit.size);
  exhibit = null;
  layOver(null);
  find(".tiles").replaceChildren();
  delete find(".tiles").dataset.names;
  paintWords([]);
  paintLooks(null);
  paintMask();
  for (const place of [".by", ".noted", ".bordered", ".maps-legend", ".mapped", ".save", ".fault"]) find(place).hidden = true;
  root.removeAttribute("data-stale");
}

function busy(on) {
  if (on) root.dataset.busy = "1";
  else delete root.dataset.busy;
  if (on) theatre.put(find(".doing"), worded("translate.waiting.working"));
}

/* ---- the lessons ---- */

const wishOf = (lesson) => ({ networks, ticket: exhibit.ticket, session: `${session}/${lesson}` });

function lessonLane(name, ask) {
  const show = (answer, wish) => {
    if (wish.ticket !== exhibit?.ticket || (answer && !answer.fault && !answer.figures)) return;
    if (answer?.fault?.code === "photo_gone") return void send(source);
    if (!told(answer)) return;
    lesson[name] = { ...answer, wish };
    paint();
  };
  const never = Promise.resolve(null); // its photograph has gone from the stage
  return newestWins((wish) => (wish.ticket === exhibit?.ticket ? ask(wish) : never), show, 1);
}
const askCycle = lessonLane("cycle", (wish) => ask.without_cycle(wish));
const askL1 = lessonLane("l1", (wish) => ask.without_d(wish));
const askPairs = lessonLane("pairs", (wish) => ask.partners(wish));
const askJudged = lessonLane("judged", (wish) => ask.judge(wish));

/* ---- what is shown ---- */

function paint() {
  if (!exhibit) return;
  const { looks, pictures, size, notes } = exhibit;
  const photograph = { url: pictures.input, title: "translate.tile.input", ...(act === "board" && laidOver("input")) };
  const tiles = ACTS[act].tiles(), tile = tiles.find(({ name }) => name === chosen[act]) ?? tiles.find(({ name }) => name === ACTS[act].chosen);
  const other = tiles.find(({ name }) => name === tile.against) ?? (act === "colours" ? tiles[0] : photograph);
  const side = ({ url, whole, title, named, map, mask }) => ({ url: whole ?? url ?? pictures.input, alt: theatre.t(worded(title), named), map, mask });
  showSides(side(other), side(tile), size);
  showTiles(tiles, tile.name, (name) => ((chosen[act] = name), paint()));
  say(find(".left"), worded(other.title), other.named);
  say(find(".right"), worded(tile.title), tile.named);
  paintWords(ACTS[act].words() ?? ACTS[ACTS_OF[networks][0]].words());
  tellFresh();
  paintLooks(looks);
  paintMask();
  find(".maps-legend").hidden = !mapped || !ACTS[act].maps;
  find(".mapped").hidden = !ACTS[act].maps;
  find(".save").hidden = !savable();
  say(find(".by"), exhibit.here ? "translate.by.page" : "translate.by.server");
  find(".by").hidden = alone && !exhibit.here; // it was worked out when the page was made
  find(".noted").hidden = !notes.length;
  if (notes.length) say(find(".noted"), `translate.noted.${notes.join("_")}`);
  find(".bordered").hidden = !exhibit.inside;
}

const tellFresh = () => root.toggleAttribute("data-stale", !(ACTS[act].fresh?.() ?? true));

/* The large sentence, the two below it, and the figures: each [key, values] or nothing. */
function paintWords(words) {
  [".happened", ".belief", ".back", ".measured", ".passed"].forEach((place, i) => {
    find(place).hidden = !words[i];
    if (words[i]) say(find(place), worded(words[i][0]), words[i][1]);
  });
}

/* What the guard takes the photograph for; a warning where it is neither, or not what was chosen by hand. */
function paintLooks(looks) {
  const guard = find(".guard");
  guard.hidden = !looks;
  if (!looks) return;
  const against = looks.like !== "neither" && looks.direction !== exhibit.direction;
  guard.classList.toggle("warns", looks.like === "neither" || against);
  say(find(".looks"), against ? `translate.guard.but_${looks.like}` : `translate.guard.${looks.like}`);
}

function turnTo(name) {
  act = root.dataset.act = name;
  for (const button of element.querySelectorAll(".acts button")) button.setAttribute("aria-pressed", button.dataset.act === name);
  paint();
  if (exhibit) ACTS[name].ask?.();
}

/* ---- tools ---- */

const strengthOf = (name) => (FOLLOWING.includes(name) && mixing() ? strength() : 1);
const savable = () => (mixes() ? strength() > 0 : ["translated", "reconstructed", "identity"].includes(chosen[act]));

/* One thing at a time lies over the pictures: "maps", "mask", or nothing. */
function layOver(what) {
  mapped = what === "maps";
  masked = what === "mask";
  find(".mapped").setAttribute("aria-pressed", mapped);
  find(".masked").setAttribute("aria-pressed", masked);
}

find(".mapped").addEventListener("click", () => (layOver(mapped ? null : "maps"), paint()));
find(".masked").addEventListener("click", () => (layOver(masked ? null : "mask"), paint()));

async function takeAway(wish) {
  const file = await ask.save({ ...wishOf("save"), ...wish });
  if (file?.fault?.code === "photo_gone") return send(source);
  if (told(file)) handOver(file.url, file.name);
}

find(".save").addEventListener("click", () => draws() ? savePainted() : takeAway({ what: chosen[act], strength: strengthOf(chosen[act]) }));
find(".cut").addEventListener("click", () => takeAway({ what: "cut-out", strength: mixes() ? strength() : 0 }));
