/* What the room shows by itself while nobody is there: a walk from seed to seed that never ends, drawn like any other. */
const ACT_PACE = 100, ACT_STRIDE = 4000; // ms: between two digits; from one seed to the next
let actRuns = 0;

theatre.acts.generate = {
  begin() {
    let since = performance.now();
    clearInterval(actRuns);
    actRuns = setInterval(() => {
      if (!facts) return;
      const across = (performance.now() - since) / ACT_STRIDE;
      if (across < 1) return changed({ across: calm.matches ? Math.floor(3 * across) / 3 : across, down: 0 });
      since = performance.now();
      changed({ seed: set.others[0], others: [anySeed(), anySeed(), anySeed()], across: 0, down: 0 });
    }, calm.matches ? 10 * ACT_PACE : ACT_PACE);
  },
  end() {
    clearInterval(actRuns);
    if (facts) changed(begin(props.start.seed));
  },
};
