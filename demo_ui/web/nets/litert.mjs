/* LiteRT.js: networks at work in this worker. */
const MOST_THREADS = 4; // threads of a network; more of them wait for each other
/** @type {any} LiteRT.js itself, which brings no types along */
let lite = null;
/** @type {any} what networks are compiled for */
let how = null;
let threads = 1;
/** @type {any} */
const worker = self; // or the page

/**
 * `vendor`: the address of the folder that holds its folder. `parallel`: its networks are large enough for several threads, which
 * browsers allow where our headers keep other sites' pages out of this one, and with relaxed SIMD only.
 * Fails where there is no WebAssembly with SIMD, or no memory for it.
 * @param {string} vendor
 * @param {boolean} parallel
 */
export async function wake(vendor, parallel) {
  const runtime = `${vendor}litertjs-core/`;
  const { warn } = console;
  console.warn = () => {}; // that there is no WebGPU here
  Object.defineProperty(navigator, "gpu", { value: undefined, configurable: true }); // else it wakes the graphics card
  try {
    lite = await import(`${runtime}index.js`);
    if (parallel && (await isolated())) {
      try {
        await begunBy(`${runtime}litert_wasm_threaded_internal.js`, runtime, { threads: true });
        threads = Math.min(navigator.hardwareConcurrency, MOST_THREADS);
        return;
      } catch (fault) {
        console.info(`one thread: ${fault}`);
        lite.unloadLiteRt();
      }
    }
    await begunBy(`${runtime}litert_wasm_compat_internal.js`, runtime); // runs with relaxed SIMD and without
  } finally {
    console.warn = warn;
    Reflect.deleteProperty(navigator, "gpu");
    how = { accelerator: "wasm", cpuOptions: { numThreads: threads } };
  }
}

/**
 * From now on networks are for the graphics card: through WebGPU and in single precision, so that they draw the same.
 * Fails where there is none. `gone` is called when it is there no longer.
 * @param {(why: string) => void} gone
 */
export async function takeCard(gone) {
  const adapter = await /** @type {any} */ (navigator).gpu?.requestAdapter({ powerPreference: "high-performance" });
  if (!adapter) throw new Error("no WebGPU here");
  const wanted = [
    "maxBufferSize",
    "maxStorageBufferBindingSize",
    "maxStorageBuffersPerShaderStage",
    "maxTextureDimension2D",
  ];
  const requiredLimits = Object.fromEntries(wanted.map((name) => [name, adapter.limits[name]]));
  const device = await adapter.requestDevice({ requiredLimits });
  device.lost.then((/** @type {{ message: string }} */ { message }) => gone(message));
  lite.setWebGpuDevice(device);
  how = { accelerator: "webgpu", gpuOptions: { precision: "fp32" } };
  return device;
}

async function isolated() {
  if (!self.crossOriginIsolated || navigator.hardwareConcurrency < 2) return false;
  return (await lite.supportsFeature("relaxedSimd")) && (await lite.supportsFeature("threads"));
}

/**
 * @param {string} script
 * @param {string} runtime
 * @param {{ threads?: boolean }} [options]
 */
async function begunBy(script, runtime, options) {
  // It tells of every step, and the console is for what goes wrong. Its threads begin with the same script.
  const locateFile = (/** @type {string} */ name) => runtime + name;
  worker.Module = { print() {}, printErr() {}, locateFile, mainScriptUrlOrBlob: script };
  if (worker.WorkerGlobalScope) await takeFactory(script);
  return lite.loadLiteRt(script, options);
}

/**
 * LiteRT's scripts are classic ones, and LiteRT fetches them by `importScripts`, which a module worker has not. Read as a
 * module such a script hands its factory over as a package of Node.js would (the UMD lines at its end).
 * @param {string} script
 */
async function takeFactory(script) {
  const held = {};
  Object.assign(worker, { exports: held, module: { exports: held } });
  await import(script);
  worker.ModuleFactory = worker.module.exports;
  delete worker.exports;
  delete worker.module;
  worker.importScripts = () => {}; // the script is there
}

/**
 * A network out of the bytes of a .tflite. On a graphics card it is there as a whole, or it fails.
 * @param {Uint8Array} bytes
 * @returns {Promise<Network>}
 */
export async function compiled(bytes) {
  const network = await lite.loadAndCompile(bytes, how),
    { accelerator } = how;
  if (accelerator === "webgpu" && !(network.isFullyAccelerated && network.options.accelerator === accelerator)) {
    throw new Error("the card lacks some of it");
  }
  return network;
}

/**
 * The first output for one input, as a Float32Array. Fails where some of it is no finite number: then nothing of it is
 * to be shown, and somebody else is asked.
 * @param {Network} network
 * @param {Float32Array} numbers
 * @param {number[]} shape
 */
export async function run(network, numbers, shape) {
  const input = new lite.Tensor(numbers, shape),
    [output] = await network.run([input]);
  const found = await output.data();
  input.delete();
  output.delete();
  let none = 0;
  for (let i = 0; i < found.length; i += 1) none += 0 * found[i]; // NaN as soon as one is not finite
  if (none !== 0) throw new Error("the network gave numbers that are none");
  return found;
}
