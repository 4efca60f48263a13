/* A picture file as a grey picture of 28 x 28, as gan_core.data.picture_sets makes it: decoded by the browser. */
import { DIGITS, FILES } from "../../../contract.mjs";
import { MEGA, Wrong, pulled, stem } from "./bytes.mjs";

const { SIDE } = DIGITS,
  { LEAST_SIDE, PICTURE } = FILES;
const LUMA = [0.299, 0.587, 0.114];

/** @param {string} name */
export const isPicture = (name) => /\.(?:png|jpe?g|webp|gif|bmp|avif|hei[cf]|tiff?)$/i.test(stem(name));

/**
 * @param {import("./bytes.mjs").Entry} entry
 * @returns {Promise<Uint8Array>}
 */
export async function pictureOf({ name, size, open }) {
  if (size > PICTURE) throw new Wrong("large", { name, megabytes: PICTURE / MEGA });
  const from = pulled(await open(), name),
    data = await from.upTo(size);
  if ((await from.upTo(1)).length) throw new Wrong("damaged", { name }); // larger than its zip says
  const bitmap = await createImageBitmap(new Blob([data.slice()])).catch(() => {
    throw new Wrong("no_picture", { name });
  });
  const { width, height } = bitmap;
  if (Math.min(width, height) < LEAST_SIDE) throw new Wrong("small", { name, width, height, least: LEAST_SIDE });
  const scale = SIDE / Math.max(width, height),
    [across, down] = [width, height].map((side) => Math.max(1, Math.round(side * scale)));
  const canvas = new OffscreenCanvas(across, down),
    context = /** @type {OffscreenCanvasRenderingContext2D} */ (canvas.getContext("2d", { willReadFrequently: true }));
  context.fillStyle = "#fff"; // what is transparent lies on paper
  context.fillRect(0, 0, across, down);
  context.imageSmoothingQuality = "high";
  context.drawImage(bitmap, 0, 0, across, down);
  bitmap.close();
  return laid(context.getImageData(0, 0, across, down));
}

/**
 * Grey, in the middle of 28 x 28; what is around it has the level of its border.
 * @param {{data: ArrayLike<number>, width: number, height: number}} picture of four channels, at most 28 wide and high
 */
export function laid({ data, width, height }) {
  const grey = Uint8Array.from({ length: width * height }, (_, i) =>
    Math.round(LUMA.reduce((sum, share, c) => sum + share * data[4 * i + c], 0)),
  );
  const border = grey.filter((_, i) => [0, width - 1].includes(i % width) || i < width || i >= width * (height - 1)),
    around = border.sort()[border.length >> 1];
  const found = new Uint8Array(SIDE * SIDE).fill(around),
    [left, top] = [width, height].map((side) => (SIDE - side) >> 1);
  for (let y = 0; y < height; y += 1) found.set(grey.subarray(y * width, (y + 1) * width), (top + y) * SIDE + left);
  return found;
}
