import assert from "node:assert/strict";
import { test } from "node:test";
import { crc32, deflateRawSync, gzipSync } from "node:zlib";

import { AREA, centredAll, heapOf, unfit } from "./heap.mjs";
import { laid } from "./photographs.mjs";

const silent = async () => {};
const drawn = (count) => Uint8Array.from({ length: count * AREA }, (_, i) => (i % AREA > 300 ? (i * 7) % 256 : 0));
const heap = (...files) => heapOf(files, silent);
const file = (name, ...parts) => new File(parts, name);
const head = (...sides) =>
  Uint8Array.from([0, 0, 8, sides.length, ...sides.flatMap((n) => [n >> 24, n >> 16, n >> 8, n])]);
const idx = (pixels) => Buffer.concat([head(pixels.length / AREA, 28, 28), pixels]);
const fault = (what, ...files) => assert.rejects(heap(...files), (wrong) => (assert.equal(wrong.what, what), true));
const npy = (descr, shape, data) => {
  const text = `{'descr': '${descr}', 'fortran_order': False, 'shape': (${shape.join(", ")},), }`;
  const padded = `${text.padEnd(117)}\n`;
  return Buffer.concat([Buffer.from("\x93NUMPY\x01\0", "latin1"), Buffer.from([118, 0]), Buffer.from(padded), data]);
};

/* A zip of these members, {name: bytes}, packed. `told`: the sizes that it claims. */
function zip(members, told = (data) => data.length) {
  const [bodies, entries] = [[], []];
  let offset = 0;
  for (const [name, data] of Object.entries(members)) {
    const [packed, named] = [deflateRawSync(data), Buffer.from(name)];
    const fixed = Buffer.alloc(26);
    for (const [at, value] of [
      [0, 20],
      [4, 8],
    ])
      fixed.writeUInt16LE(value, at);
    for (const [at, value] of [
      [10, crc32(data)],
      [14, packed.length],
      [18, told(data)],
    ])
      fixed.writeUInt32LE(value, at);
    fixed.writeUInt16LE(named.length, 22);
    const [local, entry] = [Buffer.concat([Buffer.from("PK\x03\x04"), fixed, named, packed]), Buffer.alloc(16)];
    entry.writeUInt32LE(offset, 12);
    entries.push(Buffer.from("PK\x01\x02\x14\0"), fixed, entry.subarray(2), named);
    bodies.push(local);
    offset += local.length;
  }
  const directory = Buffer.concat(entries),
    end = Buffer.alloc(22);
  end.write("PK\x05\x06");
  for (const at of [8, 10]) end.writeUInt16LE(bodies.length, at);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...bodies, directory, end]);
}

test("IDX comes as it is, gzipped, and EMNIST's on its side", async () => {
  const pixels = drawn(20);
  for (const data of [idx(pixels), gzipSync(idx(pixels))]) {
    const { pictures, notes } = await heap(file("train-images-idx3-ubyte", data));
    assert.deepEqual(pictures, pixels);
    assert.deepEqual(notes, []);
  }
  const { pictures, notes } = await heap(file("emnist-letters-train-images-idx3-ubyte.gz", gzipSync(idx(pixels))));
  assert.equal(pictures[AREA + 28 * 3 + 20], pixels[AREA + 28 * 20 + 3]);
  assert.deepEqual(notes, [["stood_up", {}]]);
});

test("of several tables the training pictures are taken, without labels, from an npz as well", async () => {
  const [train, held] = [drawn(20), drawn(15)];
  const members = {
    "x_test.npy": npy("|u1", [15, 28, 28], held),
    "x_train.npy": npy("|u1", [20, 28, 28], train),
    "y_train.npy": npy("|u1", [20], new Uint8Array(20)),
  };
  const { pictures, notes } = await heap(file("mnist.npz", zip(members)));
  assert.deepEqual(pictures, train);
  assert.deepEqual(notes, [["aside", { name: "x_train.npy", count: 2 }]]);
  const files = [file("t10k-images-idx3-ubyte", idx(held)), file("train-images-idx3-ubyte", idx(train))];
  assert.deepEqual((await heap(...files)).pictures, train);
  await fault("labels", file("train-labels-idx1-ubyte", head(4), new Uint8Array(4)));
});

test("floats of 0 to 1, white paper and a margin of two pixels are brought to ours", async () => {
  const ink = drawn(20);
  const floats = Float32Array.from(ink, (level) => level / 255);
  assert.deepEqual((await heap(file("x.npy", npy("<f4", [20, 784], Buffer.from(floats.buffer))))).pictures, ink);
  const paper = ink.map((level) => 255 - level);
  assert.deepEqual(await heap(file("x.npy", npy("|u1", [20, 28, 28, 1], paper))), {
    pictures: ink,
    notes: [["inverted", {}]],
  });
  const padded = new Uint8Array(20 * 1024);
  ink.forEach(
    (level, i) => (padded[Math.floor(i / 784) * 1024 + (Math.floor((i % 784) / 28) + 2) * 32 + (i % 28) + 2] = level),
  );
  assert.deepEqual((await heap(file("x.npy", npy("|u1", [20, 32, 32], padded)))).pictures, ink);
});

test("a CSV may have names, a column of labels, quotes, floats, and no end", async () => {
  const ink = drawn(20),
    line = (i, tell) => [i % 10, ...ink.subarray(i * AREA, (i + 1) * AREA)].map(tell).join(",");
  const names = ["label", ...Array.from({ length: AREA }, (_, i) => `pixel${i}`)].join(",");
  const lines = (tell) => Array.from({ length: 20 }, (_, i) => line(i, tell));
  for (const text of [
    [names, ...lines(String)].join("\r\n"),
    `${lines(String).join("\n")}\n\n`,
    `\uFEFF${[names, ...lines((level) => `"${level}"`)].join("\n")}`,
    lines((level) => `${(level / 255).toFixed(5)}`).join("\n"),
  ])
    assert.deepEqual((await heap(file("train.csv", text))).pictures, ink);
  await fault(
    "csv_words",
    file("a.csv", `${names}\n${line(0, String)}\n${line(1, String).replace(",0,", ",nothing,")}`),
  );
  await fault("csv_narrow", file("a.csv", `${names}\n${line(0, String)}\n1,2,3`));
  await fault("csv_wide", file("a.csv", `${names}\n${line(0, String)},7`));
  await fault("other", file("a.csv", "name,town\nAnna,Bonn\n"));
  await fault("line", file("a.csv", "1,2,3\n4,5,6\n"));
});

test("what is damaged, packed to grow, pickled or no picture is told and takes no memory", async () => {
  const whole = gzipSync(idx(drawn(20)));
  await fault("damaged", file("a.gz", whole.subarray(0, whole.length - 200)));
  await fault("damaged", file("a", idx(drawn(20)).subarray(0, 9000)));
  await fault("damaged", file("a", idx(drawn(20)), "more"));
  await fault("pickled", file("x.npy", npy("|O", [20], new Uint8Array(99))));
  await fault("pickled", file("x.pkl", Uint8Array.of(0x80, 4, 0x95, 0)));
  await fault("other", file("x", Uint8Array.of(1, 2, 0, 4)));
  await fault("empty", file("x"));
  await fault("zip_empty", file("x.zip", zip({})));
  await fault("zip", file("x.zip", zip({ "a.npy": npy("|u1", [20, 28, 28], drawn(20)) }).subarray(0, -9)));
  await fault("nothing", file("x.zip", zip({ "readme.txt": Buffer.from("hello") })));
  await fault(
    "bomb",
    file(
      "x.zip",
      zip({ "a.npy": new Uint8Array(9) }, () => 2 ** 31),
    ),
  );
  await fault("large", file("x", head(60_000_000, 28, 28)));
  await fault("sides", file("x.npy", npy("|u1", [20, 5, 5], new Uint8Array(500))));
  await fault("sides", file("x.npy", npy("|u1", [20, 28, 28, 3], new Uint8Array(9))));
  await fault("blank", file("x", idx(new Uint8Array(20 * AREA))));
  await fault(
    "range",
    file("x.npy", npy("<i2", [12, 784], Buffer.from(Int16Array.from({ length: 12 * AREA }, (_, i) => i).buffer))),
  );
});

test("of more than 60,000 pictures as many are taken, evenly spread", async () => {
  const pixels = new Uint8Array(60_001 * AREA);
  for (let i = 0; i < 60_001; i += 1) pixels[i * AREA + 400] = i % 256;
  const { pictures, notes } = await heap(file("train-images-idx3-ubyte", idx(pixels)));
  assert.equal(pictures.length, 60_000 * AREA);
  assert.deepEqual(notes, [["thinned", { count: 60_001, most: 60_000 }]]);
  assert.equal(pictures.at(400 - AREA), 60_000 % 256);
});

test("too few and equal pictures are told", async () => {
  assert.equal(unfit(drawn(11)).code, "drawings_few");
  const one = drawn(1);
  assert.equal(unfit(Uint8Array.from({ length: 12 * AREA }, (_, i) => one[i % AREA])).code, "drawings_equal");
  assert.equal(unfit(drawn(12).with(5, 9)), null);
});

test("centred ink moves, what has none stays", async () => {
  const pictures = new Uint8Array(2 * AREA);
  for (let y = 0; y < 8; y += 1) pictures[28 * y] = pictures[28 * y + 1] = 255;
  const found = await centredAll(pictures, silent);
  assert.equal(found[0], 0);
  assert.ok(found[28 * 14 + 14] > 100);
  assert.deepEqual(found.subarray(AREA), pictures.subarray(AREA));
});

test("a flat picture lies in the middle, on the level of its border", () => {
  const data = Uint8Array.from({ length: 4 * 28 * 10 }, (_, i) => (i === 4 * 150 ? 255 : 40));
  const found = laid({ data, width: 28, height: 10 });
  assert.deepEqual([found[0], found.at(-1), found[28 * 9]], [40, 40, 40]);
  assert.equal(found.filter((level) => level !== 40).length, 1);
});
