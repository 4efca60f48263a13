/* What was measured on the way: one small plot each, with the line at which a perfect G would stand. */
const LONGEST = 600; // measures that a plot shows; older ones are thinned

function remember(now) {
  const at = now.stepsD + now.stepsG;
  while (trace.length && trace.at(-1).at >= at) trace.pop();
  trace.push({ at, step: now.step, ...now.measures, best: now.accuracy });
  trace.at(-1).state = diagnose(trace, fixed.floor);
  if (trace.length > LONGEST) trace = trace.filter((_, i) => i % 2 === 0 || i > LONGEST / 2);
}

/* `series` are {of, colour, dashes}, `lines` {at, dashes}, `band` [low, high]: all of it is seen, at least `least` high. */
function plotTrace(canvas, { series, lines, band = null, least = 0, log = false }) {
  const sheet = fresh(canvas);
  if (!sheet) return;
  const { pen, width, height } = sheet, start = trace[0]?.at ?? 0, span = Math.max(60, (trace.at(-1)?.at ?? 0) - start);
  const shown = 0.25 * ink.rem;
  const x = (i) => shown + ((trace[i].at - start) / span) * (width - 3 * shown);
  const scale = log ? (value) => Math.log(Math.max(value, band[0])) : (value) => value;
  const all = [...series.flatMap(({ of }) => trace.map((one) => one[of])), ...lines.map(({ at }) => at), ...(band ?? [])].map(scale).filter(Number.isFinite);
  const middle = (Math.min(...all) + Math.max(...all)) / 2, half = Math.max(least, Math.max(...all) - Math.min(...all)) / 2;
  const y = (value) => height / 2 - ((scale(value) - middle) / half) * (height / 2 - 2 * shown);
  if (band) {
    pen.fillStyle = ink.both;
    pen.globalAlpha = 0.3;
    pen.fillRect(0, y(band[1]), width, Math.max(2, y(band[0]) - y(band[1])));
    pen.globalAlpha = 1;
  }
  for (const { at, dashes = [4, 4] } of lines) {
    pen.beginPath();
    pen.moveTo(0, y(at));
    pen.lineTo(width, y(at));
    stroke(pen, ink["ink-soft"], 1, dashes);
  }
  for (const { of, colour, dashes } of series) {
    trail(pen, trace.length, x, (i) => y(trace[i][of]));
    stroke(pen, colour, 2, dashes);
    if (!trace.length) continue;
    pen.fillStyle = colour;
    disc(pen, x(trace.length - 1), y(trace.at(-1)[of]), shown);
  }
}

function paintCurves() {
  if (!fixed || !trace.length) return;
  const last = trace.at(-1), { d, g } = fixed.reference, logarithmic = settings.game !== "leastsquares";
  const told = (row, key, values) => say(find(`.of-${row} .name`), key, values);
  find(".of-value").hidden = !logarithmic;
  if (logarithmic) {
    told("value", "equilibrium.value", { value: written(last.value, 2) });
    plotTrace(find(".of-value canvas"), { series: [{ of: "value", colour: ink.ink }], lines: [{ at: -2 * Math.LN2 }], least: 0.4 });
  }
  told("losses", `equilibrium.losses.${settings.game}`, { d: written(last.lossD, 2), g: written(last.lossG, 2) });
  plotTrace(find(".of-losses canvas"), {
    series: [{ of: "lossD", colour: ink.ink }, { of: "lossG", colour: ink["ink-soft"], dashes: [3, 4] }],
    lines: [{ at: d }, { at: g, dashes: [1, 4] }], least: 0.4,
  });
  told("divergence", "equilibrium.divergence", { value: written(last.divergence, 3), floor: written(fixed.floor, 3) });
  plotTrace(find(".of-divergence canvas"), {
    series: [{ of: "divergence", colour: ink.ink }], lines: [{ at: Math.LN2, dashes: [1, 4] }], band: [fixed.floor / 3, fixed.floorHigh], log: true,
  });
}
