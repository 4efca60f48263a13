/* Which generator stands behind the controls: those that ship, and the one that was taken over in the Training room. */
import { make, written, writtenEpoch } from "../../core/elements.mjs";
import * as theatre from "../../core/theatre.mjs";
import { find } from "./context.mjs";
import { buildFilms, stopWalking } from "./controls.mjs";
import { changed } from "./stage.mjs";
import { lastOf, state } from "./state.mjs";

/** @typedef {import("./state.mjs").Facts} Facts */
/** @typedef {{checkpoint?: string, shown?: number, facts?: Facts}} Taken networks of the Training room, or the step that was shown of those that ship */

const TAKEN = "taken-";
/** @param {{id: string}} one */
export const taken = ({ id }) => id.startsWith(TAKEN);
/** @type {Taken | null} what came before the networks were loaded */
export let offered = null;

/**
 * @param {Facts} one
 * @param {(key: string, values?: Values) => void} put
 */
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

/**
 * Puts a generator behind the controls; seed, digit and place stay as they are.
 * @param {Facts} one
 * @param {number | null} step
 */
export function stand(one, step = lastOf(one.snapshots).step) {
  stopWalking();
  state.facts = one;
  state.set = { ...state.set, checkpoint: one.id, directions: one.directions.map(() => 0), raw: {}, step };
  buildFilms();
  changed({});
}

/**
 * `checkpoint` and the step that was `shown`, or all the `facts` of networks that were taken over.
 * @param {Taken} taken
 */
export function takeOver({ checkpoint, shown, facts: one }) {
  if (!state.facts) return void (offered = { checkpoint, shown, facts: one });
  if (one) state.shelf = [...state.shelf.filter((other) => !taken(other)), one];
  const found = one ?? state.shelf.find(({ id }) => id === checkpoint);
  if (!found) return;
  buildShelf();
  stand(found, one ? null : (found.snapshots.find((snapshot) => snapshot.shown === shown)?.step ?? null));
}

document.addEventListener("theatre:take-over", (event) => takeOver(/** @type {CustomEvent<Taken>} */ (event).detail));
