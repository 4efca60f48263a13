/* gan_core.photos.engine once more, for the browser. Pictures are { data, width, height }: 8-bit red, green and blue;
   masks and maps are the same with one float channel. */
const STRIDE = 4, LEAST_SEEN = 16, OUTER = 0.1, SIDE = 128, LONGEST = 2;
const back = { ab: "ba", ba: "ab" };
const clip8 = (value) => Math.max(0, Math.min(255, even(value)));

function seen(picture, longest) {
  const scale = longest / Math.max(picture.width, picture.height);
  const [width, height] = [picture.width, picture.height].map((side) => Math.max(1, even(side * scale)));
  return scale >= 1 ? picture : resized(picture, width, height, "lanczos");
}

/* The right and the lower edge mirrored until the networks take it. */
function padded({ data, width, height }) {
  const [w, h] = [width, height].map((side) => Math.max(Math.ceil(side / STRIDE) * STRIDE, LEAST_SEEN));
  const mirrored = (at, side) => {
    const turn = 2 * (side - 1), place = at % turn;
    return place < side ? place : turn - place;
  };
  const into = new Uint8Array(w * h * 3);
  for (let y = 0, to = 0; y < h; y += 1) {
    for (let x = 0; x < w; x += 1, to += 3) {
      const from = 3 * (mirrored(y, height) * width + mirrored(x, width));
      into.set(data.subarray(from, from + 3), to);
    }
  }
  return { data: into, width: w, height: h };
}

/* A direction's translation of a picture and its mask, both of the picture's size. */
async function translation(way, picture) {
  const x = seen(picture, index.painted), given = padded(x), made = await through(`generator_${way}`, given);
  const deep = index.masked ? 4 : 3, places = x.width * x.height;
  const painted = { ...x, data: new Uint8Array(3 * places) };
  const mask = index.masked ? { ...x, data: new Float32Array(places) } : null;
  for (let i = 0; i < places; i += 1) {
    const from = deep * (Math.floor(i / x.width) * given.width + (i % x.width));
    for (let c = 0; c < 3; c += 1) painted.data[3 * i + c] = clip8(made[from + c] * 127.5 + 127.5);
    if (mask) mask.data[i] = made[from + 3];
  }
  return laidOver(picture, x, painted, mask);
}

/* What was made of `x` at the size of `picture`: enlarged, and besides it, where the mask is black, what that lost. */
function laidOver(picture, x, painted, mask) {
  const { width, height } = picture;
  if (x.width === width && x.height === height) return { picture: painted, mask };
  const large = resized(painted, width, height, "lanczos");
  if (!mask) return { picture: large, mask };
  const grown = resized(mask, width, height, "bilinear"), smooth = resized(x, width, height, "lanczos");
  grown.data.forEach((share, i) => (grown.data[i] = Math.max(0, Math.min(1, share))));
  const data = large.data.map((value, i) => clip8(value + (1 - grown.data[Math.floor(i / 3)]) * (picture.data[i] - smooth.data[i])));
  return { picture: { data, width, height }, mask: grown };
}

/* What the discriminator of the domain that a direction leads to says of a picture. */
async function scores(towards, picture) {
  const given = padded(picture), data = await through(`discriminator_${towards[1]}`, given);
  const height = Math.ceil(given.height / 8);
  return { data, width: data.length / height, height };
}

/* |x - y|, mean of the colours, 0 to 1. */
function difference(x, y) {
  const data = new Float32Array(x.width * x.height);
  x.data.forEach((value, i) => (data[Math.floor(i / 3)] += Math.abs(value - y.data[i]) / 765));
  return { ...x, data };
}

const mean = (numbers) => numbers.reduce((sum, value) => sum + value, 0) / numbers.length;

function outerMean({ data, width, height }) {
  const dx = Math.max(1, even(OUTER * width)), dy = Math.max(1, even(OUTER * height));
  return mean(Array.from(data).filter((_, i) => {
    const x = i % width, y = Math.floor(i / width);
    return x < dx || y < dy || x >= width - dx || y >= height - dy;
  }));
}

/* Everything about a photograph, as gan_core.photos.engine.Board has it. */
async function board(photograph, way) {
  const start = performance.now(), input = seen(photograph, index.seen);
  const { picture: translated, mask } = await translation(way, input);
  const translatedAt = performance.now();
  const { picture: reconstructed } = await translation(back[way], translated);
  const { picture: identity } = await translation(back[way], input);
  const maps = { translated: await scores(way, translated) };
  for (const [name, picture] of Object.entries({ input, reconstructed, identity })) maps[name] = await scores(back[way], picture);
  const end = performance.now();
  const error = difference(input, reconstructed), change = difference(input, translated);
  const figures = {
    ...(mask && { mask: mean(mask.data) }),
    cycle_l1: mean(error.data),
    change: mean(change.data),
    change_outer: outerMean(change),
    identity_l1: mean(difference(input, identity).data),
    ...Object.fromEntries(Object.entries(maps).map(([name, { data }]) => [`score_${name}`, mean(data)])),
    ms: end - start,
    ms_translate: translatedAt - start,
  };
  const { picture: result } = laidOver(photograph, input, translated, mask);
  return { direction: way, input, translated, reconstructed, identity, result, maps, error, mask, figures };
}

/* The guard: what the classifier takes a picture for. */
async function verdict(picture) {
  const { width: w, height: h } = picture, scale = SIDE / Math.min(w, h);
  const [width, height] = [w, h].map((side) => Math.min(LONGEST * SIDE, Math.max(SIDE, even(side * scale))));
  const wide = w / h, wanted = width / height;
  const across = wide >= wanted ? wanted * h : w, down = wide >= wanted ? h : w / wanted;
  const left = (w - across) / 2, top = (h - down) / 2;
  const view = resized(picture, width, height, "bicubic", [left, top, left + across, top + down]);
  const [horse, zebra, neither] = await through("classifier", view), most = Math.max(horse, zebra);
  const strange = neither - (most + Math.log(Math.exp(horse - most) + Math.exp(zebra - most)));
  const like = strange > index.threshold ? "neither" : zebra > horse ? "zebra" : "horse";
  return { like, direction: zebra > horse ? "ba" : "ab", zebra: 1 / (1 + Math.exp(horse - zebra)) };
}
