/* The live room's buttons and its sentences: what goes on, how long, and what a press would do. */
const minutes = (seconds) => (seconds === null ? "–" : `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`);

function statusKey() {
  if (!view) return "asking";
  if (view.status === "queued") return "queued";
  if (view.run === null || view.stage === "idle") return "idle";
  if (view.stage === "running") return mine() ? (view.speed === null ? "begun" : "running") : "others";
  if (view.stage === "paused" || view.stage === "warming") return mine() || view.stage === "warming" ? view.stage : "others";
  return view.stage;
}

function showLive() {
  if (mode !== "live") return;
  find(".status").hidden = false;
  const { place, waiting, seconds_left = null, speed = null, step = 0, message = null } = view ?? {};
  say(find(".now"), `training.live.status.${statusKey()}`, {
    place: written(place ?? 0), waiting: written(waiting ?? 0), left: minutes(seconds_left), step: written(step ?? 0),
    speed: speed === null ? "" : written(speed, speed < 10 ? 1 : 0),
  });
  told(find(".message"), Boolean(message), message && `error.${message.code}`, message?.details);
  const own = mine() && isAlive(), on = own && view.stage !== "paused";
  theatre.put(find(".go span"), on ? "training.live.pause" : own ? "training.live.resume" : "training.live.start");
  find(".go").classList.toggle("on", on);
  find(".go").disabled = busy > 0 || view?.status === "queued";
  find(".one").disabled = busy > 0 || on || view?.status === "queued" || (isAlive() && !own);
  find(".end-run").disabled = busy > 0 || !(own || view?.status === "queued");
  find(".reset").disabled = busy > 0 || !mine();
  find(".fixed").hidden = !own;
  find(".save-run").disabled = busy > 0 || !(mine() && view.can_save);
  find(".gif-save").disabled = busy > 0 || !(mine() && ready);
  told(find(".curtain"), !ready, view?.stage === "warming" || own ? "training.live.coming" : "training.live.curtain");
}

find(".go").addEventListener("click", () => {
  if (!(mine() && isAlive())) return act("start", { knobs: wished });
  return act(view.stage === "paused" ? "resume" : "pause");
});
find(".one").addEventListener("click", () => act("one", { knobs: wished }));
find(".end-run").addEventListener("click", () => act("stop"));
find(".reset").addEventListener("click", () => act("reset", { knobs: wished }));

/* Turned knobs reach the run in training when the finger rests; what belongs to a run waits for the next one. */
const turnNow = atRest(() => {
  if (!(mine() && isAlive())) return;
  const kept = Object.fromEntries([...FIXED, "seed"].map((name) => [name, view.knobs?.[name] ?? wished[name]]));
  act("turn", { knobs: { ...wished, ...kept } });
}, 300);
turned = (name) => !FIXED.includes(name) && turnNow();

async function during(key, work) {
  busy += 1;
  showLive();
  say(find(".now"), key);
  const answer = await work().catch(() => null);
  busy -= 1;
  const went = good(answer);
  showLive();
  return went ? answer : null;
}

async function takeLive(step) {
  return during("training.taking", () => server.live_take({ visitor: visitor(), step }));
}

find(".save-run").addEventListener("click", async () => {
  const file = await during("training.live.saving", () => server.live_save({ visitor: visitor() }));
  if (file) handOverBlob(await (await fetch(file.url)).blob(), file.name); // tens of megabytes
});

async function saveLiveGif() {
  const file = await during("training.gif.making", () => server.live_gif({ visitor: visitor() }));
  if (file) handOver(file.url, file.name);
}
