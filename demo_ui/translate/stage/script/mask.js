/* What G wants to change, laid over the pictures, and how much of it is used: photograph + strength * (translation -
   photograph) at every pixel, as `strengthened` does it in gan_core/photos/masks.py. No request is needed for it. */
const VEIL = 0.8; // how black it gets where nothing is changed
const MASKED = ["input", "translated"]; // the pictures that the mask belongs to
const strengthRow = find(".strength"), strengthSlider = strengthRow.querySelector("input");

const strength = () => strengthSlider.value / 100;

/* Whether the picture on the stage is one that takes a strength. */
const mixes = () => Boolean(exhibit?.mask) && act === "board" && chosen.board === "translated";

const laidOver = (name) => ({
  map: mapped ? exhibit.maps[name] : null,
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

function tellStrength() {
  const percent = Number(strengthSlider.value);
  const key = percent === 0 ? "none" : percent === 100 ? "all" : percent > 100 ? "more" : "some";
  const words = theatre.t(`translate.strength.${key}`, { percent });
  strengthSlider.style.setProperty("--range_progress", `${percent / 2}%`);
  strengthSlider.setAttribute("aria-valuetext", words);
  strengthRow.querySelector("output").textContent = words;
}

function useStrength(share) {
  strengthSlider.value = 100 * share;
  tellStrength();
}

/* The slider is about the translation, so that is what stands on the stage when it moves. */
strengthSlider.addEventListener("input", () => {
  tellStrength();
  if (!exhibit) return;
  chosen.board = "translated";
  paint();
});

function paintMask() {
  const there = Boolean(exhibit.mask) && act === "board";
  strengthRow.hidden = !there;
  find(".cut").hidden = !MASKED.includes(chosen.board);
  find(".mask-legend").hidden = !there || !masked;
  paintMixed();
}

/* ---- the mixed picture ---- */

const pixelsOfExhibit = new WeakMap(); // exhibit -> promise of the photograph's and the translation's pixels

async function pixels(url, [width, height]) {
  const picture = Object.assign(new Image(), { src: url });
  await picture.decode();
  const brush = Object.assign(document.createElement("canvas"), { width, height }).getContext("2d", { willReadFrequently: true });
  brush.drawImage(picture, 0, 0);
  return brush.getImageData(0, 0, width, height);
}

function bothPixels({ pictures, size }) {
  return Promise.all([pixels(pictures.input, size), pixels(pictures.translated, size)]);
}

const mixedNow = () => mixes() && strength() !== 1; // at 1 the translation itself is there already

async function paintMixed() {
  const canvas = find(".mixed"), of = exhibit;
  if (!mixedNow()) return void (canvas.hidden = true);
  if (!pixelsOfExhibit.has(of)) pixelsOfExhibit.set(of, bothPixels(of));
  const [photograph, translated] = await pixelsOfExhibit.get(of);
  if (exhibit !== of || !mixedNow()) return; // it was moved on meanwhile
  const much = strength(), mixed = new ImageData(photograph.width, photograph.height);
  for (let i = 0; i < mixed.data.length; i += 1) mixed.data[i] = photograph.data[i] + much * (translated.data[i] - photograph.data[i]);
  canvas.width = mixed.width;
  canvas.height = mixed.height;
  canvas.getContext("2d").putImageData(mixed, 0, 0);
  canvas.hidden = false;
}
