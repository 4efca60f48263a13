/* What the room shows by itself while nobody is there: the recorded runs, one after the other. */
const LAST_STAYS = 3000; // ms that the end of a run is shown
let actRuns = 0;

theatre.acts.training = {
  begin() {
    const { runs } = props;
    if (!runs.length) return;
    let next = 0, over = null;
    loop(false); // a visitor may have left it on
    const show = () => goIn(runs[next++ % runs.length].id);
    clearInterval(actRuns);
    show();
    actRuns = setInterval(() => {
      if (!ready || playing) return void (over = null);
      over ??= performance.now();
      if (index < run.snapshots.length - 1) play();
      else if (performance.now() - over > LAST_STAYS) show();
    }, 250);
  },
  end() {
    clearInterval(actRuns);
    halt();
    if (props.runs.length) goIn(props.runs[0].id);
  },
};
