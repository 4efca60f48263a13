/* A slider whose track is a film: the frame of its thumb lies over the tile that the value gives.
   `put(url)` lays another film in, `set(value)` moves the thumb without telling `moved`. */
let filmsMade = 0;
const EMPTY = "data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"; // nothing, transparent

function filmSlider({ title, low, high, step, tiles, moved, home = null }) {
  const id = `film-${element.id || "digits"}-${(filmsMade += 1)}`;
  const label = make("label", { for: id });
  const value = make("output", { for: id });
  const strip = make("img", { class: "strip", alt: "", draggable: "false" });
  const input = make("input", { type: "range", id, min: low, max: high, step });
  const track = make("div", { class: tiles ? "film" : "film bare", style: `--tiles: ${tiles || 12}` }, strip, input);
  if (home !== null) track.style.setProperty("--home", (home - low) / (high - low));
  if (title) theatre.put(label, title);
  input.addEventListener("input", () => moved(Number(input.value)));
  return {
    node: make("div", { class: "film-slider" }, make("div", { class: "name" }, label, value), track),
    label,
    input,
    put: (url) => (strip.src = url),
    set: (number, text = "") => whenNew(input, `${number} ${text}`, () => {
      input.value = number;
      value.textContent = text;
      input.setAttribute("aria-valuetext", text);
    }),
  };
}
