/* A worker that answers what a room asks. Its first message is its settings; each later one is a question,
   { number, name, asked }. */
export const NOT_MINE = { notMine: true }; // ask somebody else

/* What is told to the visitor, in the words of `error.<code>`. */
export class Fault extends Error {
  /**
   * @param {string} code
   * @param {FaultTold["details"]} details
   */
  constructor(code, details = {}) {
    super(code);
    /** @type {FaultTold} */
    this.told = { code, details };
  }
}

/** @type {MessageChannel | null} */
let pause = null;
/** @type {((value?: any) => void)[]} */
const waiting = [];

/* Lets the messages in that came meanwhile. */
export function breath() {
  if (!pause) {
    pause = new MessageChannel();
    pause.port1.onmessage = () => waiting.shift()?.();
  }
  const { port2 } = pause;
  return new Promise((go) => {
    waiting.push(go);
    port2.postMessage(0);
  });
}

/**
 * `begin(settings)` makes ready for questions; `answers` are functions by the names of the questions.
 * @param {(settings: any) => Promise<void>} begin
 * @param {Record<string, (asked?: any) => any>} answers
 */
export function serve(begin, answers) {
  /**
   * @param {string} name
   * @param {any} asked
   */
  async function answered(name, asked) {
    try {
      return await answers[name](asked);
    } catch (fault) {
      if (fault instanceof Fault) return { fault: fault.told };
      console.info(`${name}: ${fault}`);
      return NOT_MINE;
    }
  }

  self.onmessage = async ({ data }) => {
    try {
      await begin(data);
    } catch (fault) {
      return postMessage({ failed: String(fault) });
    }
    self.onmessage = async ({ data: { number, name, asked } }) =>
      postMessage({ number, answer: await answered(name, asked) });
    postMessage({ status: answers.status?.() ?? null });
  };
}
