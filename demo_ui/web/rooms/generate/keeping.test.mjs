import assert from "node:assert/strict";
import test from "node:test";
import { moved, placesText, readPlaces } from "./keeping.mjs";

const plain = { seed: 7, digit: 1, others: [8, 9, 10], across: 0, down: 0, directions: [0, 0], truncation: 1, raw: {} };
const places = [
  { ...plain, label: 3 },
  { ...plain, seed: 4294967295, others: [0, 1, 2], label: 0, truncation: 0.5, directions: [-1.5, 2] },
  { ...plain, label: 9, across: 0.25, down: 1, raw: { 3: 1.5, 20: -0.2 } },
];

test("places come out of a link as they went in", () => {
  assert.deepEqual(readPlaces(placesText(places), 2, 10), places);
  assert.deepEqual(readPlaces("7:1", 0, 0), [{ ...plain, directions: [], label: null }]);
});

test("a link that says something else is no list of places", () => {
  const wrong = ["", "7", "x:1:3", "7:16:3", "7:1", "7:1:10", "7:1:3:2", "7:1:3::1_2_3", "7:1:3:::8_9_10_2_0"];
  for (const text of [...wrong, "7:1:3::::100_1", "7:1:3::::3", Array(9).fill("7:1:3").join(",")])
    assert.equal(readPlaces(text, 2, 10), undefined, text);
});

test("a place is put where it is let go", () => {
  assert.deepEqual(moved(["a", "b", "c", "d"], 0, 2), ["b", "c", "a", "d"]);
  assert.deepEqual(moved(["a", "b", "c", "d"], 3, 0), ["d", "a", "b", "c"]);
});
