/* Where photographs come from: a file, a drop, the clipboard, an example. (The camera has a module of its own.) */
import { make } from "../../core/elements.mjs";
import * as theatre from "../../core/theatre.mjs";
import { lay } from "./drawing.mjs";
import { send, turnTo } from "./stage.mjs";
import { ACTS_OF, above, complain, draws, element, find, props, root, state, worded } from "./state.mjs";

/* Where visitors' photographs are not wanted neither a drop nor the clipboard brings one; the camera calls `bring`. */
const unwanted = () => document.documentElement.hasAttribute("data-no-upload");

/** @param {File | Blob | null | undefined} file */
function take(file) {
  if (file && !unwanted()) bring(file);
}

/** @param {File | Blob} file */
export const bring = (file) => (draws() ? lay(file) : send({ file }));

/* With names of formats a phone hands over its HEIC photographs as JPEG; with "image/*" it would not. */
find(".file").accept = props.limits.accept;
find(".choose").addEventListener("click", () => find(".file").click());
find(".file").addEventListener("change", () => {
  const field = find(".file");
  take(field.files[0]);
  field.value = ""; // the same file may be chosen again
});

/* ---- drop ---- */

/** @param {DragEvent} event */
const carriesFile = (event) => [...(event.dataTransfer?.types ?? [])].includes("Files");
for (const name of /** @type {const} */ (["dragover", "drop", "dragleave"]))
  root.addEventListener(name, (event) => {
    if (!carriesFile(event) || !state.facts) return;
    event.preventDefault();
    root.classList.toggle("over", name === "dragover");
    if (name === "drop") take(event.dataTransfer?.files[0]);
  });

/* ---- clipboard: Ctrl+V everywhere, the button where the browser allows it ---- */

document.addEventListener("paste", (event) => {
  if (!element.offsetParent || !state.facts) return;
  const file = [...(event.clipboardData?.files ?? [])].find(({ type }) => type.startsWith("image/"));
  if (file) take(file);
});

find(".paste").addEventListener("click", async () => {
  const items = await navigator.clipboard.read().catch(() => []);
  for (const item of items) {
    const type = item.types.find((type) => type.startsWith("image/"));
    if (type) return take(new File([await item.getType(type)], "pasted"));
  }
  complain("translate.fault.nothing_pasted");
});

export const secure = window.isSecureContext;
find(".paste").hidden = !(secure && navigator.clipboard?.read);
find(".closed").hidden = secure;

/* ---- examples ---- */

/** @param {string | undefined} name */
function markExample(name) {
  for (const button of /** @type {NodeListOf<HTMLElement>} */ (element.querySelectorAll(".examples button")))
    button.setAttribute("aria-pressed", String(button.dataset.name === name));
  const credit = props.examples.find((example) => example.name === name)?.credit;
  find(".credit").hidden = !credit;
  if (credit) theatre.put(find(".credit"), "translate.credit", { credit });
}

export function buildExamples() {
  find(".examples").append(
    ...props.examples.map(({ name, url }) => {
      const shows = `translate.example.${name.split("-")[0]}`,
        alt = theatre.t(shows) === shows ? "translate.example.photograph" : shows;
      const img = make("img", { src: url, alt: "", loading: "lazy", draggable: "false", "data-i18n-alt": alt });
      const button = make("button", { type: "button", "data-name": name, "aria-pressed": "false" }, img);
      button.addEventListener("click", () => send({ example: name }));
      return button;
    }),
  );
}

/* ---- the direction ---- */

export function buildDirections() {
  const ways = state.facts.guard ? ["auto", "ab", "ba"] : ["ab", "ba"];
  find(".directions").hidden = !state.facts.directions;
  find(".directions").replaceChildren(
    ...ways.map((way, i) => {
      const radio = make("input", { type: "radio", name: "photo-direction", value: way });
      radio.checked = i === 0;
      radio.addEventListener("change", () => state.source && !state.stream && send(state.source)); // a camera that is open turns with it
      return make("label", {}, radio, make("span", { "data-i18n": worded(`translate.direction.${way}`) }));
    }),
  );
}

export function buildActs() {
  const able = /** @type {Record<string, boolean | undefined>} */ ({
    cycle: state.facts.without,
    l1: state.facts.without,
    pairs: state.facts.pairings,
    hints: state.facts.hints,
  });
  const names = ACTS_OF[state.networks].filter((name) => able[name] ?? true);
  find(".acts").hidden = names.length < 2;
  find(".acts").replaceChildren(
    ...names.map((name) => {
      const button = make(
        "button",
        { type: "button", "data-act": name, "aria-pressed": String(name === state.act) },
        make("span", { "data-i18n": `translate.act.${name}` }),
      );
      button.addEventListener("click", () => (complain(null), turnTo(name)));
      return button;
    }),
  );
}

above.whenOpened.push(({ example }) => markExample(example));
