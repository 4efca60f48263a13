/* What G wants to change, laid over the pictures. */
const VEIL = 0.8; // how black it gets where nothing is changed
const MASKED = ["input", "translated"]; // the pictures that the mask belongs to

const laidOver = (name, of = exhibit) => ({
  map: mapped ? of.maps[name] : null,
  mask: masked && MASKED.includes(name) ? exhibit.mask : null,
});

/* Lit where it changes, veiled where it stays: no colour, those belong to real and fake. */
function drawMask(canvas, mask) {
  canvas.width = mask.columns;
  canvas.height = mask.rows;
  const brush = canvas.getContext("2d"), veil = brush.createImageData(mask.columns, mask.rows);
  levels(mask).forEach((byte, i) => (veil.data[4 * i + 3] = VEIL * (255 - byte)));
  brush.putImageData(veil, 0, 0);
}

function paintMask() {
  const there = Boolean(exhibit?.mask) && act === "board";
  strengthRow.hidden = !mixing();
  find(".masked").hidden = !there;
  find(".cut").hidden = !there || !MASKED.includes(chosen.board);
  find(".mask-legend").hidden = !there || !masked;
  paintMixed();
}
