/* What the room shows by itself while nobody is there: one example after the other, translated, the bar going to and fro. */
const EXAMPLE_STAYS = 6500, BAR_WAY = 5000; // ms: of one example; of the bar there and back
let actRuns = 0;

theatre.acts.translate = {
  begin() {
    let next = 0, since = -Infinity;
    clearInterval(actRuns);
    actRuns = setInterval(() => {
      const now = performance.now();
      if (!facts || root.dataset.busy) return;
      if (now - since > EXAMPLE_STAYS) {
        since = now;
        const shown = examplesOfNow();
        return void (shown.length && send({ example: shown[(next += 1) % shown.length].name }));
      }
      wipe.value = calm.matches ? 50 : 50 + 40 * Math.sin((2 * Math.PI * (now - since)) / BAR_WAY);
      moveBar();
    }, 50);
  },
  end() {
    clearInterval(actRuns);
    wipe.value = 50;
    moveBar();
  },
};
