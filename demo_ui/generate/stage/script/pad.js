/* A map of pictures between four seeds, one at each corner, with a frame to drag over it.
   `moved(across, down)`, both from 0 to 1. Arrow keys go a twentieth, with Shift a fifth; Home goes back to
   the first seed. */
function seedPad(pad, tiles, moved) {
  let place = [0, 0];
  pad.style.setProperty("--tiles", tiles);
  const inside = (number) => Math.min(1, Math.max(0, number));
  const enabled = () => pad.getAttribute("aria-disabled") !== "true";

  /* The frame's middle follows the finger, so the last half tile at either side belongs to the edge. */
  const along = (at, start, length) => inside(((at - start) / length - 0.5 / tiles) / (1 - 1 / tiles));

  function follow({ clientX, clientY }) {
    const box = pad.getBoundingClientRect();
    moved(along(clientX, box.left, box.width), along(clientY, box.top, box.height));
  }

  pad.addEventListener("pointerdown", (event) => {
    if (!enabled()) return;
    pad.setPointerCapture(event.pointerId);
    follow(event);
  });
  pad.addEventListener("pointermove", (event) => pad.hasPointerCapture(event.pointerId) && follow(event));

  const ways = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1], Home: [-20, -20] };
  pad.addEventListener("keydown", (event) => {
    const way = ways[event.key];
    if (!way || !enabled()) return;
    event.preventDefault();
    const stride = event.shiftKey ? 0.2 : 0.05;
    moved(inside(place[0] + way[0] * stride), inside(place[1] + way[1] * stride));
  });

  return {
    put: (url) => pad.style.setProperty("--map", `url(${url})`),
    set: (across, down, text) => whenNew(pad, text + across + down, () => {
      place = [across, down];
      pad.style.setProperty("--across", across);
      pad.style.setProperty("--down", down);
      pad.setAttribute("aria-valuenow", Math.round(100 * across));
      pad.setAttribute("aria-valuetext", text);
    }),
  };
}
