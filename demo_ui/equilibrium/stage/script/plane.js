/* Two dimensions: reals, fakes and the way each is pushed, over a map of what D (or the best D) believes; G's grid. */
const heat = document.createElement("canvas");

/* The part of the canvas that shows the plane: a square in its middle. */
function square(width, height) {
  const size = Math.min(width, height);
  return { size, left: (width - size) / 2, top: (height - size) / 2 };
}

function drawPlane({ pen, width, height }, fixed, now, lit, showBest) {
  const { edge, cells, reals } = fixed, { size, left, top } = square(width, height), unit = ink.rem;
  const x = (value) => left + ((value + edge) / (2 * edge)) * size, y = (value) => top + ((edge - value) / (2 * edge)) * size;
  const faint = (part) => (lit && !part.includes(lit) ? 0.2 : 1);
  pen.save();
  pen.beginPath();
  pen.rect(left, top, size, size);
  pen.clip();
  paintHeat(showBest && now.best ? now.best : now.belief, cells);
  pen.globalAlpha = lit && lit !== "judge" && lit !== "tell" ? 0.4 : 1;
  pen.imageSmoothingEnabled = true;
  pen.drawImage(heat, left, top, size, size);
  pen.globalAlpha = 1;
  warp(pen, now.warped, x, y, faint("noise"));

  pen.fillStyle = ink.real;
  pen.globalAlpha = faint("judge tell");
  for (let i = 0; i < reals.length; i += 2) disc(pen, x(reals[i]), y(reals[i + 1]), 0.2 * unit);
  pen.globalAlpha = 1;
  pushPlane(pen, now, x, y, size, faint("learn"));
  for (let i = 0; i < now.fakes.length; i += 2) {
    const [a, b] = [now.fakes[i], now.fakes[i + 1]], rim = edge - (unit * edge) / size, gone = Math.max(Math.abs(a), Math.abs(b)) > edge;
    const held = (value) => Math.max(-rim, Math.min(rim, value)); // one that has left the picture stands hollow at its rim
    pen.fillStyle = gone ? ink.panel : ink.fake;
    pen.strokeStyle = gone ? ink.fake : ink.panel;
    pen.lineWidth = gone ? 2 : 1;
    diamond(pen, x(gone ? held(a) : a), y(gone ? held(b) : b), 0.28 * unit);
    pen.stroke();
  }
  pen.restore();
}

/* Blue where D says real, orange where it says fake, nothing where it cannot tell or the best D has nothing to say. */
function paintHeat(belief, cells) {
  heat.width = heat.height = cells;
  const pen = heat.getContext("2d"), image = pen.createImageData(cells, cells);
  const real = rgb(ink.real), fake = rgb(ink.fake);
  belief.forEach((d, i) => {
    const at = 4 * ((cells - 1 - Math.floor(i / cells)) * cells + (i % cells)), sure = Number.isNaN(d) ? 0 : 2 * d - 1;
    const colour = sure > 0 ? real : fake;
    for (let c = 0; c < 3; c += 1) image.data[at + c] = colour[c];
    image.data[at + 3] = 150 * Math.abs(sure);
  });
  pen.putImageData(image, 0, 0);
}

const rgb = (hex) => [1, 3, 5].map((i) => parseInt(hex.slice(i, i + 2), 16));

/* Where G takes the even grid of its noise. */
function warp(pen, points, x, y, alpha) {
  const lines = Math.sqrt(points.length / 2), at = (row, column) => 2 * (row * lines + column);
  pen.beginPath();
  for (let a = 0; a < lines; a += 1) {
    for (const place of [(b) => at(a, b), (b) => at(b, a)]) {
      for (let b = 0; b < lines; b += 1) {
        const i = place(b);
        if (b) pen.lineTo(x(points[i]), y(points[i + 1]));
        else pen.moveTo(x(points[i]), y(points[i + 1]));
      }
    }
  }
  stroke(pen, ink.fake, 1, [], 0.45 * alpha);
}

function pushPlane(pen, { fakes, arrows }, x, y, size, alpha) {
  let longest = 0.05;
  for (let i = 0; i < arrows.length; i += 2) longest = Math.max(longest, Math.hypot(arrows[i], arrows[i + 1]));
  pen.beginPath();
  for (let i = 0; i < fakes.length; i += 2) {
    const force = Math.hypot(arrows[i], arrows[i + 1]) || 1, scale = (0.09 * size * Math.sqrt(force / longest)) / force;
    const dx = scale * arrows[i], dy = -scale * arrows[i + 1];
    if (Math.hypot(dx, dy) > 2) arrow(pen, x(fakes[i]), y(fakes[i + 1]), dx, dy);
  }
  stroke(pen, ink.ink, 1.25, [], 0.7 * alpha);
}
