/* The pictures of a round lie side by side in one sheet; a tile shows one of them. */
const SIGNS = ["real", "fake"];
const signOf = (fake) => SIGNS[Number(fake)];

function cutOut(tile, sheet, place, count, ratio = 1) {
  tile.style.backgroundImage = `url(${sheet})`;
  tile.style.backgroundSize = `${100 * count}% 100%`;
  tile.style.backgroundPosition = `${count > 1 ? (100 * place) / (count - 1) : 0}% 0`;
  tile.style.aspectRatio = ratio;
  return tile;
}

const tileOf = (round, place, classes = "tile") => cutOut(make("span", { class: classes }), round.sheet, place, round.count, round.ratio);

function showPicture(round, place) {
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

/* The strip under the picture: a cell for each, which fills with the picture and its truth once that is known. */
function paintStrip(round, said, verdicts) {
  const cells = Array.from({ length: round.count }, (_, place) => {
    const verdict = verdicts[place], cell = make("li", { class: place === said.length ? "cell now" : "cell" });
    cell.style.aspectRatio = round.ratio;
    if (verdict) {
      const right = verdict.fake === said[place];
      cell.append(tileOf(round, place), make("span", { class: `sign ${signOf(verdict.fake)}` }), make("span", { class: right ? "mark right" : "mark wrong" }));
      cell.setAttribute("aria-label", theatre.t(right ? "play.cell.right" : "play.cell.wrong", { place: place + 1, truth: theatre.t(`play.${signOf(verdict.fake)}`) }));
    }
    return cell;
  });
  find(".strip").style.setProperty("--columns", Math.min(round.count, 10));
  find(".strip").replaceChildren(...cells);
}
