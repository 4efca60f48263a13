/* pix2pix's pairs and CycleGAN's two heaps: who has to find out which belongs to which. */
LIVE.pairs = (place) => {
  let how = "pairs", many = 8;
  const spread = normals(11, 200);

  /* A shape out of its number: the same outline on both sides of a pair. */
  const shape = (brush, i, x, y, r, colour, striped) => {
    const corners = 3 + (i % 5), turn = i * 0.7;
    const outline = Array.from({ length: corners + 1 }, (_, k) => [x + r * Math.cos(turn + (2 * Math.PI * k) / corners), y + r * Math.sin(turn + (2 * Math.PI * k) / corners)]);
    brush.save();
    brush.beginPath();
    outline.forEach(([px, py], k) => (k ? brush.lineTo(px, py) : brush.moveTo(px, py)));
    brush.clip();
    if (striped) for (let d = -r; d < r; d += 6) trace(brush, [[x + d, y - r], [x + d, y + r]], colour, { width: 3 });
    else {
      brush.fillStyle = colour;
      brush.globalAlpha = 0.35;
      brush.fillRect(x - r, y - r, 2 * r, 2 * r);
    }
    brush.restore();
    trace(brush, outline, colour);
  };

  const repaint = scene(place, "learn.pairs.alt", "3 / 2", (brush, width, height, ink) => {
    const columns = Math.ceil(Math.sqrt(many / 2)), lines = Math.ceil(many / columns), wide = (0.44 * width) / columns, tall = (height - 2.4 * rem()) / lines;
    const r = 0.3 * Math.min(wide, tall);
    for (let i = 0; i < many; i += 1) {
      const c = i % columns, l = Math.floor(i / columns), y = (l + 0.5) * tall + 0.4 * rem(), left = (c + 0.5) * wide;
      if (how === "pairs") {
        const right = 0.56 * width + (c + 0.5) * wide;
        trace(brush, [[left + r, y], [right - r, y]], ink["ink-soft"], { width: 1.5, dash: [4, 4] });
        shape(brush, i, left, y, r, ink["ink-soft"], false);
        shape(brush, i, right, y, r, ink["ink-soft"], true);
      } else {
        const jog = (k) => 0.16 * Math.max(-1, Math.min(1, spread[(i * 4 + k) % 200]));
        shape(brush, i, left + jog(0) * wide, y + jog(1) * tall, r, ink["ink-soft"], false);
        shape(brush, i * 3 + 1, 0.56 * width + (c + 0.5 + jog(2)) * wide, y + jog(3) * tall, r, ink["ink-soft"], true);
      }
    }
    write(brush, theatre.t("learn.pairs.a"), 0.22 * width, height - 0.7 * rem(), ink["ink-soft"], "center");
    write(brush, theatre.t("learn.pairs.b"), 0.78 * width, height - 0.7 * rem(), ink["ink-soft"], "center");
  });

  choice(place, "learn.pairs.which", { pairs: "learn.pairs.pairs", heaps: "learn.pairs.heaps" }, how, (value) => ((how = value), show()));
  const told = sentence(place), figures = sentence(place, "figures big-figures");
  dial(place, "learn.pairs.many", { low: 2, high: 40, step: 1, value: many, told: (value) => written(value), moved: (value) => ((many = value), show()) });

  function show() {
    told(`learn.pairs.say_${how}`);
    figures("learn.pairs.figures", { n: written(how === "pairs" ? many : 0) });
    repaint();
  }
  show();
  document.addEventListener("theatre:language", show);
};
