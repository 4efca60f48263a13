/* What a moment's measures mean, as a name that the page puts into words. An accuracy of 0.5 alone is never called
   success: the divergence has to be near its floor too. */
const EARLY = 15; // steps of G before which nothing is said
const WINS = 0.95; // both accuracies at least this
const NEAR = 0.06; // the mean of both accuracies is so near to 0.5
const CLOSE = 4; // times the floor: q lies on p
const FEW = 0.5; // less than this share of p is reached
const SWING = 0.25, SWINGS = 3; // an accuracy leaves this band around 0.5 on the other side, so often
const RECENT = 400; // steps back

/** `trace`: the measures so far, oldest first, each with `step`; `floor`: the divergence of real from real. */
export function diagnose(trace, floor) {
  const now = trace.at(-1);
  if (!now || now.step < EARLY) return "early";
  const balanced = (now.accuracyReal + now.accuracyFake) / 2, blind = Math.abs(balanced - 0.5) <= NEAR;
  if (now.accuracyReal >= WINS && now.accuracyFake >= WINS) return "strong";
  if (now.divergence <= CLOSE * floor) return blind ? "equilibrium" : "nearly";
  if (now.bells > 1 && now.covered < FEW) return "collapse";
  if (swings(trace.filter(({ step }) => step > now.step - RECENT)) >= SWINGS) return "circles";
  return blind ? "asleep" : balanced < 0.5 ? "behind" : "apart";
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
