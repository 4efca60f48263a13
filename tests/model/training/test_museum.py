"""The museum's runs: what is fed as fakes, what is recorded, and the recipes' means to fail."""

from __future__ import annotations

from dataclasses import replace
from math import log

import numpy as np
import pytest
from PIL import Image

from gan_core.data.digits import Digits
from gan_core.recipes.dcgan import DCGANRecipe
from gan_core.recipes.museum import Exhibit
from gan_core.store.replay import load_run
from tests.tiny import REALS, TINY

pytestmark = pytest.mark.slow

OTHERS = np.random.default_rng(1).integers(0, 256, (80, 28, 28), np.uint8)
DATA = Digits(REALS, np.zeros(len(REALS), np.uint8), OTHERS, np.zeros(len(OTHERS), np.uint8))
RECIPE = DCGANRecipe(spec=TINY, batch=5, epochs=2)


def forger(seed: int = 3):
    from gan_core.training.forger import ForgerSession

    return ForgerSession(RECIPE, DATA, seed, n=20)


def names(images: np.ndarray) -> set[bytes]:
    return {image.tobytes() for image in images}


def test_no_digit_has_two_parts_to_play():
    run = forger()
    sets = [names(s) for s in (run.digits.train, run.digits.test, run.forgeries.train, run.forgeries.test)]
    assert [len(s) for s in sets] == [15, 40, 15, 40]
    assert len(set.union(*sets)) == 110


def test_forgeries_are_measured_and_shown_that_were_never_learned_from():
    run = forger()
    shown = []
    for _ in range(3):
        run.advance()
        found = run.snapshot()
        assert (found.metrics["n_real"], found.metrics["n_fake"]) == (20, 20)
        assert names(found.frame) <= names(run.forgeries.test)
        shown.append(names(found.frame))
    assert shown[0] != shown[1]


def test_a_forgers_run_resumes_exactly(tmp_path, give_back):
    straight = forger()
    for _ in range(2):
        straight.advance()
    straight.save(tmp_path / "state.npz")
    for _ in range(2):
        straight.advance()
    metrics = straight.snapshot().metrics
    give_back()
    second = forger()
    second.restore(tmp_path / "state.npz")
    for _ in range(2):
        second.advance()
    assert metrics == second.snapshot().metrics


@pytest.mark.parametrize(("is_forger", "at", "asked"), [(True, (1.0,), [6]), (False, (0.5, 1.0), [6, 12])])
def test_an_exhibit_is_recorded_with_its_referee(tmp_path, capsys, is_forger, at, asked):
    from gan_core.training.exhibits import record_exhibit

    what = Exhibit(RECIPE, interval=2, n=20, frechet_n=10, referee_at=at, forger=is_forger)
    assert record_exhibit("tiny", what, DATA, tmp_path / "work", tmp_path / "tiny", 0, referee_steps=2) == 0
    run = load_run(tmp_path / "tiny")
    assert [s["step"] for s in run.snapshots if s.get("referee")] == asked
    assert run.snapshots[-1]["frechet"] is not None
    assert record_exhibit("tiny", what, DATA, tmp_path / "work", tmp_path / "again", 0, 2, resume=True) == 0
    assert (tmp_path / "again" / "run.json").read_bytes() == (tmp_path / "tiny" / "run.json").read_bytes()
    with Image.open(run.frames) as sheet:
        assert len(set(np.asarray(sheet.convert("L")).ravel().tolist())) <= 16
    assert "measuring took" in capsys.readouterr().out


def test_without_batch_norm_g_has_biases_instead():
    from gan_core.models.dcgan import build_generator

    g = build_generator(replace(TINY, batch_norm=False))
    weighted = [layer for layer in g.layers if layer.weights]
    assert {type(layer).__name__ for layer in weighted} == {"Dense", "Conv2DTranspose"}
    assert all(len(layer.weights) == 2 for layer in weighted)


def test_the_saturating_loss_is_gs_part_of_v_and_flat_where_d_is_sure():
    from keras import ops

    from gan_core.models import losses

    def slope(loss, logit: float) -> float:
        up, down = (float(loss(ops.convert_to_tensor([[logit + step]]))) for step in (0.5, -0.5))
        return up - down

    assert float(losses.saturating_generator_loss(ops.zeros((4, 1)))) == pytest.approx(-log(2))
    assert abs(slope(losses.saturating_generator_loss, -12.0)) < 1e-4
    assert slope(losses.generator_loss, -12.0) == pytest.approx(-1, abs=1e-4)
