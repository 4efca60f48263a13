/* The picture of a step: one frame out of the run's sheet, or the one that came with a live snapshot; and D's
   verdict on each of its sixteen tiles. */
const SIDE = 4;
const canvas = find(".drawn"), brush = canvas.getContext("2d");
const sheets = new Map(); // address -> promise of the decoded sheet: one request for each run that is looked at

function decoded(address) {
  const picture = new Image();
  picture.src = address;
  return picture.decode().then(() => picture);
}

function sheetOf(run) {
  if (!run.frames) return Promise.resolve(null); // live, or a run without pictures
  if (!sheets.has(run.frames)) sheets.set(run.frames, decoded(run.frames));
  return sheets.get(run.frames);
}

const tiles = Array.from({ length: SIDE * SIDE }, () => make("span", { class: "tile" }));
find(".tiles").append(...tiles);

const sigmoid = (logit) => 1 / (1 + Math.exp(-logit));

/* Where a snapshot's frame lies: the picture, and left, top and side in it. */
function placeOf(run, sheet, index) {
  const { picture } = run.snapshots[index];
  if (picture) return [picture, 0, 0, picture.naturalWidth];
  if (!sheet) return null;
  const { columns, tile } = run.sheet;
  return [sheet, (index % columns) * tile, Math.floor(index / columns) * tile, tile];
}

function paintFrame(run, sheet, index) {
  const place = placeOf(run, sheet, index), { step, epoch, tile_logits } = run.snapshots[index];
  if (place) {
    const [picture, left, top, side] = place;
    canvas.width = canvas.height = side; // also clears it
    brush.drawImage(picture, left, top, side, side, 0, 0, side, side);
  }
  canvas.dataset.step = step;
  canvas.setAttribute("aria-label", theatre.t(worded(run, "training.stage.alt"), { epoch: writtenEpoch(epoch), step: written(step) }));
  tiles.forEach((node, i) => {
    const logit = tile_logits?.[i];
    node.className = logit === undefined ? "tile" : `tile ${logit > 0 ? "real" : "fake"}`;
    node.style.setProperty("--sure", Math.abs(2 * sigmoid(logit ?? 0) - 1).toFixed(2));
  });
}
