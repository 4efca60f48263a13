import assert from "node:assert/strict";
import test from "node:test";
import { lineIn, rowsOf, sideOf } from "./line.mjs";

/** @param {string} text */
const set = (text) => rowsOf(text).map((row) => row.map((i) => text[i] ?? "_").join(""));

test("a line has digits and spaces only, and up to 16 of them", () => {
  assert.deepEqual(["2026", " 29 11 2026 ", "1".repeat(16)].map(lineIn), ["2026", "29 11 2026", "1".repeat(16)]);
  for (const text of ["", "  ", "12a", "3:1", "1".repeat(17), "\u0661\u0662", "1\n2", "-1"])
    assert.equal(lineIn(text), null);
});

test("a line is broken between its numbers, so that its digits are large", () => {
  assert.deepEqual(set("2026"), ["2026"]);
  assert.deepEqual(set("29 11 2026"), ["29", "11", "2026"]);
  assert.deepEqual(set("7 2026 1"), ["7", "2026", "1"]);
  assert.deepEqual(set("1 2 345678"), ["1_2", "345678"]);
  assert.deepEqual(set("1234567890123456"), ["12345678", "90123456"]);
});

test("every digit is set once, wherever the spaces are", () => {
  for (const text of ["1 2 3 4 5 6 7 8", "1  2", "12345678901 2 34", "7"]) {
    const places = rowsOf(text)
      .flat()
      .filter((i) => i >= 0);
    assert.deepEqual(
      places,
      [...text].flatMap((sign, i) => (sign === " " ? [] : [i])),
    );
    assert.ok(sideOf(rowsOf(text)) <= text.length);
  }
});
