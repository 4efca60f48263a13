/* One clock: what is drawn, measured and said always belongs to the same moment. The page paints at its own rate; the
   worker is asked for the next moment when the last one has come. */
const root = element.firstElementChild;
const BEAT = 1000 / 60; // milliseconds a step, so that one sees the same on every screen; pictures come as they can
const MOST = 4; // steps that are made up for when a picture took long
const BUDGET = 24; // milliseconds of work between two pictures, if it can be helped
let fixed = null, now = null, trace = [], settings = null, strokes = [];
let playing = false, fast = false, underWay = 0, opened = 0, paid = 0, seen = true, stale = false;

/* A new session. Gives false, and leaves the old one, if there is nothing to learn. */
async function open(wish) {
  const mine = (opened += 1), answer = await ask({ do: "open", shape: wish.shape, strokes: wish.strokes, settings: wish });
  if (mine !== opened) return false;
  if (answer.fault) return (fault(`equilibrium.fault.${answer.fault}`), false);
  fault(null);
  if (fixed?.dimension !== answer.fixed.dimension) setBest(answer.fixed.dimension === 1);
  fixed = answer.fixed;
  settings = wish;
  strokes = wish.shape === "drawn" ? wish.strokes : [];
  trace = [];
  root.dataset.dimension = fixed.dimension;
  root.dataset.state = "ready";
  arrive(answer.now);
  return true;
}

/* Asks for the next moment and shows it; `wish` may come in a burst, then only what is newest is drawn. */
async function turn(wish) {
  const mine = opened;
  underWay += 1;
  const answer = await ask(wish);
  underWay -= 1;
  if (mine === opened && answer.now) arrive(answer.now);
}

function arrive(moment) {
  const kept = now && fixed.dimension === 2 ? { q: now.q, best: now.best, accuracy: now.accuracy } : {};
  now = { ...(trace.length ? kept : {}), ...moment };
  if (now.measures) remember(now);
  repaint();
}

function repaint() {
  if (stale) return;
  stale = true;
  requestAnimationFrame(() => {
    stale = false;
    if (seen) paint();
  });
}

function play(on) {
  if (on === playing) return;
  playing = on;
  find(".play").setAttribute("aria-pressed", on);
  say(find(".play span"), on ? "training.pause" : "training.play");
  paid = performance.now() - BEAT;
  if (on) requestAnimationFrame(tick);
  else if (now) turn({ do: "look" }); // at rest everything is measured
}

function tick(time) {
  if (!playing) return;
  requestAnimationFrame(tick);
  if (!seen || telling(time) || underWay) return;
  const owed = fast ? Infinity : Math.min(MOST, Math.floor((time - paid) / BEAT));
  if (owed < 1) return;
  paid = owed < MOST ? paid + owed * BEAT : time;
  turn({ do: "advance", steps: owed, budget: BUDGET, running: true });
}

new IntersectionObserver(([{ isIntersecting }]) => {
  seen = isIntersecting;
  if (seen && now) repaint();
}).observe(root);
