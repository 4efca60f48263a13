/**
 * A lane to the server on which the newest wish wins: at most `most` requests are under way, what could
 * not be sent yet is replaced by what came after it, and an answer that was overtaken is not shown.
 * `send(wish)` gives a promise, `show(answer, wish)` gets what it brought: undefined where it failed.
 * @template Wish, Told
 * @param {(wish: Wish) => Promise<Told>} send
 * @param {(answer: Told | undefined, wish: Wish) => void} show
 * @param {number} most
 */
export function latestWins(send, show, most = 2) {
  /** @type {Wish | null} */
  let waiting = null;
  let underWay = 0,
    sent = 0,
    shown = 0;

  function pump() {
    if (waiting === null || underWay >= most) return;
    const wish = waiting,
      number = (sent += 1);
    waiting = null;
    underWay += 1;
    send(wish)
      .catch(() => undefined)
      .then((answer) => {
        underWay -= 1;
        if (number > shown) {
          shown = number;
          show(answer, wish);
        }
        pump();
      });
  }

  return (/** @type {Wish} */ wish) => {
    waiting = wish;
    pump();
  };
}

/**
 * Calls `act` once the calls have stopped coming for `rest` milliseconds.
 * @param {() => void} act
 * @param {number} rest
 */
export function atRest(act, rest) {
  let timer = 0;
  return () => {
    clearTimeout(timer);
    timer = setTimeout(act, rest);
  };
}

/**
 * Calls `act` at most every `gap` milliseconds.
 * @param {() => void} act
 * @param {number} gap
 */
export function notOftenerThan(act, gap) {
  let last = -Infinity;
  return () => {
    const now = performance.now();
    if (now - last < gap) return;
    last = now;
    act();
  };
}
