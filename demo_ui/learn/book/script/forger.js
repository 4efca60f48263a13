/* Counterfeiter and police: two notes, the distance between them, and the smallest distance that the police can see.
   Each moves in turn, until the police cannot see any closer. */
LIVE.forger = (place) => {
  const SHARPEST = 0.03; // nobody sees closer than this
  const wobble = normals(4, 24);
  let off = 1, sees = 0.8, moves = 0;

  /* A rosette, as on money; `off` bends it out of shape. */
  const rosette = (brush, x, y, r, amiss, colour) => {
    for (let ring = 0; ring < 4; ring += 1) {
      const points = Array.from({ length: 181 }, (_, i) => {
        const angle = (i * Math.PI) / 90;
        const bent = wobble.slice(ring * 6, ring * 6 + 6).reduce((sum, w, k) => sum + w * Math.sin((k + 2) * angle), 0);
        const reach = r * (0.45 + 0.14 * ring + 0.1 * Math.sin((8 + 2 * ring) * angle) + 0.07 * amiss * bent);
        return [x + reach * Math.cos(angle), y + reach * Math.sin(angle)];
      });
      trace(brush, points, colour, { width: 1.5 });
    }
  };

  const repaint = scene(place, "learn.forger.alt", "2 / 1", (brush, width, height, ink) => {
    const r = Math.min(width / 4, height / 2) * 0.78, y = height / 2 - 0.6 * rem();
    rosette(brush, width / 4, y, r, 0, ink.real);
    rosette(brush, (3 * width) / 4, y, r, off, ink.fake);
    write(brush, `● ${theatre.t("learn.forger.real")}`, width / 4, height - 0.7 * rem(), ink.real, "center");
    write(brush, `◆ ${theatre.t("learn.forger.fake")}`, (3 * width) / 4, height - 0.7 * rem(), ink.fake, "center");
  });

  const told = sentence(place, "say big"), figures = sentence(place, "figures"), buttons = row(place);
  const police = () => moves % 2 === 1;

  function move() {
    if (police()) sees = Math.max(SHARPEST, 0.55 * off);
    else off = 0.8 * sees;
    moves += 1;
    show();
  }

  function show() {
    const caught = off > sees, state = standing("forger", { off, sees, moves, sharpest: SHARPEST });
    told(`learn.forger.${state}`);
    figures("learn.forger.figures", { off: written(100 * off, 1), sees: written(100 * sees, 1), accuracy: written(caught ? 100 : 50) });
    say(next.firstElementChild, police() ? "learn.forger.police" : "learn.forger.forger");
    next.disabled = state === "over";
    repaint();
  }

  const next = pressable(buttons, "learn.forger.forger", move, "main");
  pressable(buttons, "learn.again", () => ((off = 1), (sees = 0.8), (moves = 0), show()));
  show();
};
