/* The visitor has left: the camera is shut, and nobody keeps any of the photographs. */
const tickets = new Set(); // of the visitor's own

document.addEventListener("theatre:forget", ({ detail }) => {
  closeCamera();
  sent += 1; // what is on its way is shown to nobody
  busy(false);
  live.setAttribute("aria-pressed", "true");
  pad.replace([]);
  keepSwitch.checked = false;
  theatre.keep("here", null);
  if (facts) showKeeping();
  detail.wait(ask.forget([...tickets]));
});
