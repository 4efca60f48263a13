/* What visitors bring: a file, a drop, the clipboard. The room's template has .file, .choose, .paste and .closed. */

/**
 * @param {Context} room its `root` takes what is dropped
 * @param {object} wishes
 * @param {string} wishes.accept kinds of files
 * @param {() => boolean} wishes.ready whether the room can take anything yet
 * @param {(key: string) => void} wishes.complain
 * @param {(file: File | Blob) => void} wishes.bring
 */
export function takeWhatComes({ element, root, find }, { accept, ready, complain, bring }) {
  /* Where visitors' photographs are not wanted neither a drop nor the clipboard brings one. */
  const unwanted = () => document.documentElement.hasAttribute("data-no-upload");
  /** @param {File | Blob | null | undefined} file */
  const take = (file) => file && !unwanted() && bring(file);

  /* With names of formats a phone hands over its HEIC photographs as JPEG; with "image/*" it would not. */
  const field = find(".file");
  field.accept = accept;
  find(".choose").addEventListener("click", () => field.click());
  field.addEventListener("change", () => {
    take(field.files[0]);
    field.value = ""; // the same file may be chosen again
  });

  /** @param {DragEvent} event */
  const carriesFile = (event) => [...(event.dataTransfer?.types ?? [])].includes("Files");
  for (const name of /** @type {const} */ (["dragover", "drop", "dragleave"]))
    root.addEventListener(name, (event) => {
      if (!carriesFile(event) || !ready()) return;
      event.preventDefault();
      root.classList.toggle("over", name === "dragover");
      if (name === "drop") take(event.dataTransfer?.files[0]);
    });

  /* Ctrl+V everywhere, the button where the browser allows it. */
  document.addEventListener("paste", (event) => {
    if (!element.offsetParent || !ready()) return;
    take([...(event.clipboardData?.files ?? [])].find(({ type }) => type.startsWith("image/")));
  });
  find(".paste").addEventListener("click", async () => {
    const items = await navigator.clipboard.read().catch(() => []);
    for (const item of items) {
      const type = item.types.find((type) => type.startsWith("image/"));
      if (type) return take(new File([await item.getType(type)], "pasted"));
    }
    complain("translate.fault.nothing_pasted");
  });
  find(".paste").hidden = !(window.isSecureContext && navigator.clipboard?.read);
  find(".closed").hidden = window.isSecureContext;
}
