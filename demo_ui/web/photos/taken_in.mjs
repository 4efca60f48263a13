/* A visitor's photograph on its way in. Whatever the browser can decode is brought down by this page (intake.mjs), and
   the same small file goes to the server or to the page's own networks: nobody refuses it for its size or its colours. */
import { begunWorker } from "../answer/client.mjs";

/** @typedef {{longest: number, limits: PictureLimits}} Intake what reading photographs begins with */
/** @typedef {{file?: File | Blob, taken?: boolean, preview?: Blob, notes?: string[], fault?: FaultTold}} Taken */

/**
 * A function that makes { file, notes, preview } of a file, or { fault }.
 * @param {Intake | null} intake
 * @param {PictureLimits} limits
 * @param {() => boolean} staysHere whether photographs are sent nowhere
 */
export function takingIn(intake, limits, staysHere) {
  const able = Boolean(intake && self.Worker && self.OffscreenCanvas && self.createImageBitmap);
  /** @type {Promise<import("../answer/client.mjs").Begun | null> | null} the worker that reads; null where there is none */
  let reader = null;

  async function begunReader() {
    try {
      return await begunWorker(new URL("./intake.mjs", import.meta.url), intake ?? {}, () => (reader = null));
    } catch {
      return null;
    }
  }

  /**
   * Only what is too large for this device goes as it is to a server that may have more memory; else it would hang on the
   * switch whether a file is taken.
   * @param {File | Blob} file
   * @param {FaultTold | undefined} fault
   */
  function refused(file, fault) {
    if (fault && (staysHere() || fault.code !== "photo_memory")) return { fault };
    const { bytes, pixels, whole } = limits;
    if (file.size <= bytes) return {};
    const details = { megabytes: bytes / 2 ** 20, millions: pixels / 1e6, whole: whole / 1e6 };
    return { fault: { code: "photo_too_large", details } };
  }

  /**
   * @param {File | Blob} file
   * @returns {Promise<Taken>}
   */
  return async function takenIn(file) {
    reader ??= able ? begunReader() : Promise.resolve(null);
    const found = (await (await reader)?.ask("take", { file })) ?? {};
    if (found.file) return { ...found, taken: true };
    return { file, taken: true, ...refused(file, found.fault) };
  };
}
