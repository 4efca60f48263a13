/* What a link to this room says, and how the room comes to show it: run and epoch, or the knobs of live training. */
const { number, whole, oneOf } = theatre.readers;

function linkedState() {
  const chosen = find(".ticket input:checked").value;
  if (chosen === "live") return { run: chosen, ...wished };
  return { run: chosen, epoch: chosen === "quiz" || !ready ? null : Number(run.snapshots[index].epoch.toFixed(4)) };
}

/* The run that is meant, and what may be said of it. */
function readersOf(chosen) {
  const run = oneOf(...CHOICES.keys());
  if (chosen === "live") {
    const knobs = KNOBS.map(({ name, low, high, scale }) => [name, scale === scales.whole || scale === scales.doubling ? whole(low, high) : number(low, high)]);
    return { run, ...Object.fromEntries(knobs), real_label: number(0.5, 1), preset: oneOf(...Object.keys(props.live.presets)), seed: whole(0, 2 ** 32 - 1) };
  }
  const recorded = props.runs.find(({ id }) => id === chosen);
  return recorded ? { run, epoch: number(0, lastOf(recorded).epoch) } : { run };
}

async function showLinked(state) {
  linked = true;
  const chosen = CHOICES.has(state.run) ? state.run : props.runs[0]?.id ?? "live";
  const { values, wrong } = theatre.read(state, readersOf(chosen));
  const { run: named, epoch, preset: recipe, ...turnedTo } = values;
  if (epoch !== undefined) begun = true; // it stands where the link says, instead of playing
  await goIn(chosen);
  if (chosen === "live") setKnobs({ ...props.live.presets[recipe ?? Object.keys(props.live.presets)[0]], ...turnedTo });
  else if (epoch !== undefined && ready) {
    const away = ({ epoch: at }) => Math.abs(at - epoch);
    goTo(run.snapshots.reduce((best, snapshot, i) => (away(snapshot) < away(run.snapshots[best]) ? i : best), 0));
  }
  return wrong;
}

theatre.register?.("training", {
  state: linkedState,
  show: showLinked,
  missing: () => (run.live && liveRun.snapshots.length ? "link.missing.live" : null),
});
