/* One dimension: the two densities, what D believes of each x and what the best D would, and below the threads by
   which G leads each z to its x. `lit` is the part that slow motion points at. */
function drawLine({ pen, width, height }, fixed, now, lit, showBest) {
  const { along, p, edge, z } = fixed, { q, belief, best, fakes, arrows } = now, unit = ink.rem;
  const left = 2.25 * unit, right = width - 2.25 * unit, top = 1.25 * unit, ground = Math.round(height * 0.66), floor = height - 2 * unit;
  const across = (x) => left + ((x + edge) / (2 * edge)) * (right - left);
  const x = (i) => across(along[i]), highest = 1.15 * Math.max(...p, 0.75 * Math.min(Math.max(...q), 2 * Math.max(...p)));
  const up = (share) => ground - Math.min(1.04, share / highest) * (ground - top), rise = (d) => ground - d * (ground - top);
  const faint = (part) => (lit && !part.includes(lit) ? 0.25 : 1);

  for (const [d, name] of [[0, "0"], [0.5, "0.5"], [1, "1"]]) {
    pen.beginPath();
    pen.moveTo(left, rise(d));
    pen.lineTo(right, rise(d));
    stroke(pen, d === 0.5 ? ink["ink-soft"] : ink.line, 1, d === 0.5 ? [2, 5] : []);
    label(pen, name, right + 0.4 * unit, rise(d));
  }
  label(pen, "D(x)", right + 0.4 * unit, top - 0.9 * unit);

  for (const [shares, colour, dashes, part] of [[p, ink.real, [], "judge tell"], [q, ink.fake, [8, 4], "noise learn tell"]]) {
    trail(pen, p.length, x, (i) => up(shares[i]));
    stroke(pen, colour, 2.5, dashes, faint(part));
    pen.lineTo(x(p.length - 1), ground);
    pen.lineTo(x(0), ground);
    pen.fillStyle = colour;
    pen.globalAlpha = 0.16 * faint(part);
    pen.fill();
    pen.globalAlpha = 1;
  }
  if (showBest) {
    trail(pen, best.length, x, (i) => rise(best[i]));
    stroke(pen, ink["ink-soft"], 2, [2, 4], faint("judge tell"));
  }
  trail(pen, belief.length, x, (i) => rise(belief[i]));
  stroke(pen, ink.ink, 3, [], faint("judge tell"));

  pen.beginPath();
  for (let i = 0; i < z.length; i += 1) {
    const from = left + ((z[i] + 1) / 2) * (right - left), to = Math.max(left - unit, Math.min(right + unit, across(fakes[i])));
    pen.moveTo(from, floor);
    pen.lineTo(to, ground);
  }
  stroke(pen, ink.fake, 1.25, [], 0.75 * faint("noise learn"));
  pen.beginPath();
  for (const y of [ground, floor]) (pen.moveTo(left, y), pen.lineTo(right, y));
  stroke(pen, ink["ink-soft"], 1.5);
  pushes(pen, fakes, arrows, across, ground, faint("learn"));
  beyond(pen, fakes, edge, left, right, ground);
  label(pen, "x", left - 0.9 * unit, ground);
  label(pen, "z", left - 0.9 * unit, floor);
  for (const at of [-1, 0, 1]) label(pen, written(at), left + ((at + 1) / 2) * (right - left), floor + 1.1 * unit, { align: "center" });
}

/* Fakes that have left the picture: a sign at its edge says where they are and how many. */
function beyond(pen, fakes, edge, left, right, ground) {
  for (const side of [-1, 1]) {
    const gone = fakes.filter((fake) => side * fake > edge).length, x = side < 0 ? left : right, y = ground - 1.1 * ink.rem;
    if (!gone) continue;
    pen.fillStyle = ink.fake;
    diamond(pen, x - side * 0.6 * ink.rem, y, 0.45 * ink.rem);
    pen.beginPath();
    arrow(pen, x, y, side * 1.1 * ink.rem, 0);
    stroke(pen, ink.fake, 2.5);
    label(pen, `${written((100 * gone) / fakes.length)}%`, x - side * 1.4 * ink.rem, y, { align: side < 0 ? "left" : "right", colour: ink.fake });
  }
}

/* Which way each fake is pushed, as an arrow below the axis; its length goes with the root, so that weak ones are seen. */
function pushes(pen, fakes, arrows, across, ground, alpha) {
  const longest = Math.max(...arrows.map(Math.abs), 0.05);
  pen.beginPath();
  for (let i = 0; i < fakes.length; i += 2) {
    const length = Math.sign(arrows[i]) * Math.sqrt(Math.abs(arrows[i]) / longest) * 1.75 * ink.rem;
    if (Math.abs(length) > 2) arrow(pen, across(fakes[i]), ground + 0.35 * ink.rem, length, 0);
  }
  stroke(pen, ink.ink, 1.5, [], 0.8 * alpha);
}
