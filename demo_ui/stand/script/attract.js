/* The attract loop: one room after the other plays by itself. A room says in `theatre.acts[room]` how it begins and
   ends: real inference and recorded runs, nothing made up. */
const SCENE = 20_000; // ms of one room
let scene = null, sceneSince = 0;

const openRooms = () => {
  const doors = [...document.querySelectorAll("[role=tab][data-tab-id]")].map((door) => door.dataset.tabId);
  return [...new Set(doors)].filter((room) => !stand.rooms.length || stand.rooms.includes(room));
};

function attract() {
  const rooms = openRooms().filter((room) => theatre.acts[room]);
  if (!rooms.length || (scene && performance.now() - sceneSince < SCENE && rooms.includes(scene))) return;
  const next = rooms[(rooms.indexOf(scene) + 1) % rooms.length];
  endAct();
  scene = next;
  sceneSince = performance.now();
  theatre.enter(scene);
  theatre.acts[scene].begin();
}

function endAct() {
  if (scene) theatre.acts[scene]?.end();
  scene = null;
}
