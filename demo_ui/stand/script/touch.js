/* When somebody last touched anything. While a finger or a key is down the clock stands still: nothing begins in the
   middle of a gesture. Only people count, not what a script does. */
const STUCK = 120_000; // ms: a finger that is down for so long was lost by the screen
const down = new Map(); // pointers and keys that are down -> since when
let lastTouch = performance.now();

const idleFor = () => (gesture() ? 0 : performance.now() - lastTouch);

function gesture() {
  const now = performance.now();
  for (const [which, since] of down) if (now - since > STUCK) down.delete(which);
  return down.size > 0;
}

/* `answer(event)` may keep a touch from what lies below it by returning true. */
function watchTouches(answer) {
  const swallow = (event) => (event.preventDefault(), event.stopImmediatePropagation());
  const begins = (which) => (event) => {
    if (!event.isTrusted) return;
    lastTouch = performance.now();
    if (which) down.set(which(event), lastTouch);
    if (answer(event)) swallow(event);
  };
  const ends = (which) => (event) => {
    lastTouch = performance.now();
    down.delete(which(event));
  };
  const listen = (name, heard) => addEventListener(name, heard, { capture: true, passive: false });
  const pointer = ({ pointerId }) => `pointer ${pointerId}`, key = ({ code }) => `key ${code}`;
  listen("pointerdown", begins(pointer));
  listen("keydown", begins(key));
  listen("wheel", begins(null));
  for (const name of ["pointerup", "pointercancel"]) listen(name, ends(pointer));
  listen("keyup", ends(key));
  listen("blur", () => down.clear()); // what is let go outside is not heard here
  listen("pointermove", (event) => event.isTrusted && (lastTouch = performance.now()));
}
