/* What this page is: the server's choice, the stand that the address names (?config=hall), and what the address says
   itself (?kiosk=1&idle=60&rooms=generate,training). The address can leave out more than the server, never less. */
(() => {
  const asked = new URLSearchParams(location.search),
    root = document.documentElement;
  const { stands, ...given } = __STAND__;
  const name = asked.get("config"),
    stand = { ...given, ...stands[name] };
  if (name !== null && !(name in stands)) stand.unknown = { name, known: Object.keys(stands).join(", ") || "–" };
  if (asked.has("kiosk")) stand.kiosk = asked.get("kiosk") === "1";
  if (Number(asked.get("idle")) > 4) stand.idle = Number(asked.get("idle"));
  if (asked.get("rooms"))
    stand.rooms = asked
      .get("rooms")
      .split(",")
      .filter((room) => /^[a-z]+$/.test(room));
  for (const what of ["upload", "camera", "train"]) {
    const key = `no_${what}`;
    stand[key] = Boolean(given[key] || stand[key] || asked.get(`no-${what}`) === "1");
    root.toggleAttribute(`data-no-${what}`, stand[key]);
  }
  root.toggleAttribute("data-kiosk", stand.kiosk);
  window.theatreStand = stand;
})();
