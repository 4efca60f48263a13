/* What every page begins with. */
import "./core/theatre.mjs";
import "./core/part.mjs";
import "./stand/stand.mjs";
