import { begin } from "./context.mjs";

/**
 * Brings the room to life: its modules look for their elements when they are first read.
 * @param {Given<import("./context.mjs").Props>} given
 */
export async function mount(given) {
  begin(given);
  await import("./room.mjs");
}
