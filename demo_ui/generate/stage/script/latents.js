/* All the numbers of the latent vector, one slider each: made when they are first known. */
function latentSliders(place, reach, moved) {
  let sliders = [];

  function slider(i) {
    const input = make("input", { type: "range", min: -reach, max: reach, step: 0.01, "aria-label": `z ${i}` });
    const value = make("output");
    input.addEventListener("input", () => {
      value.textContent = written(Number(input.value), 1);
      moved(i, Number(input.value));
    });
    place.append(make("label", { class: "latent" }, make("span", {}, `z${i}`), input, value));
    return { input, value };
  }

  /* `values` as the server tells them; what the visitor holds in `raw` stays where it is. */
  return function put(values, raw) {
    if (!sliders.length) sliders = values.map((_, i) => slider(i));
    sliders.forEach(({ input, value }, i) => {
      input.value = raw[i] ?? values[i];
      value.textContent = written(raw[i] ?? values[i], 1);
    });
  };
}
