/* Three acts on one stage: the board of a translation, the hidden signal, and what the cycle loss buys. An act
   says which pictures lie on the board, what is said about them, and what it asks of the server. */
const percent = (share, places = 1) => written(100 * share, places);

/* What D makes of a picture, with the sign of what it takes it for. */
function judged(figures, name) {
  const score = figures[`score_${name}`];
  return { score: written(score, 2), sign: score >= 0.6 ? "real" : score <= 0.4 ? "fake" : null };
}

function scored(name, title, figure = "translate.tile.score", values = {}) {
  const { score, sign } = judged(exhibit.figures, name);
  return { name, url: exhibit.pictures[name], title, ...laidOver(name), figure, values: { score, ...values }, sign };
}

const plainTile = (name, answer, title, figure = null, values = {}) =>
  ({ name, url: answer?.pictures[name], title, figure, values });

const offBy = (answer) => (answer ? ["translate.tile.l1", { percent: percent(answer.figures.cycle_l1) }] : []);

/* A tile stands on the stage beside the photograph, or beside the tile that it is `against`. */
const ACTS = {
  board: {
    chosen: "translated",
    maps: true,
    mixing: ({ mask }) => mask && straight,
    tiles: () => [
      scored("input", "translate.tile.input"),
      scored("translated", `translate.tile.translated_${exhibit.direction}`),
      scored("reconstructed", "translate.tile.reconstructed"),
      plainTile("error", exhibit, "translate.tile.error", ...offBy(exhibit)),
      scored("identity", `translate.tile.identity_${exhibit.direction}`, "translate.tile.changed", { percent: percent(exhibit.figures.identity_l1) }),
    ],
    words() {
      const { change, change_outer, cycle_l1, ms_translate, ms } = exhibit.figures, [happened, belief, back] = exhibit.said;
      const shares = { change: percent(change), outer: percent(change_outer), cycle: percent(cycle_l1) };
      const passed = exhibit.target && { before: percent(exhibit.target[0], 0), after: percent(exhibit.target[1], 0) };
      return [
        [happened], [belief], [back],
        ["translate.figures", { ...shares, one: written(ms_translate), all: written(ms) }],
        passed && [`translate.passes.${exhibit.direction}`, passed],
      ];
    },
  },
  signal: {
    chosen: "returned",
    ask: () => askSignal(signalWish()),
    tiles: () => [
      plainTile("disturbed", lesson.signal, "translate.tile.disturbed"),
      plainTile("returned", lesson.signal, "translate.tile.returned"),
      plainTile("lost", lesson.signal, "translate.tile.lost"),
    ],
    words() {
      if (!lesson.signal) return null;
      const { cycle_l1, undisturbed_l1, disturbance } = lesson.signal.figures;
      const values = { error: percent(cycle_l1), calm: percent(undisturbed_l1), put: percent(disturbance) };
      return [[lesson.signal.said], null, null, ["translate.signal.figures", values]];
    },
  },
  cycle: {
    chosen: "without_back",
    ask: () => askCycle(wishOf("cycle")),
    tiles: () => [
      plainTile("translated", exhibit, "translate.tile.with"),
      plainTile("reconstructed", exhibit, "translate.tile.with_back", ...offBy(exhibit)),
      { ...plainTile("without", lesson.cycle, "translate.tile.without"), against: "translated" },
      { ...plainTile("without_back", lesson.cycle, "translate.tile.without_back", ...offBy(lesson.cycle)), against: "reconstructed" },
    ],
    words() {
      if (!lesson.cycle) return null;
      const times = lesson.cycle.figures.cycle_l1 / exhibit.figures.cycle_l1;
      const [without, others] = lesson.cycle.epochs.map((epochs) => written(epochs, Number.isInteger(epochs) || epochs > 10 ? 0 : 1));
      return [
        [times >= 1.2 ? "translate.cycle.dearer" : "translate.cycle.alike", { times: written(times, 1) }],
        null, null, [lesson.cycle.said, { without, others }],
      ];
    },
  },
};

/* ---- what is put on the translation before the way back ---- */

const quality = () => (Number(find(".jpeg").value) ? 100 - 5 * Number(find(".jpeg").value) : null);

function signalWish() {
  return { ...wishOf("signal"), noise: Number(find(".noise").value), jpeg: quality() };
}

function tellSliders() {
  const noise = Number(find(".noise").value);
  for (const slider of [find(".noise"), find(".jpeg")]) slider.style.setProperty("--range_progress", `${(100 * slider.value) / slider.max}%`);
  find(".noise-told").textContent = noise ? theatre.t("translate.signal.levels", { levels: written(noise, 1) }) : theatre.t("translate.signal.none");
  find(".jpeg-told").textContent = quality() === null ? theatre.t("translate.signal.none") : theatre.t("translate.signal.quality", { quality: quality() });
}

for (const slider of element.querySelectorAll(".sliders input"))
  slider.addEventListener("input", () => {
    tellSliders();
    if (exhibit) askSignal(signalWish());
  });
