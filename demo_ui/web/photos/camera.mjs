/* A room's camera: a live picture over the stage, and a button that keeps one of them. The room's template has .camera
   (which opens it) and .camera-view with a video, .shoot and .shut. Nobody is filmed who does not see it. */

/**
 * @typedef {object} Wishes of the room
 * @property {(key: string | null) => void} complain
 * @property {(file: File) => void} bring what was taken
 * @property {(stream: MediaStream) => void} [opened]
 * @property {() => void} [closed] whoever closed it
 * @property {() => void} [shut] it was closed, and nothing taken
 */

const WIDE = 4 / 3; // the shape that is shown and taken, lying or upright
/** @type {Record<string, string>} */
const REFUSED = {
  NotAllowedError: "refused",
  NotFoundError: "missing",
  OverconstrainedError: "missing",
  NotReadableError: "taken",
};

/**
 * The middle of the video, in the shape that is shown, on a canvas of this long side at most.
 * @param {HTMLVideoElement} video
 */
function middleOf(video, longest = Infinity) {
  const { videoWidth: w, videoHeight: h } = video,
    shape = h > w ? 1 / WIDE : WIDE;
  const [across, down] = w / h > shape ? [h * shape, h] : [w, w / shape];
  const scale = Math.min(1, longest / Math.max(across, down));
  const [width, height] = [across, down].map((side) => Math.round(side * scale));
  const canvas = Object.assign(document.createElement("canvas"), { width, height });
  const brush = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d", { willReadFrequently: true }));
  brush.drawImage(video, (w - across) / 2, (h - down) / 2, across, down, 0, 0, width, height);
  return canvas;
}

/**
 * @param {Context} room
 * @param {Wishes} wishes
 */
export function cameraOf({ element, root, find }, { complain, bring, opened, closed, shut }) {
  const view = find(".camera-view"),
    video = find("video");
  let opening = 0; // how often it was opened or closed: what a browser grants later than that is not used
  /** @type {MediaStream | null} */
  let stream = null;

  find(".camera").hidden = !(window.isSecureContext && navigator.mediaDevices?.getUserMedia);

  async function open() {
    if (stream) return shutCamera();
    const mine = (opening += 1);
    let granted;
    try {
      granted = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment", aspectRatio: WIDE } });
    } catch (why) {
      const { name } = /** @type {DOMException} */ (why);
      return mine === opening && complain(`translate.fault.camera${name in REFUSED ? `_${REFUSED[name]}` : ""}`);
    }
    if (mine !== opening || !element.offsetParent || document.hidden)
      return granted.getTracks().forEach((track) => track.stop());
    complain(null);
    stream = granted;
    const [track] = stream.getVideoTracks();
    track.addEventListener("ended", shutCamera); // unplugged, or forbidden meanwhile
    video.srcObject = stream;
    await video.play().catch(() => null); // it was closed meanwhile
    if (mine !== opening) return;
    root.style.setProperty("--aspect", String(video.videoHeight > video.videoWidth ? 1 / WIDE : WIDE));
    view.classList.toggle("turned", track.getSettings().facingMode !== "environment");
    view.hidden = false;
    root.dataset.camera = "1";
    find(".shoot").focus();
    view.scrollIntoView({ block: "nearest" });
    opened?.(stream);
  }

  function close() {
    opening += 1;
    for (const track of stream?.getTracks() ?? []) track.stop();
    stream = video.srcObject = null;
    if (view.contains(document.activeElement)) find(".camera").focus(); // what had it is about to go
    view.hidden = true;
    delete root.dataset.camera;
    closed?.();
  }

  function shutCamera() {
    close();
    shut?.();
  }

  find(".camera").addEventListener("click", open);
  find(".shut").addEventListener("click", shutCamera);
  find(".shoot").addEventListener("click", () =>
    middleOf(video).toBlob(
      (blob) => blob && bring(new File([blob], "camera.jpg", { type: "image/jpeg" })),
      "image/jpeg",
      0.95,
    ),
  );
  document.addEventListener("visibilitychange", () => document.hidden && stream && shutCamera());
  new IntersectionObserver(() => stream && !element.offsetParent && shutCamera()).observe(element);

  return { close, taken: (/** @type {number} */ longest) => middleOf(video, longest) };
}
