/* What a moment's figures mean, as a name that the page puts into words. Beside each name stands the condition under
   which it may be said; the first that holds is. tests/unit/equilibrium asks them of made figures, and of the presets. */
import { MEASURED, accuracyBand, aucBand, balancedBand } from "./measures.mjs";

export const LOOKS = 10; // in a row that have to be in their bands
export const Z_LOOKS = 2.807034; // instead of 1.96: 95% that none of so many looks leaves its band by chance
const EARLY = 15; // steps of G before which nothing is said
const WINS = 0.95; // both accuracies at least this
const HARD = 0.25; // a push on G from which on nobody says that it is hardly pushed
const CLOSE = 4; // times the floor: q lies near p
const FEW = 0.5; // less than this share of p is reached
const SWING = 0.25, SWINGS = 3; // an accuracy leaves this band around 0.5 on the other side, so often
const RECENT = 400; // steps back

/** Half widths of what chance alone allows in `LOOKS` looks: of a needle; of their mean, and so of the best D's; of AUC. */
export const BANDS = { needle: accuracyBand(MEASURED, Z_LOOKS), mean: balancedBand(MEASURED, Z_LOOKS), auc: aucBand(MEASURED, Z_LOOKS) };

const within = (value, band) => Math.abs(value - 0.5) <= band;
const mean = ({ accuracyReal, accuracyFake }) => (accuracyReal + accuracyFake) / 2;
const caught = ({ accuracyReal, accuracyFake }) => Math.min(accuracyReal, accuracyFake) >= WINS;
const needlesIn = ({ accuracyReal, accuracyFake }) => within(accuracyReal, BANDS.needle) && within(accuracyFake, BANDS.needle);
const meanIn = (one) => within(mean(one), BANDS.mean);
const rankingIn = ({ auc }) => within(auc, BANDS.auc);
const bestIn = ({ best }) => best <= 0.5 + BANDS.mean; // what even the best D would be right is no more than chance allows
const allIn = (one) => needlesIn(one) && meanIn(one) && rankingIn(one) && bestIn(one);

/** By name: the condition, of the present figures `now` and of what came before. */
export const STATES = {
  early: ({ now }) => now.step < EARLY,
  strong: ({ now }) => caught(now) && now.push < HARD,
  pushed: ({ now }) => caught(now), // and the loss pushes G all the same
  equilibrium: ({ looks }) => looks.length === LOOKS && looks.every(allIn),
  unsettled: ({ now }) => bestIn(now), // nobody could tell, but this D is not at rest
  nearly: ({ now, floor }) => now.divergence <= CLOSE * floor,
  collapse: ({ now }) => now.bells > 1 && now.covered < FEW,
  circles: ({ swung }) => swung >= SWINGS,
  apart: ({ now }) => mean(now) > 0.5 + BANDS.mean,
  leaning: ({ now }) => now.auc > 0.5 + BANDS.auc, // it ranks them, and its threshold wastes that
  behind: ({ now }) => mean(now) < 0.5 - BANDS.mean,
  turned: ({ now }) => now.auc < 0.5 - BANDS.auc,
  asleep: ({ now }) => meanIn(now) && rankingIn(now),
};

/** `trace`: the measures so far, oldest first, each with `step` and `best`, how often the best D would be right;
    `floor`: the divergence of real from real. */
export function diagnose(trace, floor) {
  const now = trace.at(-1);
  if (!now) return "early";
  const figures = { now, floor, looks: trace.slice(-LOOKS), swung: swings(trace.filter(({ step }) => step > now.step - RECENT)) };
  return Object.keys(STATES).find((name) => STATES[name](figures));
}

/* How often D's lean, what it calls real less what it calls fake, went from one side over to the other. */
function swings(recent) {
  let side = 0, count = 0;
  for (const { accuracyReal, accuracyFake } of recent) {
    const lean = (accuracyReal - accuracyFake) / 2, next = Math.abs(lean) < SWING ? side : Math.sign(lean);
    if (side && next !== side) count += 1;
    side = next;
  }
  return count;
}
