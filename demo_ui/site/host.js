/* What Gradio does for the rooms of the app, for a page that has no server: it opens rooms, and gives each part its
   element and what it was built with. A part asks nobody: its `server` has no functions. */
(() => {
  const doors = [...document.querySelectorAll("#rooms [role=tab]")];

  function open(door) {
    for (const other of doors) {
      const chosen = other === door;
      other.setAttribute("aria-selected", chosen);
      other.classList.toggle("selected", chosen);
      other.tabIndex = chosen ? 0 : -1;
      document.getElementById(other.getAttribute("aria-controls")).hidden = !chosen;
    }
  }

  for (const [i, door] of doors.entries()) {
    door.addEventListener("click", () => open(door));
    door.addEventListener("keydown", ({ key }) => {
      const way = { ArrowRight: 1, ArrowLeft: -1 }[key];
      if (!way) return;
      const next = doors[(i + way + doors.length) % doors.length];
      next.focus();
      open(next);
    });
  }

  const nothing = () => {};
  window.theatreSite = (id, props, begin) =>
    begin(document.getElementById(`${id}-inside`), props, {}, nothing, nothing, nothing);
})();
