/* The hidden signal: gan_core.photos.hidden_signal once more, for the browser. The noise is numpy's to the last bit; the
   JPEG is the browser's own. */
const GREW = 1.02, MOST_NOISE = 64;
const normals = { length: 0, numbers: null }; // of seed 0, as many as the last picture needed

function noiseFor(count) {
  if (normals.length !== count) {
    const bits = pcg64([0]);
    Object.assign(normals, { length: count, numbers: Float64Array.from({ length: count }, () => normal(bits)) });
  }
  return normals.numbers;
}

async function disturbed(picture, noise, jpeg) {
  const numbers = noise ? noiseFor(picture.data.length) : null;
  const noisy = numbers ? { ...picture, data: picture.data.map((value, i) => clip8(value + noise * numbers[i])) } : picture;
  return jpeg === null ? noisy : compressed(noisy, jpeg / 100);
}

async function compressed({ data, width, height }, quality) {
  const rgba = new Uint8ClampedArray(4 * width * height).fill(255);
  for (let i = 0; i < width * height; i += 1) for (let c = 0; c < 3; c += 1) rgba[4 * i + c] = data[3 * i + c];
  const canvas = new OffscreenCanvas(width, height);
  canvas.getContext("2d").putImageData(new ImageData(rgba, width, height), 0, 0);
  return colours(await decoded(await canvas.convertToBlob({ type: "image/jpeg", quality }), "JPEG"));
}

/* The key of the sentence; see demo_ui.translate.sight. */
function saidOfTheWay(error, calm, put) {
  if (put === 0) return "translate.signal.quiet";
  if (error <= GREW * calm) return "translate.signal.unmoved";
  return error - calm > put ? "translate.signal.drowned" : "translate.signal.fading";
}

async function wayBack({ direction, input, translated, figures }, { noise = 0, jpeg = null }) {
  const put = await disturbed(translated, Math.min(MOST_NOISE, Math.max(0, noise)), jpeg);
  const { picture: returned } = await translation(back[direction], put);
  const error = difference(input, returned), found = mean(error.data), disturbance = mean(difference(put, translated).data);
  return {
    said: saidOfTheWay(found, figures.cycle_l1, disturbance),
    pictures: await pictureUrls({ disturbed: put, returned, lost: grey(error) }),
    figures: { cycle_l1: found, undisturbed_l1: figures.cycle_l1, disturbance },
  };
}
