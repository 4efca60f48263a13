/* A visitor's photograph on its way in. Whatever the browser can decode is brought down by this page (own/intake.js), and
   the same small file goes to the server or to the page's own networks: nobody refuses it for its size or its colours. */
const canTakeIn = Boolean(props.intake && self.Worker && self.OffscreenCanvas && self.createImageBitmap);
let reader = null; // a promise of the worker that reads; of null where there is none

async function begunReader() {
  try {
    return await begunWorker({ ...props.intake, scripts: props.intake.scripts.map(absolute) }, () => (reader = null));
  } catch {
    return null;
  }
}

/* { file, notes, preview } of {file}, or { fault }. */
async function takenIn(from) {
  if (from.taken) return from;
  const { file } = from;
  reader ??= canTakeIn ? begunReader() : Promise.resolve(null);
  const found = (await (await reader)?.ask("take", { file })) ?? {};
  if (found.file) return { ...found, taken: true };
  return { file, taken: true, ...refused(file, found.fault) };
}

/* Only what is too large for this device goes as it is to a server that may have more memory; else it would hang on the
   switch whether a file is taken. */
function refused(file, fault) {
  if (fault && (staysHere() || fault.code !== "photo_memory")) return { fault };
  const { bytes, pixels, whole } = props.limits;
  if (file.size <= bytes) return {};
  return { fault: { code: "photo_too_large", details: { megabytes: bytes / 2 ** 20, millions: pixels / 1e6, whole: whole / 1e6 } } };
}
