/* Why 0.5, and four ways in which it lies: scores of D on reals and fakes, and a threshold that can be moved. */
LIVE.half = (place) => {
  const MANY = 250, FEW = 6;
  /* Means and spreads of D's logits on reals and on fakes. */
  const CASES = {
    true: { real: [0, 0.6], fake: [0, 0.6], n: MANY },
    says: { real: [2.4, 0.5], fake: [2.4, 0.5], n: MANY },
    threshold: { real: [2.6, 0.45], fake: [1.1, 0.35], n: MANY },
    asleep: { real: [0, 0.02], fake: [0, 0.02], n: MANY },
    few: { real: [0.8, 1.2], fake: [-0.8, 1.2], n: FEW },
  };
  let which = "true", threshold = 0.5, seed = 8;

  const scores = () => {
    const { real, fake, n } = CASES[which];
    const draw = ([mean, spread], offset) => normals(seed * 7 + offset, n).map((v) => logistic(mean + spread * v));
    return { reals: draw(real, 1), fakes: draw(fake, 2), n };
  };
  const share = (values, test) => values.filter(test).length / values.length;

  const repaint = scene(place, "learn.half.alt", "2 / 1", (brush, width, height, ink) => {
    const { reals, fakes } = scores(), edge = rem(), middle = height / 2, x = (score) => edge + score * (width - 2 * edge);
    const heap = (values, sign, colour, mark) => {
      const bins = new Map();
      const step = values.length > 50 ? 0.02 : 0.05, rise = values.length > 50 ? (middle - 2 * edge) / 60 : edge;
      for (const value of values) {
        const bin = Math.round(value / step), height = bins.get(bin) ?? 0;
        bins.set(bin, height + 1);
        if (height * rise < middle - 2 * edge) mark(brush, x(bin * step), middle - sign * (0.6 * edge + height * rise), values.length > 50 ? 3 : 6, colour);
      }
    };
    heap(reals, 1, ink.real, disc);
    heap(fakes, -1, ink.fake, diamond);
    trace(brush, [[edge, middle], [width - edge, middle]], ink.line, { width: 1 });
    trace(brush, [[x(threshold), edge], [x(threshold), height - edge]], ink.ink, { width: 2, dash: [6, 4] });
    write(brush, `● ${theatre.t("learn.half.reals")}`, edge, 0.7 * edge, ink.real);
    write(brush, `◆ ${theatre.t("learn.half.fakes")}`, edge, height - 0.7 * edge, ink.fake);
    write(brush, "D = 1", width - edge, middle + 0.9 * edge, ink["ink-soft"], "right");
    write(brush, "D = 0", edge, middle + 0.9 * edge, ink["ink-soft"]);
  });

  const keys = Object.fromEntries(Object.keys(CASES).map((name) => [name, `learn.half.name_${name}`]));
  choice(place, "learn.half.which", keys, which, (value) => ((which = value), mark.set((threshold = 0.5)), show()));
  const figures = sentence(place, "figures big-figures"), told = sentence(place);
  const mark = dial(place, "learn.half.threshold", { low: 0.02, high: 0.98, step: 0.01, value: 0.5, told: (value) => written(value, 2), moved: (value) => ((threshold = value), show()) });
  pressable(row(place), "learn.half.draw", () => ((seed += 1), show()));

  function show() {
    const { reals, fakes, n } = scores(), onReal = share(reals, (d) => d > threshold), onFake = share(fakes, (d) => d <= threshold);
    figures("learn.half.figures", {
      real: written(onReal, 2), fake: written(onFake, 2), mean: written((onReal + onFake) / 2, 2),
      band: written(1.96 * Math.sqrt(0.25 / (2 * n)), 2), auc: written(areaUnder(reals, fakes), 2), n: written(n),
    });
    told(`learn.half.${standing("half", { which, onReal, onFake })}`);
    repaint();
  }
  show();
  document.addEventListener("theatre:language", show);
};
