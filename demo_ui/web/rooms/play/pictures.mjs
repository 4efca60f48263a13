/* The pictures of a round lie side by side in one sheet; a tile shows one of them. */
import { make, written } from "../../core/elements.mjs";
import * as theatre from "../../core/theatre.mjs";
import { element, find } from "./state.mjs";

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
 * The strip under the picture: a cell for each, which fills with the picture and its truth once that is known.
 * @param {Round} round
 * @param {boolean[]} said
 * @param {Verdict[]} verdicts
 */
export function paintStrip(round, said, verdicts) {
  const cells = Array.from({ length: round.count }, (_, place) => {
    const verdict = verdicts[place],
      cell = make("li", { class: place === said.length ? "cell now" : "cell" });
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
