/* "A link to what you see": the address to copy, and its QR code, made here by the vendored lean-qr. Others show codes of
   their own by `paintCode`. */
import { VENDOR } from "./given.mjs";
import { frame } from "./embed.mjs";
import { put, t } from "./i18n.mjs";
import { address, allow, missing, room } from "./links.mjs";

const QUIET = 4; // modules around the code that stay white, as the standard asks
const LOOPBACK = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/;
/** @type {Promise<any> | null} */
let library = null;
/** @type {HTMLDialogElement} */
let dialog;

/** Can nobody but this machine open what is shown here? */
export const onlyHere = () => location.protocol === "file:" || LOOPBACK.test(location.hostname);

/** @type {(selector: string) => any} of the dialog's own elements */
const part = (selector) => dialog.querySelector(selector);

function build() {
  dialog = document.body.appendChild(document.createElement("dialog"));
  dialog.className = "theatre-share-dialog";
  dialog.setAttribute("aria-labelledby", "share-title");
  dialog.innerHTML = `
    <div class="share-head"><h2 id="share-title" data-i18n="link.title"></h2>
      <button type="button" class="share-close" data-i18n-aria-label="link.close">×</button></div>
    <canvas class="share-code" role="img" data-i18n-aria-label="link.code" hidden></canvas>
    <input class="share-address" readonly data-i18n-aria-label="link.address">
    <div class="share-copies"><button type="button" class="share-copy"><span data-i18n="link.copy"></span></button>
      <button type="button" class="share-frame"><span data-i18n="link.frame"></span></button></div>
    <p class="share-note share-copied" role="status"></p>
    <p class="share-note share-missing" hidden></p>
    <p class="share-note share-local" data-i18n="${window.theatreStand?.server ? "link.local" : "link.local_site"}" hidden></p>`;
  part(".share-close").onclick = () => dialog.close();
  part(".share-copy").onclick = () => copyHere(address());
  part(".share-frame").onclick = () => copyHere(framed());
  part(".share-address").onfocus = (/** @type {any} */ { target }) => target.select();
  dialog.onclick = (event) => {
    if (event.target === dialog) dialog.close(); // beside it
  };
}

const framed = () => frame(address(), `${t("app.title")}: ${t(`${room()}.tab`)}`, allow());

/** @param {string} text */
async function copyHere(text) {
  part(".share-address").value = text;
  put(part(".share-copied"), (await copied(part(".share-address"))) ? "link.copied" : "link.by_hand");
}

/**
 * Outside of HTTPS and localhost a browser offers no clipboard: then what is selected is copied. Was it?
 * @param {HTMLInputElement} field
 */
export async function copied(field) {
  const written = navigator.clipboard?.writeText(field.value).then(
    () => true,
    () => false,
  );
  return (await written) || (field.select(), document.execCommand("copy"));
}

/**
 * The canvas is hidden where the text is too long for any code.
 * @param {HTMLCanvasElement} canvas
 * @param {string} text
 */
export async function paintCode(canvas, text) {
  library ??= import(new URL(`${VENDOR}lean-qr/index.mjs`, document.baseURI).href);
  const code = await library.then(({ generate }) => generate(text)).catch(() => null);
  canvas.hidden = !code;
  if (!code) return;
  canvas.width = canvas.height = code.size + 2 * QUIET;
  const brush = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  brush.fillStyle = "#fff"; // a reader needs dark on light, whatever the theme
  brush.fillRect(0, 0, canvas.width, canvas.height);
  brush.fillStyle = "#000";
  for (let y = 0; y < code.size; y += 1)
    for (let x = 0; x < code.size; x += 1) if (code.get(x, y)) brush.fillRect(x + QUIET, y + QUIET, 1, 1);
}

/* Shows the link to what is seen now. */
export function open() {
  if (!dialog) build();
  const shown = address(),
    lacks = missing();
  part(".share-address").value = shown;
  part(".share-copied").replaceChildren();
  delete part(".share-copied").dataset.i18n;
  part(".share-missing").hidden = !lacks;
  if (lacks) put(part(".share-missing"), lacks);
  part(".share-local").hidden = !onlyHere();
  dialog.showModal();
  part(".share-copy").focus();
  return paintCode(part(".share-code"), shown);
}
