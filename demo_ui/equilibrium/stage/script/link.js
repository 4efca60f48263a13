/* What a link or a tour opens this room in, and what a copied link says of it: a preset, or a game of one's own. */
async function showState(state) {
  const { whole, number, oneOf } = theatre.readers;
  const { values, wrong } = theatre.read(state, {
    preset: oneOf(...Object.keys(PRESETS)), shape: oneOf(...LINES, ...PLANES), game: oneOf(...RULES),
    rateD: number(...RATES), rateG: number(...RATES), stepsD: whole(1, MOST_STEPS), seed: whole(1, 99999),
    settle: whole(0, 99999), momentum: number(0, 0.99), play: oneOf("yes", "slow"),
  });
  const { preset: named, play: begin, ...own } = values, base = PRESETS[named] ?? (PLANES.includes(own.shape) ? { ...PRESETS.balanced, ...PLANE } : PRESETS.balanced);
  if (!named && !Object.keys(own).length) return wrong; // nothing to open: what is there stays
  play(false);
  setSlow(begin === "slow");
  preset = Object.keys(own).length ? OWN : named;
  setSketching(own.shape === "drawn");
  settings = { ...base, ...own };
  if (sketching) beginDrawing({});
  else if (await open(settings)) showSettings();
  if (begin && !sketching) start(true);
  return wrong;
}

function tellState() {
  if (preset !== OWN) return { preset };
  const { shape, game, rateD, rateG, stepsD, seed, settle, momentum } = settings;
  return { shape, game, rateD, rateG, stepsD, seed, settle, momentum };
}
