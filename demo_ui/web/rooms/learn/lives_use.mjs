/* What fakes are good for: how well a classifier reads real digits that learned from fakes alone, from real ones, from
   both. Recorded figures stand there at first; a server measures them anew, one classifier after the other. */
import { written } from "../../core/elements.mjs";
import * as theatre from "../../core/theatre.mjs";
import { LESSON } from "../../contract.mjs";
import { standing } from "./conditions.mjs";
import { LIVE, barRow, pressable, row, scene, sentence } from "./scene.mjs";
import { props, server } from "./state.mjs";

/** @typedef {{fakes: number, reals: number, right: number, low: number, high: number}} Bar shares of the test digits */
/** @typedef {{bars: Bar[], doing: number | null}} Shown `doing`: the place of the bar that is being measured */

const { FAKES, REALS } = LESSON,
  MIXES = [[FAKES, 0], ...REALS.map((n) => [0, n]), [FAKES, REALS[REALS.length - 1]]],
  GUESSING = 0.1;
const percent = (/** @type {number} */ share) => written(100 * share, 1);

/** @param {{fakes: number, reals: number}} mix */
const nameOf = ({ fakes, reals }) =>
  theatre.t(`learn.use.of_${fakes ? (reals ? "both" : "fakes") : "reals"}`, {
    fakes: written(fakes),
    reals: written(reals),
  });

/**
 * A bar for each mix: its sign and name, how much was read, and a thin line from `low` to `high`.
 * @param {CanvasRenderingContext2D} brush
 * @param {number} width
 * @param {number} height
 * @param {Record<string, string>} ink
 * @param {Shown} shown
 */
function paintBars(brush, width, height, ink, { bars, doing }) {
  const tall = height / MIXES.length;
  MIXES.forEach(([fakes, reals], i) => {
    const bar = bars[i];
    barRow(brush, ink, { width, tall, i }, [...(fakes ? ["fake"] : []), ...(reals ? ["real"] : [])], {
      name: nameOf({ fakes, reals }),
      share: bar && { value: bar.right, low: bar.low, high: bar.high },
      figure: bar ? `${percent(bar.right)}%` : i === doing ? theatre.t("learn.use.now") : "",
      colour: fakes && reals ? ink.both : fakes ? ink.fake : ink.real,
      chance: GUESSING,
    });
  });
}

/**
 * What the bars say, once all are there: two sentences.
 * @param {Bar[]} bars
 * @returns {string[]} keys
 */
function findings(bars) {
  const fakes = /** @type {Bar} */ (bars.find((bar) => bar.fakes && !bar.reals)),
    both = /** @type {Bar} */ (bars.find((bar) => bar.fakes && bar.reals)),
    reals = bars.filter((bar) => !bar.fakes);
  return [
    `learn.use.say_${standing("use", { fakes, reals })}`,
    `learn.use.both_${standing("use_both", { both, most: reals[reals.length - 1] })}`,
  ];
}

/**
 * The most real digits that fakes beat, the fewest that beat them, and what else the sentences name.
 * @param {Bar[]} bars
 */
function values(bars) {
  const fakes = /** @type {Bar} */ (bars.find((bar) => bar.fakes && !bar.reals)),
    reals = bars.filter((bar) => !bar.fakes),
    beaten = reals.filter((bar) => fakes.low > bar.high),
    better = reals.filter((bar) => fakes.high < bar.low);
  return {
    right: percent(fakes.right),
    beaten: written(beaten[beaten.length - 1]?.reals ?? 0),
    better: written(better[0]?.reals ?? 0),
    most: written(reals[reals.length - 1].reals),
  };
}

LIVE.use = (place) => {
  const recorded = props.usefulness;
  /** @type {Shown} */
  let shown = { bars: recorded?.bars ?? [], doing: null };
  /** @type {{seed: number, seconds: number, n: number} | null} what was measured here; null: the record */
  let own = null;
  /** @type {{code: string, details: Values} | null} */
  let fault = null;

  const repaint = scene(place, "learn.use.alt", "5 / 4", (...sheet) => paintBars(...sheet, shown)),
    told = sentence(place),
    more = sentence(place),
    figures = sentence(place, "figures"),
    buttons = row(place),
    button = props.teaches ? pressable(buttons, "learn.use.train", train, "main") : null;

  async function train() {
    if (shown.doing !== null || !button) return;
    own = { seed: Math.floor(Math.random() * 1e6), seconds: 0, n: 0 };
    fault = null;
    button.disabled = true;
    shown = { bars: [], doing: 0 };
    for (const [i, [fakes, reals]] of MIXES.entries()) {
      shown.doing = i;
      show();
      /** @type {import("./state.mjs").Learned & {fault?: {code: string, details: Values}} | null} */
      const answer = await server.usefulness({ fakes, reals, seed: own.seed }).catch(() => null);
      if (!answer || answer.fault) {
        fault = answer?.fault ?? { code: "", details: {} };
        break;
      }
      own = { seed: own.seed, seconds: own.seconds + answer.seconds, n: answer.n };
      shown.bars.push(answer);
    }
    if (!shown.bars.length) {
      shown.bars = recorded?.bars ?? [];
      own = null;
    }
    shown.doing = null;
    button.disabled = false;
    show();
  }

  function show() {
    const { bars, doing } = shown,
      done = bars.length === MIXES.length;
    place.dataset.done = done && doing === null ? (own ? "own" : "recorded") : "no";
    if (fault) fault.code ? told(`error.${fault.code}`, fault.details) : told("generate.lost");
    else if (doing !== null)
      told("learn.use.doing", { at: written(doing + 1), of: written(MIXES.length), what: nameOf(mixAt(doing)) });
    else if (!done) told("learn.use.missing");
    else told(findings(bars)[0], values(bars));
    more(done ? findings(bars)[1] : "learn.use.wait", done ? values(bars) : {});
    const n = written(own?.n || recorded?.n || 0);
    if (own?.n) figures("learn.use.measured", { n, seed: own.seed, seconds: written(own.seconds, 1) });
    else if (recorded && !own) figures("learn.use.recorded", { n, seeds: written(recorded.seeds) });
    repaint();
  }
  show();
  document.addEventListener("theatre:language", show);
};

/** @param {number} i */
const mixAt = (i) => ({ fakes: MIXES[i][0], reals: MIXES[i][1] });
