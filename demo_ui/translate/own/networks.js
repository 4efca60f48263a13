/* The photographs' networks, each for pictures of one size; gan_core.photos.in_browser tells what they are. */
let index = null;
const networks = new Map(); // by name and size: a promise of the compiled network

const text = new TextDecoder();
const bytesOf = (base64) => Uint8Array.from(atob(base64), (sign) => sign.charCodeAt(0));

/* A whole .tflite: the mould's own bytes, and between them the weights, in the order of its holes. */
function poured({ bytes, holes, rest }, weights) {
  const whole = new Uint8Array(bytes), own = bytesOf(rest);
  let at = 0, taken = 0, from = 0;
  for (const [start, count] of [...holes].sort(([a], [b]) => a - b)) {
    whole.set(own.subarray(taken, (taken += start - at)), at);
    at = start + 4 * count;
  }
  whole.set(own.subarray(taken), at);
  for (const [start, count] of holes) whole.set(weights.subarray(from, (from += 4 * count)), start);
  if (from !== weights.length) throw new Error("weights of another shape");
  return whole;
}

function networkFor(name, { width, height }) {
  const key = `${name} ${height}x${width}`;
  if (!index.networks[key]) throw new Error(`there is no ${key} here`);
  if (!networks.has(key)) {
    const loading = load(index.networks[key]);
    loading.catch(() => networks.delete(key)); // the next photograph tries again
    networks.set(key, loading);
  }
  return networks.get(key);
}

async function load({ mould, weights }) {
  const shape = JSON.parse(text.decode(await unzipped(await kept(mould))));
  return compiled(poured(shape, new Uint8Array(await unzipped(await kept(weights)))));
}

/* What a network makes of an 8-bit picture. */
async function through(name, picture) {
  const network = await networkFor(name, picture);
  return run(network, Float32Array.from(picture.data, (value) => value / 127.5 - 1), [1, picture.height, picture.width, 3]);
}
