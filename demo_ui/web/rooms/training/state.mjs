/* What is known and set in this room now. */
export const state = {
  mode: "replay", // or "live", "quiz"
  run: null,
  ready: false,
  sheet: null, // `sheet` stays null where a snapshot brings its own frame
  plots: [],
  index: 0,
  shownAt: 0,
  speed: 1,
  looping: false,
  begun: false, // the first run plays by itself, once
  linked: false, // a link said what to show
  turned: () => {}, // told the name of a knob that a visitor turned
  view: null, // what the server told last of live training
  following: true, // the newest snapshot of a live run is shown
  taking: null, // the step that the button would take over
  busy: 0,
};

/* What modules ask of those above them, who put it here. */
export const above = {
  open: null,
  look: null,
  paintTaking: null,
  showLive: null,
  showReferee: null,
  refereeAtWork: null,
};
