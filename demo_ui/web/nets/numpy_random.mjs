/* The latent vectors of a seed, as numpy draws them: default_rng([seed, digit]).standard_normal(n) as float32.
   That is numpy's SeedSequence (M. E. O'Neill's seed_seq_fe), PCG64 (O'Neill 2014, XSL-RR) and the ziggurat of
   Marsaglia and Tsang (2000) with 256 layers. */
const WORD = (1n << 64n) - 1n,
  LONG = (1n << 128n) - 1n;
const STEP = 0x2360ed051fc65da44385df649fccf645n;

/**
 * Four 64-bit words out of whole numbers below 2**32.
 * @param {number[]} entropy
 */
function seedWords(entropy) {
  let mixed = 0x43b0d7e5;
  const hashed = (/** @type {number} */ value) => {
    value ^= mixed;
    mixed = Math.imul(mixed, 0x931e8875);
    value = Math.imul(value, mixed);
    return value ^ (value >>> 16);
  };
  const pool = [0, 1, 2, 3].map((i) => hashed(entropy[i] ?? 0));
  for (let from = 0; from < 4; from += 1) {
    for (let to = 0; to < 4; to += 1) {
      if (from === to) continue;
      const met = (Math.imul(0xca01f9dd, pool[to]) - Math.imul(0x4973f715, hashed(pool[from]))) | 0;
      pool[to] = met ^ (met >>> 16);
    }
  }
  let spread = 0x8b51f9dd;
  const halves = Array.from({ length: 8 }, (_, i) => {
    let value = pool[i % 4] ^ spread;
    spread = Math.imul(spread, 0x58f38ded);
    value = Math.imul(value, spread);
    return BigInt((value ^ (value >>> 16)) >>> 0);
  });
  return [0, 2, 4, 6].map((i) => halves[i] | (halves[i + 1] << 32n));
}

/**
 * A function that gives PCG64's next 64 bits.
 * @param {number[]} entropy
 */
function pcg64(entropy) {
  const [high, low, streamHigh, streamLow] = seedWords(entropy);
  const odd = ((((streamHigh << 64n) | streamLow) << 1n) | 1n) & LONG;
  let state = (odd + ((high << 64n) | low)) & LONG;
  const turn = () => (state = (state * STEP + odd) & LONG);
  turn();
  return () => {
    const now = turn(),
      by = now >> 122n,
      folded = ((now >> 64n) ^ now) & WORD;
    return ((folded >> by) | (folded << (64n - by))) & WORD;
  };
}

/* How wide each layer is, for each of 2**52 parts: numpy's table to the last bit, which no formula gives back. */
const WIDTHS = new Float64Array(
  Uint8Array.from(
    atob(
      [
        "edkVeDtJzzzG9v3jC42LPLRbLDyvUJI8YTtEOLl8lTwMpy/o/AGYPLzQTC4MI5o892E4L00AnDx0cnRaL6ydPMPVTC1IMp88rbuOJzJNoDxDXQ",
        "I7BfWgPHc2QZemkqE89Rp6j6InojyA2GM4LrWiPPWRV8A/PKM8L7GiwZ69ozxVm/+N7zmkPKf+PTa7saQ8dNMaYnUlpTyWzgengJWlPOp+2c8x",
        "AqY8PXyjYdJrpjxwBQCSotKmPKb4RtPaNqc8dyqzEK2YpzxD9UatRfinPHcKQ1PMVag8mnZ7nmSxqDyYz06pLgupPOoeLIJHY6k8RsU4jsm5qT",
        "wsp6TczA6qPFnNd21nYqo8MBYQbq20qjycbBNtsQWrPCl6QoeEVas8Op9Sjjakqzwygr8q1vGrPPNOWflwPqw8YTsypROKrDyLJnL+ydSsPEi3",
        "gA6fHq08EB/kKZ1nrTzDuCMAzq+tPFN28ak69608/u3Stes9rjwAb3oz6YOuPM6C+b06ya48JmLwhOcNrzyI9thU9lGvPK7Xh55tla88rC76fV",
        "PYrzzsNELgVg2wPJqPOfVALrA8/KUWnupOsDwQoHJbVm+wPAv0cZCGj7A8E2G8hH2vsDx/zEtmPc+wPGsIFkvI7rA87hWVMiAOsTy+DzEHRy2x",
        "PEGRjp8+TLE8HiDEvwhrsTw02ngap4mxPIht7lEbqLE8yyr4+GbGsTwu1OCTi+SxPJ+gQJmKArI86cbEcmUgsjwfw+l9HT6yPPtrqQy0W7I8f9",
        "MdZip5sjwb1xnHgZayPNouuGK7s7I8U7jhYtjQsjyOqcvo2e2yPNdIbg3BCrM8MLn04Y4nszyhXiZwRESzPNVSyrriYLM8algFvmp9szxksrJv",
        "3ZmzPAM9uL87trM84B1WmIbSszyDWnLevu6zPHSe4HHlCrQ8XXSmLfsmtDykMDzoAEO0PF3HynP3XrQ8NsNmnt96tDwvj0gyupa0PF1BAvaHsr",
        "Q83BGzrEnOtDwFpjgWAOq0PGJVXu+rBbU8WosK8k0htTxPZmrV5jy1PMiyG053WLU8eF9VDgB0tTwUhQ7GgY+1PFkbJCP9qrU8PXN90XLGtTzT",
        "jC974+G1PDhen8hP/bU8wx+jYLgYtjyisKLoHTS2PAsmtwSBT7Y8cpbJV+Jqtjw3MbGDQoa2PLGyUCmiobY8u0Oz6AG9tjxS0yhhYti2PFT4YT",
        "HE87Y862iL9ycPtzzGFGlRjiq3PNzucNz3Rbc8H3PlNWVhtzxJ9O/61ny3PJO9ushNmLc8CRSLPMqztzz7ItvzTM+3POfec4zW6rc8H+qGpGcG",
        "uDx2hsjaACK4PBWfic6iPbg8vfXRH05ZuDzFfnpvA3W4PC33R1/DkLg8Q8AFko6suDycDKGrZci4PCdqRFFJ5Lg8j7VzKToAuTxHgyjcOBy5PP",
        "wK7xJGOLk8iqIDeWJUuTzu1XC7jnC5PDEqLonLjLk8v5k/kxmpuTws2dWMecW5PBF0byvs4bk8StL6JnL+uTySNvk5DBu6PFvIoiG7N7o8iLsL",
        "nn9UujykqUpyWnG6PD0xoGRMjro8CPGfPlarujzO9VrNeMi6PDazi+G05bo8GqHDTwsDuzxbmJrwfCC7PAAM4KAKPrs8Az3OQbVbuzwniT+5fX",
        "m7PDz35fFkl7s8biWF22u1uzyiwC5rk9O7PIOugZvc8bs8oBbsbEgQvDwtevDl1y68PBwNbhOMTbw8BYfsCGZsvDwXpuvgZou8PKuiNr2Pqrw8",
        "kNY7x+HJvDw34GgwXum8PG6PizIGCb08IO83ENsovTxHxjMV3ki9PCPx55YQab08pfvX9HOJvTxwbiCZCaq9PA5J/PjSyr08Ny5SldHrvTwc0k",
        "n7Bg2+PPZG6sR0Lr48iNHBmRxQvjwl/pcvAHK+PAq/KkshlL48CG/3wIG2vjw6pxB2I9m+PKnsAWEI/L48IVPCijIfvzxtTbcPpEK/PGgBySBf",
        "Zr88gpeJBGaKvzy/InEYu66/PIXnL9Jg0788C/YYwVn4vzx1oNNH1A7APEfJjwKoIcA8qwKpg6k0wDzH9T5O2kfAPH6zrfY7W8A8aCanI9BuwD",
        "wXLmOPmILAPFSi6AiXlsA8xMBxdc2qwDxI1O7RPb/APDA9qjTq08A8k2URz9TowDy2n6bv//3APEFwIARuE8E8NV27myEpwTxtCcRpHT/BPDsu",
        "YEhkVcE88+6dO/lrwTxhEtJ034LBPKzrTlYamsE8ji9/d62xwTyUpnGpnMnBPDmu5Pvr4cE8Adniwp/6wTyBzASdvBPCPO7Tb3pHLcI8JJyspE",
        "VHwjzgWHbHvGHCPC5ZqPqyfMI8eA53zS6YwjxSCipTN7TCPJfbljHU0MI89XipsQ3uwjzurlbS7AvDPKOkaF57KsM8oxKuBcRJwzxAqDN60mnD",
        "PApBVpKzisM8+oiucHWswzymBBezJ8/DPHX0YKrb8sM82uW5nKQXxDyUXlQVmD3EPBU6p0TOZMQ8vEOcdWKNxDwnWmudc7fEPAKJzQ0l48Q8Qa",
        "zpU58QxTxCfjpSEUDFPBvkSqmxccU82Y1xi8ClxTz+0DokitzFPEwehs9pFsY86moAe85TxjzD5Z++QJXGPDLiCY1r28Y8NHpf8CgnxzxzBglW",
        "lXnHPIzO1vQt1Mc8NPIpBQM5yDwUfKq/D6vIPJZEb5TgLsk8q1dAAe7LyTxad5R43I/KPLH9eDgfmMs8M60JgrQ7zTw=",
      ].join(""),
    ),
    (sign) => sign.charCodeAt(0),
  ).buffer,
);
const PARTS = 2 ** 52,
  EDGE = WIDTHS[255] * PARTS; // EDGE: where the tail begins
const INSIDE = WIDTHS.map((width, i) => Math.floor(((i ? (i > 1 ? WIDTHS[i - 1] : 0) : WIDTHS[255]) / width) * PARTS));
const HEIGHTS = WIDTHS.map((width, i) => (i ? Math.exp(-0.5 * (width * PARTS) ** 2) : 1));

/**
 * One number, standard normal, from a source of 64 bits.
 * @param {() => bigint} bits
 * @returns {number}
 */
function normal(bits) {
  const share = () => Number(bits() >> 11n) / 2 ** 53;
  for (;;) {
    const drawn = bits(),
      layer = Number(drawn & 255n),
      sign = (drawn >> 8n) & 1n ? -1 : 1;
    const part = Number((drawn >> 9n) & 0xfffffffffffffn),
      x = part * WIDTHS[layer];
    if (part < INSIDE[layer]) return sign * x;
    if (layer === 0) return (Math.floor(part / 256) % 2 ? -1 : 1) * (EDGE + tail(share));
    if ((HEIGHTS[layer - 1] - HEIGHTS[layer]) * share() + HEIGHTS[layer] < Math.exp(-0.5 * x * x)) return sign * x;
  }
}

/**
 * How far beyond EDGE (Marsaglia 1964).
 * @param {() => number} share
 * @returns {number}
 */
function tail(share) {
  for (;;) {
    const beyond = -Math.log1p(-share()) / EDGE,
      height = -Math.log1p(-share());
    if (2 * height > beyond * beyond) return beyond;
  }
}

/**
 * z of a seed's digit: Float32Array(length).
 * @param {number} seed
 * @param {number} digit
 * @param {number} length
 */
export function latent(seed, digit, length) {
  const bits = pcg64([seed, digit]);
  return Float32Array.from({ length }, () => normal(bits));
}
