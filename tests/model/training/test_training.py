"""Training runs: going on as if never stopped, ending in order, telling what went wrong."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest

from gan_core.__main__ import main
from gan_core.base.errors import GanError
from gan_core.data.digits import Digits, learned_by_heart, load
from gan_core.data.doodles import doodles
from gan_core.data.drawings import EPOCH, Heap, learned_from
from gan_core.recipes.dcgan import DCGAN_PRESETS, DCGANRecipe
from tests.tiny import REALS, TINY

pytestmark = pytest.mark.slow

RECIPE = DCGANRecipe(spec=TINY, batch=5, epochs=2, average=0.9, rate_decay=True)  # 6 steps an epoch
LABELS = np.zeros(len(REALS), np.uint8)
DATA = Digits(REALS, LABELS, REALS, LABELS)


def session(recipe: DCGANRecipe = RECIPE, seed: int = 3, data: Digits = DATA):
    from gan_core.training.session import DCGANSession

    return DCGANSession(recipe, data, seed, n=20)


def train(out, recipe: DCGANRecipe = RECIPE, resume: bool = False) -> int:
    from gan_core.training.loop import train_dcgan

    return train_dcgan("tiny", recipe, DATA, out, 3, resume, 0.5, meter=None)


def state_of(run) -> list[np.ndarray]:
    return [np.asarray(v).copy() for v in run.trainer.variables]


@pytest.mark.parametrize("data", [DATA, learned_from(Heap(doodles(18)))], ids=["digits", "drawings"])
def test_a_resumed_run_goes_on_exactly(tmp_path, give_back, data):
    straight = session(data=data)
    for _ in range(4):
        straight.advance()
    straight.save(tmp_path / "state.npz")
    for _ in range(4):
        straight.advance()
    state, metrics = state_of(straight), straight.snapshot().metrics
    give_back()
    second = session(data=data)
    second.restore(tmp_path / "state.npz")
    for _ in range(4):
        second.advance()
    for expected, found in zip(state, state_of(second), strict=True):
        np.testing.assert_array_equal(expected, found)
    assert metrics == second.snapshot().metrics


def test_few_digits_are_learned_and_looked_at_seldom(tmp_path, monkeypatch):
    """The same ones whoever asks: they are those that `evaluate membership` compares fakes with."""
    monkeypatch.setitem(DCGAN_PRESETS, "tiny", replace(RECIPE, batch=20, epochs=50))
    out = tmp_path / "run"
    assert main(["train", "dcgan", "--preset", "tiny", "--few", "20", "--out", str(out)]) == 0
    run = json.loads((out / "record" / "run.json").read_text())
    few = learned_by_heart(load(), 20)[0]
    assert run["data"] == {"train": 20, "held_out": 20, "steps_per_epoch": 1} and run["frechet_n"] is None
    assert [row["step"] for row in run["snapshots"]] == [0, 1, 2, 3, 5, 8, 11, 17, 26, 38, 50]
    again = session(replace(RECIPE, batch=20, epochs=50), 0, few)
    again.restore(out / "state.npz")  # on other digits it would be refused
    assert again.step == 50


def test_measuring_does_not_change_training(give_back):
    plain = session()
    for _ in range(3):
        plain.advance()
    state = state_of(plain)
    give_back()
    measured = session()
    for _ in range(3):
        measured.advance()
        measured.snapshot()
    for expected, found in zip(state, state_of(measured), strict=True):
        np.testing.assert_array_equal(expected, found)


def test_a_snapshot_tells_frame_and_figures():
    run = session()
    run.advance()
    found = run.snapshot()
    assert (found.frame.shape, found.frame.dtype) == ((16, 28, 28), np.uint8)
    assert (found.metrics["n_real"], found.metrics["n_fake"]) == (20, 20)
    assert len(found.metrics["tile_logits"]) == 16
    assert found.metrics["frechet"] is None


def test_averaged_weights_lie_between_the_old_and_the_new():
    run = session()
    before = run.trainer.generator.get_weights()
    run.advance()
    decay = 2 / 11  # (1 + t) / (10 + t) after the first update
    for old, new, mean in zip(
        before, run.trainer.generator.get_weights(), run.trainer.ema_generator.get_weights(), strict=True
    ):
        np.testing.assert_allclose(mean, decay * old + (1 - decay) * new, rtol=1e-4, atol=1e-6)


def test_the_rates_fall_to_nothing_over_the_second_half():
    run = session()
    for _ in range(12):
        run.advance()
    assert float(run.trainer.g_optimizer.learning_rate) == pytest.approx(RECIPE.g_rate / 6)


def test_d_moves_more_often_than_g_on_digits_of_its_own(monkeypatch):
    run = session(replace(RECIPE, d_steps=3))
    seen = []
    step = run.trainer._d_step
    monkeypatch.setattr(
        run.trainer, "_d_step", lambda real, z, due: (seen.append(np.asarray(real)), step(real, z, due))
    )
    run.advance()
    assert run.steps_per_epoch == 2  # 30 digits, 3 times 5 a step
    assert (int(run.trainer.g_optimizer.iterations), int(run.trainer.d_optimizer.iterations)) == (1, 3)
    assert [part.shape for part in seen] == [(5, 28, 28, 1)] * 2
    assert not np.array_equal(*seen)


def test_a_set_smaller_than_a_batch_comes_again():
    run = session(replace(RECIPE, batch=40), data=learned_from(Heap(doodles(18), vary=False)))
    assert np.bincount(run._chosen(), minlength=15).min() == 40 // 15


def test_drawings_are_varied_anew_in_each_step():
    run = session(data=learned_from(Heap(doodles(18))))
    first, again = run._batch(), run._batch()
    run.advance()
    assert first.shape == (5, 28, 28, 1) and np.array_equal(first, again)
    assert not np.array_equal(first, run._batch())
    assert run.steps_per_epoch == EPOCH // 5


@pytest.mark.parametrize("other", [replace(RECIPE, batch=6), replace(RECIPE, spec=replace(TINY, leak=0.1))])
def test_another_recipe_does_not_resume(tmp_path, other):
    run = session()
    run.save(tmp_path / "state.npz")
    with pytest.raises(GanError) as fault:
        session(other).restore(tmp_path / "state.npz")
    assert fault.value.code in ("resume_mismatch", "checkpoint_damaged")


def test_other_data_does_not_resume_and_what_differs_is_told(tmp_path):
    session().save(tmp_path / "state.npz")
    other = session()
    other.digits = Digits(REALS[1:], LABELS[1:], REALS, LABELS)
    with pytest.raises(GanError, match=f"training digits: {len(REALS)} then, {len(REALS) - 1} now") as fault:
        other.restore(tmp_path / "state.npz")
    assert fault.value.code == "resume_data"


def test_a_run_is_not_erased_unasked(tmp_path):
    assert train(tmp_path) == 0
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    with pytest.raises(GanError, match="--resume"):
        train(tmp_path)
    assert before == {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}


def test_a_state_from_before_a_field_was_added_still_resumes(tmp_path, monkeypatch):
    from gan_core.training import resumable

    old = {k: v for k, v in resumable.recipe_to_json(RECIPE).items() if k not in ("r1_every", "precision", "d_steps")}
    with monkeypatch.context() as patch:
        patch.setattr(resumable, "recipe_to_json", lambda recipe: old)
        session().save(tmp_path / "state.npz")
    session().restore(tmp_path / "state.npz")


def test_a_cut_off_state_is_refused_and_nothing_is_changed(tmp_path):
    run, path = session(), tmp_path / "state.npz"
    run.save(path)
    path.write_bytes(path.read_bytes()[:-500])
    fresh = session()
    before = state_of(fresh)
    with pytest.raises(GanError) as fault:
        fresh.restore(path)
    assert fault.value.code == "checkpoint_damaged"
    for expected, found in zip(before, state_of(fresh), strict=True):
        np.testing.assert_array_equal(expected, found)


def test_a_run_leaves_a_record_whose_frames_and_figures_have_one_clock(tmp_path):
    from PIL import Image

    assert train(tmp_path) == 0
    run = json.loads((tmp_path / "record" / "run.json").read_text())
    assert [s["step"] for s in run["snapshots"]] == [0, 1, 2, 3, 5, 6, 12]
    assert run["snapshots"][-1]["epoch"] == 2.0
    assert run["sheet"]["count"] == len(run["snapshots"])
    with Image.open(tmp_path / "record" / "frames.webp") as sheet:
        assert sheet.size == (112 * 8, 112)
    with Image.open(tmp_path / "record" / "training.gif") as gif:
        assert getattr(gif, "n_frames", 1) == len(run["snapshots"])


def test_ctrl_c_saves_and_the_run_can_go_on(tmp_path, monkeypatch, give_back):
    from gan_core.training.session import DCGANSession

    advance = DCGANSession.advance

    def interrupted_at_4(self):
        if self.step == 4:
            signal.raise_signal(signal.SIGINT)
        return advance(self)

    monkeypatch.setattr(DCGANSession, "advance", interrupted_at_4)
    assert train(tmp_path) == 130
    monkeypatch.undo()
    give_back()
    assert train(tmp_path, resume=True) == 0
    run = json.loads((tmp_path / "record" / "run.json").read_text())
    assert [s["step"] for s in run["snapshots"]] == [0, 1, 2, 3, 5, 6, 12]


KILLED = """
import os, signal
from pathlib import Path
from gan_core.training.session import DCGANSession
from tests.model.training.test_training import train
advance = DCGANSession.advance
def killed_at_8(self):
    if self.step == 8:
        os.kill(os.getpid(), signal.SIGKILL)
    return advance(self)
DCGANSession.advance = killed_at_8
train(Path({out!r}))
"""


@pytest.mark.long
def test_a_killed_run_loses_at_most_one_interval(tmp_path):
    ended = subprocess.run([sys.executable, "-c", KILLED.format(out=str(tmp_path))], capture_output=True, timeout=300)
    assert ended.returncode == -signal.SIGKILL, ended.stderr.decode()[-2000:]
    run = session()
    run.restore(tmp_path / "state.npz")
    assert run.step == 6  # saved every half epoch, that is every 3 steps; killed at 8
    assert train(tmp_path, resume=True) == 0


def test_a_loss_that_is_no_number_ends_the_run_and_keeps_what_was_good(tmp_path, monkeypatch):
    from gan_core.training.dcgan import DCGANTrainer

    step = DCGANTrainer.step
    monkeypatch.setattr(DCGANTrainer, "step", lambda self, x, z: {**step(self, x, z), "g_loss": float("nan")})
    with pytest.raises(GanError) as fault:
        train(tmp_path)
    assert fault.value.code == "loss_not_finite"


def test_resuming_nothing_says_so(tmp_path):
    with pytest.raises(GanError) as fault:
        train(tmp_path / "none", resume=True)
    assert fault.value.code == "resume_missing"
