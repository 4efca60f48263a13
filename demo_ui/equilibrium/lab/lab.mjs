/* What can be asked: a session opened, steps taken or taken back, settings changed, the present looked at. */
import { SHAPES, drawn } from "./bells.mjs";
import { Session } from "./session.mjs";
import { View } from "./view.mjs";

const OFTEN = 100, SELDOM = 400; // milliseconds between measures, and between two exact looks at a plane

export class Lab {
  /** `wish`: {do, ...}; `running`: that is one of many to come, and need not be looked at closely. Gives {fixed} after opening, and {now}; or {fault}, the name of what is wrong. */
  answer(wish) {
    if (wish.do === "open") return this.open(wish);
    if (!this.session) return { fault: "unopened" };
    const { session } = this, { past } = session;
    if (wish.do === "set") Object.assign(session.settings, wish.settings);
    if (wish.do === "advance") this.advance(wish);
    if (wish.do === "learnD") (session.keep(), session.learnD());
    if (wish.do === "learnG") (session.keep(), session.learnG(), (session.step += 1));
    if (wish.do === "back") for (let i = 0; i < wish.steps && past.length; i += 1) session.back();
    return { now: this.look(!wish.running) };
  }

  open({ shape, strokes, settings }) {
    const real = shape === "drawn" ? drawn(strokes ?? []) : SHAPES[shape];
    if (!real) return { fault: shape === "drawn" ? "empty" : "shape" };
    this.session = new Session(real, settings);
    this.view = new View(this.session);
    return { fixed: this.view.fixed(), now: this.look(true) };
  }

  /* At most `steps`, at most for `budget` milliseconds. */
  advance({ steps, budget = Infinity }) {
    const end = performance.now() + budget;
    for (let i = 0; i < steps; i += 1) {
      this.session.forward();
      if (performance.now() >= end) return;
    }
  }

  /* Everything when one looks closely, the costly things from time to time while it runs. */
  look(closely) {
    const time = performance.now();
    const exact = closely || time - (this.exactAt ?? -Infinity) > SELDOM, measured = closely || time - (this.measuredAt ?? -Infinity) > OFTEN;
    if (exact) this.exactAt = time;
    if (measured) this.measuredAt = time;
    return this.view.now({ exact, measured });
  }
}
