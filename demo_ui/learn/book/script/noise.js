/* Noise falls through G: z on one axis, x = G(z) on the other, and how the heap q comes to lie on p. */
LIVE.noise = (place) => {
  const REAL = [1.1, 0.55], BEGIN = [-1.6, 1.05], LOW = -4, HIGH = 4, DROPS = 28;
  let trained = 0, seed = 1;
  const between = (i) => BEGIN[i] + trained * (REAL[i] - BEGIN[i]);
  const p = (x) => bell(x, ...REAL), q = (x) => bell(x, between(0), between(1));

  const repaint = scene(place, "learn.noise.alt", "5 / 4", (brush, width, height, ink) => {
    const across = (x) => ((x - LOW) / (HIGH - LOW)) * width, edge = rem();
    const zAt = 0.2 * height, xAt = 0.88 * height, tall = 0.36 * height;
    const curve = (f, base, high) => Array.from({ length: 161 }, (_, i) => LOW + (i / 160) * (HIGH - LOW)).map((x) => [across(x), base - high * f(x)]);
    trace(brush, curve((z) => bell(z, 0, 1), zAt, 0.3 * height), ink["ink-soft"], { width: 1.5 });
    for (const y of [zAt, xAt]) trace(brush, [[0, y], [width, y]], ink.line, { width: 1 });
    for (const z of normals(seed, DROPS)) {
      const x = between(0) + between(1) * z;
      trace(brush, [[across(z), zAt], [across(x), xAt]], ink.line, { width: 1 });
      disc(brush, across(z), zAt, 3, ink["ink-soft"]);
      diamond(brush, across(x), xAt, 5, ink.fake);
    }
    trace(brush, curve(p, xAt, tall), ink.real, { width: 3 });
    trace(brush, curve(q, xAt, tall), ink.fake, { width: 3, dash: [8, 6] });
    trace(brush, curve((x) => p(x) / (p(x) + q(x) || 1e-12), xAt, tall), ink.ink, { width: 2, dash: [2, 5] });
    write(brush, theatre.t("learn.noise.z"), 0, zAt + 0.8 * edge, ink["ink-soft"]);
    write(brush, theatre.t("learn.noise.x"), 0, xAt + 0.9 * edge, ink["ink-soft"]);
    const keys = [[`● ${theatre.t("learn.noise.p")}`, ink.real], [`◆ ${theatre.t("learn.noise.q")}`, ink.fake], [`··· ${theatre.t("learn.noise.d")}`, ink.ink]];
    keys.forEach(([text, colour], i) => write(brush, text, width, zAt + (1 + 1.2 * i) * edge, colour, "right"));
  });

  const told = sentence(place), figures = sentence(place, "figures");
  const learn = dial(place, "learn.noise.train", { low: 0, high: 1, step: 0.01, value: 0, told: (value) => `${written(100 * value)}%`, moved: (value) => ((trained = value), show()) });
  pressable(row(place), "learn.noise.draw", () => ((seed += 1), show()));

  function show() {
    const apart = jensenShannon(p, q, -8, 8), middle = p(REAL[0]) / (p(REAL[0]) + q(REAL[0]));
    const best = 0.5 + totalVariation(p, q, -8, 8) / 2;
    told(`learn.noise.${standing("noise", { trained, best })}`);
    figures("learn.noise.figures", { apart: written(apart, 3), most: written(Math.log(2), 3), d: written(middle, 2), best: written(best, 2) });
    repaint();
  }
  show();
  document.addEventListener("theatre:language", show);
};
