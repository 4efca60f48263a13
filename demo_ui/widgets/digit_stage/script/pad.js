/* A square to drag in, with a seed at each corner. `moved(across, down)`, both from 0 to 1.
   Arrow keys move by 5 hundredths, with Shift by 20; Home goes back to the first seed. */
function seedPad(pad, moved) {
  const puck = pad.querySelector(".puck");
  const corners = [0, 1, 2, 3].map((i) => make("span", { class: "corner", "data-corner": i }));
  pad.prepend(...corners);
  let place = [0, 0];

  const inside = (number) => Math.min(1, Math.max(0, number));
  const enabled = () => pad.getAttribute("aria-disabled") !== "true";

  function follow(event) {
    const box = pad.getBoundingClientRect();
    moved(inside((event.clientX - box.left) / box.width), inside((event.clientY - box.top) / box.height));
  }

  pad.addEventListener("pointerdown", (event) => {
    if (!enabled()) return;
    pad.setPointerCapture(event.pointerId);
    follow(event);
  });
  pad.addEventListener("pointermove", (event) => {
    if (pad.hasPointerCapture(event.pointerId)) follow(event);
  });
  const ways = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] };
  pad.addEventListener("keydown", (event) => {
    const way = event.key === "Home" ? [-9, -9] : ways[event.key];
    if (!way || !enabled()) return;
    event.preventDefault();
    const stride = event.shiftKey ? 0.2 : 0.05;
    moved(inside(place[0] + way[0] * stride), inside(place[1] + way[1] * stride));
  });

  return {
    set(across, down, text) {
      place = [across, down];
      puck.style.left = `${100 * across}%`;
      puck.style.top = `${100 * down}%`;
      pad.setAttribute("aria-valuenow", Math.round(100 * across));
      pad.setAttribute("aria-valuetext", text);
    },
    put: (url) => pad.style.setProperty("--corners", `url(${url})`),
    name: (seeds) => corners.forEach((corner, i) => (corner.dataset.seed = seeds[i])),
  };
}
