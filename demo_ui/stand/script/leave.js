/* A visitor has left, or wants to start over: everything of theirs is forgotten, here and at the server, and the page
   is loaded anew, as the next one shall find it. */
const PATIENCE = 2000; // ms that the rooms may take to take back what they hold at the server
const KEPT = ["kiosk", "config", "idle", "rooms", "no-upload", "no-camera", "no-train"]; // of the address
const MARK = "theatre-stand"; // in sessionStorage: what a page that comes back goes on with

/* The address of the stand: without what a visitor, or a link, put into it. */
function home(more = {}) {
  const asked = new URLSearchParams(location.search), query = new URLSearchParams();
  for (const name of KEPT) if (asked.has(name)) query.set(name, asked.get(name));
  for (const [name, value] of Object.entries(more)) if (value) query.set(name, value);
  return `${location.pathname}${query.size ? `?${query}` : ""}`;
}

function forgetHere() {
  for (const store of ["localStorage", "sessionStorage"]) {
    try {
      window[store].clear();
    } catch {
      /* storage may be forbidden: then nothing was kept */
    }
  }
}

/* Rooms take back what they hold at the server: `event.detail.wait(promise)`. */
async function forget() {
  const promises = [];
  document.dispatchEvent(new CustomEvent("theatre:forget", { detail: { wait: (promise) => promises.push(promise) } }));
  await Promise.race([Promise.allSettled(promises), new Promise((done) => setTimeout(done, PATIENCE))]);
  forgetHere();
}

function mark(what) {
  try {
    sessionStorage.setItem(MARK, JSON.stringify(what));
  } catch {
    /* then the page comes back as for somebody new */
  }
}

function marked() {
  try {
    const found = JSON.parse(sessionStorage.getItem(MARK));
    sessionStorage.removeItem(MARK);
    return found;
  } catch {
    return null;
  }
}
