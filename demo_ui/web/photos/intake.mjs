/* What a visitor brings, before it goes anywhere: read once, brought down to what is kept of it, and handed on as one
   small file, which the server and the page's own networks read alike. A worker of its own; it needs no networks. */
import { serve } from "../answer/worker.mjs";
import { canvasOf, read } from "./photograph.mjs";
import { state } from "./state.mjs";

/** @typedef {import("./photo_file.mjs").Size} Size */

const SAID_BEFORE = 2 ** 20; // bytes, in which a file says how it is to be shown

/** @param {{limits: import("./state.mjs").Limits, longest: number}} settings */
export async function begin(settings) {
  ({ limits: state.limits, longest: state.longest } = settings);
}

/**
 * What is narrow keeps the least side, so that it is not refused where it comes to.
 * @param {Size} size
 */
const keptOf = ({ width, height }) =>
  Math.max(state.longest, Math.ceil((state.limits.side * Math.max(width, height)) / Math.min(width, height)));

/* A file that says nothing about its colours or its way up, which everybody reads alike. */
const PLAIN = ["JPEG", "PNG", "GIF", "WebP"],
  SAYS_MORE = ["ICC_PROFILE", "iCCP", "ICCP", "gAMA", "cHRM", "Exif", "eXIf", "EXIF"];
/**
 * @param {Blob} file
 * @param {string | undefined} format
 */
async function isPlain(file, format) {
  const text = new TextDecoder("latin1").decode(await file.slice(0, SAID_BEFORE).arrayBuffer());
  return PLAIN.includes(format ?? "") && !SAYS_MORE.some((word) => text.includes(word));
}

export const answers = {
  /**
   * { file, notes, preview }: a photograph's own file where that is plain, whole and smaller, or else a PNG.
   * @param {{file: Blob}} asked
   */
  async take({ file }) {
    const { notes, format, whole, ...photograph } = await read(file, keptOf),
      png = await canvasOf(photograph).convertToBlob();
    const asItIs = whole && !notes.includes("scaled") && file.size <= png.size && (await isPlain(file, format));
    return { file: asItIs ? file : png, preview: png, notes };
  },
};

serve(begin, answers);
