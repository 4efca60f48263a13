"""What fakes leave behind, how it is found, and what takes it away."""

from __future__ import annotations

import numpy as np
import pytest

from gan_core.commands.evaluate_spectrum import TREATMENTS, curves, halves, kind, limit, table
from gan_core.measures.spectrum import ALMOST_BLACK, Detector, haze, radial


def waves(side: int, period: float) -> np.ndarray:
    return np.tile(128 + 100 * np.cos(2 * np.pi * np.arange(side) / period), (1, side, 1))


@pytest.mark.parametrize(("side", "rings"), [(28, 14), (256, 32)])
def test_a_pattern_stands_where_its_fineness_is(side: int, rings: int) -> None:
    for period in (2, 4, 8):
        curve = radial(waves(side, period))[0]
        assert curve.shape == (rings,)
        assert abs(curve.argmax() - (round(2 * rings / period) - 1)) <= 1
    assert np.allclose(radial(waves(side, 4)), radial(waves(side, 4) + 20))


def test_more_pictures_than_a_batch_have_the_same_curves(monkeypatch: pytest.MonkeyPatch) -> None:
    pictures = np.random.default_rng(0).integers(0, 256, (7, 28, 28))
    whole = radial(pictures)
    monkeypatch.setattr("gan_core.measures.spectrum.BATCH", 2 * 28**2)
    assert np.allclose(radial(pictures), whole)


def test_haze_is_neither_black_nor_a_stroke() -> None:
    picture = np.array([[[0, 1, ALMOST_BLACK, ALMOST_BLACK + 1, 255]]], np.uint8)
    assert haze(picture).tolist() == [2]


def test_a_detector_finds_what_differs_and_nothing_where_nothing_does() -> None:
    rng = np.random.default_rng(1)
    reals, fakes = rng.normal(size=(400, 3)), rng.normal([0, 2, 0], size=(400, 3))
    detector = Detector(reals[:200], fakes[:200])
    right = np.concatenate([~detector.fake(reals[200:]), detector.fake(fakes[200:])]).mean()
    assert right == pytest.approx(0.841, abs=0.05)  # Phi(1)
    blind = Detector(reals[:200, :1], fakes[:200, :1])
    right = np.concatenate([~blind.fake(reals[200:, :1]), blind.fake(fakes[200:, :1])]).mean()
    assert right == pytest.approx(0.5, abs=0.1)


def test_a_grid_is_found_until_somebody_blurs_it() -> None:
    """Fakes are noise with the grid that upsampling leaves; of grey pictures and of coloured ones."""
    rng = np.random.default_rng(2)
    noise = rng.integers(90, 110, (160, 28, 28))
    grid = 12 * (np.indices((28, 28)).sum(0) % 2)
    reals, fakes = noise[:80].astype(np.uint8), (noise[80:] + grid).astype(np.uint8)
    found = kind(halves(reals, fakes), {"spectrum": curves})
    assert found["learned"] == found["tested"] == 80
    assert list(found["after"]) == list(TREATMENTS)
    after = found["after"]
    assert after["none"]["spectrum"]["first"]["value"] > 0.9
    assert after["none"]["spectrum"]["first"] == after["none"]["spectrum"]["again"]
    assert after["none"]["fake"][-1] > after["none"]["real"][-1] + 0.2
    assert after["half"]["spectrum"]["again"]["low"] < 0.6  # no grid of two pixels outlives that
    assert any("spectrum, again" in line for line in table({"treatments": list(TREATMENTS), "kinds": {"x": found}}))
    colours = np.repeat(reals[..., None], 3, axis=3)
    assert np.allclose(curves(colours), curves(reals))


def test_the_limit_is_the_count_at_which_the_detector_changes_its_mind() -> None:
    rng = np.random.default_rng(3)
    reals = np.where(rng.random((200, 28, 28)) < 5 / 784, 3, 0).astype(np.uint8)
    fakes = np.where(rng.random((200, 28, 28)) < 30 / 784, 3, 0).astype(np.uint8)
    assert 6 < limit(halves(reals, fakes)) < 25


def test_every_treatment_keeps_the_size() -> None:
    grey, coloured = np.zeros((28, 28), np.uint8), np.zeros((32, 32, 3), np.uint8)
    for treat in TREATMENTS.values():
        assert treat(grey).shape == (28, 28) and treat(coloured).shape == (32, 32, 3)
        assert treat(grey).dtype == np.uint8
