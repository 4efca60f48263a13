/* What every part of the room needs: which networks there are, how a fault is told, which way is chosen. */
import * as theatre from "../../core/theatre.mjs";
import { find, props, root } from "./context.mjs";
import { state } from "./state.mjs";

export const session = `${Math.random()}`;
export const tickets = new Set(); // of the visitor's own photographs
state.networks = props.networks[0];

/* What is shown of a photograph, by name; of which networks. An act says which pictures lie on the board, what is said
   about them, and what it asks of the server. */
export const ACTS = {};
export const ACTS_OF = {
  "horse-zebra": ["board", "cycle"],
  "photo-monet": ["board"],
  "grey-colour": ["colours", "l1", "pairs"],
  "drawing-horse": ["drawing"],
};

export function enlist(name, act) {
  ACTS[name] = act;
  state.chosen[name] = act.chosen;
}

/* What those below ask of those above them, who put it here: `send` and `paint` (stage.mjs), `begin` (room.mjs); what
   happens before a photograph is sent, and when its answer is there. */
export const above = { send: null, paint: null, begin: null, beforeSending: [], whenOpened: [] };

/* The camera is closed, for one. */
export const makeWay = () => above.beforeSending.forEach((act) => act());

export const draws = () => state.networks === "drawing-horse";
export const direction = () => find(".directions input:checked")?.value ?? "ab";
export const wishOf = (lesson) => ({
  networks: state.networks,
  ticket: state.exhibit.ticket,
  session: `${session}/${lesson}`,
});

/* A key's own sentence about these networks, where there is one. */
export function worded(key) {
  const at = key.lastIndexOf(".") + 1,
    own = `${key.slice(0, at)}${state.networks}_${key.slice(at)}`;
  return theatre.t(own) === own ? key : own;
}

/* ---- faults ---- */

export function complain(key, values) {
  find(".fault").hidden = !key;
  if (key) theatre.put(find(".fault"), key, values);
}

/* Tells the fault of an answer, if it has one or did not come. */
export function told(answer) {
  if (!answer) complain("generate.lost");
  else if (answer.fault) complain(`error.${answer.fault.code}`, answer.fault.details);
  else complain(null);
  return answer && !answer.fault;
}

/* On a small page the buttons are far from what they bring about. */
export const bringInSight = (place) => find(place).scrollIntoView({ block: "nearest" });

export function busy(on) {
  if (on) root.dataset.busy = "1";
  else delete root.dataset.busy;
  if (on) theatre.put(find(".doing"), worded("translate.waiting.working"));
}
