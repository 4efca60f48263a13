/* The picture of a step: one frame out of the run's sheet, and D's verdict on each of its sixteen digits. */
const SIDE = 4;
const canvas = find(".drawn"), brush = canvas.getContext("2d");
const sheets = new Map(); // address -> promise of the decoded sheet: one request for each run that is looked at

function sheetOf(run) {
  if (!sheets.has(run.frames)) {
    const sheet = new Image();
    sheet.src = run.frames;
    sheets.set(run.frames, sheet.decode().then(() => sheet));
  }
  return sheets.get(run.frames);
}

const tiles = Array.from({ length: SIDE * SIDE }, () => make("span", { class: "tile" }));
find(".tiles").append(...tiles);

const sigmoid = (logit) => 1 / (1 + Math.exp(-logit));

function paintFrame(run, sheet, index) {
  const { columns, tile } = run.sheet, { step, epoch, tile_logits } = run.snapshots[index];
  canvas.width = canvas.height = tile; // also clears it
  brush.drawImage(sheet, (index % columns) * tile, Math.floor(index / columns) * tile, tile, tile, 0, 0, tile, tile);
  canvas.dataset.step = step;
  canvas.setAttribute("aria-label", theatre.t("training.stage.alt", { epoch: writtenEpoch(epoch), step: written(step) }));
  tiles.forEach((node, i) => {
    node.className = `tile ${tile_logits[i] > 0 ? "real" : "fake"}`;
    node.style.setProperty("--sure", Math.abs(2 * sigmoid(tile_logits[i]) - 1).toFixed(2));
  });
}
