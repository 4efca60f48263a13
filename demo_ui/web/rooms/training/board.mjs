/* The board that drawings lie on, as who draws asks for it, in the room's dialog and on a phone: one action at a time, and
   looks at what others have drawn between them. */
import { centredFrom } from "../../nets/centring.mjs";

/** @typedef {import("./state.mjs").Answers["live_board"] & {fault?: FaultTold}} Board */

/**
 * @param {object} its
 * @param {ReturnType<typeof import("../../core/drawing_pad.mjs").drawingPad>} its.pad
 * @param {(action: string, more?: Record<string, unknown>) => Promise<Board | null>} its.send null: the server does not answer
 * @param {(answer: Board | null) => void} its.take what was answered to an action
 * @param {() => void} its.paint
 */
export function boardOf({ pad, send, take, paint }) {
  const asSeen = document.createElement("canvas");
  let acts = 0; // so many
  const board = {
    waiting: false, // for what an action brings

    /**
     * One of the board's actions.
     * @param {string} action
     * @param {Record<string, unknown>} [more]
     */
    async ask(action, more) {
      board.waiting = true;
      acts += 1;
      paint();
      const answer = await send(action, more);
      board.waiting = false;
      take(answer);
      paint();
      return answer !== null && !answer.fault;
    },

    /** What others have drawn meanwhile: nobody who presses something waits for it. Undefined: it is of no use now. */
    async look() {
      if (board.waiting || document.visibilityState !== "visible") return undefined;
      const before = acts,
        answer = await send("see");
      return before === acts ? answer : undefined;
    },

    /** Lays what is on the paper on the board; the fault where it is no drawing. It stays where the server does not answer. */
    async add() {
      const found = centredFrom(pad, asSeen);
      if ("fault" in found) return found.fault;
      const picture = btoa(String.fromCharCode(...found.picture)),
        strokes = [...pad.strokes];
      pad.replace([]); // who draws on while the server takes the last one loses nothing
      if (!(await board.ask("add", { picture }))) pad.replace([...strokes, ...pad.strokes]);
      return null;
    },

    /** Takes a stroke back, and where there is none the last drawing. */
    undo: () => (pad.strokes.length ? pad.undo() : board.ask("undo")),
  };
  return board;
}
