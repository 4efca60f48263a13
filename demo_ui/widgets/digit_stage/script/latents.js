/* All the numbers of the latent vector, one slider each: made when they are first asked for. */
function latentSliders(place, count, reach, moved) {
  const sliders = [];

  function build() {
    for (let i = 0; i < count; i += 1) {
      const input = make("input", { type: "range", min: -reach, max: reach, step: 0.01, "aria-label": `z ${i}` });
      const value = make("output");
      input.addEventListener("input", () => {
        value.textContent = written(Number(input.value), 1);
        moved(i, Number(input.value));
      });
      sliders.push({ input, value });
      place.append(make("label", { class: "latent" }, make("span", {}, `z${i}`), input, value));
    }
  }

  return {
    open: () => sliders.length || build(),
    /* `values` as the server tells them; what the visitor holds in `raw` stays where it is. */
    set(values, raw) {
      sliders.forEach(({ input, value }, i) => {
        if (i in raw) return;
        input.value = values[i];
        value.textContent = written(values[i], 1);
      });
    },
  };
}
