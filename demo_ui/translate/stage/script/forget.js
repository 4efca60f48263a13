/* The visitor has left: the camera is shut, and nobody keeps any of the photographs. */
const tickets = new Set(); // of the visitor's own

document.addEventListener("theatre:forget", ({ detail }) => {
  closeCamera();
  live.setAttribute("aria-pressed", "true");
  pad.replace([]);
  keepSwitch.checked = false;
  theatre.keep("here", null);
  if (facts) showKeeping();
  detail.wait(ask.forget([...tickets]));
});
