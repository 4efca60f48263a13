/* A line of digits: what may be in it, and how it is set on the stage. */
import { DIGITS } from "../../contract.mjs";

const { CHARACTERS } = DIGITS;

/**
 * What was typed as a line of digits and spaces between; null: it is none.
 * @param {unknown} text
 */
export function lineIn(text) {
  const line = String(text).trim();
  return /^[0-9 ]+$/.test(line) && line.length <= CHARACTERS ? line : null;
}

/**
 * The values of `error.text_wrong`.
 * @param {unknown} text
 */
export const wrongLine = (text) => ({ value: `'${String(text).slice(0, 40)}'`, largest: String(CHARACTERS) });

/**
 * How a line is broken so that its characters become as large as a square allows: the characters' places by rows.
 * What stands between spaces is kept together while it fits.
 * @param {string} text
 * @returns {number[][]}
 */
export function rowsOf(text) {
  const words = [...text.matchAll(/\d+/g)].map(({ 0: word, index }) => Array.from(word, (_, i) => index + i));
  const longest = Math.max(...words.map(({ length }) => length));
  let best = broken(words, text.length);
  for (let columns = text.length - 1; columns >= Math.min(longest, KEPT); columns -= 1) {
    const rows = broken(words, columns);
    if (sideOf(rows) < sideOf(best)) best = rows;
  }
  return best;
}

const KEPT = 8; // digits of a number that is not broken
const GAP = -1; // a place without a character

/** @param {number[][]} rows how many characters the square has on a side */
export const sideOf = (rows) => Math.max(rows.length, ...rows.map(({ length }) => length));

/**
 * @param {number[][]} words
 * @param {number} columns
 */
function broken(words, columns) {
  /** @type {number[][]} */
  const rows = [];
  for (const word of words) {
    const last = rows[rows.length - 1];
    if (last && last.length + 1 + word.length <= columns) last.push(GAP, ...word);
    else for (let at = 0; at < word.length; at += columns) rows.push(word.slice(at, at + columns));
  }
  return rows;
}
