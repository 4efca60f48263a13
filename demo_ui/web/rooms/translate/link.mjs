/* What a link to this room says, and how the room comes to show it. A visitor's own photograph is in no link. */
import * as theatre from "../../core/theatre.mjs";
import { examplesOfNow, turnToNetworks } from "./choice.mjs";
import { ACTS, ACTS_OF, direction, draws } from "./common.mjs";
import { element, find, props } from "./context.mjs";
import { animal, pad, putSketch, sketching, turnToDrawing } from "./drawing.mjs";
import { SKETCHES } from "./drawing_pad.mjs";
import { layOver, send, turnTo } from "./stage.mjs";
import { state } from "./state.mjs";
import { mixes, strength, useStrength } from "./strength.mjs";

const { number, oneOf } = theatre.readers;

function linkedState() {
  return {
    networks: state.networks === props.networks[0] ? null : state.networks,
    example: (draws() ? sketching.name : state.source?.example) ?? null,
    direction: state.facts?.directions ? direction() : null,
    act: state.act,
    tile: state.chosen[state.act],
    maps: state.mapped ? 1 : null,
    mask: state.masked ? 1 : null,
    strength: mixes() && strength() !== 1 ? strength() : null,
    animal: draws() && animal() !== "horse" ? animal() : null,
  };
}

/** @param {Record<string, string>} link */
async function showLinked(link) {
  const wanted = props.networks.includes(link.networks) ? link.networks : props.networks[0];
  if (wanted !== state.networks && !(await turnToNetworks(wanted))) return [];
  if (draws()) return showSketched(link);
  const names = examplesOfNow().map(({ name }) => name),
    acts = [.../** @type {NodeListOf<HTMLElement>} */ (element.querySelectorAll(".acts button"))].map(
      ({ dataset }) => dataset.act ?? "",
    );
  const { values, wrong } = theatre.read(link, {
    networks: oneOf(...props.networks),
    example: oneOf(...names),
    direction: oneOf(
      ...[.../** @type {NodeListOf<HTMLInputElement>} */ (element.querySelectorAll(".directions input"))].map(
        ({ value }) => value,
      ),
    ),
    act: oneOf(...acts),
    tile: (/** @type {string} */ text) => text, // which ones there are is known when the photograph is translated
    maps: oneOf("1"),
    mask: oneOf("1"),
    strength: number(0, 2),
  });
  const way = find(`.directions input[value="${values.direction ?? "auto"}"]`) ?? find(".directions input");
  way.checked = true;
  layOver(values.mask ? "mask" : values.maps ? "maps" : null);
  state.act = values.act ?? ACTS_OF[state.networks][0];
  await send({ example: values.example ?? (names.includes(props.start) ? props.start : names[0]) });
  const known = state.exhibit && values.tile !== undefined ? ACTS[state.act].tiles().map(({ name }) => name) : [];
  if (known.includes(values.tile)) state.chosen[state.act] = values.tile;
  else if (values.tile !== undefined && state.exhibit) wrong.push("tile");
  if (values.strength !== undefined && ACTS[state.act].mixing) useStrength(values.strength);
  turnTo(state.act);
  return wrong;
}

/**
 * A drawing of the visitor's own is in no link either.
 * @param {Record<string, string>} state
 */
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

export const register = () =>
  theatre.register?.("translate", {
    state: linkedState,
    show: showLinked,
    missing: () =>
      draws()
        ? sketching.name === null && pad.strokes.length
          ? "link.missing.drawing"
          : null
        : state.source && !state.source.example
          ? "link.missing.photograph"
          : null,
  });
