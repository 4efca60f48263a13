/* A distribution that the visitor draws, with finger, mouse or arrow keys. Every line ends in a new game over all that
   was drawn; Play puts the pen away. */
const pad = find(".pen"), NUDGE = 0.1, ACROSS = 1.5;
let sketching = false, line = null, tip = [0, 0];

function setSketching(on) {
  sketching = on;
  pad.hidden = !on;
  scene.classList.toggle("sketching", on);
  scene.tabIndex = on ? 0 : -1;
  scene.setAttribute("role", on ? "application" : "img");
  if (on) say(pad.firstElementChild, "equilibrium.draw.hint");
}

function beginDrawing(rates) {
  play(false);
  strokes = [];
  settings = { ...settings, ...rates, shape: "drawn", perfect: false };
  root.dataset.dimension = 2;
  root.dataset.state = "drawing";
  say(find(".headline"), "equilibrium.draw.title");
  say(find(".why"), "equilibrium.draw.why");
  preset = OWN;
  pick("preset", OWN);
  paintSketch();
  scene.focus({ preventScroll: true });
}

/* Where on the plane an event lies, from -1.5 to 1.5 each way. */
function placeOf({ clientX, clientY }) {
  const box = scene.getBoundingClientRect(), { size, left, top } = square(box.width, box.height);
  const inside = (value) => Math.min(ACROSS, Math.max(-ACROSS, value));
  return [inside(ACROSS * (2 * (clientX - box.left - left) / size - 1)), inside(ACROSS * (1 - 2 * (clientY - box.top - top) / size))];
}

function paintSketch() {
  const sheet = fresh(scene);
  if (!sheet) return;
  const { pen, width, height } = sheet, { size, left, top } = square(width, height);
  const x = (value) => left + ((value / ACROSS + 1) / 2) * size, y = (value) => top + ((1 - value / ACROSS) / 2) * size;
  pen.beginPath();
  pen.rect(left, top, size, size);
  stroke(pen, ink.line, 1);
  pen.fillStyle = ink.real;
  for (const one of line ? [...strokes, line] : strokes) for (const [a, b] of one) disc(pen, x(a), y(b), 0.35 * ink.rem);
  pen.beginPath();
  for (const [a, b] of [[0.6, 0], [0, 0.6]]) for (const side of [-1, 1]) (pen.moveTo(x(tip[0]), y(tip[1])), pen.lineTo(x(tip[0]) + side * a * ink.rem, y(tip[1]) + side * b * ink.rem));
  stroke(pen, ink.ink, 2);
}

async function endLine() {
  if (!line) return;
  const next = [...strokes, line];
  line = null;
  await open({ ...settings, shape: "drawn", strokes: next });
  preset = OWN;
  showSettings();
}

scene.addEventListener("pointerdown", (event) => {
  if (!sketching || event.button) return;
  scene.setPointerCapture(event.pointerId);
  pad.hidden = true;
  line = [placeOf(event)];
  paintSketch();
});
scene.addEventListener("pointermove", (event) => {
  if (!line) return;
  line.push(...(event.getCoalescedEvents?.() ?? [event]).map(placeOf));
  paintSketch();
});
for (const end of ["pointerup", "pointercancel"]) scene.addEventListener(end, endLine);

scene.addEventListener("keydown", (event) => {
  const move = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }[event.key];
  if (!sketching || (!move && event.key !== " " && event.key !== "Enter")) return;
  event.preventDefault();
  event.stopPropagation();
  if (!move) return void ((line = [[...tip]]), endLine());
  tip = tip.map((value, d) => Math.min(ACROSS, Math.max(-ACROSS, value + NUDGE * move[d])));
  paintSketch();
});
