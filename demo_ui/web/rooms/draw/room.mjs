/* Brings the room to life: photographs of drawings, what links say, what it forgets, what it shows by itself. */
import { calm, handOver } from "../../core/elements.mjs";
import * as theatre from "../../core/theatre.mjs";
import { takeWhatComes } from "../../photos/brought.mjs";
import { cameraOf } from "../../photos/camera.mjs";
import { dye, offer, pad, paint, putSketch, tell, useRubber, wish } from "./paper.mjs";
import { SKETCHES } from "./sketches.mjs";
import {
  animal,
  busy,
  COAT,
  coat,
  coats,
  complain,
  element,
  find,
  props,
  room,
  root,
  server,
  state,
  staysHere,
  takenIn,
  told,
} from "./state.mjs";

/* ---- a drawing on paper, photographed ---- */

/**
 * Its ink, which a server finds, is laid on the pad as a new sheet: what was drawn before lies below.
 * @param {File | Blob} file
 */
async function lay(file) {
  const number = (state.sent += 1),
    others = () => number !== state.sent; // something newer is on its way
  const inSight = (/** @type {string} */ place) => find(place).scrollIntoView({ block: "nearest" });
  camera.close();
  if (staysHere()) return (complain("draw.unsent"), inSight(".fault"));
  busy(true);
  inSight(".frame");
  const taken = await takenIn(file);
  if (others()) return;
  const answer = taken.fault
    ? taken
    : await server.level(/** @type {any} */ ({ binary: true, data: { file: taken.file } })).catch(() => null);
  const sheet = answer && "picture" in answer && Object.assign(new Image(), { src: answer.picture });
  if (sheet) await sheet.decode();
  if (others()) return;
  busy(false);
  if (!told(answer) || !sheet) return inSight(".fault");
  useRubber(false);
  pad.lay(sheet);
}

const bring = { complain, bring: lay };
const camera = cameraOf(room, bring);
takeWhatComes(room, { accept: props.limits.accept, ready: () => state.side > 0, ...bring });

find(".save").addEventListener("click", async () => {
  const file = await server.save(wish()).catch(() => null);
  if (told(file) && file) handOver(file.url, file.name);
});

/* ---- links: a drawing of the visitor's own is in none ---- */

const { oneOf } = theatre.readers;

const register = () =>
  theatre.register?.("draw", {
    state: () => ({
      example: state.example,
      animal: animal() === "horse" ? null : animal(),
      coat: coat() === COAT ? null : coat(),
    }),
    show(link) {
      const { values, wrong } = theatre.read(link, {
        example: oneOf(...SKETCHES.map(({ name }) => name)),
        animal: oneOf("horse", "zebra"),
        coat: oneOf(...coats()),
      });
      find(`.animals input[value="${values.animal ?? "horse"}"]`).checked = true;
      dye(values.coat ?? COAT);
      putSketch(values.example ?? SKETCHES[0].name);
      return wrong;
    },
    allow: () => ["camera", "clipboard-read"],
    missing: () => (state.example === null && pad.strokes.length ? "link.missing.drawing" : null),
  });

/* The visitor has left: the camera is shut, nothing of theirs is on the paper, and nothing is chosen. */
document.addEventListener("theatre:forget", () => {
  camera.close();
  state.sent += 1; // what is on its way is laid for nobody
  busy(false);
  find('.animals [value="horse"]').checked = true;
  dye(COAT);
  pad.replace([]);
});

/* ---- what the room shows by itself: one drawing after the other, line by line ---- */

const STEP = 60, // ms between two places of the pen
  SPEED = 8, // numbers of a stroke in each
  REST = 2500; // ms that a finished drawing stays
let pen = 0;

theatre.acts.draw = {
  begin() {
    clearInterval(pen);
    let sketch = 0,
      at = 0,
      resting = 0;
    pen = setInterval(() => {
      if (!state.side || (resting -= STEP) > 0) return;
      const { strokes } = SKETCHES[sketch % SKETCHES.length];
      at += calm.matches ? Infinity : SPEED;
      let left = at;
      const part = strokes.map((points) => {
        const some = points.slice(0, Math.max(0, left));
        left -= points.length;
        return { erases: false, points: some };
      });
      pad.replace(part.filter(({ points }) => points.length));
      if (left < 0) return;
      [sketch, at, resting] = [sketch + 1, 0, REST];
    }, STEP);
  },
  hold() {
    clearInterval(pen);
  },
  end() {
    clearInterval(pen);
    putSketch(SKETCHES[0].name);
  },
};

/* ---- the beginning ---- */

const AGAIN = 1000,
  FAILED_AGAIN = 10000; // ms
/** @param {number} ms */
const rest = (ms) => new Promise((done) => setTimeout(done, ms));

/* While the network loads the room says so; it asks only while somebody looks at it. */
async function ready() {
  for (const opened = performance.now(); element.isConnected; ) {
    const status = element.offsetParent ? await server.status({}).catch(() => undefined) : null;
    if (status?.state === "ready") return status;
    if (status !== null) {
      const loading = told(status);
      root.dataset.state = loading ? "loading" : "failed";
      theatre.put(find(".doing"), `draw.waiting.${root.dataset.state}`);
      const seconds = Math.round((performance.now() - opened) / 1000);
      theatre.put(find(".waiting .note"), loading ? "generate.waiting.note" : "draw.waiting.train", { seconds });
    }
    await rest(root.dataset.state === "failed" ? FAILED_AGAIN : AGAIN);
  }
  return null;
}

function tellKept() {
  theatre.put(find(".kept"), staysHere() ? "draw.stays" : "draw.kept");
}

async function awake() {
  const status = await ready();
  if (!status) return;
  complain(null);
  state.side = status.side;
  find(".animals").hidden = !status.zebras;
  offer(status.coats);
  for (const fieldset of element.querySelectorAll("fieldset")) fieldset.disabled = false;
  root.dataset.state = "ready";
  register(); // a link may say what is to be seen first
  if (pad.strokes.length) paint();
  else putSketch(SKETCHES[0].name);
}

for (const name of ["theatre:language", "theatre:room"]) document.addEventListener(name, () => (tell(), tellKept()));
tell();
tellKept();
awake();
