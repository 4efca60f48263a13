/* The worker that computes. It is asked one thing after the other; an answer of a session that was replaced is dropped. */
const lab = new URL(props.lab, document.baseURI);
const worker = new Worker(new URL("worker.mjs", lab), { type: "module" });
const unanswered = new Map();
let asked = 0;

worker.onmessage = ({ data }) => {
  unanswered.get(data.number)?.(data);
  unanswered.delete(data.number);
};
worker.onerror = () => (root.dataset.state = "failed") && fault("equilibrium.fault.worker");

function ask(wish) {
  return new Promise((told) => {
    unanswered.set((asked += 1), told);
    worker.postMessage({ ...wish, number: asked });
  });
}
