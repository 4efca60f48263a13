/* Two acts on one stage: the board of a translation, and what the cycle loss buys. An act says which pictures lie on the board, what is said about them, and what it asks of the server. */
const percent = (share, places = 1) => written(100 * share, places);

/* What D makes of a picture, with the sign of what it takes it for. */
function judged(figures, name) {
  const score = figures[`score_${name}`];
  return { score: written(score, 2), sign: score >= 0.6 ? "real" : score <= 0.4 ? "fake" : null };
}

function scored(name, title, of = exhibit, figure = "translate.tile.score", values = {}) {
  const { score, sign } = judged(of.figures, name);
  return { name, url: of.pictures[name], title, ...laidOver(name, of), figure, values: { score, ...values }, sign };
}

/* The translation as strong as `of` has it; on the stage it is mixed anew. */
function mixedTile(of) {
  const much = of.wish ? { title: "translate.tile.mixed", named: { percent: written(100 * of.wish.strength) } } : {};
  return { ...scored(MIXED, `translate.tile.translated_${exhibit.direction}`, of), ...much, whole: exhibit.pictures[MIXED] };
}

const plainTile = (name, answer, title, figure = null, values = {}) =>
  ({ name, url: answer?.pictures[name], title, figure, values });

const offBy = (answer) => (answer ? ["translate.tile.l1", { percent: percent(answer.figures.cycle_l1) }] : []);

/* A tile stands on the stage beside the photograph, or beside the tile that it is `against`. What is shown of an act that is
   not `fresh` was said of something else, and is dimmed. */
const ACTS = {
  board: {
    chosen: "translated",
    maps: true,
    mixing: ({ mask }) => mask && straight,
    ask: judgeNow,
    fresh: () => Boolean(judgedNow()),
    tiles() {
      const now = judgedLast(), changed = { percent: percent(exhibit.figures.identity_l1) };
      return [
        scored("input", "translate.tile.input"),
        mixedTile(now),
        scored("reconstructed", "translate.tile.reconstructed", now),
        plainTile("error", now, "translate.tile.error", ...offBy(now)),
        scored("identity", `translate.tile.identity_${exhibit.direction}`, exhibit, "translate.tile.changed", changed),
      ];
    },
    words() {
      const { figures, said, target } = judgedLast(), { change, change_outer, cycle_l1, ms_translate, ms } = figures, [happened, belief, back] = said;
      const shares = { change: percent(change), outer: percent(change_outer), cycle: percent(cycle_l1) };
      const passed = target && { before: percent(target[0], 0), after: percent(target[1], 0) };
      return [
        [happened], [belief], [back],
        ["translate.figures", { ...shares, one: written(ms_translate), all: written(ms) }],
        passed && [`translate.passes.${exhibit.direction}`, passed],
      ];
    },
  },
  cycle: {
    chosen: "without_back",
    ask: () => askCycle(wishOf("cycle")),
    fresh: () => Boolean(lesson.cycle),
    tiles: () => [
      plainTile("translated", exhibit, "translate.tile.with"),
      plainTile("reconstructed", exhibit, "translate.tile.with_back", ...offBy(exhibit)),
      { ...plainTile("without", lesson.cycle, "translate.tile.without"), against: "translated" },
      { ...plainTile("without_back", lesson.cycle, "translate.tile.without_back", ...offBy(lesson.cycle)), against: "reconstructed" },
    ],
    words() {
      if (!lesson.cycle) return null;
      const { figures, said, trained, epochs } = lesson.cycle;
      const [without, others] = epochs.map((epochs) => written(epochs, Number.isInteger(epochs) || epochs > 10 ? 0 : 1));
      return [[said, { times: written(figures.times, 1) }], null, null, [trained, { without, others }]];
    },
  },
};
