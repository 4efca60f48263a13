/* The stage: one picture before, one after, and a bar between them. The bar is a native slider over the whole
   picture, so that fingers, mouse and keys all move it. */
const frame = find(".frame"), wipe = find(".wipe");
const STAGE_SIGNS = 14;

function moveBar() {
  frame.style.setProperty("--at", wipe.value / 100);
  wipe.setAttribute("aria-valuetext", theatre.t(worded("translate.wipe.at"), { percent: wipe.value }));
}
wipe.addEventListener("input", moveBar);

/* Pictures are {url, alt, map, mask}; their shape is the photograph's, never another. */
function showSides(before, after, [width, height]) {
  element.firstElementChild.style.setProperty("--aspect", width / height);
  for (const [side, picture] of [["before", before], ["after", after]]) {
    const img = find(`.${side} img`);
    if (img.src !== picture.url) img.src = picture.url;
    img.alt = picture.alt ?? "";
    drawOver(find(`.${side} .laid`), picture, STAGE_SIGNS);
  }
}

function unveil() {
  wipe.disabled = false;
  moveBar();
}
