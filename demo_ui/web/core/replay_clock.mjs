/* A clock over the snapshots of a recorded run: how long each of them is shown, and which one it is time for. */
import { calm } from "./elements.mjs";

const DWELL = 200; // ms a snapshot stays at normal speed
const CALM = 1000; // at least so long where reduced motion is asked for

/** @param {number} speed */
export const dwellAt = (speed) => (calm.matches ? Math.max(CALM, DWELL / speed) : DWELL / speed);

/**
 * Where a clock stands that showed `index` at `shownAt`: {index, shownAt, due}; `due` counts the dwells that have passed,
 * also at the last snapshot.
 * @param {{ index: number, shownAt: number }} clock
 * @param {number} last
 * @param {number} now
 * @param {number} dwell
 */
export function timeFor({ index, shownAt }, last, now, dwell) {
  const due = Math.floor((now - shownAt) / dwell);
  if (index >= last || due <= 0) return { index, shownAt, due };
  const to = Math.min(last, index + due);
  return { index: to, shownAt: to < last ? shownAt + due * dwell : now, due };
}
