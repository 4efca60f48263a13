/* What every page begins with. */
import "./core/theatre.mjs";
import "./core/part.mjs";

const { kiosk, rooms, unknown } = /** @type {Stand} */ (window.theatreStand);
if ("embed" in document.documentElement.dataset) import("./core/embed.mjs").then(({ embedded }) => embedded());
if (kiosk || rooms.length || unknown) import("./stand/stand.mjs");
