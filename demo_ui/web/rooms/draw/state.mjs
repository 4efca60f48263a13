/* The Draw room: what it was opened with, what is known and set in it now, and what demo_ui/draw/api.py answers. */
import { DRAWN } from "../../contract.mjs";
import { contextOf } from "../../core/context.mjs";
import { faultsOf } from "../../core/faults.mjs";
import * as theatre from "../../core/theatre.mjs";
import { takingIn } from "../../photos/taken_in.mjs";

/** @typedef {{limits: PictureLimits, intake: import("../../photos/taken_in.mjs").Intake | null}} Props */
/**
 * @typedef {object} Answers
 * @property {{state: "loading"} | {state: "ready", side: number, coats: string[], zebras: boolean}} status `side` of what is painted, in pixels; coats that can be chosen; whether horses can become zebras
 * @property {{picture: string, ms: number}} paint
 * @property {{picture: string}} level the ink of a photographed drawing
 * @property {FileTold} save
 */
/** @type {Context<Props, Answers>} */
export const room = contextOf("draw");
export const { element, find, props, root, server } = room;

export const session = `${Math.random()}`;
export const state = {
  side: 0, // of what the network sees; 0 until it can paint
  example: /** @type {string | null} */ (null), // on the paper while nobody has changed it
  ms: /** @type {number | null} */ (null), // of the last painting
  sent: 0, // how many photographs were brought: the newest is laid
};
export const animal = () => find(".animals input:checked").value;
export const COAT = DRAWN.COATS[0]; // where nobody chose
export const coat = () => find(".coats input:checked")?.value ?? COAT;
/** @returns {string[]} those that can be chosen, once the network is there; none if it knows one only */
export const coats = () =>
  [.../** @type {NodeListOf<HTMLInputElement>} */ (element.querySelectorAll(".coats input"))].map(({ value }) => value);

/* A photograph that is to stay on this device, which the Translate room's switch says, is not sent to a server. */
export const staysHere = () => theatre.kept("here") === "1";
export const takenIn = takingIn(props.intake, props.limits, staysHere);

export const { complain, told } = faultsOf(find);

/** @param {boolean} on */
export function busy(on) {
  root.toggleAttribute("data-busy", on);
  if (on) theatre.put(find(".doing"), "draw.waiting.working");
}
