"""Into the latent space: an encoder proposes, descent through G refines."""

from __future__ import annotations

import json
from contextlib import contextmanager

import numpy as np
import pytest

from gan_core.base.errors import GanError
from gan_core.digits.latent import latents
from gan_core.digits.projection import SHOWN, Projector, l1, on_shell
from tests.tiny import add_tiny_encoder, tiny_registry

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def registry(tmp_path_factory):
    registry = tiny_registry(tmp_path_factory.mktemp("checkpoints"))
    add_tiny_encoder(registry)
    return registry


@pytest.fixture(scope="module")
def projector(registry):
    return Projector(registry)


@pytest.fixture(scope="module")
def drawn(projector):
    """Digits that this G draws: it could reach all of them."""
    return projector.draw(on_shell(latents(3, 4)))


def test_descent_comes_nearer_and_stays_on_the_shell(projector, drawn):
    begin = projector.propose(drawn)
    *_, end = projector.refine(drawn, begin, steps=60)
    before, after = (l1(projector.draw(z), drawn) for z in (begin, end))
    assert (after < 0.7 * before).all()
    for z in (begin, end):
        assert z.dtype == np.float32 and np.linalg.norm(z, axis=1) == pytest.approx(10, abs=1e-3)


def test_digits_do_not_disturb_each_other(projector, drawn):
    begin = projector.propose(drawn)
    *_, together = projector.refine(drawn, begin, steps=8)
    *_, alone = projector.refine(drawn[1:2], begin[1:2], steps=8)
    assert l1(projector.draw(together[1:2]), projector.draw(alone)) == pytest.approx(0, abs=0.01)


def test_the_nearest_so_far_is_kept(projector, drawn):
    begin = projector.propose(drawn[:1])
    off = [float(l1(projector.draw(z), drawn[:1])[0]) for z in projector.refine(drawn[:1], begin, steps=30)]
    assert max(np.diff(off)) < 0.002  # pictures are rounded to 8 bits, what is compared is not


def test_a_way_begins_with_the_encoder_and_is_the_same_each_time(projector, drawn):
    way, again = projector.project(drawn[0]), projector.project(drawn[0])
    assert way.images.shape == (SHOWN + 1, 28, 28) and way.z.shape == (SHOWN + 1, 100) and way.ms > 0
    assert np.array_equal(way.z[0], projector.propose(drawn[:1])[0]) and np.array_equal(way.z, again.z)
    assert np.array_equal(way.images, projector.draw(way.z)) and way.l1[-1] < way.l1[0]
    assert way.l1 == pytest.approx(l1(way.images, drawn[0]))


def test_how_far_off_is_told_among_real_digits(projector):
    assert [projector.nearer(off) for off in (0.0, 0.0001, 0.25, 9.0)] == [0, 0, 49, 100]
    assert projector.n == 500


def test_an_older_wish_of_a_session_is_sent_away(projector, drawn, monkeypatch):
    @contextmanager
    def outdated(session):
        yield session != "s"

    monkeypatch.setattr(projector._lock, "hold", outdated)
    assert projector.project(drawn[0], "s") is None
    assert projector.project(drawn[0], "another") is not None


def test_what_does_not_fit_is_refused(tmp_path):
    registry = tiny_registry(tmp_path)
    add_tiny_encoder(registry, generator="gone")
    with pytest.raises(GanError) as fault:
        Projector(registry)
    assert fault.value.code == "checkpoint_missing"
    spec = registry.spec("best-encoder")
    registry.write("best-encoder", {"spec.json": json.dumps({"kind": spec["kind"]}).encode()})
    with pytest.raises(GanError) as fault:
        Projector(registry)
    assert fault.value.code == "checkpoint_damaged"
