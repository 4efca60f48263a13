/* The worker in which everything is computed. The page asks one thing at a time and gets the moment after it. */
import { Lab } from "./session.mjs";

const lab = new Lab();
self.onmessage = ({ data }) => postMessage({ number: data.number, ...lab.answer(data) });
