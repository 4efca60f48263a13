/* The hand of the tour: it does at a stop what the stop is about (`acts` of chapters.json), as a visitor would, until the
   visitor does. Rooms take its events for a visitor's; the guide does not (its gestures are trusted ones). */
import { calm } from "./elements.mjs";

const BEGIN = 1500, // ms after which a sentence was read
  PACE = 50,
  AGAIN = 3000, // between two presses
  SWEEP = 7000, // to one end of a slider, to the other and back
  SLIDE = 6000; // from one end to the other
const STEPS = 4; // with little motion

/** @typedef {NonNullable<Door["acts"]>} Deed */

/**
 * The first that can be used now; a room may still be built.
 * @param {string} selector
 * @returns {any}
 */
const target = (selector) =>
  [.../** @type {NodeListOf<HTMLInputElement>} */ (document.querySelectorAll(selector))].find(
    (node) => node.checkVisibility() && !node.matches(":disabled"),
  );

/** Begins; what it returns takes the hand away, and leaves all as it is then.
 * @param {Deed} deed
 * @param {string} room
 * @returns {() => void}
 */
export function lendHand(deed, room) {
  let since = -BEGIN,
    presses = 0,
    begun = false;
  const clock = setInterval(() => {
    since += PACE;
    if (since < 0 || document.hidden) return;
    const { press, sweep, slide, by } = deed;
    const act = by === "room" ? window.theatre.acts[room] : null;
    if (act && !begun) act.begin();
    begun ||= Boolean(act);
    const node = target(press ?? sweep ?? slide ?? ":not(*)");
    if (!node) return void (since = by ? since : 0);
    if (press) {
      if (since < AGAIN * presses || (presses && deed.once)) return;
      presses += 1;
      return void node.click();
    }
    const share = sweep ? 0.5 + 0.5 * Math.sin((2 * Math.PI * since) / SWEEP) : Math.min(1, since / SLIDE);
    move(node, calm.matches ? Math.round(STEPS * share) / STEPS : share);
  }, PACE);
  return () => {
    clearInterval(clock);
    if (begun) window.theatre.acts[room].hold?.();
  };
}

/**
 * @param {HTMLInputElement} slider
 * @param {number} share of its way
 */
function move(slider, share) {
  const [low, high] = [Number(slider.min), Number(slider.max)],
    before = slider.value;
  slider.value = String(low + share * (high - low));
  if (slider.value !== before) slider.dispatchEvent(new Event("input", { bubbles: true }));
}
