/* The worker that computes. It is asked one thing after the other, and answers in that order. */
const lab = new URL(props.lab, document.baseURI);
const unanswered = new Map();
let worker = null, asked = 0;

function hire() {
  worker = new Worker(new URL("worker.mjs", lab), { type: "module" });
  worker.onmessage = ({ data }) => {
    unanswered.get(data.number)?.(data);
    unanswered.delete(data.number);
  };
  worker.onerror = failed;
}

function failed() {
  root.dataset.state = "failed";
  fault("equilibrium.fault.worker");
}

function ask(wish) {
  return new Promise((told) => {
    unanswered.set((asked += 1), told);
    worker.postMessage({ ...wish, number: asked });
  });
}
