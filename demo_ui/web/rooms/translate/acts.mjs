/* Two acts on one stage: the board of a translation, and what the cycle loss buys. An act says which pictures lie on the board, what is said about them, and what it asks of the server. */
import { written } from "../../core/elements.mjs";
import { laidOver } from "./board.mjs";
import { enlist, state, wishOf } from "./state.mjs";
import { MIXED, askCycle, askL1, askPairs, judgeNow, judgedLast, judgedNow, straight } from "./strength.mjs";

/** @typedef {import("./board.mjs").Tile} Tile */
/** @typedef {{pictures: Record<string, string>, maps: Record<string, import("./state.mjs").Levels>, figures: Record<string, number>, wish?: {strength: number}}} Shown */

/** @param {number} share */
const percent = (share, places = 1) => written(100 * share, places);

/**
 * What D makes of a picture, with the sign of what it takes it for.
 * @param {Record<string, number>} figures
 * @param {string} name
 */
function judged(figures, name) {
  const score = figures[`score_${name}`];
  return { score: written(score, 2), sign: score >= 0.6 ? "real" : score <= 0.4 ? "fake" : null };
}

/**
 * @param {string} name
 * @param {string} title
 * @param {Shown} of
 * @returns {Tile}
 */
function scored(name, title, of = state.exhibit, figure = "translate.tile.score", values = {}) {
  const { score, sign } = judged(of.figures, name);
  return { name, url: of.pictures[name], title, ...laidOver(name, of), figure, values: { score, ...values }, sign };
}

/**
 * The translation as strong as `of` has it; on the stage it is mixed anew.
 * @param {Shown} of
 * @returns {Tile}
 */
function mixedTile(of) {
  const much = of.wish ? { title: "translate.tile.mixed", named: { percent: written(100 * of.wish.strength) } } : {};
  return {
    ...scored(MIXED, `translate.tile.translated_${state.exhibit.direction}`, of),
    ...much,
    whole: state.exhibit.pictures[MIXED],
  };
}

/**
 * @param {string} name
 * @param {{pictures: Record<string, string>} | null} answer
 * @param {string} title
 * @param {[] | [string, Values]} figured what is said below it
 * @returns {Tile}
 */
const plainTile = (name, answer, title, [figure, values] = []) => ({
  name,
  url: answer?.pictures[name],
  title,
  figure,
  values,
});

/**
 * @param {{figures: Record<string, number>} | null} answer
 * @returns {[] | [string, Values]}
 */
const offBy = (answer) => (answer ? ["translate.tile.l1", { percent: percent(answer.figures.cycle_l1) }] : []);

/**
 * What a filter does before these networks paint: in this direction, or on the way back alone.
 * @param {Record<string, number>} figures
 * @returns {import("./state.mjs").Words | false | undefined}
 */
const smoothing = ({ smoothed }) =>
  smoothed === undefined
    ? state.facts.smooths && ["translate.smoothed.back"]
    : ["translate.smoothed.first", { smoothed: percent(smoothed) }];

/**
 * A tile stands on the stage beside the photograph, or beside the tile that it is `against`. What is shown of an act that is
 * not `fresh` was said of something else, and is dimmed.
 * @type {Record<string, import("./state.mjs").Act>}
 */
const BOARD_AND_CYCLE = {
  board: {
    chosen: "translated",
    maps: true,
    mixing: ({ mask }) => mask && straight,
    ask: judgeNow,
    fresh: () => Boolean(judgedNow()),
    tiles() {
      const now = judgedLast(),
        changed = { percent: percent(state.exhibit.figures.identity_l1) };
      return [
        scored("input", "translate.tile.input"),
        mixedTile(now),
        scored("reconstructed", "translate.tile.reconstructed", now),
        plainTile("error", now, "translate.tile.error", offBy(now)),
        scored(
          "identity",
          `translate.tile.identity_${state.exhibit.direction}`,
          state.exhibit,
          "translate.tile.changed",
          changed,
        ),
      ];
    },
    words() {
      const { figures, said, target } = judgedLast(),
        { change, change_outer, cycle_l1, ms_translate, ms } = figures,
        [happened, belief, back] = said;
      const shares = { change: percent(change), outer: percent(change_outer), cycle: percent(cycle_l1) };
      const passed = target && { before: percent(target[0], 0), after: percent(target[1], 0) };
      return [
        [happened, shares],
        [belief],
        [back],
        ["translate.figures", { ...shares, one: written(ms_translate), all: written(ms) }],
        passed ? [`translate.passes.${state.exhibit.direction}`, passed] : smoothing(figures),
      ];
    },
  },
  cycle: {
    chosen: "without_back",
    ask: () => askCycle(wishOf("cycle")),
    fresh: () => Boolean(state.lesson.cycle),
    tiles: () => [
      plainTile("translated", state.exhibit, "translate.tile.with"),
      plainTile("reconstructed", state.exhibit, "translate.tile.with_back", offBy(state.exhibit)),
      { ...plainTile("without", state.lesson.cycle, "translate.tile.without"), against: "translated" },
      {
        ...plainTile("without_back", state.lesson.cycle, "translate.tile.without_back", offBy(state.lesson.cycle)),
        against: "reconstructed",
      },
    ],
    words() {
      if (!state.lesson.cycle) return null;
      const { figures, said, trained, epochs } = state.lesson.cycle;
      const [without, others] = epochs.map((/** @type {number} */ epochs) =>
        written(epochs, Number.isInteger(epochs) || epochs > 10 ? 0 : 1),
      );
      return [[said, { times: written(figures.times, 1) }], null, null, [trained, { without, others }]];
    },
  },
};
for (const [name, act] of Object.entries(BOARD_AND_CYCLE)) enlist(name, act);

/* Three acts of networks that colour: the photograph in grey, in their colours, and as it was; the colours of a network
   that was trained with L1 alone beside them; and what pairs are for. */

/**
 * Nothing gets lighter or darker: a colour that no light can show at this lightness is weakened, and its hue stays; see
 * `laid_over` in gan_core/base/colour.py.
 * @param {Uint8ClampedArray} from
 * @param {Uint8ClampedArray} to
 * @param {number} much
 * @param {Uint8ClampedArray} into
 */
function strongly(from, to, much, into) {
  for (let i = 0; i < into.length; i += 4) {
    let share = much;
    for (let c = i; c < i + 3; c += 1) {
      const away = to[c] - from[c],
        room = away > 0 ? 255 - from[c] : from[c];
      if (share * Math.abs(away) > room) share = room / Math.abs(away);
    }
    for (let c = i; c < i + 3; c += 1) into[c] = from[c] + share * (to[c] - from[c]);
    into[i + 3] = 255;
  }
}

enlist("colours", {
  chosen: "translated",
  maps: true,
  mixing: () => strongly,
  ask: judgeNow,
  fresh: () => Boolean(judgedNow()),
  tiles() {
    const now = judgedLast(),
      score = judged(now.figures, "translated");
    const coloured = plainTile("translated", state.exhibit, "translate.tile.colours_translated", [
      "translate.tile.score",
      score,
    ]);
    const came = ["truth", "toned"].filter((name) => state.exhibit.pictures[name]);
    return [
      plainTile("input", state.exhibit, "translate.tile.colours_input"),
      { ...coloured, map: state.mapped ? now.maps.translated : null, sign: score.sign },
      ...came.map((name) => ({
        ...plainTile(name, state.exhibit, `translate.tile.colours_${name}`),
        against: "translated",
      })),
    ];
  },
  words() {
    const {
        said,
        figures: { ms, l1 },
      } = judgedLast(),
      figures = { all: written(ms) };
    /** @type {import("./state.mjs").Words} */
    const measured =
      l1 === undefined
        ? ["translate.figures.colours", figures]
        : ["translate.figures.colours_off", { ...figures, error: percent(l1) }];
    return [[said[0]], [said[1]], state.exhibit.said[2] ? [state.exhibit.said[2]] : null, measured];
  },
});

enlist("l1", {
  chosen: "without",
  ask: () => askL1(wishOf("l1")),
  fresh: () => Boolean(state.lesson.l1),
  tiles: () => [
    plainTile("input", state.exhibit, "translate.tile.colours_input"),
    plainTile("translated", state.exhibit, "translate.tile.colours_with"),
    { ...plainTile("without", state.lesson.l1, "translate.tile.colours_without"), against: "translated" },
    ...(state.exhibit.pictures.truth
      ? [{ ...plainTile("truth", state.exhibit, "translate.tile.colours_truth"), against: "without" }]
      : []),
  ],
  words() {
    if (!state.lesson.l1) return null;
    const { figures, said } = state.lesson.l1,
      colourful = (/** @type {string} */ name) => written(figures[name], 1);
    const values = {
      with: colourful("with"),
      without: colourful("without"),
      times: written(figures.with / figures.without, 1),
    };
    if (figures.truth === undefined) return [[said, values], null, null, ["translate.l1.figures", values]];
    const off = { truth: colourful("truth"), error: percent(figures.l1), other: percent(figures.l1_without) };
    return [[said, values], null, null, ["translate.l1.figures_truth", { ...values, ...off }]];
  },
});

/* Three small networks that draw the whole picture: shown true pairs, mismatched ones, or two unpaired sets. */
const TAUGHT = ["pairs", "shuffled", "unpaired"];
enlist("pairs", {
  chosen: "pairs",
  ask: () => askPairs(wishOf("pairs")),
  fresh: () => Boolean(state.lesson.pairs),
  tiles() {
    const off = (/** @type {string} */ name) => state.lesson.pairs?.figures[`l1_${name}`];
    /** @type {(name: string) => [] | [string, Values]} */
    const figure = (name) => (off(name) === undefined ? [] : ["translate.tile.l1", { percent: percent(off(name)) }]);
    return [
      plainTile("input", state.exhibit, "translate.tile.colours_input"),
      ...TAUGHT.map((name) => plainTile(name, state.lesson.pairs, `translate.tile.pairs_${name}`, figure(name))),
      ...(state.exhibit.pictures.truth
        ? [{ ...plainTile("truth", state.exhibit, "translate.tile.colours_truth"), against: "pairs" }]
        : []),
    ];
  },
  words() {
    const { said, measured } = state.lesson.pairs ?? {};
    if (!said) return null;
    const off = Object.fromEntries(TAUGHT.map((name) => [name, percent(measured[`l1_${name}`])]));
    /** @type {[string] | null} */
    const turned = measured.l1_unpaired > measured.l1_shuffled ? ["translate.pairs.turned"] : null;
    /** @type {[string, Values]} */
    const how = ["translate.pairs.how", { steps: written(measured.steps) }];
    return [[said], how, turned, ["translate.pairs.measured", { n: written(measured.n), ...off }]];
  },
});
