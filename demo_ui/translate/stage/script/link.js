/* What a link to this room says, and how the room comes to show it. A visitor's own photograph is in no link. */
const { number, oneOf } = theatre.readers;

function linkedState() {
  return {
    networks: networks === props.networks[0] ? null : networks,
    example: (draws() ? sketching.name : source?.example) ?? null,
    direction: facts?.directions ? direction() : null,
    act,
    tile: chosen[act],
    maps: mapped ? 1 : null,
    mask: masked ? 1 : null,
    strength: mixes() && strength() !== 1 ? strength() : null,
    animal: draws() && animal() !== "horse" ? animal() : null,
  };
}

async function showLinked(state) {
  const wanted = props.networks.includes(state.networks) ? state.networks : props.networks[0];
  if (wanted !== networks && !(await turnToNetworks(wanted))) return [];
  if (draws()) return showSketched(state);
  const names = examplesOfNow().map(({ name }) => name), acts = [...element.querySelectorAll(".acts button")].map(({ dataset }) => dataset.act);
  const { values, wrong } = theatre.read(state, {
    networks: oneOf(...props.networks),
    example: oneOf(...names),
    direction: oneOf(...[...element.querySelectorAll(".directions input")].map(({ value }) => value)),
    act: oneOf(...acts),
    tile: (text) => text, // which ones there are is known when the photograph is translated
    maps: oneOf("1"),
    mask: oneOf("1"),
    strength: number(0, 2),
  });
  const way = find(`.directions input[value="${values.direction ?? "auto"}"]`) ?? find(".directions input");
  way.checked = true;
  layOver(values.mask ? "mask" : values.maps ? "maps" : null);
  act = values.act ?? ACTS_OF[networks][0];
  await send({ example: values.example ?? (names.includes(props.start) ? props.start : names[0]) });
  const known = exhibit && values.tile !== undefined ? ACTS[act].tiles().map(({ name }) => name) : [];
  if (known.includes(values.tile)) chosen[act] = values.tile;
  else if (values.tile !== undefined && exhibit) wrong.push("tile");
  if (values.strength !== undefined && ACTS[act].mixing) useStrength(values.strength);
  turnTo(act);
  return wrong;
}

/* A drawing of the visitor's own is in no link either. */
function showSketched(state) {
  const { values, wrong } = theatre.read(state, {
    networks: oneOf(...props.networks),
    example: oneOf(...SKETCHES.map(({ name }) => name)),
    animal: oneOf("horse", "zebra"),
  });
  find(`.animals input[value="${values.animal ?? "horse"}"]`).checked = true;
  putSketch(values.example ?? SKETCHES[0].name);
  turnToDrawing();
  return wrong;
}

const register = () => theatre.register?.("translate", {
  state: linkedState,
  show: showLinked,
  missing: () => (draws() ? sketching.name === null && pad.strokes.length ? "link.missing.drawing" : null : source && !source.example ? "link.missing.photograph" : null),
});
