/* A worker that answers what a room asks. Its first message names the scripts that know the answers, which share this
   scope and give `begin(settings)` and `answers`; each later one is a question, { number, name, asked }. */
const NOT_MINE = { notMine: true }; // ask somebody else

/* What is told to the visitor, in the words of `error.<code>`. */
class Fault extends Error {
  constructor(code, details = {}) {
    super(code);
    this.told = { code, details };
  }
}

const pause = new MessageChannel(), waiting = [];
pause.port1.onmessage = () => waiting.shift()();

/* Lets the messages in that came meanwhile. */
const breath = () => new Promise((go) => {
  waiting.push(go);
  pause.port2.postMessage(0);
});

async function answered(name, asked) {
  try {
    return await answers[name](asked);
  } catch (fault) {
    if (fault.told) return { fault: fault.told };
    console.info(`${name}: ${fault}`);
    return NOT_MINE;
  }
}

self.onmessage = async ({ data }) => {
  try {
    importScripts(...data.scripts);
    await wake(data.runtime, data.parallel);
    await begin(data);
  } catch (fault) {
    return postMessage({ failed: String(fault) });
  }
  self.onmessage = async ({ data: { number, name, asked } }) => postMessage({ number, answer: await answered(name, asked) });
  postMessage({ status: answers.status?.() ?? null });
};
