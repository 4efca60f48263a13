"""What Python sends to the browser side is what its types say: each part's props, each endpoint's answers."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from demo_ui.app import build_demo
from demo_ui.page.part import PARTS
from demo_ui.settings import AppSettings
from tests.declared import faults, members
from tests.fake_live import FakeStage
from tests.held import ROOMS


@pytest.fixture(scope="module")
def parts(services: Any) -> dict[str, tuple[dict[str, Any], set[str]]]:
    """By the name of its room: the props of each part, and the names of its functions."""
    stage: Any = FakeStage()
    config = build_demo(replace(services, live=stage), AppSettings()).get_config_file()
    made = {one["props"].get("elem_id"): one["props"].get("server_fns") or [] for one in config["components"]}
    return {
        name: (json.loads(json.dumps(props)), {f if isinstance(f, str) else f["name"] for f in made[id]})
        for id, (name, entry, props) in PARTS.items()
        if entry.startswith("rooms/")
    }


def test_props(parts: dict[str, Any]) -> None:
    assert len(parts) == 7
    sent = {room: props for room, (props, _) in parts.items() if props}
    assert sent.keys() == {"generate", "translate", "draw", "training", "learn"}
    assert [fault for room, props in sent.items() for fault in faults(props, f"rooms/{room}/state.mjs", "Props")] == []


def test_every_function_has_a_type(parts: dict[str, Any]) -> None:
    for room in ROOMS:
        _, functions = parts[room]
        assert functions == members(f"rooms/{room}/state.mjs", "Answers").keys(), room


def test_a_type_says_what_is_not_as_it_says(tmp_path: Any) -> None:
    """A look holds a digit's address and D's verdict: kinds, and names that are too many or too few."""
    state = "rooms/generate/state.mjs"
    good = {"digit": "data:", "verdict": {"logit": 1.5, "probability": 0.8}, "films": ["data:"]}
    assert faults(good, state, "Look") == []
    wrong: list[dict[str, Any]] = [
        {"digit": 3},
        {"film": "data:"},
        {"verdict": {"logit": 1}},
        {"verdict": {"logit": True, "probability": 0}},
        {"verdict": {"logit": None, "probability": 0}},
        {"films": [None]},
        {"films": "data:"},
    ]
    assert [one for one in wrong if not faults(good | one, state, "Look")] == []
