/* What Gradio does for the rooms of the app, for a page that has no server: it opens rooms, and gives each part its
   element and what it was built with. There is no server: a part that answers itself gets none, any other one is told. */
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

  open(doors[0]);

  const nothing = () => {};
  const notHere = async () => ({ fault: { code: "not_here", details: {} } });
  const server = (id) => new Proxy(theatreSite.servers[id] ?? {}, { get: (known, name) => known[name] ?? notHere });
  window.theatreSite = (id, props, begin) =>
    begin(document.getElementById(`${id}-inside`), props, props.own ? theatreSite.servers[id] ?? {} : server(id), nothing, nothing, nothing);
  theatreSite.servers = {}; // by part: answers that were worked out beforehand
})();
