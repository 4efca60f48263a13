/* Three acts of networks that colour: the photograph in grey, in their colours, and as it was; the colours of a network
   that was trained with L1 alone beside them; and what pairs are for. */

/* Nothing gets lighter or darker: a colour that no light can show at this lightness is weakened, and its hue stays; see
   `laid_over` in gan_core/base/colour.py. */
function strongly(from, to, much, into) {
  for (let i = 0; i < into.length; i += 4) {
    let share = much;
    for (let c = i; c < i + 3; c += 1) {
      const away = to[c] - from[c], room = away > 0 ? 255 - from[c] : from[c];
      if (share * Math.abs(away) > room) share = room / Math.abs(away);
    }
    for (let c = i; c < i + 3; c += 1) into[c] = from[c] + share * (to[c] - from[c]);
    into[i + 3] = 255;
  }
}

ACTS.colours = {
  chosen: "translated",
  maps: true,
  mixing: () => strongly,
  ask: judgeNow,
  fresh: () => Boolean(judgedNow()),
  tiles() {
    const now = judgedLast(), score = judged(now.figures, "translated");
    const coloured = plainTile("translated", exhibit, "translate.tile.colours_translated", "translate.tile.score", score);
    const came = ["truth", "toned"].filter((name) => exhibit.pictures[name]);
    return [
      plainTile("input", exhibit, "translate.tile.colours_input"),
      { ...coloured, map: mapped ? now.maps.translated : null, sign: score.sign },
      ...came.map((name) => ({ ...plainTile(name, exhibit, `translate.tile.colours_${name}`), against: "translated" })),
    ];
  },
  words() {
    const { said, figures: { ms, l1 } } = judgedLast(), figures = { all: written(ms) };
    const measured = l1 === undefined ? ["translate.figures.colours", figures] : ["translate.figures.colours_off", { ...figures, error: percent(l1) }];
    return [[said[0]], [said[1]], exhibit.said[2] ? [exhibit.said[2]] : null, measured];
  },
};

ACTS.l1 = {
  chosen: "without",
  ask: () => askL1(wishOf("l1")),
  fresh: () => Boolean(lesson.l1),
  tiles: () => [
    plainTile("input", exhibit, "translate.tile.colours_input"),
    plainTile("translated", exhibit, "translate.tile.colours_with"),
    { ...plainTile("without", lesson.l1, "translate.tile.colours_without"), against: "translated" },
    ...(exhibit.pictures.truth ? [{ ...plainTile("truth", exhibit, "translate.tile.colours_truth"), against: "without" }] : []),
  ],
  words() {
    if (!lesson.l1) return null;
    const { figures, said } = lesson.l1, colourful = (name) => written(figures[name], 1);
    const values = { with: colourful("with"), without: colourful("without"), times: written(figures.with / figures.without, 1) };
    if (figures.truth === undefined) return [[said, values], null, null, ["translate.l1.figures", values]];
    const off = { truth: colourful("truth"), error: percent(figures.l1), other: percent(figures.l1_without) };
    return [[said, values], null, null, ["translate.l1.figures_truth", { ...values, ...off }]];
  },
};

/* Three small networks that draw the whole picture: shown true partners, strangers' partners, or two heaps. */
const TAUGHT = ["pairs", "shuffled", "heaps"];
ACTS.pairs = {
  chosen: "pairs",
  ask: () => askPairs(wishOf("pairs")),
  fresh: () => Boolean(lesson.pairs),
  tiles() {
    const off = (name) => lesson.pairs?.figures[`l1_${name}`];
    const figure = (name) => (off(name) === undefined ? [] : ["translate.tile.l1", { percent: percent(off(name)) }]);
    return [
      plainTile("input", exhibit, "translate.tile.colours_input"),
      ...TAUGHT.map((name) => plainTile(name, lesson.pairs, `translate.tile.pairs_${name}`, ...figure(name))),
      ...(exhibit.pictures.truth ? [{ ...plainTile("truth", exhibit, "translate.tile.colours_truth"), against: "pairs" }] : []),
    ];
  },
  words() {
    const { said, measured } = lesson.pairs ?? {};
    if (!said) return null;
    const off = Object.fromEntries(TAUGHT.map((name) => [name, percent(measured[`l1_${name}`])]));
    const turned = measured.l1_heaps > measured.l1_shuffled ? ["translate.pairs.turned"] : null;
    const how = ["translate.pairs.how", { steps: written(measured.steps) }];
    return [[said], how, turned, ["translate.pairs.measured", { n: written(measured.n), ...off }]];
  },
};
