/* Paper that a finger, a mouse or a pen draws on. Places are shares of its side, so that a drawing fits any size.
   `strokes` is all there is of a drawing: [{erases, points: [x, y, x, y, ...]}], among them sheets that cover what is
   below: {picture}, square and opaque where there is ink. */

/** @typedef {{erases: boolean, points?: number[], picture?: HTMLImageElement}} Stroke */

const LINE = 0.02,
  RUBBED = 0.07; // widths, as shares of the paper's side
const INK = "#2a2420",
  PAPER = "#f4f0e8"; // the same in both themes: paper is paper

/**
 * @param {CanvasRenderingContext2D} context
 * @param {number} side
 * @param {Stroke} each
 */
function stroke(context, side, { erases, points = [], picture }) {
  if (picture) return context.drawImage(picture, 0, 0, side, side);
  context.globalCompositeOperation = erases ? "destination-out" : "source-over";
  context.lineWidth = side * (erases ? RUBBED : LINE);
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
 */
function drawOn(strokes, canvas, side, ink, under) {
  if (canvas.width !== side) canvas.width = canvas.height = side;
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  context.clearRect(0, 0, side, side);
  context.lineCap = context.lineJoin = "round";
  context.imageSmoothingQuality = "high";
  const sheet = strokes.findLastIndex(({ picture }) => Boolean(picture));
  for (const each of strokes.slice(Math.max(0, sheet))) stroke(context, side, each);
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
 */
export function drawingPad(paper, changed) {
  /** @type {Stroke[]} */
  const strokes = [];
  let erases = false;
  /** @type {{erases: boolean, points: number[]} | null} */
  let current = null;
  /** @type {number | null} */
  let pointer = null;

  function show() {
    const side = Math.round(paper.clientWidth * (devicePixelRatio || 1));
    if (side) drawOn(strokes, paper, side, INK, PAPER);
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
    drawOn: (canvas, side, ink, under) => drawOn(strokes, canvas, side, ink, under),
    use: (/** @type {boolean} */ rubber) => (erases = rubber),
    lay: (/** @type {HTMLImageElement} */ picture) => (strokes.push({ erases: false, picture }), update()),
    undo: () => (strokes.pop(), update()),
    replace: (/** @type {Stroke[]} */ others) => (strokes.splice(0, Infinity, ...others), update()),
  };
}

/* Drawings to begin with, each a few strokes of places on paper that is 100 wide and 100 high. */
export const SKETCHES = [
  {
    name: "standing",
    strokes: [
      [
        14, 36, 13, 32, 17, 27, 22, 22, 26, 18, 27, 13, 30, 17, 36, 22, 42, 29, 47, 35, 54, 38, 62, 38, 70, 36, 77, 36,
        82, 39, 85, 45, 84, 52, 84, 60, 82, 66, 83, 72, 81, 80, 81, 88, 82, 92, 77, 92, 76, 86, 77, 78, 76, 70, 73, 63,
        70, 59, 71, 66, 69, 73, 68, 82, 68, 91, 64, 91, 64, 82, 64, 74, 65, 66, 64, 58, 56, 60, 48, 59, 44, 58, 45, 66,
        44, 76, 44, 91, 40, 91, 40, 80, 39, 70, 38, 62, 36, 68, 35, 78, 35, 91, 31, 91, 31, 78, 31, 68, 30, 58, 28, 52,
        28, 45, 30, 39, 27, 35, 24, 34, 21, 36, 17, 39, 14, 36,
      ],
      [85, 43, 88, 50, 90, 60, 89, 72, 86, 66, 85, 56],
    ],
  },
  {
    name: "grazing",
    strokes: [
      [
        10, 84, 9, 78, 13, 70, 17, 62, 17, 57, 21, 59, 28, 50, 35, 43, 42, 38, 52, 40, 62, 39, 72, 37, 80, 39, 86, 46,
        85, 54, 85, 62, 83, 70, 84, 76, 82, 92, 77, 92, 78, 80, 77, 72, 73, 64, 71, 72, 70, 80, 70, 91, 65, 91, 66, 80,
        66, 70, 64, 61, 55, 63, 46, 61, 46, 70, 45, 80, 45, 92, 41, 92, 40, 80, 39, 68, 37, 74, 36, 83, 36, 91, 32, 91,
        32, 80, 32, 68, 31, 61, 28, 64, 24, 70, 20, 78, 17, 85, 13, 87, 10, 84,
      ],
      [86, 45, 89, 52, 91, 64, 89, 73, 87, 66, 86, 57],
    ],
  },
  {
    name: "galloping",
    strokes: [
      [
        92, 34, 93, 29, 88, 24, 82, 20, 80, 14, 77, 19, 71, 23, 65, 30, 60, 34, 50, 36, 40, 34, 30, 33, 23, 36, 19, 42,
        18, 48, 17, 55, 11, 62, 6, 70, 3, 79, 7, 81, 12, 74, 19, 67, 27, 61, 23, 69, 19, 78, 16, 87, 20, 89, 25, 79, 31,
        69, 37, 59, 46, 59, 56, 60, 62, 62, 70, 66, 76, 72, 78, 80, 82, 79, 80, 70, 73, 61, 80, 62, 88, 66, 94, 72, 97,
        69, 91, 61, 82, 55, 74, 52, 75, 46, 78, 40, 82, 37, 86, 38, 90, 37, 92, 34,
      ],
      [20, 39, 12, 37, 5, 43, 3, 50, 10, 46, 18, 46],
    ],
  },
].map(({ name, strokes }) => ({
  name,
  strokes: strokes.map((points) => rounded(rounded(points)).map((at) => at / 100)),
}));

/**
 * The same line with its corners cut (Chaikin 1974).
 * @param {number[]} points
 */
function rounded(points) {
  const found = points.slice(0, 2);
  for (let i = 0; i + 3 < points.length; i += 2) {
    const [x, y, u, v] = points.slice(i, i + 4);
    found.push(0.75 * x + 0.25 * u, 0.75 * y + 0.25 * v, 0.25 * x + 0.75 * u, 0.25 * y + 0.75 * v);
  }
  return [...found, ...points.slice(-2)];
}
