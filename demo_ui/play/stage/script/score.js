/* Who told how many rightly, reals and fakes apart: the visitor, the discriminator, everybody at this snapshot. */
const nobody = () => ({ real: { n: 0, right: 0 }, fake: { n: 0, right: 0 } });

function counted(verdicts, says) {
  const tally = nobody();
  verdicts.forEach((verdict, place) => {
    const sort = tally[signOf(verdict.fake)];
    sort.n += 1;
    sort.right += says(verdict, place) === verdict.fake;
  });
  return tally;
}

function writtenShare({ right, n }, many) {
  if (!n) return "–";
  return many ? written(right / n, 2) : theatre.t("play.score.of", { right: written(right), n: written(n) });
}

function paintRow(who, tally, many = false) {
  const both = { n: tally.real.n + tally.fake.n, right: tally.real.right + tally.fake.right };
  const cells = element.querySelectorAll(`.of-${who} td`);
  [tally.real, tally.fake, both].forEach((share, i) => {
    cells[i].textContent = writtenShare(share, many);
    cells[i].title = many && share.n ? `n = ${written(share.n)}` : "";
  });
}

/* `crowd`: null where nothing is kept, so that there is no row of zeros that nobody fills. */
function paintScore(you, machine, crowd) {
  paintRow("you", you);
  paintRow("machine", machine);
  find(".of-crowd").hidden = !crowd;
  if (crowd) paintRow("crowd", crowd, true);
}

const crowdTally = (row) => ({ real: { n: row.reals, right: row.reals_right }, fake: { n: row.fakes, right: row.fakes_right } });
