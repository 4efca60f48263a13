/* V(D, G) term by term: the two logarithms, and where D stands on them. */
LIVE.value = (place) => {
  let real = 0.7, fake = 0.4;
  const LOWEST = -5;

  const repaint = scene(place, "learn.value.alt", "3 / 2", (brush, width, height, ink) => {
    const edge = 1.4 * rem(), left = 2 * edge, right = width - edge, top = edge, bottom = height - 1.6 * edge;
    const x = (d) => left + d * (right - left), y = (v) => top + (v / LOWEST) * (bottom - top);
    for (const level of [0, -1, -2, -3, -4, -5]) {
      trace(brush, [[left, y(level)], [right, y(level)]], ink.line, { width: 1 });
      write(brush, written(level), left - 0.4 * rem(), y(level), ink["ink-soft"], "right");
    }
    const grid = Array.from({ length: 199 }, (_, i) => (i + 1) / 200);
    const shown = (f) => grid.map((d) => [d, f(d)]).filter(([, v]) => v >= LOWEST).map(([d, v]) => [x(d), y(v)]);
    trace(brush, shown(Math.log), ink.real, { width: 3 });
    trace(brush, shown((d) => Math.log(1 - d)), ink.fake, { width: 3, dash: [8, 6] });
    disc(brush, x(real), y(Math.max(LOWEST, Math.log(real))), 0.5 * rem(), ink.real);
    diamond(brush, x(fake), y(Math.max(LOWEST, Math.log(1 - fake))), 0.6 * rem(), ink.fake);
    for (const d of [0, 0.5, 1]) write(brush, written(d, d === 0.5 ? 1 : 0), x(d), bottom + 0.8 * edge, ink["ink-soft"], "center");
    write(brush, "● log D(x)", x(0.5), y(-2.75), ink.real, "center");
    write(brush, "◆ log(1 − D(G(z)))", x(0.5), y(-2.75) + 1.3 * rem(), ink.fake, "center");
  });

  const told = sentence(place), figures = sentence(place, "figures big-figures"), ofG = sentence(place, "figures");
  const two = (value) => written(value, 2);
  dial(place, "learn.value.real", { low: 0.01, high: 0.99, step: 0.01, value: real, told: two, moved: (value) => ((real = value), show()) });
  dial(place, "learn.value.fake", { low: 0.01, high: 0.99, step: 0.01, value: fake, told: two, moved: (value) => ((fake = value), show()) });

  function show() {
    told(`learn.value.${standing("value", { real, fake })}`);
    const left = Math.log(real), right = Math.log(1 - fake);
    figures("learn.value.figures", { left: two(left), right: two(right), sum: two(left + right) });
    ofG("learn.value.of_g", { own: two(-Math.log(fake)), flat: two(Math.log(1 - fake)) });
    repaint();
  }
  show();
  document.addEventListener("theatre:language", show);
};
