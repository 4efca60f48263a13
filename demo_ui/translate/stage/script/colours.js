/* The act of networks that colour: the photograph in grey, in their colours, and as it was. */
const REST = 250; // ms that the slider must rest before D is asked again

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

/* What D made of these colours, as strong as they are now; nothing while nobody has asked it. */
function judgedNow() {
  if (strength() === 1) return exhibit;
  return lesson.judged?.strength === strength() ? lesson.judged : null;
}

ACTS.colours = {
  chosen: "translated",
  maps: true,
  mixing: () => strongly,
  moved: atRest(() => exhibit && act === "colours" && !judgedNow() && askJudged({ ...wishOf("judge"), strength: strength() }), REST),
  tiles() {
    const now = judgedNow(), score = now && judged(now.figures, "translated");
    const coloured = plainTile("translated", exhibit, "translate.tile.colours_translated", score && "translate.tile.score", score ?? {});
    const truth = { ...plainTile("truth", exhibit, "translate.tile.colours_truth"), against: "translated" };
    return [
      plainTile("input", exhibit, "translate.tile.colours_input"),
      { ...coloured, map: mapped ? now?.maps.translated : null, sign: score?.sign },
      ...(exhibit.pictures.truth ? [truth] : []),
    ];
  },
  words() {
    const now = judgedNow(), { ms, l1 } = exhibit.figures, figures = { all: written(ms) };
    const measured = l1 === undefined ? ["translate.figures.colours", figures] : ["translate.figures.colours_off", { ...figures, error: percent(l1) }];
    return [[exhibit.said[0]], now && [now.said[1]], null, measured];
  },
};
