"""Whose run is on, who waits, what is kept: the stage over a process that answers at once."""

from __future__ import annotations

import io
import queue
import zipfile
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import numpy as np
import pytest
from PIL import Image

from gan_core.base.errors import GanError
from gan_core.base.images import grid
from gan_core.data.doodles import doodles
from gan_core.data.drawings import FEW
from gan_core.live import service, worker
from gan_core.live.knobs import Knobs
from gan_core.live.process_supervisor import SILENT, STUCK
from gan_core.live.run import SNAPSHOTS
from gan_core.live.service import LiveTrainingService
from gan_core.store.checkpoints import Registry
from gan_core.store.replay import load_run
from gan_core.store.saved_runs import gather
from tests.live_process import FakeProcess

KNOBS = Knobs.of("express")


class Theatre:
    """A stage with a clock that is set by hand, and the processes that it started."""

    def __init__(self, root: Path) -> None:
        self.now, self.processes = 1000.0, []
        self.stage = LiveTrainingService(
            Registry(root), deadline=600, memory=2000, spawn=self._spawn, clock=lambda: self.now, every=None
        )

    def _spawn(self, on_event: Any) -> FakeProcess:
        self.processes.append(FakeProcess(on_event))
        return self.processes[-1]

    @property
    def process(self) -> FakeProcess:
        return self.processes[-1]

    def later(self, seconds: float, *heard: str) -> None:
        """Time passes; those named are heard of all the while."""
        end = self.now + seconds
        while self.now < end:
            self.now = min(self.now + 10, end)
            for visitor in heard:
                self.stage.beat(visitor)
            for process in self.processes[-1:]:
                process.beats()
            self.stage.tick()


@pytest.fixture
def theatre(tmp_path: Path) -> Theatre:
    return Theatre(tmp_path)


def refused(action: Any, *values: Any) -> str:
    with pytest.raises(GanError) as fault:
        action(*values)
    return fault.value.code


def steps(view: dict[str, Any]) -> list[int]:
    return [snapshot["step"] for snapshot in view["snapshots"]]


def test_a_run_is_started_watched_and_steered(theatre: Theatre) -> None:
    stage = theatre.stage
    assert stage.watch("a")["status"] == "idle"
    stage.start("a", KNOBS)
    theatre.process.trains(3)
    view = stage.watch("a")
    assert (view["status"], view["owner"], steps(view)) == ("running", True, [0, 1, 2, 3])
    assert view["facts"]["reference"]["frechet_floor"] == 5.0
    theatre.process.trains(2)
    assert steps(stage.watch("a", view["run"], 3)) == [4, 5]
    assert steps(stage.watch("a", "another run", 3)) == [0, 1, 2, 3, 4, 5]
    stage.pause("a")
    assert stage.watch("a")["status"] == "paused"
    stage.step("a")
    assert steps(stage.watch("a", view["run"], 5)) == [6]
    stage.resume("a")
    stage.stop("a")
    assert stage.watch("a")["status"] == "ended"
    assert theatre.process.sent == ["start", "pause", "step", "resume", "stop"]


def test_a_snapshot_carries_frame_diagnosis_and_bands(theatre: Theatre) -> None:
    theatre.stage.start("a", KNOBS)
    (first,) = theatre.stage.watch("a")["snapshots"]
    assert first["frame"].startswith("data:image/png;base64,")
    assert (first["says"]["state"], set(first["bands"])) == ("too_early", {"accuracy", "balanced", "auc", "looks"})


def test_a_run_is_taken_away_as_a_gif_while_it_goes_on(theatre: Theatre) -> None:
    stage = theatre.stage
    assert refused(stage.animation, "a") == "live_not_started"
    stage.start("a", KNOBS)
    stage.step("a")
    with Image.open(io.BytesIO(stage.animation("a"))) as gif:
        assert (gif.format, gif.n_frames) == ("GIF", len(stage.watch("a")["snapshots"]))  # pyright: ignore
    assert refused(stage.animation, "b") == "live_not_yours"


def test_steering_needs_a_run_of_ones_own(theatre: Theatre) -> None:
    stage = theatre.stage
    for action in (stage.pause, stage.resume, stage.step, stage.stop, stage.reset):
        assert refused(action, "a") == "live_not_started"
    stage.start("a", KNOBS)
    for action in (stage.pause, stage.resume, stage.step, stage.stop, stage.reset):
        assert refused(action, "b") == "live_not_yours"
    stage.stop("a")
    for action in (stage.pause, stage.resume, stage.step, stage.stop):
        assert refused(action, "a") == "live_ended"


def test_starting_twice_changes_nothing(theatre: Theatre) -> None:
    theatre.stage.start("a", KNOBS)
    theatre.process.trains(2)
    assert refused(theatre.stage.start, "a", KNOBS) == "live_started"
    view = theatre.stage.watch("a")
    assert (view["status"], steps(view)) == ("running", [0, 1, 2])


def test_a_second_visitor_watches_waits_and_follows(theatre: Theatre) -> None:
    stage = theatre.stage
    stage.start("a", KNOBS)
    stage.start("b", Knobs.of("best"))
    stage.start("c", KNOBS)
    assert refused(stage.start, "b", KNOBS) == "live_waiting"
    view = stage.watch("b")
    assert (view["status"], view["stage"], view["owner"], view["place"]) == ("queued", "running", False, 1)
    assert (stage.watch("c")["place"], stage.watch("a")["waiting"]) == (2, 2)
    stage.stop("c")
    stage.stop("a")
    view = stage.watch("b")
    assert (view["status"], view["owner"], view["place"], view["knobs"]["preset"]) == ("running", True, 0, "best")
    mine = stage.watch("a")  # whose run has ended still sees it
    assert (mine["status"], mine["owner"], steps(mine)) == ("ended", True, [0])
    assert stage.watch("d")["run"] == view["run"]


def test_a_run_whose_owner_is_gone_ends_after_30_seconds(theatre: Theatre) -> None:
    theatre.stage.start("a", KNOBS)
    theatre.later(30)
    run = theatre.stage.watch("b")
    assert run["stage"] == "running"
    theatre.stage.watch("a")  # a refresh finds it again
    theatre.later(31, "b")
    view = theatre.stage.watch("b")
    assert (view["stage"], view["message"]["code"], view["run"]) == ("ended", "live_away", run["run"])


def test_who_is_gone_has_no_place_in_the_queue(theatre: Theatre) -> None:
    stage = theatre.stage
    for visitor in ("a", "b", "c"):
        stage.start(visitor, KNOBS)
    theatre.later(40, "a", "c")
    assert stage.watch("c")["place"] == 1
    stage.stop("a")
    assert stage.watch("c")["owner"]


def test_a_turn_has_an_end(theatre: Theatre) -> None:
    theatre.stage.start("a", KNOBS)
    theatre.later(100, "a")
    assert theatre.stage.watch("a")["seconds_left"] == 500
    theatre.stage.reset("a")
    theatre.later(505, "a")
    view = theatre.stage.watch("a")
    assert (view["status"], view["message"]["code"]) == ("ended", "live_deadline")


def test_a_process_that_dies_fails_the_run_and_keeps_what_was_measured(theatre: Theatre) -> None:
    theatre.stage.start("a", KNOBS)
    theatre.process.trains(4)
    theatre.process.dies(-9)
    view = theatre.stage.watch("a")
    assert (view["status"], view["message"]) == ("failed", {"code": "live_died", "details": {"exit": -9}})
    assert (steps(view), view["weights"]) == ([0, 1, 2, 3, 4], [0, 1, 2, 3, 4])
    assert theatre.stage.weights("a", 4)[1]["generator"][0][0, 0] == 4
    theatre.stage.start("a", KNOBS)
    assert (len(theatre.processes), theatre.stage.watch("a")["status"]) == (2, "running")


def test_the_next_one_gets_a_new_process(theatre: Theatre) -> None:
    theatre.stage.start("a", KNOBS)
    theatre.stage.start("b", KNOBS)
    theatre.process.dies()
    assert theatre.stage.watch("b")["status"] == "running"


def test_too_much_memory_ends_the_process(theatre: Theatre) -> None:
    theatre.stage.start("a", KNOBS)
    theatre.process.megabytes = 2001
    theatre.stage.tick()
    assert theatre.stage.watch("a")["message"] == {"code": "live_memory", "details": {"limit": 2000}}


@pytest.mark.parametrize(("busy", "after"), [(None, SILENT), (STUCK + 1, SILENT)])
def test_a_process_that_hangs_is_ended_and_the_next_visitor_gets_another(
    theatre: Theatre, busy: float | None, after: float
) -> None:
    theatre.stage.start("a", KNOBS)
    theatre.stage.start("b", KNOBS)
    theatre.process.trains(2)
    theatre.later(200, "a", "b")  # it says that it is there
    assert theatre.stage.watch("a")["status"] == "running"
    theatre.process.busy = busy
    theatre.later(after, "a", "b")
    assert theatre.stage.watch("a")["status"] == "running"
    theatre.later(10, "a", "b")
    view = theatre.stage.watch("a")
    assert (view["status"], view["message"]) == ("failed", {"code": "live_hangs", "details": {}})
    assert steps(view) == [0, 1, 2]
    assert len(theatre.processes) == 2 and theatre.stage.watch("b")["status"] == "running"


def test_a_worker_tells_for_how_long_it_has_been_at_one_thing(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [50.0]
    monkeypatch.setattr(worker, "time", SimpleNamespace(monotonic=lambda: now[0]))
    busy = worker.Busy()  # with importing what it needs
    now[0] += 30
    assert busy.seconds() == 30
    commands: queue.Queue[dict[str, Any] | None] = queue.Queue()
    trainer = SimpleNamespace(step=0)
    host = SimpleNamespace(trainer=trainer)
    at_work = worker.Worker(cast(Any, None), commands, host, busy)
    told: list[float] = []

    def trains() -> None:
        now[0] += 2
        told.append(busy.seconds())
        commands.put(None)

    host.train = trains
    at_work._running = True
    at_work.work()
    now[0] += 7
    assert told == [2] and busy.seconds() == 7
    busy.rest()
    assert busy.seconds() == 0


def test_a_process_is_not_blamed_where_the_whole_machine_stood_still(theatre: Theatre) -> None:
    theatre.stage.start("a", KNOBS)
    theatre.process.busy = None
    theatre.now += SILENT + 100
    theatre.stage.beat("a")
    theatre.stage.tick()
    assert theatre.stage.watch("a")["status"] == "running"


def test_a_loss_that_is_no_number_fails_the_run_with_its_code(theatre: Theatre) -> None:
    theatre.stage.start("a", KNOBS)
    theatre.process.trains(2)
    theatre.process.tell("fault", run=theatre.process.run, code="loss_not_finite", details={"step": 3})
    view = theatre.stage.watch("a")
    assert (view["status"], view["message"]["code"], steps(view)) == ("failed", "loss_not_finite", [0, 1, 2])


def test_events_of_a_process_that_was_let_go_are_not_heard(theatre: Theatre) -> None:
    theatre.stage.start("a", KNOBS)
    theatre.stage.stop("a")
    theatre.later(310, "a")
    assert theatre.process.closed
    theatre.process.dies()
    theatre.process.trains(1)
    assert steps(theatre.stage.watch("a")) == [0]


def test_knobs_are_turned_but_not_those_that_make_the_run(theatre: Theatre) -> None:
    theatre.stage.start("a", KNOBS)
    theatre.process.trains(2)
    theatre.stage.turn("a", Knobs.from_json({**KNOBS.to_json(), "g_rate": 0.01}))
    assert refused(theatre.stage.turn, "a", Knobs.from_json({**KNOBS.to_json(), "real_label": 0.9})) == "knobs_fixed"
    view = theatre.stage.watch("a")
    assert view["knobs"]["g_rate"] == 0.01
    assert [(c["step"], c["knobs"]["g_rate"]) for c in view["facts"]["changes"]] == [(2, 0.01)]


def test_a_fork_goes_on_beside_its_run_on_one_clock(theatre: Theatre) -> None:
    stage = theatre.stage
    stage.start("a", KNOBS)
    theatre.process.trains(3)
    stage.fork("a", "d_rate", 0.008)
    first = stage.watch("a")
    twin = first["twin"]
    assert (twin["since"], twin["stage"], steps(twin), twin["message"]) == (3, "running", [3], None)
    assert twin["knobs"] == {**first["knobs"], "d_rate": 0.008}
    theatre.process.trains(2)
    view = stage.watch("a", first["run"], 3, twin["run"])
    assert steps(view) == steps(view["twin"]) == [4, 5]
    assert view["twin"]["snapshots"][0]["says"] and view["twin"]["facts"]["reference"]
    assert steps(stage.watch("a", first["run"], 5)["twin"]) == [3, 4, 5]  # who does not hold it gets all of it
    theatre.process.trains(SNAPSHOTS)
    late = stage.watch("a")
    assert set(steps(late["twin"])) <= set(steps(late)) and steps(late["twin"])[-1] == steps(late)[-1]
    with Image.open(io.BytesIO(stage.animation("a"))) as gif:
        assert gif.n_frames == SNAPSHOTS  # pyright: ignore
    stage.end_fork("a")
    theatre.process.trains(1)
    assert (stage.watch("a")["twin"], stage.watch("a")["status"]) == (None, "running")
    assert refused(stage.end_fork, "a") == refused(stage.keep_fork, "a") == "live_not_forked"


def test_a_fork_that_breaks_is_told_and_its_run_goes_on(theatre: Theatre) -> None:
    stage = theatre.stage
    stage.start("a", KNOBS)
    theatre.process.trains(3)
    stage.fork("a", "g_rate", 0.1)
    theatre.process.trains(2)
    theatre.process.tell("fault", run=theatre.process.twin, code="loss_not_finite", details={"step": 5})
    theatre.process.twin = ""
    theatre.process.trains(2)
    view = stage.watch("a")
    assert (view["status"], view["message"], steps(view)) == ("running", None, [0, 1, 2, 3, 4, 5, 6, 7])
    assert (view["twin"]["stage"], view["twin"]["message"]["code"]) == ("failed", "loss_not_finite")
    assert steps(view["twin"]) == [3, 4, 5]
    assert refused(stage.keep_fork, "a") == "live_not_forked"
    stage.turn("a", Knobs.from_json({**KNOBS.to_json(), "d_rate": 0.01}))
    stage.fork("a", "dropout", 0.5)
    assert steps(stage.watch("a")["twin"]) == [7]
    theatre.process.dies()
    view = stage.watch("a")
    assert (view["status"], view["twin"]["stage"], view["twin"]["message"]) == ("failed", "ended", None)


def test_a_fork_is_kept_instead_of_its_run(theatre: Theatre, tmp_path: Path) -> None:
    stage = theatre.stage
    stage.start("a", KNOBS)
    theatre.process.trains(3)
    before = stage.watch("a")["run"]
    stage.fork("a", "batch", 64)
    twin = stage.watch("a")["twin"]["run"]
    theatre.process.trains(2)
    stage.keep_fork("a")
    theatre.process.trains(1)
    view = stage.watch("a", before, 5)
    assert (view["run"], view["status"], view["owner"], view["twin"]) == (twin, "running", True, None)
    assert (steps(view), view["weights"]) == ([0, 1, 2, 3, 4, 5, 6], [0, 1, 2, 3, 5, 6])
    assert view["knobs"]["batch"] == 64
    assert [(change["step"], change["knobs"]["batch"]) for change in view["facts"]["changes"]] == [(3, 64)]
    stage.pause("a")
    run = load_run(stage.save("a", tmp_path / "saved")["record"])
    assert [s["step"] for s in run.snapshots] == steps(view)
    stage.fork("a", "real_label", 0.9)
    stage.keep_fork("a")
    assert steps(stage.watch("a")) == [6]  # other reference lines: no history of another run's


def test_a_fork_differs_in_one_knob_and_needs_room(theatre: Theatre) -> None:
    stage = theatre.stage
    assert refused(stage.fork, "a", "d_rate", 0.01) == "live_not_started"
    stage.start("a", KNOBS)
    for knob, value, code in (
        ("d_rate", KNOBS.d_rate, "fork_same"),
        ("seed", 5, "knobs_wrong"),
        ("preset", "best", "knobs_wrong"),
        ("batch", 0, "count_wrong"),
        ("dropout", float("nan"), "number_wrong"),
        ("dropout", "much", "number_wrong"),
    ):
        assert refused(stage.fork, "a", knob, value) == code
    assert refused(stage.fork, "b", "d_rate", 0.01) == "live_not_yours"
    theatre.process.megabytes = 1900
    assert refused(stage.fork, "a", "d_rate", 0.01) == "fork_memory"
    theatre.process.megabytes = 900
    stage.fork("a", "d_rate", 0.01)
    for again in (lambda: stage.fork("a", "g_rate", 0.01), lambda: stage.turn("a", KNOBS)):
        assert refused(again) == "live_forked"
    theatre.process.megabytes = 1950  # nearly all: B goes, before the process would have to
    stage.tick()
    view = stage.watch("a")
    assert (view["status"], view["twin"]["message"]["code"]) == ("running", "fork_memory")
    assert theatre.process.sent[-1] == "end_fork"


def test_a_fork_goes_with_its_run(theatre: Theatre) -> None:
    stage = theatre.stage
    stage.start("a", KNOBS)
    for over in (stage.stop, stage.reset, stage.forget):
        stage.fork("a", "d_rate", 0.01)
        over("a")
        view = stage.watch("a")
        assert view["twin"] is None or view["twin"]["stage"] == "ended"
        if over != stage.reset:
            stage.start("a", KNOBS)
            assert stage.watch("a")["twin"] is None


def test_snapshots_and_weights_are_bounded_and_the_newest_is_there(theatre: Theatre) -> None:
    theatre.stage.start("a", KNOBS)
    theatre.process.trains(SNAPSHOTS + 200)
    view = theatre.stage.watch("a")
    assert len(view["snapshots"]) == SNAPSHOTS
    assert len(view["weights"]) == 40
    assert {0, SNAPSHOTS + 200} <= set(view["weights"]) & set(steps(view))
    assert refused(theatre.stage.weights, "a", 10**6) == "live_no_weights"


def test_an_id_that_is_none(theatre: Theatre) -> None:
    for visitor in ("", "x" * 81, None):
        assert refused(theatre.stage.watch, visitor) == "visitor_wrong"


def test_the_referee_judges_one_at_a_time_and_answers_who_asked(theatre: Theatre) -> None:
    stage = theatre.stage
    asked = []
    stage.start("a", KNOBS)
    theatre.process._referee = lambda request, source, heap: asked.append((request, source))  # type: ignore[attr-defined]
    stage.referee("a", "live")
    assert refused(stage.referee, "a", "live@0") == "live_busy"
    assert refused(stage.referee, "b", "live") == "live_busy"
    theatre.process.tell("referee", request=asked[0][0], progress=0.5, result=None, message=None)
    assert stage.watch("a")["referee"]["progress"] == 0.5
    theatre.process.tell("referee", request=asked[0][0], progress=1.0, result={"steps": 1}, message=None)
    view = stage.watch("a")["referee"]
    assert (view["status"], view["result"]) == ("done", {"steps": 1})
    assert stage.watch("b")["referee"] is None
    stage.referee("a", "live@0")
    assert (asked[0][1], asked[1][1][1]["generator"][0][0, 0]) == (None, 0)
    theatre.process.dies()
    assert stage.watch("a")["referee"]["message"]["code"] == "live_died"
    assert refused(stage.referee, "a", "none@5") == "checkpoint_missing"


def test_a_saved_run_is_a_run_of_the_programme(theatre: Theatre, tmp_path: Path) -> None:
    stage = theatre.stage
    assert refused(stage.save, "a", tmp_path) == "live_not_started"
    stage.start("a", KNOBS)
    theatre.process.trains(9)
    stage.turn("a", Knobs.from_json({**KNOBS.to_json(), "d_rate": 0.01}))
    paths = stage.save("a", tmp_path / "saved")
    before = stage.watch("a")
    assert before["status"] == "paused"
    assert [s["step"] for s in load_run(paths["record"]).snapshots] == steps(before)
    assert Registry(paths["checkpoints"]).load("live")["generator"][0][0, 0] == 9
    (shown, _), faults = gather(tmp_path / "saved", tmp_path / "shown")  # the zip, and the folder that it was made of
    assert [s["step"] for s in shown.snapshots] == steps(before) and faults == []
    assert shown.facts["changes"] == before["facts"]["changes"]


def test_what_a_dead_process_left_is_saved_too(theatre: Theatre, tmp_path: Path) -> None:
    theatre.stage.start("a", KNOBS)
    theatre.process.trains(3)
    theatre.process.dies()
    paths = theatre.stage.save("a", tmp_path / "saved")
    assert [s["step"] for s in load_run(paths["record"]).snapshots] == [0, 1, 2, 3]
    with zipfile.ZipFile(paths["zip"]) as archive:
        assert "state.npz" not in archive.namelist()


def test_frames_come_back_to_the_last_pixel(theatre: Theatre, tmp_path: Path) -> None:
    theatre.stage.start("a", KNOBS)
    theatre.process.trains(20)
    run = load_run(theatre.stage.save("a", tmp_path / "saved")["record"])
    with run.sheet() as sheet:
        pixels = np.asarray(sheet.convert("L"))
    for i in range(21):
        expected = np.arange(16, dtype=np.uint8)[:, None, None] + np.full((16, 28, 28), i, np.uint8)
        top, left = i // 8 * 112, i % 8 * 112
        np.testing.assert_array_equal(pixels[top : top + 112, left : left + 112], grid(expected, columns=4))


def test_who_is_forgotten_leaves_nothing_to_the_next(theatre: Theatre) -> None:
    theatre.stage.start("anna", KNOBS)
    theatre.stage.start("bert", KNOBS)
    theatre.stage.forget("anna")
    assert theatre.stage.watch("bert")["owner"] is True  # the turn came
    theatre.stage.forget("bert")
    view = theatre.stage.watch("carl")
    assert (view["stage"], view["run"], view["waiting"], view["snapshots"]) == ("idle", None, 0, [])
    theatre.stage.forget("nobody")
    assert refused(theatre.stage.pause, "anna") == "live_not_started"


def test_the_referee_is_asked_about_what_draws_digits_alone(theatre: Theatre, tmp_path: Path) -> None:
    for id, spec in (("reader", {"kind": "digit-classifier"}), ("zebras", {"kind": "cyclegan", "recipe": {}})):
        Registry(tmp_path).save(id, {"classifier": [np.ones(3)]}, spec)
        for source in (id, f"{id}@5"):
            assert refused(theatre.stage.referee, "a", source) == "checkpoint_missing"


def test_a_referee_that_cannot_begin_says_so() -> None:
    """Else the question stays open, and nobody may ask another one."""
    from gan_core.live.worker import Worker

    class Trainer:
        step = 0

        def measure(self, weights: bool) -> None:
            raise GanError("loss_not_finite", step=0)

    told: list[dict[str, Any]] = []
    commands: queue.Queue[dict[str, Any] | None] = queue.Queue()
    for command in ({"do": "resume"}, {"do": "referee", "request": "q", "source": None}, None):
        commands.put(command)
    channel = cast(Any, SimpleNamespace(send=told.append))
    Worker(channel, commands, SimpleNamespace(trainer=Trainer())).work()
    [answer] = [event for event in told if event["kind"] == "referee"]
    assert (answer["request"], answer["message"][0]) == ("q", "loss_not_finite")


def test_own_drawings_go_with_the_run_through_the_queue_and_are_forgotten_with_it(theatre: Theatre) -> None:
    own = doodles(12)
    theatre.stage.start("a", KNOBS)
    theatre.stage.start("b", KNOBS, drawings=own)
    assert theatre.process.heap is None
    theatre.stage.stop("a")
    heap = theatre.process.heap
    assert heap is not None and heap.vary and np.array_equal(heap.pictures, own)
    theatre.stage.reset("b")
    assert theatre.process.heap is heap
    assert list(theatre.stage.learned("b", [11, -1, 12])) == [11]
    theatre.stage.forget("b")
    assert theatre.process.sent[-1] == "forget"
    theatre.stage.start("a", KNOBS)
    assert theatre.process.heap is None and theatre.stage.learned("a", [0]) == {}


def test_a_large_heap_is_learned_as_it_is_and_a_small_one_is_varied(theatre: Theatre) -> None:
    for count, vary in ((FEW - 1, True), (FEW, False)):
        theatre.stage.start("a", KNOBS, drawings=np.resize(doodles(30), (count, 28, 28)))
        heap = theatre.process.heap
        assert heap is not None and heap.vary is vary
        theatre.stage.stop("a")


def test_the_pictures_of_all_who_wait_are_bounded(theatre: Theatre, monkeypatch: pytest.MonkeyPatch) -> None:
    own = doodles(12)
    monkeypatch.setattr(service, "HEAPS", 2.5 * own.nbytes / 2**20)
    theatre.stage.start("a", KNOBS, drawings=own)
    theatre.stage.start("b", KNOBS, drawings=own)
    assert refused(lambda: theatre.stage.start("c", KNOBS, drawings=own)) == "heaps_full"
    theatre.stage.start("c", KNOBS)  # nobody else is disturbed, and digits need no room
    assert theatre.stage.watch("b")["place"] == 1
    theatre.stage.forget("b")
    theatre.stage.start("d", KNOBS, drawings=own)


def test_drawings_that_cannot_be_learned_start_nothing(theatre: Theatre) -> None:
    with pytest.raises(GanError) as fault:
        theatre.stage.start("a", KNOBS, drawings=doodles(11))
    assert fault.value.code == "drawings_few"
    assert theatre.stage.watch("a")["stage"] == "idle"
