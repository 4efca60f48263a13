/* Why two are harder than one: one network goes down a slope; two, of which one wants down and the other up, circle.
   The smallest game of that kind: V = x y, both moving at once (Mescheder et al. 2018, section 2). */
LIVE.two = (place) => {
  let rate = 0.1, steps = 0;
  const START = [0.8, 0.5], MOST = 120;

  const paths = () => {
    const one = [START], two = [START];
    for (let i = 0; i < steps; i += 1) {
      const [a, b] = one.at(-1), [x, y] = two.at(-1);
      one.push([a - rate * a, b - rate * b]); // both go down (a^2 + b^2) / 2
      two.push([x - rate * y, y + rate * x]); // x goes down x y, y goes up it
    }
    return { one, two };
  };
  const away = ([x, y]) => Math.hypot(x, y) / Math.hypot(...START);

  const repaint = scene(place, "learn.two.alt", "2 / 1", (brush, width, height, ink) => {
    const { one, two } = paths(), r = Math.min(width / 4, height / 2) - 1.2 * rem();
    const side = (middle, path, colour, mark, name) => {
      const at = ([x, y]) => [middle + (x * r) / 1.25, height / 2 - (y * r) / 1.25];
      for (const ring of [0.4, 0.8, 1.2]) trace(brush, Array.from({ length: 61 }, (_, i) => at([ring * Math.cos((i * Math.PI) / 30), ring * Math.sin((i * Math.PI) / 30)])), ink.line, { width: 1 });
      const inside = path.filter(([x, y]) => Math.hypot(x, y) < 1.3).map(at);
      trace(brush, inside, colour);
      if (inside.length) mark(brush, ...inside.at(-1), 0.45 * rem(), colour);
      trace(brush, [[middle - 5, height / 2], [middle + 5, height / 2]], ink.ink, { width: 1 });
      trace(brush, [[middle, height / 2 - 5], [middle, height / 2 + 5]], ink.ink, { width: 1 });
      write(brush, theatre.t(name), middle, height - 0.6 * rem(), ink["ink-soft"], "center");
    };
    side(width / 4, one, ink.real, disc, "learn.two.one");
    side((3 * width) / 4, two, ink.fake, diamond, "learn.two.both");
  });

  const told = sentence(place), figures = sentence(place, "figures");
  const go = dial(place, "learn.two.steps", { low: 0, high: MOST, step: 1, value: 0, told: (value) => written(value), moved: (value) => ((steps = value), show()) });
  dial(place, "learn.two.rate", { low: 0.01, high: 0.3, step: 0.01, value: rate, told: (value) => written(value, 2), moved: (value) => ((rate = value), show()) });

  function show() {
    const { one, two } = paths(), out = away(two.at(-1));
    told(`learn.two.${standing("two", { steps, out })}`);
    figures("learn.two.figures", { one: written(100 * away(one.at(-1)), 1), both: written(100 * out, 0) });
    repaint();
  }
  show();
  document.addEventListener("theatre:language", show);
};
