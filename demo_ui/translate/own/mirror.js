/* The mirror: one picture of a live camera, one way. Pictures are small, and nothing of them is kept. `trying`: it is still
   being found out whether the graphics card is quicker. */
async function mirrored({ data, width, height }, direction) {
  if (!back[direction]) return NOT_MINE;
  const { picture, by } = await translation(direction, opaque({ data, width, height }));
  const rgba = new Uint8ClampedArray(4 * width * height).fill(255);
  for (let from = 0, to = 0; to < rgba.length; to += 4, from += 3) for (let c = 0; c < 3; c += 1) rgba[to + c] = picture.data[from + c];
  return { picture: { data: rgba, width, height }, by, trying: card.trying || cardUntried() };
}
