/* The lesson's two networks as a list of shapes, and what the layers of the real networks give for one digit. */
LIVE.layers = (place) => {
  const AGAIN = 1000; // ms, while the networks are being loaded
  let rows = [], at = null, asking = false; // `at`: 0 is z, then the rows

  const pick = dial(place, "learn.layers.pick", { low: 0, high: 1, step: 1, value: 0, told: () => (rows.length ? nameOf(at) : ""), moved: (value) => ((at = value), show()) });
  const pair = row(place, "pair"), tiles = make("div", { class: "maps" });
  pair.append(tiles);
  const words = row(pair, "words"), told = sentence(words), figures = sentence(words, "figures");
  pressable(row(words), "learn.layers.again", ask);
  place.append(table("generator"), table("discriminator"));

  const nameOf = (index) => {
    if (!index) return theatre.t("learn.layers.noise");
    const { network, shape } = rows[index - 1];
    return theatre.t(`learn.layers.of_${network}`, { shape: shape.join(" × ") });
  };

  /* What stands on the Generate room's stage, if somebody was there. */
  function wish() {
    const { checkpoint, seed, digit, directions, diversity } = { ...props.start, ...theatre.seen("generate") };
    const along = directions ? String(directions).split(",").map(Number) : [];
    return { checkpoint: checkpoint ?? null, seed: Number(seed), digit: Number(digit), directions: along, diversity: diversity ?? 1 };
  }

  async function ask() {
    if (asking) return;
    asking = true;
    const wanted = wish(), answer = await server.maps(wanted).catch(() => null);
    asking = false;
    if (answer?.fault?.code === "not_here") return leaveOut();
    if (!answer || answer.fault) return told(answer ? `error.${answer.fault.code}` : "generate.lost", answer?.fault.details);
    if (answer.state === "loading") {
      told("generate.waiting.loading");
      return void (element.isConnected && setTimeout(ask, AGAIN));
    }
    rows = answer.rows;
    place.dataset.seed = wanted.seed;
    place.dataset.digit = wanted.digit;
    tiles.style.setProperty("--sheet", `url(${answer.sheet})`);
    tiles.style.setProperty("--rows", rows.length);
    tiles.replaceChildren(...Array.from({ length: 16 }, (_, i) => make("span", { style: `--i: ${i}` })), zGrid(answer.z));
    pick.input.max = rows.length;
    at = Math.min(at ?? 1, rows.length);
    show();
  }

  /* The static edition has nobody to work them out. */
  function leaveOut() {
    pair.remove();
    pick.node.remove();
    sentence(place)("learn.layers.no_server");
  }

  /* The hundred numbers of z, from black (low) to white (high). */
  function zGrid(z) {
    const side = Math.ceil(Math.sqrt(z.length)), canvas = make("canvas", { class: "z", width: side, height: side });
    const brush = canvas.getContext("2d");
    z.forEach((value, i) => {
      const grey = Math.round(255 * logistic(1.5 * value));
      brush.fillStyle = `rgb(${grey} ${grey} ${grey})`;
      brush.fillRect(i % side, Math.floor(i / side), 1, 1);
    });
    return canvas;
  }

  function show() {
    if (!rows.length) return;
    pick.set(at);
    tiles.dataset.at = at ? "maps" : "z";
    tiles.style.setProperty("--row", at - 1);
    const layer = rows[at - 1], network = layer?.network, digit = { seed: written(Number(place.dataset.seed)), digit: written(Number(place.dataset.digit)) };
    const shown = layer?.shown ?? 0;
    tiles.classList.toggle("one", shown === 1);
    [...tiles.querySelectorAll("span")].forEach((tile, i) => (tile.hidden = i >= shown));
    const key = !layer ? "noise" : shown === 1 ? "digit" : network === "generator" ? "up" : "down";
    told(`learn.layers.say_${key}`, digit);
    if (layer) figures(shown === 1 ? "learn.layers.picture" : "learn.layers.figures", { shape: layer.shape.join(" × "), shown: written(shown), all: written(layer.shape[2]) });
    else figures("learn.layers.numbers", { n: written(100) });
    tiles.setAttribute("role", "img"); // of nothing, before
    tiles.setAttribute("aria-label", nameOf(at));
  }

  function table(network) {
    const list = make("ol", { class: "layer-list" });
    for (const { kind, shape, weights } of props.layers[network]) {
      const item = make("li", { class: kind }), name = make("span"), size = make("b"), count = make("span", { class: "figures" });
      theatre.put(name, `learn.layers.kind_${kind}`);
      size.textContent = shape.join(" × ");
      const paint = () => say(count, "learn.layers.weights", { n: written(weights) });
      paint();
      document.addEventListener("theatre:language", paint);
      item.append(name, size, count);
      list.append(item);
    }
    return make("section", { class: `network ${network}` }, make("h3", { "data-i18n": `learn.layers.${network}` }), list);
  }

  firstSeen(element).then(ask);
  document.addEventListener("theatre:language", show);
  document.addEventListener("theatre:room", ({ detail }) => detail.room === "learn" && String(wish().seed) + wish().digit !== place.dataset.seed + place.dataset.digit && !place.hidden && ask());
};
