/* The buttons that open a game. Its modules come when it is first asked for. */
import { make } from "../core/elements.mjs";

/** @typedef {{cases: string, fakes: string}} Addresses of what "Why 0.5 lies" is dealt from (demo_ui/page/games.py) */

/** @param {Addresses} at */
export function puzzleButton(at) {
  const button = make("button", { type: "button", class: "open-puzzle" }, make("span", { "data-i18n": "puzzle.open" }));
  button.addEventListener("click", () => import("./puzzle.mjs").then(({ open }) => open(at)));
  return button;
}
