/* The camera: a live picture on the stage, and a button that keeps one of them. */
const view = find(".camera-view"), video = find("video");
const WIDE = 4 / 3; // the shape that is shown, taken and mirrored, lying or upright
let stream = null, opening = 0; // how often it was opened or closed: what a browser grants later than that is not used

find(".camera").hidden = !(secure && navigator.mediaDevices?.getUserMedia);

const REFUSED = { NotAllowedError: "refused", NotFoundError: "missing", OverconstrainedError: "missing", NotReadableError: "taken" };

find(".camera").addEventListener("click", async () => {
  if (stream) return shutCamera();
  const mine = (opening += 1);
  let opened;
  try {
    opened = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment", aspectRatio: WIDE } });
  } catch ({ name }) {
    return mine === opening && complain(`translate.fault.camera${name in REFUSED ? `_${REFUSED[name]}` : ""}`);
  }
  if (mine !== opening || !element.offsetParent || document.hidden) return opened.getTracks().forEach((track) => track.stop());
  complain(null);
  stream = opened;
  stream.getVideoTracks()[0].addEventListener("ended", shutCamera); // unplugged, or forbidden meanwhile
  video.srcObject = stream;
  await video.play().catch(() => null); // it was closed meanwhile
  if (mine !== opening) return;
  const upright = video.videoHeight > video.videoWidth;
  root.style.setProperty("--aspect", upright ? 1 / WIDE : WIDE);
  view.classList.toggle("turned", stream.getVideoTracks()[0].getSettings().facingMode !== "environment");
  view.hidden = false;
  root.dataset.camera = "1";
  find(".shoot").focus();
  bringInSight(".camera-view");
  if (facts.directions && live.getAttribute("aria-pressed") === "true") beginMirror();
});

/* The middle of the video, in the shape that is shown, on a canvas of this long side at most. */
function takenAt(longest = Infinity) {
  const { videoWidth: w, videoHeight: h } = video, shape = h > w ? 1 / WIDE : WIDE;
  const [across, down] = w / h > shape ? [h * shape, h] : [w, w / shape];
  const scale = Math.min(1, longest / Math.max(across, down));
  const [width, height] = [across, down].map((side) => Math.round(side * scale));
  const canvas = Object.assign(document.createElement("canvas"), { width, height });
  const brush = canvas.getContext("2d", { willReadFrequently: true });
  brush.drawImage(video, (w - across) / 2, (h - down) / 2, across, down, 0, 0, width, height);
  return canvas;
}

find(".shoot").addEventListener("click", () =>
  takenAt().toBlob((blob) => bring(new File([blob], "camera.jpg", { type: "image/jpeg" })), "image/jpeg", 0.95));

find(".shut").addEventListener("click", shutCamera);

function closeCamera() {
  opening += 1;
  endMirror();
  for (const track of stream?.getTracks() ?? []) track.stop();
  stream = video.srcObject = null;
  if (view.contains(document.activeElement)) find(".camera").focus(); // what had it is about to go
  view.hidden = true;
  delete root.dataset.camera;
}

/* The photograph that stood there before, in the direction that was chosen meanwhile. */
function shutCamera() {
  closeCamera();
  if (draws()) return;
  if (source && direction() !== askedWay) send(source);
  else paint();
}

/* Nobody is filmed who does not see it: another room, another window. */
document.addEventListener("visibilitychange", () => document.hidden && stream && shutCamera());
new IntersectionObserver(() => stream && !element.offsetParent && shutCamera()).observe(element);
