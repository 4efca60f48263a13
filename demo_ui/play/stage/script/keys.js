/* Taps, clicks and keys. A key goes by its place on the keyboard, whatever script it writes. */
const KEYS = { ArrowLeft: false, KeyR: false, ArrowRight: true, KeyF: true };

find(".says-real").addEventListener("click", () => answer(false));
find(".says-fake").addEventListener("click", () => answer(true));

document.addEventListener("keydown", (event) => {
  if (!(event.code in KEYS) || event.repeat || event.ctrlKey || event.altKey || event.metaKey) return;
  if (!element.offsetParent || !round || ended) return;
  if (event.code.startsWith("Arrow") && event.target.closest("input")) return; // there arrows choose and slide
  event.preventDefault();
  answer(KEYS[event.code]);
});
