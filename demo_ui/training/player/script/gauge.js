/* Two needles, and the figures below them with what chance alone allows. */
const needleReal = find(".needle.of-real"), needleFake = find(".needle.of-fake");

function turn(needle, value, step) {
  needle.setAttribute("transform", `rotate(${((value - 0.5) * 180).toFixed(2)} 100 104)`);
  needle.dataset.step = step;
}

const figure = (selector, text) => (find(selector).textContent = text);

function paintGauge(run, { step, bands, ...now }) {
  turn(needleReal, now.accuracy_real, step);
  turn(needleFake, now.accuracy_fake, step);
  const half = bands.accuracy;
  find(".chance").style.strokeDasharray = `${2 * half} 2`;
  find(".chance").style.strokeDashoffset = half - 0.5;
  say(find(".value-real"), "training.accuracy.real", { value: written(now.accuracy_real, 2) });
  say(find(".value-fake"), "training.accuracy.fake", { value: written(now.accuracy_fake, 2) });
  figure(".balanced", written(now.balanced, 3));
  figure(".auc", written(now.auc, 3));
  figure(".mean-real", written(now.mean_real, 3));
  figure(".mean-fake", written(now.mean_fake, 3));
  for (const name of ["balanced", "auc"])
    say(find(`.chance-${name}`), Math.abs(now[name] - 0.5) <= bands[name] ? "training.gauge.inside" : "training.gauge.outside", {
      low: written(0.5 - bands[name], 3), high: written(0.5 + bands[name], 3),
    });
  say(find(".counts"), worded(run, "training.gauge.n"), { real: written(now.n_real), fake: written(now.n_fake), looks: written(bands.looks) });
}
