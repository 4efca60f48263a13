/* The end of a round: one sentence, the figures behind it, and the pictures that gave themselves away or did not. */
import { make, say, written, writtenEpoch } from "../../core/elements.mjs";
import * as theatre from "../../core/theatre.mjs";
import { cutOut, longest, signOf, tileOf } from "./pictures.mjs";
import { find, state } from "./state.mjs";

/** @typedef {import("./state.mjs").Round} Round */
/** @typedef {import("./state.mjs").Verdict} Verdict */
/** @typedef {import("./state.mjs").Ended} Ended */

/** @type {[string, boolean, boolean][]} name, is it fake, was fake said */
const GROUPS = [
  ["missed", true, false],
  ["accused", false, true],
  ["found", true, true],
  ["known", false, false],
];

/** @type {Record<string, string>} */
const MACHINE = { photos: "play.machine.photos", coloured: "play.machine.coloured" };

/**
 * @param {Round} round
 * @param {boolean[]} said
 * @param {Verdict[]} verdicts
 * @param {Ended} ended
 */
export function paintEnding(round, said, verdicts, ended) {
  const { you, machine, finding, measured } = ended;
  const values = {
    epoch: writtenEpoch(round.epoch),
    right: written(you.right),
    n: written(you.n),
    share: written(you.right / you.n, 2),
    low: written(finding.low),
    high: written(finding.high),
    settled: written(state.facts.settled),
  };
  say(find(".headline"), `play.finding.${finding.code}`, values);
  const again = finding.code === "open" && round.subject !== "digits"; // nothing is gained by seeing them again
  say(find(".why"), again ? "play.why.open_photos" : `play.why.${finding.code}`, values);
  const sides = { right: written(machine.right), n: written(machine.n) };
  if (measured)
    say(find(".ending .machine"), "play.machine.measured", {
      ...sides,
      share: written(measured.share, 2),
      many: written(measured.n),
    });
  else say(find(".ending .machine"), MACHINE[round.subject] ?? "play.machine.round", sides);
  const best = longest(said, verdicts);
  find(".longest").hidden = best < 2;
  if (best > 1) say(find(".longest"), "play.streak.longest", { n: written(best) });
  paintTrouble(ended.trouble);
  paintGallery(round, said, verdicts, ended.nearest);
  paintCue(ended.nearest);
}

/** @param {Ended["trouble"]} trouble */
function paintTrouble(trouble) {
  find(".trouble").hidden = !trouble;
  if (trouble)
    say(find(".trouble"), trouble.lost ? "play.trouble.lost" : "play.trouble.waiting", {
      reason: theatre.t(`play.trouble.${trouble.code}`),
      waiting: written(trouble.waiting),
      lost: written(trouble.lost),
    });
}

/**
 * @param {Round} round
 * @param {boolean[]} said
 * @param {Verdict[]} verdicts
 * @param {Ended["nearest"]} nearest
 */
function paintGallery(round, said, verdicts, nearest) {
  const fakes = verdicts.flatMap(({ fake }, place) => (fake ? [place] : []));
  const groups = GROUPS.map(([name, fake, word]) => {
    const places = verdicts.flatMap((verdict, place) => (verdict.fake === fake && said[place] === word ? [place] : []));
    const label = make("span"),
      title = make("h3", { class: signOf(fake) }, label);
    theatre.put(label, `play.gallery.${name}`, { n: written(places.length) });
    const tiles = places.map((place) =>
      exhibit(
        round,
        place,
        verdicts[place],
        nearest && fake ? { ...nearest, at: fakes.indexOf(place), count: fakes.length } : null,
      ),
    );
    const group = make("section", { class: `group ${name}` }, title, make("div", { class: "tiles" }, ...tiles));
    group.hidden = !places.length;
    return group;
  });
  find(".gallery").replaceChildren(...groups);
  find(".nearest-note").hidden = !nearest;
}

/**
 * A picture, the discriminator's word on it, and below a fake the nearest real digit with its distance.
 * @param {Round} round
 * @param {number} place
 * @param {Verdict} verdict
 * @param {(import("./state.mjs").Nearest & {at: number, count: number}) | null} nearest
 */
function exhibit(round, place, verdict, nearest) {
  const tile = tileOf(round, place);
  tile.setAttribute("role", "img");
  tile.setAttribute(
    "aria-label",
    theatre.t("play.picture.was", { place: place + 1, truth: theatre.t(`play.${signOf(verdict.fake)}`) }),
  );
  const machine = make(
    "figcaption",
    { class: "note" },
    "D ",
    make(
      "span",
      { class: signOf(verdict.machine_fake) },
      make("span", { class: "spoken" }, theatre.t(`play.${signOf(verdict.machine_fake)}`)),
    ),
  );
  const figure = make("figure", {}, tile, machine);
  if (nearest) {
    const near = cutOut(make("span", { class: "tile near", role: "img" }), nearest.sheet, nearest.at, nearest.count);
    near.setAttribute(
      "aria-label",
      theatre.t("play.gallery.near", { distance: written(nearest.distances[nearest.at], 1) }),
    );
    figure.append(near, make("span", { class: "note" }, written(nearest.distances[nearest.at], 1)));
  }
  return figure;
}

/**
 * Did the fakes that were seen through lie further from any real digit?
 * @param {Ended["nearest"]} nearest
 */
function paintCue(nearest) {
  const cue = nearest?.cue;
  find(".cue").hidden = !cue;
  if (cue)
    say(find(".cue"), cue.apart ? "play.cue.far" : "play.cue.none", {
      found: written(cue.found, 1),
      n_found: written(cue.n_found),
      missed: written(cue.missed, 1),
      n_missed: written(cue.n_missed),
      typical: written(nearest.typical.distance, 1),
    });
}
