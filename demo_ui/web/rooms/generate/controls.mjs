/* Builds the controls from what the server told, and says what each of them does. */
import { calm, handOver, make, written, writtenEpoch } from "../../core/elements.mjs";
import * as theatre from "../../core/theatre.mjs";
import { ask, begin, changed, films, restNow, tellBecame, told } from "./stage.mjs";
import { element, find, lastOf, props, root, server, state } from "./state.mjs";
import { filmSlider, latentSliders, seedPad } from "./widgets.mjs";

const COLUMNS = 4; // of the grid of digits

films.pad = seedPad(find(".pad"), props.mapTiles, (across, down) => (stopWalking(), changed({ across, down })));
films.putLatents = latentSliders(find(".latents"), 3, (i, value) => changed({ raw: { ...state.set.raw, [i]: value } }));

export function buildControls() {
  films.diversity = filmSlider({
    title: "generate.diversity",
    low: 0,
    high: 1,
    step: 0.01,
    moved: (truncation) => changed({ truncation }),
  });
  films.walk = filmSlider({
    title: "generate.walk.from",
    low: 0,
    high: 1,
    step: 0.01,
    tiles: props.walkTiles,
    moved: (across) => (stopWalking(), changed({ across, down: 0 })),
  });
  find(".film-place").append(films.walk.node);
}

/* The films of the generator that stands here: its directions, and its epochs. */
export function buildFilms() {
  films.directions = state.facts.directions.map(({ name, low, high, tiles }, i) => {
    const along = (/** @type {number} */ value) => state.set.directions.map((amount, j) => (i === j ? value : amount));
    const moved = (/** @type {number} */ value) => changed({ directions: along(value) });
    return filmSlider({
      title: `generate.direction.${name}`,
      low,
      high,
      step: (high - low) / 200,
      tiles,
      moved,
      home: 0,
    });
  });
  find(".directions").replaceChildren(...films.directions.map(({ node }) => node), films.diversity.node);
  tellBecame(null);
  films.epochs = filmSlider({
    title: "generate.epochs.title",
    low: 0,
    high: state.facts.snapshots.length - 1,
    step: 1,
    tiles: state.facts.snapshots.length,
    moved: (index) => changed({ step: state.facts.snapshots[index].step }),
  });
  find(".epochs").replaceChildren(films.epochs.node);
  find(".epochs").hidden = state.facts.snapshots.length < 2;
}

export function buildTiles() {
  for (let i = 0; i < COLUMNS * COLUMNS; i += 1) {
    const radio = make("input", { type: "radio", name: "digit", value: i });
    radio.addEventListener("change", () => changed({ digit: i, raw: {} }));
    const place = `--x: ${i % COLUMNS}; --y: ${Math.floor(i / COLUMNS)}`;
    find(".tiles").append(make("label", { class: "tile", style: place, title: i }, radio));
  }
  find(".tiles").addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
    const by = { ArrowUp: -COLUMNS, ArrowDown: COLUMNS }[event.key] ?? 0;
    if (!by) return;
    event.preventDefault();
    const count = COLUMNS * COLUMNS,
      next = find(`.tiles input[value="${(state.set.digit + by + count) % count}"]`);
    next.focus();
    next.click();
  });
  nameTiles();
}

export function nameTiles() {
  for (const radio of /** @type {NodeListOf<HTMLInputElement>} */ (element.querySelectorAll(".tiles input")))
    radio.setAttribute("aria-label", theatre.t("generate.many.tile", { digit: radio.value }));
}

/* ---- the seed ---- */

export const anySeed = () => Math.floor(Math.random() * 10000); // short enough to be remembered and told
/**
 * @param {Element} button
 * @param {boolean} on
 */
const pressed = (button, on) => button.setAttribute("aria-pressed", String(on));

/**
 * Something typed is first asked for: whoever answers knows what a seed is.
 * @param {HTMLInputElement} field
 * @param {object} wish a request whose seed, or whose first other, is text
 * @param {(seed: number) => void} taken
 */
async function typed(field, wish, taken) {
  const seed = Number(field.value); // a walk writes the old one back meanwhile
  const answer = await ask.look({ ...wish, parts: ["digit"] });
  const good = told(answer, "field");
  field.setAttribute("aria-invalid", String(!good));
  if (good) taken(seed);
}

find(".seed").addEventListener("change", (/** @type {{target: HTMLInputElement}} */ { target }) =>
  typed(target, { ...state.set, seed: target.value.trim() }, (seed) => changed({ seed, raw: {} })),
);
find(".target").addEventListener("change", (/** @type {{target: HTMLInputElement}} */ { target }) =>
  typed(target, { ...state.set, others: [target.value.trim(), state.set.others[1], state.set.others[2]] }, (seed) =>
    changed({ others: [seed, state.set.others[1], state.set.others[2]] }),
  ),
);

find(".dice").addEventListener("click", () =>
  changed({ seed: anySeed(), others: [anySeed(), anySeed(), anySeed()], across: 0, down: 0, raw: {} }),
);

find(".lock").addEventListener("click", (/** @type {{currentTarget: HTMLElement}} */ { currentTarget }) => {
  state.locked = !state.locked;
  pressed(currentTarget, state.locked);
  find(".dice").disabled = find(".seed").readOnly = state.locked;
});

find(".reset").addEventListener("click", () => {
  stopWalking();
  const kept = state.locked ? { seed: state.set.seed, digit: state.set.digit } : {};
  changed({ ...begin(state.locked ? state.set.seed : props.start.seed), ...kept });
});

/* ---- the rest ---- */

new IntersectionObserver(([{ isIntersecting }]) => root.classList.toggle("away", !isIntersecting)).observe(
  find(".frame"),
);

find(".smooth").addEventListener("click", (/** @type {{currentTarget: HTMLElement}} */ { currentTarget }) =>
  pressed(currentTarget, root.classList.toggle("smoothed")),
);

/** @param {Promise<Answer>} answer */
async function take(answer) {
  const file = await answer;
  if (told(file, "field")) handOver(file.url, file.name);
}
find(".save").addEventListener("click", () => take(ask.save(state.set)));
for (const button of /** @type {NodeListOf<HTMLElement>} */ (element.querySelectorAll(".take"))) {
  button.hidden = !server.take; // no browser writes such files by itself
  button.addEventListener("click", () => take(ask.take({ ...state.set, format: button.dataset.format })));
}

find(".opener").addEventListener("click", (/** @type {{currentTarget: HTMLElement}} */ { currentTarget }) => {
  const open = find(".latents").hidden;
  find(".latents").hidden = !open;
  find(".directions").hidden = open;
  currentTarget.setAttribute("aria-expanded", String(open));
  theatre.put(
    /** @type {HTMLElement} */ (currentTarget.firstElementChild),
    open ? "generate.latents.close" : "generate.latents.open",
  );
  restNow();
});

/* ---- the walk ---- */

const STRIDE = 4000; // ms from one seed to the other
const LAPSE = 500; // ms between two pictures that count at most: a walk goes on where its tab was hidden
let walking = 0;

export function stopWalking() {
  cancelAnimationFrame(walking);
  walking = 0;
  pressed(find(".play"), false);
  theatre.put(find(".play span"), "generate.walk.play");
}

function walk() {
  let way = state.set.across,
    before = performance.now(); // there, and back
  const frame = (/** @type {number} */ now) => {
    if (!element.offsetParent) return stopWalking(); // another room is open
    way = (way + Math.min(now - before, LAPSE) / STRIDE) % 2;
    before = now;
    const across = way <= 1 ? way : 2 - way;
    changed({
      across: calm.matches ? Math.round(across * (props.walkTiles - 1)) / (props.walkTiles - 1) : across,
      down: 0,
    });
    walking = requestAnimationFrame(frame);
  };
  walking = requestAnimationFrame(frame);
  pressed(find(".play"), true);
  theatre.put(find(".play span"), "generate.walk.stop");
}

find(".play").addEventListener("click", () => (walking ? stopWalking() : walk()));

/* Which generator stands behind the controls: those that ship, and the one that was taken over in the Training room. */

/** @typedef {import("./state.mjs").Facts} Facts */
/** @typedef {{checkpoint?: string, shown?: number, facts?: Facts}} Taken networks of the Training room, or the step that was shown of those that ship */

const TAKEN = "taken-";
const UNASKED = { label: null, text: "", varied: false, loop: [], at: null };
/** @param {{id: string}} one */
export const taken = ({ id }) => id.startsWith(TAKEN);
/** @type {Taken | null} what came before the networks were loaded */
export let offered = null;

/**
 * @param {Facts} one
 * @param {(key: string, values?: Values) => void} put
 */
function nameOf({ id, snapshots: [{ epoch, shown }] }, put) {
  if (!taken({ id })) return put(`generate.checkpoint.${id}`);
  put("generate.checkpoint.taken", { epoch: writtenEpoch(epoch), step: written(shown) });
}

/* Those that draw what they like; the one that is asked has its keys. */
export function buildShelf() {
  const free = state.shelf.filter(({ classes }) => !classes);
  find(".choice").hidden = free.length < 2;
  find(".choice").replaceChildren(
    ...free.map((one) => {
      const radio = make("input", { type: "radio", name: "checkpoint", value: one.id }),
        name = make("span");
      nameOf(one, (key, values) => theatre.put(name, key, values));
      radio.addEventListener("change", () => stand(one));
      return make("label", {}, radio, name);
    }),
  );
}

/**
 * Puts a generator behind the controls; seed, digit and place stay as they are.
 * @param {Facts} one
 * @param {number | null} step
 * @param {Partial<import("./state.mjs").GenerateRequest>} asked what it is asked for, if it can be
 */
export function stand(one, step = lastOf(one.snapshots).step, asked = {}) {
  stopWalking();
  state.facts = one;
  if (!one.classes) state.free = one;
  const moved = { directions: one.directions.map(() => 0), raw: {} };
  state.set = { ...state.set, checkpoint: one.id, ...moved, step, ...UNASKED, ...asked };
  buildFilms();
  changed({});
}

/**
 * `checkpoint` and the step that was `shown`, or all the `facts` of networks that were taken over.
 * @param {Taken} taken
 */
export function takeOver({ checkpoint, shown, facts: one }) {
  if (!state.facts) return void (offered = { checkpoint, shown, facts: one });
  if (one) state.shelf = [...state.shelf.filter((other) => !taken(other)), one];
  const found = one ?? state.shelf.find(({ id }) => id === checkpoint);
  if (!found) return;
  buildShelf();
  stand(found, one ? null : (found.snapshots.find((snapshot) => snapshot.shown === shown)?.step ?? null));
}

document.addEventListener("theatre:take-over", (event) => takeOver(/** @type {CustomEvent<Taken>} */ (event).detail));
