"""What writes: a training, its record, a checkpoint, results and a site, each quick, with no network behind it.

And what must be found whatever moment ended it.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from types import SimpleNamespace
from typing import Any, NamedTuple

import numpy as np

from demo_ui.site.files import new_folder
from gan_core.base.errors import GanError
from gan_core.base.writing import make_folder
from gan_core.measures.equilibrium import Measurement
from gan_core.play.results import ResultsFile
from gan_core.play.rounds import Answer
from gan_core.recipes.dcgan import DCGANRecipe, dcgan_recipe_from_json
from gan_core.store.checkpoints import Registry
from gan_core.store.replay import load_run
from gan_core.training import loop, record
from gan_core.training.record import STATE, RunFolder
from gan_core.training.resumable import ResumableSession, Snapshot
from tests.tiny import TINY

PER_EPOCH, EPOCHS = 4, 3
SPEC = {"kind": "dcgan", "training": {"steps": 1}}


class Kind(NamedTuple):
    """One kind of writing: `work(folder, turn)` does it once; `check(folder)` raises AssertionError where something
    half is taken for whole, and returns "whole", "none" or "refused"."""

    work: Callable[[Path, int], object]
    check: Callable[[Path], str]


class FakeSession(ResumableSession):
    """Its weights all are the number of its steps, so that half a state shows."""

    kind = "dcgan"
    recipe_from_json = staticmethod(dcgan_recipe_from_json)

    def __init__(self) -> None:
        self.variables = [Variable(np.zeros((64, 64), np.float32)) for _ in range(40)]
        trainer: Any = SimpleNamespace(variables=self.variables, set_rates=lambda fraction: None)
        super().__init__(DCGANRecipe(spec=TINY, epochs=EPOCHS, average=0.9), trainer, PER_EPOCH, seed=0)

    def train_step(self) -> dict[str, float]:
        for variable in self.variables:
            variable.assign(variable.value + 1)
        return {"d_loss": 1.0, "g_loss": 1.0}

    def snapshot(self, *, quality: bool = False) -> Snapshot:
        return Snapshot(self.step, self.epoch, frame(self.step), figures())

    def networks(self) -> dict[str, list[np.ndarray]]:
        return {"generator": [np.full((32, 32), self.step, np.float32)]}

    def facts(self) -> dict[str, Any]:
        return {"data": {"train": 40, "held_out": 40, "steps_per_epoch": PER_EPOCH}, "reference": reference()}


class Variable:
    """As much of a Keras variable as a state needs."""

    def __init__(self, value: np.ndarray) -> None:
        self.value = value

    @property
    def shape(self) -> tuple[int, ...]:
        return self.value.shape

    def assign(self, value: np.ndarray) -> None:
        self.value = np.asarray(value)

    def __array__(self, dtype: Any = None, copy: Any = None) -> np.ndarray:
        return self.value


def frame(step: int) -> np.ndarray:
    return np.random.default_rng(step).integers(0, 256, (16, 28, 28), np.uint8)


def figures() -> dict[str, Any]:
    half = dict.fromkeys(("accuracy_real", "accuracy_fake", "balanced", "auc", "mean_real", "mean_fake"), 0.5)
    return {
        **Measurement(**half, d_loss=1.0, g_loss=1.0, n_real=40, n_fake=40).to_json(),
        "frechet": None,
        "tile_logits": [0.5] * 16,
    }


def reference() -> dict[str, Any]:
    from gan_core.measures.equilibrium import reference

    return {**reference(1.0), "frechet_floor": None}


def train(folder: Path, turn: int) -> None:
    out = folder / "run"
    begun = (out / STATE).is_file() and step_of(out) < PER_EPOCH * EPOCHS
    with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
        loop.train("fake", FakeSession(), out, resume=begun, save_every=1 / PER_EPOCH, overwrite=not begun)


def check_training(folder: Path) -> str:
    out = folder / "run"
    if not out.is_dir():
        return "none"
    for facts, picture in RunFolder(out).read():
        assert np.array_equal(picture, frame(facts["step"]))
        assert (RunFolder(out).networks(facts["step"])["generator"][0] == facts["step"]).all()
    if not (out / STATE).exists():
        return "none"
    step_of(out)
    return "whole"


def step_of(out: Path) -> int:
    session = FakeSession()
    session.restore(out / STATE)
    assert all((variable.value == session.step).all() for variable in session.variables), "half a state"
    return session.step


def write_record(folder: Path, turn: int) -> None:
    rows = [({"step": step, "epoch": step / 4, **figures(), "turn": turn}, frame(step + turn)) for step in range(5)]
    facts = {**loop.run_facts("run", FakeSession()), "seed": turn}
    record.publish(rows, facts, folder / "record", gif=False)


def check_record(folder: Path) -> str:
    if not (folder / "record" / "run.json").exists():
        return "none"
    try:
        run = load_run(folder / "record")
    except GanError as fault:
        assert fault.code == "run_damaged"
        return "refused"
    turn = run.facts["seed"]
    with run.sheet() as sheet:
        first = np.asarray(sheet.convert("L"))[:112, :112]
    from gan_core.base.images import grid

    assert np.array_equal(first, grid(frame(turn), 4)), "another run's pictures"
    return "whole"


def publish(folder: Path, turn: int) -> None:
    weights = {"generator": [np.full((128, 128), turn, np.float32)], "discriminator": [np.full(9, turn, np.float32)]}
    Registry(folder).save("best", weights, {**SPEC, "turn": turn}, afresh=True)
    Registry(folder).save("best", weights, {**SPEC, "turn": turn}, step=turn, epoch=1.0)


def check_checkpoint(folder: Path) -> str:
    registry = Registry(folder)
    try:
        if "best" not in registry.ids():
            return "none"
        turn, weights = registry.spec("best")["turn"], registry.load("best")
        assert all((array == turn).all() for arrays in weights.values() for array in arrays), "half a checkpoint"
        for snapshot in registry.snapshots("best"):
            assert (registry.load("best", snapshot["step"])["generator"][0] == turn).all()
    except GanError as fault:
        assert fault.code == "checkpoint_damaged"
        return "refused"
    return "whole"


def answer(folder: Path, turn: int) -> None:
    file = ResultsFile(folder / "play.sqlite3")
    for place in range(0, 40, 2):
        file.add([Answer(f"{turn}", place + i, "digits", "best", None, 1.0, True, True, False) for i in (0, 1)])


def check_answers(folder: Path) -> str:
    if not (folder / "play.sqlite3").exists():
        return "none"
    try:
        rows = ResultsFile(folder / "play.sqlite3").rows()
    except GanError as fault:
        assert fault.code in ("results_foreign", "results_missing"), fault
        return "none"
    rounds = {row["round"] for row in rows}
    for each in rounds:
        places = [row["place"] for row in rows if row["round"] == each]
        assert len(places) % 2 == 0 and places == list(range(len(places))), "half of a pair of answers"
    return "whole"


def write_site(folder: Path, turn: int) -> None:
    out = folder / "out"
    if out.exists():
        out.rename(folder / f"before-{turn}")
    if turn % 2:
        make_folder(out)  # an empty folder stays one until all is there
    with new_folder(out) as site:
        for i in range(40):
            site.write(f"{i}.js", f"{turn}" * 5000)


def check_site(folder: Path) -> str:
    out = folder / "out"
    found = sorted(out.iterdir()) if out.exists() else []
    texts = {path.read_text() for path in found}
    assert len(found) in (0, 40) and len(texts) <= 1, "half a site"
    assert all(len(text) % 5000 == 0 for text in texts)
    return "whole" if len(found) == 40 else "none"


KINDS = {
    "training": Kind(train, check_training),
    "recording": Kind(write_record, check_record),
    "publishing": Kind(publish, check_checkpoint),
    "results": Kind(answer, check_answers),
    "site": Kind(write_site, check_site),
}
