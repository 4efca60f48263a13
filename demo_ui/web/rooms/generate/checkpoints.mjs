/* Which generator stands behind the controls: those that ship, and the one that was taken over in the Training room. */
import { make, written, writtenEpoch } from "../../core/elements.mjs";
import * as theatre from "../../core/theatre.mjs";
import { find } from "./context.mjs";
import { buildFilms, stopWalking } from "./controls.mjs";
import { changed } from "./stage.mjs";
import { state } from "./state.mjs";

const TAKEN = "taken-";
export const taken = ({ id }) => id.startsWith(TAKEN);
export let offered = null; // `offered` came before the networks were loaded

function nameOf({ id, snapshots: [{ epoch, shown }] }, put) {
  if (!taken({ id })) return put(`generate.checkpoint.${id}`);
  put("generate.checkpoint.taken", { epoch: writtenEpoch(epoch), step: written(shown) });
}

export function buildShelf() {
  find(".choice").hidden = state.shelf.length < 2;
  find(".choice").replaceChildren(
    ...state.shelf.map((one) => {
      const radio = make("input", { type: "radio", name: "checkpoint", value: one.id }),
        name = make("span");
      nameOf(one, (key, values) => theatre.put(name, key, values));
      radio.addEventListener("change", () => stand(one));
      return make("label", {}, radio, name);
    }),
  );
}

/* Puts a generator behind the controls; seed, digit and place stay as they are. */
export function stand(one, step = one.snapshots.at(-1).step) {
  stopWalking();
  state.facts = one;
  state.set = { ...state.set, checkpoint: one.id, directions: one.directions.map(() => 0), raw: {}, step };
  buildFilms();
  changed({});
}

/* `checkpoint` and the step that was `shown`, or all the `facts` of networks that were taken over. */
export function takeOver({ checkpoint, shown, facts: one }) {
  if (!state.facts) return void (offered = { checkpoint, shown, facts: one });
  if (one) state.shelf = [...state.shelf.filter((other) => !taken(other)), one];
  const found = one ?? state.shelf.find(({ id }) => id === checkpoint);
  if (!found) return;
  buildShelf();
  stand(found, one ? null : (found.snapshots.find((snapshot) => snapshot.shown === shown)?.step ?? null));
}

document.addEventListener("theatre:take-over", ({ detail }) => takeOver(detail));
