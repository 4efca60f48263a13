/* Paper that a finger, a mouse or a pen draws on. Places are shares of its side, so that a drawing fits any size.
   `strokes` is all there is of a drawing: [{erases, points: [x, y, x, y, ...]}], among them sheets that cover what is
   below: {picture}, square and opaque where there is ink. */

/** @typedef {{erases: boolean, points?: number[], picture?: HTMLImageElement}} Stroke */

const RUBBED = 0.07; // width of the rubber, as a share of the paper's side
const INK = "#2a2420",
  PAPER = "#f4f0e8"; // the same in both themes: paper is paper

/**
 * @param {CanvasRenderingContext2D} context
 * @param {number} side
 * @param {number} line width of the pen
 * @param {Stroke} each
 */
function stroke(context, side, line, { erases, points = [], picture }) {
  if (picture) return context.drawImage(picture, 0, 0, side, side);
  context.globalCompositeOperation = erases ? "destination-out" : "source-over";
  context.lineWidth = side * (erases ? RUBBED : line);
  context.beginPath();
  context.moveTo(points[0] * side, points[1] * side);
  if (points.length === 2) context.lineTo(points[0] * side + 0.01, points[1] * side); // a dot
  for (let i = 2; i < points.length; i += 2) context.lineTo(points[i] * side, points[i + 1] * side);
  context.stroke();
}

/**
 * The drawing on a canvas of `side` pixels: `ink` on `under`.
 * @param {Stroke[]} strokes
 * @param {HTMLCanvasElement} canvas
 * @param {number} side
 * @param {string} ink
 * @param {string} under
 * @param {number} line
 */
function drawOn(strokes, canvas, side, ink, under, line) {
  if (canvas.width !== side || canvas.height !== side) canvas.width = canvas.height = side; // a new one is 300 x 150
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  context.clearRect(0, 0, side, side);
  context.lineCap = context.lineJoin = "round";
  context.imageSmoothingQuality = "high";
  const sheet = strokes.findLastIndex(({ picture }) => Boolean(picture));
  for (const each of strokes.slice(Math.max(0, sheet))) stroke(context, side, line, each);
  for (const [operation, colour] of /** @type {[GlobalCompositeOperation, string][]} */ ([
    ["source-in", ink],
    ["destination-over", under],
  ])) {
    context.globalCompositeOperation = operation;
    context.fillStyle = colour;
    context.fillRect(0, 0, side, side);
  }
  context.globalCompositeOperation = "source-over";
}

/**
 * @param {HTMLCanvasElement} paper
 * @param {() => void} changed
 * @param {number} line width of the pen, as a share of the paper's side
 */
export function drawingPad(paper, changed, line = 0.02) {
  /** @type {Stroke[]} */
  const strokes = [];
  let erases = false,
    ink = INK;
  /** @type {{erases: boolean, points: number[]} | null} */
  let current = null;
  /** @type {number | null} */
  let pointer = null;

  function show() {
    const side = Math.round(paper.clientWidth * (devicePixelRatio || 1));
    if (side) drawOn(strokes, paper, side, ink, PAPER, line);
  }

  function update() {
    show();
    changed();
  }

  /* ---- fingers ---- */

  /** @param {MouseEvent} event */
  function place(event) {
    const { left, top, width, height } = paper.getBoundingClientRect();
    return [(event.clientX - left) / width, (event.clientY - top) / height];
  }

  paper.addEventListener("pointerdown", (event) => {
    const otherEnd = event.button === 5; // of a pen
    if (current || (event.button > 0 && !otherEnd) || !event.isPrimary) return;
    pointer = event.pointerId;
    paper.setPointerCapture(event.pointerId);
    current = { erases: erases || otherEnd, points: place(event) };
    strokes.push(current);
    update();
  });
  paper.addEventListener("pointermove", (event) => {
    if (!current || event.pointerId !== pointer) return; // a palm beside the pen
    const passed = event.getCoalescedEvents?.() ?? [];
    for (const each of passed.length ? passed : [event]) current.points.push(...place(each));
    update();
  });
  for (const name of ["pointerup", "pointercancel"])
    paper.addEventListener(name, (event) => {
      if (/** @type {PointerEvent} */ (event).pointerId === pointer) current = null;
    });
  new ResizeObserver(show).observe(paper);

  return {
    strokes,
    /** @type {(canvas: HTMLCanvasElement, side: number, ink: string, under: string) => void} */
    drawOn: (canvas, side, ink, under) => drawOn(strokes, canvas, side, ink, under, line),
    tint: (/** @type {string} */ colour) => ((ink = colour), show()),
    use: (/** @type {boolean} */ rubber) => (erases = rubber),
    lay: (/** @type {HTMLImageElement} */ picture) => (strokes.push({ erases: false, picture }), update()),
    undo: () => (strokes.pop(), update()),
    replace: (/** @type {Stroke[]} */ others) => (strokes.splice(0, Infinity, ...others), update()),
  };
}
