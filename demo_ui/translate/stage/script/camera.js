/* The camera: a live picture on the stage, and a button that keeps one of them. */
const view = find(".camera-view"), video = find("video");
let stream = null;

find(".camera").hidden = !(secure && navigator.mediaDevices?.getUserMedia);

find(".camera").addEventListener("click", async () => {
  if (stream) return closeCamera();
  try {
    stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
  } catch {
    return complain("translate.fault.camera");
  }
  complain(null);
  video.srcObject = stream;
  await video.play();
  root.style.setProperty("--aspect", video.videoWidth / video.videoHeight);
  view.hidden = false;
  find(".shoot").focus();
});

find(".shoot").addEventListener("click", () => {
  const canvas = Object.assign(document.createElement("canvas"), { width: video.videoWidth, height: video.videoHeight });
  canvas.getContext("2d").drawImage(video, 0, 0);
  canvas.toBlob((blob) => send({ file: new File([blob], "camera.jpg") }), "image/jpeg", 0.95);
});

find(".shut").addEventListener("click", () => {
  closeCamera();
  paint();
});

function closeCamera() {
  for (const track of stream?.getTracks() ?? []) track.stop();
  stream = null;
  view.hidden = true;
}
