/* Files whose names carry their digests, fetched once and kept by the browser: in a cache that is named after all of
   them, where older ones are deleted; where there is no such cache (no secure context), as plain requests. */
/** @type {string} the folder of the index */
export let folder = "";
/** @type {Cache | null} */
export let shelf = null;

/**
 * @param {string} url
 * @returns {Promise<any>}
 */
export async function json(url) {
  const answer = await fetch(url, { cache: "no-cache" });
  if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
  folder = new URL(".", url).href;
  return answer.json();
}

/**
 * `shelves`: how the names of the caches of this kind of networks begin.
 * @param {string} digest
 * @param {string} shelves
 */
export async function keepOnly(digest, shelves = "gan-theatre-networks-") {
  if (!self.caches) return;
  try {
    for (const name of await caches.keys())
      if (name.startsWith(shelves) && name !== shelves + digest) await caches.delete(name);
    shelf = await caches.open(shelves + digest);
  } catch {
    shelf = null; // forbidden here, or the disk is full
  }
}

/**
 * The bytes of a file beside the index, whole and with the digest that its name carries.
 * @param {string} name
 */
export async function kept(name) {
  const url = folder + name,
    found = await shelf?.match(url);
  const bytes = await (found ?? (await fetched(url))).arrayBuffer();
  if (await wrong(bytes, name)) {
    await shelf?.delete(url);
    throw new Error(`${name} did not arrive whole`);
  }
  if (!found) await shelf?.put(url, new Response(bytes)).catch(() => null);
  return bytes;
}

/** @param {string} url */
export async function fetched(url) {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
  return answer;
}

/**
 * Only a secure context can tell.
 * @param {ArrayBuffer} bytes
 * @param {string} name
 */
async function wrong(bytes, name) {
  if (!self.crypto?.subtle) return false;
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  const told = Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return !told.startsWith(/-([0-9a-f]{16})\./.exec(name)?.[1] ?? "none");
}

/**
 * @param {ArrayBuffer} bytes
 * @returns {Promise<ArrayBuffer>}
 */
export const unzipped = (bytes) =>
  new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"))).arrayBuffer();
