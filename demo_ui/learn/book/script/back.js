/* Why the way back: five photographs of A, what G makes of them, and where the way back leads. */
LIVE.back = (place) => {
  let withCycle = false;
  const COUNT = 5;
  const goes = (i) => (withCycle ? i : 2); // without the cycle all may become the same zebra, and D has nothing against it

  const repaint = scene(place, "learn.back.alt", "3 / 2", (brush, width, height, ink) => {
    const x = [0.1, 0.5, 0.9].map((share) => share * width), y = (i) => ((i + 0.7) / (COUNT + 0.9)) * height, r = 0.9 * rem();
    const number = (i, left, top, colour) => write(brush, String(i + 1), left, top, colour, "center");
    for (let i = 0; i < COUNT; i += 1) {
      const to = goes(i);
      trace(brush, [[x[0] + r, y(i)], [x[1] - r, y(to)]], ink["ink-soft"], { width: 2 });
      if (withCycle || i === to) trace(brush, [[x[1] + r, y(to)], [x[2] - r, y(i)]], ink["ink-soft"], { width: 2, dash: [6, 5] });
    }
    for (let i = 0; i < COUNT; i += 1) {
      const made = withCycle || i === goes(i);
      disc(brush, x[0], y(i), r, ink.real);
      number(i, x[0], y(i), ink.panel);
      diamond(brush, x[1], y(i), 1.2 * r, made ? ink.fake : ink.line);
      if (made) number(i, x[1], y(i), ink.panel);
      diamond(brush, x[2], y(i), 1.2 * r, made ? ink.fake : ink.line);
      if (made) number(i, x[2], y(i), ink.panel);
      else write(brush, "?", x[2], y(i), ink["ink-soft"], "center");
    }
    ["learn.back.a", "learn.back.b", "learn.back.back"].forEach((key, i) => write(brush, theatre.t(key), x[i], height - 0.7 * rem(), ink["ink-soft"], "center"));
  });

  choice(place, "learn.back.which", { without: "learn.back.without", with: "learn.back.with" }, "without", (value) => ((withCycle = value === "with"), show()));
  const told = sentence(place), figures = sentence(place, "figures big-figures");

  function show() {
    told(withCycle ? "learn.back.say_with" : "learn.back.say_without");
    figures("learn.back.figures", { found: written(withCycle ? COUNT : 1), all: written(COUNT) });
    repaint();
  }
  show();
  document.addEventListener("theatre:language", show);
};
