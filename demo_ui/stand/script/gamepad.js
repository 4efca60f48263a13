/* A gamepad as a keypad: cross or left stick, A presses, B goes back, the shoulders change rooms, Start begins anew. */
const BUTTONS = { 0: "press", 1: "back", 4: "before", 5: "after", 9: "restart", 12: "ArrowUp", 13: "ArrowDown", 14: "ArrowLeft", 15: "ArrowRight" };
const TILT = 0.6; // of a stick, from which on it counts
const FIRST = 400, NEXT = 120; // ms until a direction that is held comes again
const due = new Map(); // what is down -> when it comes again

function pressedNow() {
  const on = new Set();
  for (const pad of navigator.getGamepads?.() ?? []) {
    if (!pad) continue;
    pad.buttons.forEach(({ pressed }, i) => pressed && BUTTONS[i] && on.add(BUTTONS[i]));
    const [x = 0, y = 0] = pad.axes;
    if (Math.abs(x) > TILT) on.add(x > 0 ? "ArrowRight" : "ArrowLeft");
    if (Math.abs(y) > TILT) on.add(y > 0 ? "ArrowDown" : "ArrowUp");
  }
  return on;
}

function readGamepads() {
  const now = performance.now(), on = pressedNow();
  for (const name of due.keys()) if (!on.has(name)) due.delete(name);
  for (const name of on) {
    lastTouch = now;
    const again = due.get(name);
    if (again !== undefined && (now < again || !WAYS[name])) continue;
    due.set(name, now + (again === undefined ? FIRST : NEXT));
    if (state === "used") obey(name);
    else if (again === undefined && state !== "leaving" && !returning) use();
  }
}

function obey(name) {
  if (holding && holding !== document.activeElement) letGo();
  if (WAYS[name]) (holding ? nudge : move)(WAYS[name]);
  else ({ press, back, restart: leave, before: () => nextRoom(-1), after: () => nextRoom(1) })[name]();
}

function nextRoom(by) {
  const rooms = openRooms();
  theatre.enter(rooms[(rooms.indexOf(openRoom()) + by + rooms.length) % rooms.length]);
}

/* Read with every picture, and only while there is one. */
function watchGamepads() {
  const read = () => {
    readGamepads();
    if ([...(navigator.getGamepads?.() ?? [])].some(Boolean)) requestAnimationFrame(read);
  };
  addEventListener("gamepadconnected", read);
  read();
}
