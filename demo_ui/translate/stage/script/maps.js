/* Patch maps: what D makes of every patch, drawn over the picture. Blue discs where it takes the patch for
   real, orange diamonds where it takes it for fake, the larger the surer; pale and without a sign between. */
const UNSURE = 0.12; // from the middle; no sign below it

const levelsOf = new WeakMap(); // map -> its bytes
function levels(map) {
  if (!levelsOf.has(map)) levelsOf.set(map, Uint8Array.from(atob(map.bytes), (letter) => letter.charCodeAt(0)));
  return levelsOf.get(map);
}

const colour = (name) => {
  const hex = getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
  return [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16));
};

/* Over a picture lies its patch map, or the mask, or nothing; never over the border that was set aside. */
function drawOver(canvas, { map, mask }, across) {
  const [left, top, right, bottom] = exhibit?.inside ?? [0, 0, 1, 1], share = (part) => `${100 * part}%`;
  Object.assign(canvas.style, { left: share(left), top: share(top), width: share(right - left), height: share(bottom - top) });
  canvas.classList.toggle("veiled", Boolean(mask));
  canvas.hidden = !map && !mask;
  if (mask) drawMask(canvas, mask);
  else if (map) drawMap(canvas, map, across);
}

/* `across`: how many signs lie side by side. */
function drawMap(canvas, map, across) {
  canvas.width = 32 * across;
  canvas.height = Math.max(1, Math.round((canvas.width * map.rows) / map.columns));
  const brush = canvas.getContext("2d");
  const tones = { real: colour("real"), fake: colour("fake") };
  brush.imageSmoothingQuality = "high";
  brush.drawImage(tinted(map, tones), 0, 0, canvas.width, canvas.height);
  const down = Math.max(1, Math.round((across * map.rows) / map.columns));
  for (let y = 0; y < down; y += 1) {
    for (let x = 0; x < across; x += 1) {
      const level = meanLevel(map, x / across, y / down, 1 / across, 1 / down), sure = Math.abs(level - 0.5);
      if (sure < UNSURE) continue;
      const place = [(x + 0.5) * (canvas.width / across), (y + 0.5) * (canvas.height / down)];
      drawSign(brush, level > 0.5, ...place, 3 + 10 * sure, tones);
    }
  }
}

function tinted(map, tones) {
  const small = Object.assign(document.createElement("canvas"), { width: map.columns, height: map.rows });
  const brush = small.getContext("2d"), picture = brush.createImageData(map.columns, map.rows);
  levels(map).forEach((byte, i) => {
    const lean = (byte / 255) * 2 - 1, tone = lean > 0 ? tones.real : tones.fake, much = Math.abs(lean);
    for (let c = 0; c < 3; c += 1) picture.data[4 * i + c] = 255 + (tone[c] - 255) * much;
    picture.data[4 * i + 3] = 70 + 90 * much;
  });
  brush.putImageData(picture, 0, 0);
  return small;
}

/* Mean of the levels, 0 to 1, in a box given in shares of the map. */
function meanLevel(map, left, top, width, height) {
  const bytes = levels(map);
  const from = (share, count) => Math.min(count - 1, Math.floor(share * count));
  const x0 = from(left, map.columns), y0 = from(top, map.rows);
  const x1 = Math.max(x0 + 1, Math.round((left + width) * map.columns));
  const y1 = Math.max(y0 + 1, Math.round((top + height) * map.rows));
  let sum = 0;
  for (let y = y0; y < y1; y += 1) for (let x = x0; x < x1; x += 1) sum += bytes[y * map.columns + x];
  return sum / ((y1 - y0) * (x1 - x0)) / 255;
}

function drawSign(brush, real, x, y, r, tones) {
  brush.beginPath();
  if (real) brush.arc(x, y, r, 0, 2 * Math.PI);
  else [[0, -1], [1, 0], [0, 1], [-1, 0]].forEach(([dx, dy], i) => brush[i ? "lineTo" : "moveTo"](x + 1.25 * r * dx, y + 1.25 * r * dy));
  brush.closePath();
  brush.fillStyle = `rgb(${real ? tones.real : tones.fake})`;
  brush.strokeStyle = "#000";
  brush.lineWidth = 2;
  brush.fill();
  brush.stroke();
}
