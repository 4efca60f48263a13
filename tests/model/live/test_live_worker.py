"""The training process at work: its loop in a thread of this one with tiny networks, and once as it really is."""

from __future__ import annotations

import itertools
import os
import queue
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any, cast

import numpy as np
import pytest

from gan_core.data.digits import Digits
from gan_core.data.doodles import doodles
from gan_core.data.drawings import Heap, judged, learned_from
from gan_core.data.drawings import vary as varied
from gan_core.live.knobs import Knobs
from gan_core.recipes import dcgan as presets
from gan_core.recipes.dcgan import DCGANRecipe
from tests.tiny import REALS, TINY

pytestmark = pytest.mark.slow

PATIENCE = 240.0  # seconds until a test gives up; nothing waits so long on a machine at work
LABELS = np.zeros(len(REALS), np.uint8)
DATA = Digits(REALS, LABELS, REALS, LABELS)
KNOBS = Knobs(preset="tiny", g_rate=1e-3, d_rate=1e-3, d_steps=1, batch=5, dropout=0.3, real_label=1.0, seed=3)


class Meter:
    """A QualityMeter that finds the same in everything."""

    n, floor = 20, 1.0

    def measure(self, images: np.ndarray) -> dict[str, Any]:
        return {"frechet": 7.0}


class Talk:
    """A worker in a thread: commands go in by `send`, and `until` waits for an event."""

    def __init__(self, host: Any) -> None:
        from gan_core.live.worker import Worker

        self.events: list[dict[str, Any]] = []
        self._came = threading.Condition()
        self._commands: queue.Queue[dict[str, Any] | None] = queue.Queue()
        self.worker = Worker(self, self._commands, host)  # type: ignore[arg-type]
        host.publish, host.lost = self.worker.publish, self.worker.lost
        self.thread = threading.Thread(target=self.worker.work)
        self.thread.start()

    def __call__(self, do: str, **values: Any) -> None:
        self._commands.put({"do": do, **values})

    def send(self, event: dict[str, Any]) -> None:
        """As a Channel does, for the worker."""
        with self._came:
            self.events.append(event)
            self._came.notify_all()

    def until(self, wanted: Callable[[dict[str, Any]], Any]) -> dict[str, Any]:
        """The first event from now on, or of the past not yet asked for, that is wanted."""
        with self._came:
            assert self._came.wait_for(lambda: any(map(wanted, self.events)), PATIENCE), self.events
            at = next(i for i, event in enumerate(self.events) if wanted(event))
            found = self.events[at]
            del self.events[: at + 1]
            return found

    def status(self, status: str) -> dict[str, Any]:
        """Wait for this status."""
        return self.until(lambda event: event["kind"] == "status" and event["status"] == status)

    def snapshot(self) -> dict[str, Any]:
        """Wait for a snapshot."""
        return self.until(lambda event: event["kind"] == "snapshot")

    def end(self) -> None:
        """Let the thread end."""
        self._commands.put(None)
        self.thread.join(PATIENCE)
        assert not self.thread.is_alive()


@pytest.fixture
def talk(monkeypatch: pytest.MonkeyPatch) -> Iterator[Talk]:
    from gan_core.live.trainer_host import TrainerHost

    monkeypatch.setitem(presets.DCGAN_PRESETS, "tiny", DCGANRecipe(spec=TINY, batch=5, average=0.9))
    talking = Talk(TrainerHost(DATA, cast(Any, Meter()), n=20))
    yield talking
    talking.end()


def same(a: dict[str, Any], b: dict[str, Any]) -> bool:
    """The same networks; whether Frechet distance was due as well is a matter of time."""
    names = a["metrics"].keys() - {"frechet"}
    return all(a["metrics"][n] == b["metrics"][n] for n in names) and np.array_equal(a["frame"], b["frame"])


def test_snapshots_come_with_growing_steps_and_a_pause_stands_on_one_with_weights(talk: Talk) -> None:
    talk("start", run="r", knobs=KNOBS, paused=False)
    facts = talk.until(lambda event: event["kind"] == "facts")["facts"]
    assert (facts["data"]["train"], facts["knobs"]["preset"]) == (30, "tiny")
    found = [talk.snapshot() for _ in range(4)]
    assert found[0]["step"] == 0 and found[0]["networks"]
    assert all(before["step"] < after["step"] for before, after in itertools.pairwise(found))
    assert found[0]["frame"].shape == (16, 28, 28) and found[3]["speed"] > 0
    talk("pause")
    last = talk.until(lambda event: event["kind"] == "snapshot" and event["networks"] and talk.worker._running is False)
    stood = talk.status("paused")["step"]
    assert last["step"] == stood
    assert all(w.dtype == np.float16 for w in last["networks"]["generator"])
    talk("step")
    assert talk.snapshot()["step"] == talk.status("paused")["step"] == stood + 1
    talk("resume")
    assert talk.status("running")["step"] == stood + 1
    assert talk.snapshot()["step"] > stood + 1
    assert talk.until(lambda event: event["kind"] == "snapshot" and event["metrics"]["frechet"])["step"] > stood + 1
    talk("stop")
    assert talk.status("ended")["run"] == "r"


def test_a_new_run_begins_anew_and_the_same_seed_is_the_same_run(talk: Talk) -> None:
    found = []
    for run, seed in (("a", 3), ("b", 4), ("c", 3)):
        talk("start", run=run, knobs=replace(KNOBS, seed=seed), paused=True)
        talk("step")
        talk.status("paused")
        found.append(talk.snapshot())
        talk.status("paused")
    assert [event["run"] for event in found] == ["a", "b", "c"]
    assert same(found[0], found[2]) and not same(found[0], found[1])


@pytest.mark.parametrize("turned", [{"g_rate": 0.01}, {"dropout": 0.0, "batch": 7, "d_steps": 2}])
def test_turning_knobs_keeps_the_networks(talk: Talk, turned: dict[str, Any]) -> None:
    talk("start", run="r", knobs=KNOBS, paused=True)
    for _ in range(3):
        talk("step")
    before = [talk.snapshot() for _ in range(4)][-1]
    talk("turn", knobs=replace(KNOBS, **turned))
    talk.until(lambda event: event["kind"] == "facts")
    trainer = talk.worker._host.trainer
    talk.status("paused")
    assert trainer.step == 3
    for old, new in zip(before["networks"]["generator"], trainer.session.networks()["generator"], strict=True):
        np.testing.assert_array_equal(old, new.astype(np.float16))
    assert float(trainer.session.trainer.g_optimizer.learning_rate) == pytest.approx(turned.get("g_rate", 1e-3))
    talk("step")
    after = talk.snapshot()
    assert after["step"] == 4
    assert after["epoch"] == pytest.approx(0.5 + len(turned) // 3 * (7 * 2 / 30 - 1 / 6) + 1 / 6, abs=0.05)


def state_of(trainer: Any) -> list[np.ndarray]:
    """All that its next step hangs on."""
    return [np.asarray(v).copy() for v in trainer.session.trainer.variables]


def test_a_fork_with_no_knob_changed_is_its_run_bit_by_bit(talk: Talk) -> None:
    talk("start", run="a", knobs=KNOBS, paused=True)
    for _ in range(3):
        talk("step")
    talk("fork", twin="b", knobs=KNOBS)
    first = talk.until(lambda event: event["kind"] == "snapshot" and event["run"] == "b")
    assert first["step"] == 3
    for _ in range(5):
        talk("step")
        both = talk.snapshot()
        assert (both["run"], both["twin"]["run"], both["step"]) == ("a", "b", both["twin"]["step"])
        assert same(both, both["twin"])
    host = talk.worker._host
    assert host.trainer.step == host.twin.step == 8
    for a, b in zip(state_of(host.trainer), state_of(host.twin), strict=True):
        np.testing.assert_array_equal(a, b)


@pytest.mark.parametrize("other", [{"d_rate": 0.02}, {"dropout": 0.0, "batch": 7, "real_label": 0.9}])
def test_a_fork_with_another_knob_leaves_its_run_as_it_would_have_been(talk: Talk, other: dict[str, Any]) -> None:
    found = []
    for forked in (False, True):
        talk("start", run="a", knobs=KNOBS, paused=True)
        for _ in range(2):
            talk("step")
        if forked:
            talk("fork", twin="b", knobs=replace(KNOBS, **other))
            talk.until(lambda event: event["kind"] == "snapshot" and event["run"] == "b")
        for _ in range(5):
            talk("step")
        talk.until(lambda event: event["kind"] == "status" and event["step"] == 7)
        found.append(state_of(talk.worker._host.trainer))
    for alone, beside in zip(*found, strict=True):
        np.testing.assert_array_equal(alone, beside)
    twin = talk.worker._host.twin
    assert any(not np.array_equal(a, b) for a, b in zip(found[0], state_of(twin), strict=False))
    talk("keep")
    kept = talk.until(lambda event: event["kind"] == "snapshot" and event["run"] == "b" and event["networks"])
    assert (kept["step"], kept["twin"]) == (7, None)
    assert talk.worker._host.trainer is twin and talk.worker._host.twin is None
    talk("step")
    assert talk.until(lambda event: event["kind"] == "snapshot" and event["step"] == 8)["run"] == "b"


def test_a_fork_that_breaks_is_told_and_its_run_goes_on(talk: Talk) -> None:
    talk("start", run="a", knobs=KNOBS, paused=True)
    talk("fork", twin="b", knobs=replace(KNOBS, g_rate=0.01))
    talk.until(lambda event: event["kind"] == "snapshot" and event["run"] == "b")
    talk.status("paused")
    talk.worker._host.twin.session.trainer.g_optimizer.learning_rate = float("nan")
    talk("resume")
    fault = talk.until(lambda event: event["kind"] == "fault")
    assert (fault["run"], fault["code"]) == ("b", "loss_not_finite")
    after = talk.snapshot()
    assert (after["run"], after["twin"]) == ("a", None) and np.isfinite(after["metrics"]["auc"])
    talk("end_fork")
    talk("pause")
    assert talk.status("paused")["step"] >= after["step"]


def test_a_loss_that_is_no_number_is_told_and_the_process_lives_on(talk: Talk) -> None:
    talk("start", run="wild", knobs=KNOBS, paused=True)
    talk.status("paused")
    optimizer = talk.worker._host.trainer.session.trainer.g_optimizer
    optimizer.learning_rate = float("nan")
    talk("resume")
    fault = talk.until(lambda event: event["kind"] == "fault")
    assert (fault["run"], fault["code"]) == ("wild", "loss_not_finite")
    talk("start", run="tame", knobs=KNOBS, paused=False)
    assert talk.until(lambda event: event["kind"] == "snapshot" and event["step"] > 0)["run"] == "tame"


def test_a_saved_state_goes_on_exactly(talk: Talk, tmp_path: Any) -> None:
    """As `train --resume` does."""
    talk("start", run="a", knobs=KNOBS, paused=True)
    talk("step")
    talk("save", request="s", path=tmp_path / "state.npz")
    assert talk.until(lambda event: event["kind"] == "saved")["message"] is None
    talk("step")
    first = talk.snapshot()
    session = talk.worker._host.trainer.session
    session.restore(tmp_path / "state.npz")
    assert session.step == 1
    session.advance()
    found = session.snapshot()
    assert first["step"] == found.step == 2
    np.testing.assert_array_equal(first["frame"], found.frame)


def test_the_referee_pauses_the_run_and_answers(talk: Talk) -> None:
    talk("start", run="r", knobs=KNOBS, paused=False)
    talk.status("running")
    talk("referee", request="q", source=None)
    talk.status("paused")
    answer = talk.until(lambda event: event["kind"] == "referee" and event["result"])
    assert answer["request"] == "q"
    assert {"referee", "control", "own", "steps", "n_train", "finding", "step"} == set(answer["result"])
    talk("referee", request="bad", source=({"spec": {}}, {}))
    assert talk.until(lambda event: event["kind"] == "referee" and event["message"])["request"] == "bad"


def a_d_that_is_right(share: float) -> tuple[Any, list[np.ndarray]]:
    """Measures nothing: right on this share of reals and of fakes. The images that it was shown."""
    from gan_core.measures.equilibrium import measure

    seen: list[np.ndarray] = []

    def own(reals: np.ndarray, fakes: np.ndarray) -> Any:
        seen[:] = [reals, fakes]
        sides = np.where(np.arange(len(reals)) < share * len(reals), 1.0, -1.0)
        return measure(sides, -sides[: len(fakes)])

    return own, seen


def asked(own: Any, draw: Any, data: Digits | None = None, **options: int) -> tuple[list[float], Any]:
    """What the referee says of what `draw` draws beside `data` (None: digits), and the shares done on the way."""
    from gan_core.data import digits
    from gan_core.training.referee import ask_referee

    asking, shares = ask_referee(data or digits.load(), draw, own, **options), []
    while True:
        try:
            shares.append(next(asking))
        except StopIteration as done:
            return shares, done.value


def test_the_referee_tells_noise_from_digits_and_digits_not_from_digits() -> None:
    from gan_core.data import digits

    noise = np.random.default_rng(0)
    own, seen = a_d_that_is_right(0.5)
    shares, verdict = asked(own, lambda n: noise.integers(0, 256, (n, 28, 28), np.uint8), steps=25)
    assert len(shares) == 50 and shares == sorted(shares) and shares[-1] == 1
    assert verdict.referee.balanced > 0.95
    assert abs(verdict.control.auc - 0.5) < 0.08
    assert (verdict.steps, verdict.finding) == (25, "asleep")
    assert not {image.tobytes() for image in seen[0]} & {image.tobytes() for image in digits.load().train}


@pytest.mark.parametrize("vary", [True, False], ids=["few", "many"])
def test_the_referee_tells_noise_from_pictures_of_a_visitor_and_not_what_was_made_of_them(vary: bool) -> None:
    learned = learned_from(Heap(doodles(60) if vary else doodles(1200), vary))
    data = judged(learned)
    fakes, noise = np.random.default_rng(1), np.random.default_rng(0)

    def forged(n: int) -> np.ndarray:
        return varied(learned.train, n, fakes) if vary else learned.train[fakes.integers(len(learned.train), size=n)]

    _, verdict = asked(a_d_that_is_right(0.5)[0], forged, data, steps=25, most=25)
    assert verdict.n_train == (2000 if vary else 500)
    assert verdict.referee.auc < 0.65 and abs(verdict.control.auc - 0.5) < 0.15
    _, verdict = asked(
        a_d_that_is_right(0.5)[0], lambda n: noise.integers(0, 256, (n, 28, 28), np.uint8), data, steps=25, most=25
    )
    assert (verdict.referee.balanced > 0.95, verdict.finding) == (True, "asleep")


def test_a_referee_that_does_not_catch_up_decides_nothing() -> None:
    from gan_core.data import digits

    train = digits.load().train
    shares, verdict = asked(a_d_that_is_right(0.9)[0], lambda n: train[-n:], steps=2, most=6)
    assert shares == sorted(shares) and shares[-1] == 1
    assert (verdict.steps, verdict.finding) == (6, "undecided")


def test_a_killed_process_says_so() -> None:
    from gan_core.live.process import WorkerProcess

    gone, events = threading.Event(), []

    def hear(event: dict[str, Any]) -> None:
        events.append(event)
        if event["kind"] == "gone":
            gone.set()

    process = WorkerProcess(hear, nice=0)
    if os.name == "posix":
        assert (process.memory() or 0) > 0
    process.kill()
    assert gone.wait(PATIENCE)
    assert events[-1]["exit"] != 0
    process.send("pause")  # nobody is there; nothing happens
    process.close()


def test_own_drawings_are_learned_varied_and_forgotten(talk: Talk) -> None:
    heap = Heap(doodles(18))
    talk("start", run="d", knobs=KNOBS, paused=True, heap=heap)
    facts = talk.until(lambda event: event["kind"] == "facts")["facts"]
    assert facts["data"] | {"steps_per_epoch": 0} == {"train": 15, "held_out": 500, "steps_per_epoch": 0, "bend": 0.7}
    assert facts["among"] > 1 and facts["reference"]["frechet_floor"] is None  # the classifier knows digits alone
    talk("step")
    for _ in range(2):
        metrics = talk.snapshot()["metrics"]
        assert len(metrics["nearest"]) == len(metrics["nearest_distance"]) == 16
        assert 0 <= min(metrics["nearest"]) <= max(metrics["nearest"]) < 18
        assert metrics["frechet"] is None and metrics["n_real"] == 20
    talk("turn", knobs=replace(KNOBS, batch=7))
    assert "among" in talk.until(lambda event: event["kind"] == "facts")["facts"]
    talk("stop")
    talk.status("ended")
    talk("forget", run="d")
    talk("start", run="e", knobs=KNOBS, paused=True)
    assert "among" not in talk.until(lambda event: event["kind"] == "facts")["facts"]
    assert "nearest" not in talk.snapshot()["metrics"]


def test_a_heap_of_nothing_to_learn_from_fails_the_run_and_not_the_process(talk: Talk) -> None:
    talk("start", run="d", knobs=KNOBS, paused=True, heap=Heap(REALS[:3]))
    assert talk.until(lambda event: event["kind"] == "fault")["code"] == "drawings_few"
    talk("start", run="e", knobs=KNOBS, paused=True)
    assert talk.status("paused")["run"] == "e"
