/* "Be the generator": a hand moves q, the curve on the line or the points on the plane, against a D that learns beside
   it; a second one may draw D. Fingers hold what they took, each its own; arrow keys do the same. The networks' game
   waits meanwhile, and so does this one when somebody gets up. */
import { calm, say, written } from "../../core/elements.mjs";
import { disc, ink, scene, stroke } from "./ink.mjs";
import {
  BY_HAND,
  POINTS,
  believed,
  firstBelief,
  firstCurve,
  firstPoints,
  heightAt,
  moved,
  pushed,
} from "./lab/stand_ins.mjs";
import { play, sit, turn } from "./loop.mjs";
import { frameOfLine, square } from "./pictures.mjs";
import { find, root, state } from "./state.mjs";

/** @typedef {"q" | "d" | number} Held one of the two curves, or a point's number */

const NUDGE = 0.15, // of a key, along an axis
  STEPS = 20; // that D learns at each move where nothing moves by itself
/** @type {Map<number, Held>} by finger */
const held = new Map();
/** @type {{at: number, d: number, point: number} | null} where the keys stand, once there were any */
let keys = null;
let sending = false,
  again = false;

const startHands = () => ({
  moves: 0,
  lowest: Infinity,
  ...(state.fixed.dimension === 1 ? { curve: firstCurve(), belief: null } : { points: firstPoints() }),
});

/**
 * Sits down in G's place, or gets up.
 * @param {boolean} on
 */
export async function seat(on) {
  play(false);
  held.clear();
  if (on) state.hands = state.rested ?? startHands();
  else [state.rested, state.hands] = [state.hands, null];
  await sit(on);
  if (on && !calm.matches) play(true);
}

/* From the beginning, with the same number of players. */
export function restart() {
  const two = Boolean(state.hands?.belief);
  state.hands = startHands();
  if (two) state.hands.belief = firstBelief();
  return turn({ do: "look", hands: state.hands });
}

/** @param {Partial<import("./state.mjs").Hands>} change */
function move(change) {
  if (!state.hands) return;
  state.hands = { ...state.hands, ...change, moves: state.hands.moves + 1 };
  send();
}

/* While D learns by itself, its next step takes the hands along. */
async function send() {
  if (state.playing) return;
  again = true;
  if (sending) return;
  sending = true;
  while (again && state.hands) {
    again = false;
    await turn({ do: "advance", steps: calm.matches ? STEPS : 0, hands: state.hands });
  }
  sending = false;
}

/**
 * Where a finger is: x and the height there of a line, as a density and as what D may believe; or a place of the plane.
 * @param {{clientX: number, clientY: number}} event
 */
function placeOf({ clientX, clientY }) {
  const box = scene.getBoundingClientRect(),
    [across, down] = [clientX - box.left, clientY - box.top],
    { edge, cells, dimension } = state.fixed;
  if (dimension === 2) {
    const { size, left, top } = square(box.width, box.height);
    return { x: edge * ((2 * (across - left)) / size - 1), y: edge * (1 - (2 * (down - top)) / size), share: 0 };
  }
  const { left, right, top, ground, highest } = frameOfLine(box.width, box.height, state.fixed, state.now),
    share = (ground - down) / (ground - top);
  return { x: edge * ((2 * (across - left)) / (right - left) - 1), y: (share * highest * cells) / (2 * edge), share };
}

/**
 * What lies nearest to a finger and is held by no other.
 * @param {ReturnType<typeof placeOf>} place
 * @returns {Held | null}
 */
function nearest({ x, y, share }) {
  const { curve, points, belief } = /** @type {import("./state.mjs").Hands} */ (state.hands);
  if (curve) {
    const fromQ = Math.abs(y - heightAt(curve, x)) * (share / (y || 1)),
      fromD = belief ? Math.abs(share - heightAt(belief, x)) : Infinity;
    return fromD < fromQ ? "d" : "q";
  }
  const free = [...Array(POINTS).keys()].filter((i) => ![...held.values()].includes(i)),
    away = (/** @type {number} */ i) => Math.hypot((points?.[2 * i] ?? 0) - x, (points?.[2 * i + 1] ?? 0) - y);
  return free.reduce((best, i) => (away(i) < away(best) ? i : best), free[0]) ?? null;
}

/** @param {PointerEvent} event */
function drag(event) {
  const what = held.get(event.pointerId);
  if (what === undefined || !state.hands) return;
  const between = event.getCoalescedEvents?.() ?? [];
  for (const one of between.length ? between : [event]) {
    const { x, y, share } = placeOf(one),
      { curve, points, belief } = state.hands;
    if (what === "d") belief && move({ belief: believed(belief, x, share) });
    else if (what === "q") curve && move({ curve: pushed(curve, x, y) });
    else if (points) move({ points: moved(points, what, [x, y]) });
  }
}

scene.addEventListener("pointerdown", (event) => {
  if (!state.hands || event.button) return;
  const what = nearest(placeOf(event));
  if (what === null) return;
  scene.setPointerCapture(event.pointerId);
  held.set(event.pointerId, what);
  drag(event);
});
scene.addEventListener("pointermove", drag);
for (const end of ["pointerup", "pointercancel"])
  scene.addEventListener(end, (event) => {
    if (held.delete(/** @type {PointerEvent} */ (event).pointerId)) send();
  });

/** @type {Record<string, number[]>} */
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] },
  LETTERS = { a: [-1, 0], d: [1, 0], w: [0, 1], s: [0, -1] };

/**
 * The keys of whoever plays G: arrows; on a plane, space goes to the next point.
 * @param {string} key
 */
function keyOfG(key) {
  const { curve, points } = state.hands ?? {},
    [right, up] = ARROWS[key] ?? [0, 0];
  if (!keys || (!ARROWS[key] && key !== " ")) return false;
  if (curve) {
    keys.at = inside(keys.at + NUDGE * right);
    if (up) move({ curve: pushed(curve, keys.at, heightAt(curve, keys.at) + 0.03 * up) });
  } else if (points && key === " ") keys.point = (keys.point + 1) % POINTS;
  else if (points) {
    const i = keys.point;
    move({ points: moved(points, i, [points[2 * i] + NUDGE * right, points[2 * i + 1] + NUDGE * up]) });
  }
  return true;
}

/**
 * Those of whoever draws D: a and d along the line, w and s up and down.
 * @param {string} key
 */
function keyOfD(key) {
  const belief = state.hands?.belief,
    step = LETTERS[/** @type {keyof typeof LETTERS} */ (key)];
  if (!keys || !belief || !step) return false;
  keys.d = inside(keys.d + NUDGE * step[0]);
  if (step[1]) move({ belief: believed(belief, keys.d, heightAt(belief, keys.d) + 0.05 * step[1]) });
  return true;
}

/** @param {number} x */
const inside = (x) => Math.min(state.fixed.edge, Math.max(-state.fixed.edge, x));

scene.addEventListener("keydown", (event) => {
  if (!state.hands || event.ctrlKey || event.metaKey || event.altKey) return;
  keys ??= { at: 0, d: 0, point: 0 };
  if (!keyOfG(event.key) && !keyOfD(event.key.toLowerCase())) return;
  event.preventDefault();
  event.stopPropagation();
  send();
});

find(".hand").addEventListener("click", () => root.dataset.state === "ready" && seat(!state.hands));
find(".two").addEventListener("click", () => {
  if (!state.hands) return;
  state.hands.belief = state.hands.belief ? null : firstBelief();
  turn({ do: "look", hands: state.hands });
});

/**
 * The room's buttons as they are while somebody plays by hand, and where the keys stand.
 * @param {import("./ink.mjs").Sheet | null} sheet
 */
export function paintHands(sheet) {
  const { hands } = state,
    playing = hands !== null;
  root.toggleAttribute("data-hand", playing);
  find(".hand").setAttribute("aria-pressed", String(playing));
  find(".two").setAttribute("aria-pressed", String(Boolean(hands?.belief)));
  scene.classList.toggle("held", playing);
  if (playing) scene.tabIndex = 0;
  if (playing) scene.setAttribute("role", "application");
  else if (!scene.classList.contains("sketching")) (scene.tabIndex = -1), scene.setAttribute("role", "img");
  if (!hands || !keys || !sheet) return;
  const { pen, width, height } = sheet,
    { edge } = state.fixed;
  if (hands.points) {
    const { size, left, top } = square(width, height),
      [x, y] = [hands.points[2 * keys.point], hands.points[2 * keys.point + 1]];
    pen.beginPath();
    pen.arc(
      left + ((x + edge) / (2 * edge)) * size,
      top + ((edge - y) / (2 * edge)) * size,
      0.6 * ink.rem,
      0,
      2 * Math.PI,
    );
    return stroke(pen, ink.ink, 2);
  }
  const { left, right, ground } = frameOfLine(width, height, state.fixed, state.now);
  for (const [x, colour] of /** @type {[number, string][]} */ ([
    [keys.at, ink.fake],
    ...(hands.belief ? [[keys.d, ink.ink]] : []),
  ])) {
    pen.fillStyle = colour;
    disc(pen, left + ((x + edge) / (2 * edge)) * (right - left), ground, 0.35 * ink.rem);
  }
}

/* What is said instead of a diagnosis: how low this q pushes the V of the best D. */
export function tellHands() {
  const { hands, now, fixed } = state;
  if (!hands) return;
  const best = now.bestValue ?? 0,
    name = Object.keys(BY_HAND).find((one) => BY_HAND[one]({ moves: hands.moves, best })),
    drawn = now.exactValue ?? best;
  if (hands.moves) hands.lowest = Math.min(hands.lowest, best);
  const values = {
    best: written(best, 3),
    lowest: written(Math.min(hands.lowest, best), 3),
    drawn: written(drawn, 3),
    less: written(best - drawn, 3),
  };
  say(
    find(".headline"),
    name === "begin" ? `equilibrium.hand.begin${fixed.dimension}` : `equilibrium.hand.${name}`,
    values,
  );
  say(
    find(".why"),
    hands.belief
      ? "equilibrium.hand.why_two"
      : name === "begin"
        ? `equilibrium.hand.how${fixed.dimension}`
        : "equilibrium.hand.why",
    values,
  );
  if (held.size || state.playing) return;
  find(".spoken").textContent = `${find(".headline").textContent} ${find(".why").textContent}`;
}
