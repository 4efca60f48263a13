/* LiteRT.js: networks at work in this worker. */
let lite = null;

/* `vendor`: the folder that holds its folder. Fails where there is no WebAssembly with SIMD, or no memory for it. */
async function wake(vendor) {
  const runtime = `${vendor}litertjs-core/`;
  // It tells of every step, and the console is for what goes wrong.
  self.Module = { print() {}, printErr() {}, locateFile: (name) => runtime + name };
  const { warn } = console;
  console.warn = () => {}; // that there is no WebGPU here: nobody asks for it
  try {
    lite = await import(`${runtime}index.js`);
    await lite.loadLiteRt(`${runtime}litert_wasm_compat_internal.js`); // runs with relaxed SIMD and without
  } finally {
    console.warn = warn;
  }
}

/* A network out of the bytes of a .tflite. */
const compiled = (bytes) => lite.loadAndCompile(bytes, { accelerator: "wasm" });

/* The first output for one input, as a Float32Array. */
async function run(network, numbers, shape) {
  const input = new lite.Tensor(numbers, shape), [output] = await network.run([input]);
  const found = output.toTypedArray();
  input.delete();
  output.delete();
  return found;
}
