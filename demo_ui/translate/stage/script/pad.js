/* Paper that a finger, a mouse or a pen draws on. Places are shares of its side, so that a drawing fits any size.
   `strokes` is all there is of a drawing: [{erases, points: [x, y, x, y, ...]}], among them sheets that cover what is
   below: {picture}, square and opaque where there is ink. */
const LINE = 0.02, RUBBED = 0.07; // widths, as shares of the paper's side
const INK = "#2a2420", PAPER = "#f4f0e8"; // the same in both themes: paper is paper

function drawingPad(paper, changed) {
  const strokes = [];
  let erases = false, current = null, pointer = null;

  function stroke(context, side, { erases, points, picture }) {
    if (picture) return context.drawImage(picture, 0, 0, side, side);
    context.globalCompositeOperation = erases ? "destination-out" : "source-over";
    context.lineWidth = side * (erases ? RUBBED : LINE);
    context.beginPath();
    context.moveTo(points[0] * side, points[1] * side);
    if (points.length === 2) context.lineTo(points[0] * side + 0.01, points[1] * side); // a dot
    for (let i = 2; i < points.length; i += 2) context.lineTo(points[i] * side, points[i + 1] * side);
    context.stroke();
  }

  /* The drawing on a canvas of `side` pixels: `ink` on `under`. */
  function drawOn(canvas, side, ink, under) {
    if (canvas.width !== side) canvas.width = canvas.height = side;
    const context = canvas.getContext("2d");
    context.clearRect(0, 0, side, side);
    context.lineCap = context.lineJoin = "round";
    context.imageSmoothingQuality = "high";
    const sheet = strokes.findLastIndex(({ picture }) => picture);
    for (const each of strokes.slice(Math.max(0, sheet))) stroke(context, side, each);
    for (const [operation, colour] of [["source-in", ink], ["destination-over", under]]) {
      context.globalCompositeOperation = operation;
      context.fillStyle = colour;
      context.fillRect(0, 0, side, side);
    }
    context.globalCompositeOperation = "source-over";
  }

  function show() {
    const side = Math.round(paper.clientWidth * (devicePixelRatio || 1));
    if (side) drawOn(paper, side, INK, PAPER);
  }

  function update() {
    show();
    changed();
  }

  /* ---- fingers ---- */

  function place(event) {
    const { left, top, width, height } = paper.getBoundingClientRect();
    return [(event.clientX - left) / width, (event.clientY - top) / height];
  }

  paper.addEventListener("pointerdown", (event) => {
    const otherEnd = event.button === 5; // of a pen
    if (current || (event.button > 0 && !otherEnd) || !event.isPrimary) return;
    pointer = event.pointerId;
    paper.setPointerCapture(event.pointerId);
    strokes.push((current = { erases: erases || otherEnd, points: place(event) }));
    update();
  });
  paper.addEventListener("pointermove", (event) => {
    if (!current || event.pointerId !== pointer) return; // a palm beside the pen
    const passed = event.getCoalescedEvents?.() ?? [];
    for (const each of passed.length ? passed : [event]) current.points.push(...place(each));
    update();
  });
  for (const name of ["pointerup", "pointercancel"])
    paper.addEventListener(name, ({ pointerId }) => pointerId === pointer && (current = null));
  new ResizeObserver(show).observe(paper);

  return {
    strokes,
    drawOn,
    use: (rubber) => (erases = rubber),
    lay: (picture) => (strokes.push({ erases: false, picture }), update()),
    undo: () => (strokes.pop(), update()),
    replace: (others) => (strokes.splice(0, Infinity, ...others), update()),
  };
}
