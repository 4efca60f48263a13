import assert from "node:assert/strict";
import { test } from "node:test";

import { latestWins } from "./latest_wins.mjs";

const later = () => new Promise((done) => setTimeout(done));

test("it goes on after an answer that failed", async () => {
  const shown = [];
  const send = async (wish) => {
    if (wish === 1) throw new Error("lost");
    return wish;
  };
  const ask = latestWins(send, (answer) => shown.push(answer ?? "nothing"), 1);
  for (const wish of [1, 2]) {
    ask(wish);
    await later();
  }
  assert.deepEqual(shown, ["nothing", 2]);
});

test("of what could not be sent yet the newest is sent, and nothing overtaken is shown", async () => {
  const open = [],
    shown = [];
  const ask = latestWins(
    (wish) => new Promise((done) => open.push([wish, done])),
    (answer) => shown.push(answer),
    2,
  );
  for (const wish of [1, 2, 3, 4]) ask(wish);
  assert.deepEqual(
    open.map(([wish]) => wish),
    [1, 2],
  );
  open[1][1](2);
  await later();
  open[0][1](1); // overtaken
  await later();
  assert.deepEqual(
    open.map(([wish]) => wish),
    [1, 2, 4],
  );
  open[2][1](4);
  await later();
  assert.deepEqual(shown, [2, 4]);
});
