"""The live room on the server's side: requests read, actions taken, faults told."""

from __future__ import annotations

import base64
import io
import json
import zipfile
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from demo_ui.generate.api import DigitApi
from demo_ui.page.i18n import table
from demo_ui.training.api import PRESETS, LiveApi
from gan_core.base.errors import GanError
from gan_core.data.doodles import doodles
from gan_core.live.knobs import Knobs
from tests.fake_live import FakeStage
from tests.fakes import fake_services
from tests.runs import STEPS

ME, OTHER = "a" * 32, "b" * 32
KNOBS = Knobs.of().to_json()


@pytest.fixture(scope="module")
def rooms() -> Any:
    return fake_services().digits


@pytest.fixture
def stage() -> FakeStage:
    return FakeStage()


@pytest.fixture
def api(stage: FakeStage, rooms: Any) -> LiveApi:
    return LiveApi(stage, rooms)  # type: ignore[arg-type]


def do(api: LiveApi, action: str, visitor: str = ME, **more: Any) -> None:
    assert api.live_do({"visitor": visitor, "action": action, **more}) == {}


def test_every_preset_has_knobs_and_a_name() -> None:
    presets = LiveApi.facts()["presets"]
    assert tuple(presets) == PRESETS and presets["express"] == KNOBS
    assert all(f"training.preset.{name}" in table("en") for name in presets)


def test_a_run_is_started_steered_and_watched(api: LiveApi, stage: FakeStage) -> None:
    do(api, "start", knobs={**KNOBS, "batch": 64})
    for action in ("pause", "resume", "stop"):
        do(api, action)
    assert [call[0] for call in stage.calls] == ["start", "pause", "resume", "stop"]
    stage.publish(2)
    view = api.live_watch({"visitor": ME, "run": stage.run, "after": STEPS[0]})
    assert [s["step"] for s in view["snapshots"]] == STEPS[1:3] and view["knobs"]["batch"] == 64
    assert len(api.live_watch({"visitor": ME, "run": "another", "after": 100})["snapshots"]) == 3
    json.dumps(view, allow_nan=False)


def test_one_step_where_there_is_no_run_makes_one_first(api: LiveApi, stage: FakeStage) -> None:
    do(api, "one", knobs=KNOBS)
    assert stage.calls[1] == ("start", ME, True) and stage.calls[-1] == ("step", ME)
    do(api, "one", knobs=KNOBS)
    assert [call[0] for call in stage.calls].count("start") == 1


def test_one_step_waits_for_its_turn(api: LiveApi, stage: FakeStage) -> None:
    do(api, "start", knobs=KNOBS)
    stage.step = lambda visitor: (_ for _ in ()).throw(GanError("live_ended"))  # type: ignore[method-assign]
    do(api, "one", OTHER, knobs=KNOBS)
    assert stage.waiting == [OTHER]


def test_a_fork_goes_on_beside_a_run(api: LiveApi, stage: FakeStage) -> None:
    do(api, "start", knobs=KNOBS)
    stage.publish(2)
    do(api, "fork", knob="d_rate", value=0.01)
    stage.publish(1)
    twin = api.live_watch({"visitor": ME})["twin"]
    assert (twin["since"], [s["step"] for s in twin["snapshots"]]) == (STEPS[2], STEPS[2:4])
    held = {"visitor": ME, "run": stage.run, "after": STEPS[2], "twin": twin["run"]}
    assert [s["step"] for s in api.live_watch(held)["twin"]["snapshots"]] == [STEPS[3]]
    do(api, "end_fork")
    assert api.live_watch({"visitor": ME})["twin"] is None
    for asked in ({}, {"knob": "seed", "value": 3}, {"knob": ["d_rate"], "value": 1}):
        with pytest.raises(GanError) as fault:
            do(api, "fork", **asked)
        assert fault.value.code == "knobs_wrong"
    do(api, "fork", knob="batch", value=64)
    do(api, "keep_fork")
    assert api.live_watch({"visitor": ME})["knobs"]["batch"] == 64


def test_who_does_not_own_the_run_is_told_so(api: LiveApi) -> None:
    do(api, "start", knobs=KNOBS)
    for action in ("pause", "stop", "one"):
        with pytest.raises(GanError) as fault:
            do(api, action, OTHER, knobs=KNOBS)
        assert fault.value.code == "live_not_yours"
    do(api, "start", OTHER, knobs=KNOBS)
    assert api.live_watch({"visitor": OTHER})["place"] == 1


def test_a_snapshot_is_taken_over_by_one_visitor_alone(api: LiveApi, stage: FakeStage, rooms: Any) -> None:
    generate = DigitApi(rooms)
    before = generate.look({"seed": 7})["digit"]
    do(api, "start", knobs=KNOBS)
    facts = api.live_take({"visitor": ME, "step": 0})["facts"]
    assert facts["directions"] == [] and facts["snapshots"] == [{"step": None, "shown": 0, "epoch": 0.0}]
    taken = generate.look({"seed": 7, "checkpoint": facts["id"]})["digit"]
    assert taken != before == generate.look({"seed": 7})["digit"]
    assert generate.save({"seed": 7, "checkpoint": facts["id"]})["name"].endswith(".png")
    with pytest.raises(GanError) as fault:
        api.live_take({"visitor": ME, "step": 1})
    assert fault.value.code == "live_no_weights"


def test_what_was_taken_over_long_ago_is_gone_and_nothing_else_is_found(rooms: Any) -> None:
    generate, names = DigitApi(rooms), [rooms.engine.take_over({}, {}) for _ in range(17)]
    assert generate.look({"seed": 7, "checkpoint": names[-1]})["digit"]
    for name, code in ((names[0], "taken_gone"), ("classic", "checkpoint_missing"), ({"a": 1}, "checkpoint_missing")):
        with pytest.raises(GanError) as fault:
            generate.look({"seed": 7, "checkpoint": name})
        assert fault.value.code == code


def test_a_run_is_saved(api: LiveApi, stage: FakeStage) -> None:
    do(api, "start", knobs=KNOBS)
    stage.publish(3)
    file = api.live_save({"visitor": ME})
    head, _, data = file["url"].partition(",")
    assert file["name"].endswith(".zip") and head == "data:application/zip;base64"
    assert zipfile.ZipFile(io.BytesIO(base64.b64decode(data))).testzip() is None


def test_one_run_is_saved_at_a_time(api: LiveApi, stage: FakeStage, monkeypatch: pytest.MonkeyPatch) -> None:
    do(api, "start", knobs=KNOBS)
    stage.publish(3)
    codes: list[str] = []

    def meanwhile(*_: Any) -> None:
        with pytest.raises(GanError) as fault:
            api.live_save({"visitor": ME})
        codes.append(fault.value.code)
        raise GanError("live_ended")

    with monkeypatch.context() as patch:
        patch.setattr(stage, "save", meanwhile)
        with pytest.raises(GanError):
            api.live_save({"visitor": ME})
    assert codes == ["large_busy"]
    assert api.live_save({"visitor": ME})["name"].endswith(".zip")  # after a fault, too


def sent(picture: np.ndarray) -> str:
    return base64.b64encode(picture.tobytes()).decode()


def test_a_class_draws_on_one_board_and_its_owner_starts_with_what_was_drawn(api: LiveApi, stage: FakeStage) -> None:
    code = api.live_board({"visitor": ME, "action": "open"})["code"]
    drawn = doodles(13)
    for number, picture in enumerate(drawn):
        phone = "abcd"[number % 4] * 20
        told = api.live_board({"visitor": phone, "action": "add", "code": code.lower(), "picture": sent(picture)})
        assert (told["count"], told["numbers"], told["came"]) == (number + 1, [], {})
    seen = api.live_board({"visitor": ME, "action": "see", "code": code, "after": 12})
    assert seen["numbers"] == list(range(1, 14)) and seen["came"] == {"13": sent(drawn[12])}
    for fewer in (1, 2):
        seen = api.live_board({"visitor": ME, "action": "strike", "code": code, "number": fewer})
    with pytest.raises(GanError) as fault:
        do(api, "start", knobs=KNOBS, board=True)
    assert fault.value.code == "drawings_few" and seen["count"] == 11  # which stay
    api.live_board({"visitor": OTHER, "action": "add", "code": code, "picture": sent(drawn[0])})
    do(api, "start", knobs=KNOBS, board=True)
    np.testing.assert_array_equal(stage.drawings, [*drawn[2:], drawn[0]])
    with pytest.raises(GanError) as fault:
        do(api, "start", OTHER, knobs=KNOBS, board=True)
    assert fault.value.code == "board_missing"
    do(api, "forget")
    with pytest.raises(GanError) as fault:
        api.live_board({"visitor": OTHER, "action": "see", "code": code})
    assert fault.value.code == "board_missing"


def test_a_board_can_begin_with_an_example_that_training_takes(api: LiveApi, stage: FakeStage) -> None:
    code = api.live_board({"visitor": ME, "action": "open"})["code"]
    assert api.live_board({"visitor": ME, "action": "example", "code": code})["count"] == 24
    do(api, "start", knobs=KNOBS, board=True)
    assert stage.drawings is not None and len(np.unique(stage.drawings, axis=0)) == 24


def test_the_pictures_that_a_run_learns_from_are_told_to_their_owner_alone(api: LiveApi) -> None:
    code = api.live_board({"visitor": ME, "action": "open"})["code"]
    api.live_board({"visitor": ME, "action": "example", "code": code})
    do(api, "start", knobs=KNOBS, board=True)
    api.live_board({"visitor": ME, "action": "undo", "code": code})  # the run keeps what it began with
    found = api.live_learned({"visitor": ME, "indices": [23, 3, 24]})["pictures"]
    assert found == {"23": sent(doodles(24)[23]), "3": sent(doodles(24)[3])}
    for visitor, indices, fault in ((OTHER, [3], "live_not_yours"), (ME, [3] * 65, "list_wrong")):
        with pytest.raises(GanError) as refused:
            api.live_learned({"visitor": visitor, "indices": indices})
        assert refused.value.code == fault
    with pytest.raises(GanError):
        api.live_learned({"visitor": ME, "indices": [None]})
    do(api, "stop")
    do(api, "start", knobs=KNOBS)
    assert api.live_learned({"visitor": ME, "indices": [3]}) == {"pictures": {}}


def test_a_run_learns_the_pictures_that_a_visitor_brought(api: LiveApi, stage: FakeStage) -> None:
    drawn = doodles(18)
    for start, count in ((0, 10), (10, 18)):
        part = {"visitor": ME, "start": start, "pictures": sent(drawn[start:count])}
        assert api.live_pictures(part) == {"count": count}
    with pytest.raises(GanError) as fault:
        do(api, "start", OTHER, knobs=KNOBS, heap=True)
    assert fault.value.code == "heap_gone"
    do(api, "start", knobs=KNOBS, heap=True)
    np.testing.assert_array_equal(stage.drawings, drawn)
    with pytest.raises(GanError) as fault:  # the run has them, and nobody else keeps them
        do(api, "start", knobs=KNOBS, heap=True)
    assert fault.value.code == "heap_gone"


def test_pictures_that_start_no_run_stay_until_their_visitor_goes(api: LiveApi, stage: FakeStage) -> None:
    for drawn, code in ((doodles(1), "drawings_few"), (doodles(1).repeat(12, 0), "drawings_equal")):
        api.live_pictures({"visitor": ME, "start": 0, "pictures": sent(drawn)})
        for _ in range(2):
            with pytest.raises(GanError) as fault:
                do(api, "start", knobs=KNOBS, heap=True)
            assert fault.value.code == code
    assert stage.calls == []
    do(api, "forget")
    with pytest.raises(GanError) as fault:
        do(api, "start", knobs=KNOBS, heap=True)
    assert fault.value.code == "heap_gone"


@pytest.mark.parametrize("pictures", [None, "", "no base64!", sent(np.ones(785, np.uint8)), "A" * 2_000_000])
def test_what_is_no_part_of_a_heap_is_refused(api: LiveApi, pictures: Any) -> None:
    with pytest.raises(GanError) as fault:
        api.live_pictures({"visitor": ME, "start": 0, "pictures": pictures})
    assert fault.value.code == "drawings_shape"


@pytest.mark.parametrize("picture", [None, "", "not base64", sent(np.ones(9, np.uint8)), sent(np.ones(9999, np.uint8))])
def test_what_is_no_picture_is_refused(api: LiveApi, picture: Any) -> None:
    code = api.live_board({"visitor": ME, "action": "open"})["code"]
    with pytest.raises(GanError) as fault:
        api.live_board({"visitor": ME, "action": "add", "code": code, "picture": picture})
    assert fault.value.code == "drawings_shape"


BAD: list[tuple[Any, str]] = [
    (None, "visitor_wrong"),
    ({"action": "start", "knobs": KNOBS}, "visitor_wrong"),
    ({"visitor": "short", "action": "start", "knobs": KNOBS}, "visitor_wrong"),
    ({"visitor": "v" * 81, "action": "stop"}, "visitor_wrong"),
    ({"visitor": ME}, "option_unknown"),
    ({"visitor": ME, "action": ["start"]}, "option_unknown"),
    ({"visitor": ME, "action": "_one"}, "option_unknown"),
    ({"visitor": ME, "action": "start"}, "knobs_wrong"),
    ({"visitor": ME, "action": "start", "knobs": {**KNOBS, "speed": 9}}, "knobs_wrong"),
    ({"visitor": ME, "action": "start", "knobs": {**KNOBS, "preset": "worst"}}, "preset_unknown"),
    ({"visitor": ME, "action": "start", "knobs": {**KNOBS, "g_rate": float("nan")}}, "number_wrong"),
    ({"visitor": ME, "action": "start", "knobs": {**KNOBS, "d_rate": 1e9}}, "number_wrong"),
    ({"visitor": ME, "action": "start", "knobs": {**KNOBS, "batch": 10**9}}, "count_wrong"),
    ({"visitor": ME, "action": "stop"}, "live_not_started"),
]


@pytest.mark.parametrize(("asked", "code"), BAD)
def test_a_request_that_cannot_be_read_is_refused_with_a_reason(api: LiveApi, asked: Any, code: str) -> None:
    with pytest.raises(GanError) as fault:
        api.live_do(asked)
    assert fault.value.code == code


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
NAMES = ("action", "knobs", "run", "after", "step", "source", "data", "board", "code", "number", "picture", "indices")


ACTIONS = ["start", "turn", "referee", "open", "add", "strike", None]


@settings(deadline=None)
@given(st.dictionaries(st.sampled_from(NAMES), anything, max_size=5), st.sampled_from(ACTIONS))
def test_whatever_is_sent_an_answer_or_a_reason_comes_back(rooms: Any, asked: Any, action: str | None) -> None:
    api = LiveApi(FakeStage(), rooms)  # type: ignore[arg-type]
    asked = {**asked, "visitor": ME, **({"action": action} if action else {})}
    for ask in (api.live_do, api.live_board, api.live_learned, api.live_watch, api.live_take):
        try:
            assert isinstance(ask(asked), dict)
        except GanError as fault:
            assert str(fault)
