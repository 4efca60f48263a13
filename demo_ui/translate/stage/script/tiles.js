/* The board's tiles: each a picture to put on the stage, its name, its figure. */
const TILE_SIGNS = 7;

function showTiles(tiles, chosen, choose) {
  const place = find(".tiles");
  if (place.dataset.names !== tiles.map(({ name }) => name).join()) {
    place.dataset.names = tiles.map(({ name }) => name).join();
    place.replaceChildren(...tiles.map(({ name }) => makeTile(name, choose)));
  }
  for (const tile of tiles) paintTile(find(`.tile[data-name="${tile.name}"]`), tile, tile.name === chosen);
}

function makeTile(name, choose) {
  const radio = make("input", { type: "radio", name: "photo-tile", value: name });
  radio.addEventListener("change", () => choose(name));
  const picture = make("span", { class: "thumb" }, make("img", { alt: "", draggable: "false" }), make("canvas", { "aria-hidden": "true", hidden: "" }));
  const words = make("span", { class: "words" }, make("b"), make("span", { class: "figures" }));
  return make("label", { class: "tile", "data-name": name }, radio, picture, words);
}

function paintTile(node, { url, title, named, map, mask, figure, values, sign }, chosen) {
  const img = node.querySelector("img");
  if (url && img.src !== url) img.src = url;
  drawOver(node.querySelector("canvas"), { map, mask }, TILE_SIGNS);
  say(node.querySelector("b"), worded(title), named);
  const told = node.querySelector(".figures");
  told.hidden = !figure;
  if (figure) say(told, figure, values);
  told.classList.toggle("real", sign === "real");
  told.classList.toggle("fake", sign === "fake");
  node.querySelector("input").checked = chosen;
}
