/* What is to happen to the photograph: which networks the room works with. Nobody is asked where there is no choice. */
const CHOICE_SIGNS = {
  "horse-zebra": '<path d="M5 4v16M19 4v16"/><path d="m9 6 6 3m-6 2 6 3m-6 2 6 3"/>',
  "photo-monet": '<path d="M3.500 20.500c5.500.5 7-1.500 6.500-4.500s-4-2.500-4.500.5c-.3 2-.5 3-2 4z"/><path d="m10 15 10.500-11.500"/>',
  "drawing-horse": '<path d="m4 20 1-5L16 4l4 4L9 19z"/>',
  "grey-colour": '<circle cx="12" cy="12" r="8.500"/><path class="full" d="M12 3.500a8.500 8.500 0 0 1 0 17z"/>',
};

const examplesOfNow = () => props.examples.filter((example) => example.networks.includes(networks));
const firstExample = () => examplesOfNow().find(({ name }) => name === props.start) ?? examplesOfNow()[0];

function buildChoice() {
  const place = find(".choice");
  place.hidden = props.networks.length < 2;
  place.append(...props.networks.map((name) => {
    const radio = make("input", { type: "radio", name: "photo-networks", value: name });
    radio.checked = name === networks;
    radio.addEventListener("change", () => choose(name));
    const sign = make("span", { class: "sign", "aria-hidden": "true" });
    sign.innerHTML = `<svg viewBox="0 0 24 24">${CHOICE_SIGNS[name]}</svg>`;
    return make("label", {}, radio, sign, make("span", { "data-i18n": `translate.choice.${name}` }));
  }));
}

/* The photograph that stands there, or is on its way, goes through the other networks, if it is one for them, else an example of theirs. */
async function choose(name) {
  if (await turnToNetworks(name)) sendFirst(pending ?? source);
}

function sendFirst(wanted) {
  if (draws()) return turnToDrawing();
  const fits = wanted?.file || examplesOfNow().some((example) => example.name === wanted?.example);
  const from = fits ? wanted : firstExample() && { example: firstExample().name };
  if (from) send(from);
}

/* Resolves to true once these networks can answer, to false if others were chosen meanwhile. */
async function turnToNetworks(name) {
  networks = name;
  sent += 1; // whatever is on its way is about the others
  closeCamera();
  busy(false);
  root.dataset.state = "loading";
  clearStage();
  setUp();
  const status = await readyStatus();
  if (status) showReady(status);
  return Boolean(status);
}

/* What of the room belongs to the networks that were chosen. */
function setUp() {
  root.dataset.networks = networks;
  act = root.dataset.act = ACTS_OF[networks][0];
  find(`.choice input[value="${networks}"]`).checked = true;
  theatre.put(find("#photos-pick"), worded("translate.pick.title"));
  say(find(".happened"), worded("translate.stage.title"));
  find(".happened").hidden = false;
  theatre.put(find(".doing"), worded("translate.waiting.loading"));
  theatre.put(find(".strength label > span"), worded("translate.strength"));
  theatre.put(find(".drop"), worded("translate.drop"));
  const sources = [".sources", ".drop", ".closed"].map(find);
  if (draws()) find(".drawing-desk").append(...sources); // beside the other ways to begin
  else find("#photos-pick").after(...sources);
  for (const button of element.querySelectorAll(".examples button"))
    button.hidden = !examplesOfNow().some(({ name }) => name === button.dataset.name);
}
