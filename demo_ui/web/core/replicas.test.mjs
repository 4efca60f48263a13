import assert from "node:assert/strict";
import { test } from "node:test";

import { inTurn, watched } from "./replicas.mjs";

test("one server in the place of another is no fault of the proxy", () => {
  for (const names of [[], ["a"], ["a", "a", "a"], ["a", "b", "b"]]) assert.equal(inTurn(names), false);
  for (const names of [
    ["a", "b", "a"],
    ["a", "a", "b", "c"],
  ])
    assert.equal(inTurn(names), true);
});

test("a watched server answers the same, and lacks the same", async () => {
  const server = watched({ look: async (asked) => ({ asked }) }, assert.fail);
  assert.deepEqual(await server.look(7), { asked: 7 });
  assert.equal(server.save, undefined);
  assert.equal("save" in server, false);
});
