/* The four steps, on the frames and figures of a recorded run. */
LIVE.steps = (place) => {
  if (!props.run) return void sentence(place)("training.none");
  const { sheet, snapshots, frames } = props.run, last = snapshots.length - 1;
  const right = snapshots.map(({ accuracy_real, accuracy_fake }) => accuracy_real + accuracy_fake);
  const surest = right.indexOf(Math.max(...right)); // where D knows best
  const shares = [0, surest, Math.round((surest + last) / 2), last];
  const picture = make("div", { class: "frame-of-run", role: "img", "data-i18n-aria-label": "learn.steps.alt" });
  const rows = Math.ceil(sheet.count / sheet.columns);
  picture.style.backgroundImage = `url("${frames}")`;
  picture.style.backgroundSize = `${100 * sheet.columns}% ${100 * rows}%`;

  const keys = Object.fromEntries([1, 2, 3, 4].map((n) => [n, `learn.steps.name_${n}`]));
  choice(place, "learn.steps.which", keys, "1", (n) => show(Number(n)));
  const pair = row(place, "pair");
  pair.append(picture);
  const words = row(pair, "words"), told = sentence(words), figures = sentence(words, "figures");

  function show(n) {
    const index = shares[n - 1], { epoch, accuracy_real, accuracy_fake, n_real, n_fake } = snapshots[index];
    const column = index % sheet.columns, line = Math.floor(index / sheet.columns);
    picture.style.backgroundPosition = `${(100 * column) / (sheet.columns - 1)}% ${(100 * line) / Math.max(1, rows - 1)}%`;
    told(`learn.steps.say_${n}`);
    figures("learn.steps.figures", {
      epoch: writtenEpoch(epoch), real: written(accuracy_real, 2), fake: written(accuracy_fake, 2), n: written(Math.min(n_real, n_fake)),
    });
  }
  show(1);
  document.addEventListener("theatre:language", () => show(Number(place.querySelector("input:checked").value)));
};
