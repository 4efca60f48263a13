/* The pictures of a round lie side by side in one sheet; a tile shows one of them. */
import { make, written } from "../../core/elements.mjs";
import * as theatre from "../../core/theatre.mjs";
import { element, find, state } from "./state.mjs";

/** @typedef {import("./state.mjs").Round} Round */
/** @typedef {import("./state.mjs").Verdict} Verdict */
/** @typedef {{n: number, right: number}} Count */
/** @typedef {{real: Count, fake: Count}} Counts */

export const SIGNS = /** @type {const} */ (["real", "fake"]);
/** @param {boolean} fake */
export const signOf = (fake) => SIGNS[Number(fake)];

/**
 * @template {HTMLElement} Tile
 * @param {Tile} tile
 * @param {string} sheet
 * @param {number} place
 * @param {number} count
 */
export function cutOut(tile, sheet, place, count, ratio = 1) {
  tile.style.backgroundImage = `url(${sheet})`;
  tile.style.backgroundSize = `${100 * count}% 100%`;
  tile.style.backgroundPosition = `${count > 1 ? (100 * place) / (count - 1) : 0}% 0`;
  tile.style.aspectRatio = String(ratio);
  return tile;
}

/**
 * @param {Round} round
 * @param {number} place
 */
export const tileOf = (round, place, classes = "tile") =>
  cutOut(make("span", { class: classes }), round.sheet, place, round.count, round.ratio);

/**
 * @param {Round | null} round null: none
 * @param {number} place
 */
export function showPicture(round, place = 0) {
  const picture = find(".picture");
  if (!round) {
    picture.style.backgroundImage = "none";
    for (const name of ["role", "aria-label"]) picture.removeAttribute(name);
    return;
  }
  cutOut(picture, round.sheet, place, round.count, round.ratio);
  picture.setAttribute("role", "img");
  picture.setAttribute("aria-label", theatre.t("play.picture", { place: place + 1, count: round.count }));
  find(".frame").style.setProperty("--ratio", round.ratio);
}

/**
 * The picture itself tells what it was, whether that was said of it, and what the discriminator said.
 * @param {Verdict | undefined} verdict undefined: not answered, or not known yet
 * @param {boolean} said was it called a fake?
 */
export function showTruth(verdict, said) {
  find(".truth").hidden = !verdict;
  find(".frame").dataset.truth = verdict ? signOf(verdict.fake) : "";
  if (!verdict) return;
  const { fake, machine_fake } = verdict;
  for (const [place, sort, right] of /** @type {[string, boolean, boolean][]} */ ([
    [".was", fake, fake === said],
    [".of-d", machine_fake, machine_fake === fake],
  ])) {
    find(`.truth ${place} .word`).className = `word ${signOf(sort)}`;
    theatre.put(find(`.truth ${place} .word span`), `play.${signOf(sort)}`);
    find(`.truth ${place} .mark`).className = `mark ${right ? "right" : "wrong"}`;
  }
}

/**
 * How many of the last answers were right, one after the other.
 * @param {boolean[]} said
 * @param {Verdict[]} verdicts
 */
export function streak(said, verdicts) {
  const wrong = verdicts.findLastIndex((verdict, place) => verdict.fake !== said[place]);
  return verdicts.length - 1 - wrong;
}

/**
 * The longest one.
 * @param {boolean[]} said
 * @param {Verdict[]} verdicts
 */
export const longest = (said, verdicts) =>
  Math.max(0, ...verdicts.map((_, place) => streak(said, verdicts.slice(0, place + 1))));

/**
 * The strip under the picture: a cell for each, which fills with the picture and its truth once that is known.
 * @param {Round} round
 * @param {boolean[]} said
 * @param {Verdict[]} verdicts
 */
export function paintStrip(round, said, verdicts) {
  const cells = Array.from({ length: round.count }, (_, place) => {
    const verdict = verdicts[place],
      cell = make("li", { class: place === (state.moment ?? said.length) ? "cell now" : "cell" });
    cell.style.aspectRatio = String(round.ratio);
    if (verdict) {
      const right = verdict.fake === said[place];
      cell.append(
        tileOf(round, place),
        make("span", { class: `sign ${signOf(verdict.fake)}` }),
        make("span", { class: right ? "mark right" : "mark wrong" }),
      );
      cell.setAttribute(
        "aria-label",
        theatre.t(right ? "play.cell.right" : "play.cell.wrong", {
          place: place + 1,
          truth: theatre.t(`play.${signOf(verdict.fake)}`),
        }),
      );
    }
    return cell;
  });
  find(".strip").style.setProperty("--columns", Math.min(round.count, 10));
  find(".strip").replaceChildren(...cells);
}

/* Who told how many rightly, reals and fakes apart: the visitor, the discriminator, everybody at this snapshot. */
export const nobody = () => ({ real: { n: 0, right: 0 }, fake: { n: 0, right: 0 } });

/**
 * @param {Verdict[]} verdicts
 * @param {(verdict: Verdict, place: number) => boolean} says is it called a fake?
 */
export function counted(verdicts, says) {
  const tally = nobody();
  verdicts.forEach((verdict, place) => {
    const sort = tally[signOf(verdict.fake)];
    sort.n += 1;
    sort.right += Number(says(verdict, place) === verdict.fake);
  });
  return tally;
}

/**
 * @param {Count} count
 * @param {boolean} many
 */
function writtenShare({ right, n }, many) {
  if (!n) return "–";
  return many ? written(right / n, 2) : `${written(right)}/${written(n)}`;
}

/**
 * @param {string} who
 * @param {Counts} tally
 */
function paintRow(who, tally, many = false) {
  const both = { n: tally.real.n + tally.fake.n, right: tally.real.right + tally.fake.right };
  const cells = /** @type {NodeListOf<HTMLElement>} */ (element.querySelectorAll(`.of-${who} td`));
  [tally.real, tally.fake, both].forEach((share, i) => {
    cells[i].textContent = writtenShare(share, many);
    cells[i].title = many && share.n ? `n = ${written(share.n)}` : "";
  });
}

/**
 * `crowd`: null where nothing is kept, so that there is no row of zeros that nobody fills.
 * @param {Counts} you
 * @param {Counts} machine
 * @param {Counts | null} crowd
 */
export function paintScore(you, machine, crowd) {
  paintRow("you", you);
  paintRow("machine", machine);
  find(".of-crowd").hidden = !crowd;
  if (crowd) paintRow("crowd", crowd, true);
}

/**
 * @param {import("./state.mjs").CrowdRow} row
 * @returns {Counts}
 */
export const crowdTally = (row) => ({
  real: { n: row.reals, right: row.reals_right },
  fake: { n: row.fakes, right: row.fakes_right },
});
