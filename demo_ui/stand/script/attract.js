/* The attract loop: one room after the other plays by itself. A room says in `theatre.acts[room]` how it begins and
   ends: real inference and recorded runs, nothing made up. */
const SCENE = 20_000, COMING = 5000; // ms: of one room; until one that has no act is left again
let scene = null, sceneSince = 0, acting = false;

const openRooms = () => {
  const doors = [...document.querySelectorAll("[role=tab][data-tab-id]")].map((door) => door.dataset.tabId);
  return [...new Set(doors)].filter((room) => !stand.rooms.length || stand.rooms.includes(room));
};

/* A room is built when it is first entered: its act comes a moment later. */
function attract() {
  const rooms = openRooms(), since = performance.now() - sceneSince;
  if (!rooms.length) return;
  if (scene && !acting && theatre.acts[scene]) {
    acting = true;
    theatre.acts[scene].begin();
  }
  if (scene && since < (acting ? SCENE : COMING)) return;
  const next = rooms[(rooms.indexOf(scene) + 1) % rooms.length];
  endAct();
  scene = next;
  sceneSince = performance.now();
  theatre.enter(scene);
}

function endAct() {
  if (acting) theatre.acts[scene].end();
  scene = null;
  acting = false;
}
