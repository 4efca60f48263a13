/* What a link or a tour opens this room in, and what a copied link says of it. Nonsense changes nothing and is told. */
const WHOLE = (least, most) => (text) => (Number.isInteger(Number(text)) && Number(text) >= least && Number(text) <= most ? Number(text) : null);
const WITHIN = (least, most) => (text) => (text !== "" && Number(text) >= least && Number(text) <= most ? Number(text) : null);
const ONE_OF = (names) => (text) => (names.includes(text) ? text : null);
const READ = {
  shape: ONE_OF([...LINES, ...PLANES]), game: ONE_OF(RULES), rateD: WITHIN(...RATES), rateG: WITHIN(...RATES),
  stepsD: WHOLE(1, MOST_STEPS), seed: WHOLE(1, 9999), settle: WHOLE(0, 99999), momentum: WITHIN(0, 0.99),
};

async function showState(asked) {
  const { preset: named, play: begin } = asked, known = named === undefined || named === OWN || Object.hasOwn(PRESETS, named);
  const wanted = {};
  let wrong = known ? null : "preset";
  for (const [name, read] of Object.entries(READ)) {
    if (asked[name] === undefined) continue;
    wanted[name] = read(String(asked[name]));
    if (wanted[name] === null) wrong ??= name;
  }
  if (wrong) return fault("equilibrium.fault.link", { name: wrong });
  const base = Object.hasOwn(PRESETS, named ?? "") ? PRESETS[named] : { ...PRESETS.balanced, ...(PLANES.includes(wanted.shape) ? PLANE : {}) };
  play(false);
  preset = Object.keys(wanted).length || !named ? OWN : named;
  setSketching(wanted.shape === "drawn");
  if (sketching) return ((settings = { ...base, ...wanted }), beginDrawing({}));
  if (await open({ ...base, ...wanted })) showSettings();
  if (begin === "1" && !calm.matches) start(true);
}

function tellState() {
  if (preset !== OWN) return { preset };
  return Object.fromEntries(Object.keys(READ).map((name) => [name, settings[name]]));
}
