"""Classifiers that learn from fakes, from real digits or from both, one at a time."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from gan_core.base.errors import GanError
from gan_core.data.digits import Digits, in_equal_parts
from gan_core.digits.usefulness import MOST_WAITING, Usefulness
from gan_core.measures.equilibrium import wilson
from gan_core.measures.usefulness import WIDTH, RandomFeatures, Sums


def bars(labels: np.ndarray, noise: np.random.Generator) -> np.ndarray:
    """A bar whose height on the picture is its class, and some noise: uint8 (n, 28, 28)."""
    images = noise.integers(0, 60, (len(labels), 28, 28))
    for image, label in zip(images, labels, strict=True):
        image[2 + 2 * label : 6 + 2 * label, 4:24] = 255
    return images.astype(np.uint8)


class Writer:
    """One that draws what it is asked for; `draws` counts its digits."""

    id, latent, classes, draws = "writer", 5, 10, 0

    def images(self, z: np.ndarray, step: int | None = None) -> np.ndarray:
        self.draws += len(z)
        return bars(z[:, self.latent :].argmax(1), np.random.default_rng(abs(int(1e6 * z[0, 0]))))


@pytest.fixture
def school() -> Usefulness:
    rng = np.random.default_rng(0)
    train, test = (np.arange(n, dtype=np.uint8) % 10 for n in (300, 200))
    writer = Writer()
    found = Usefulness(lambda: writer, Digits(bars(train, rng), train, bars(test, rng), test))
    found.writer = writer  # type: ignore[attr-defined]
    return found


@pytest.mark.parametrize("mix", [(200, 0), (0, 200), (100, 100)])
def test_it_reads_what_it_learned_whoever_drew_it(school: Usefulness, mix: tuple[int, int]) -> None:
    learned = school.learn(*mix, 3)
    assert learned[:2] == mix and learned.n == 200
    assert learned.right > 0.95 and learned.low <= learned.right <= learned.high


def test_a_seed_gives_the_same_again_and_its_fakes_are_drawn_once(school: Any) -> None:
    first = school.learn(50, 0, 1)
    assert school.learn(50, 0, 1)[:5] == first[:5] and school.writer.draws == 50
    school.learn(50, 10, 1)
    assert school.writer.draws == 50
    school.learn(50, 0, 2)
    assert school.writer.draws == 100


@pytest.mark.parametrize(
    ("asked", "code"),
    [((0, 0, 1), "count_wrong"), ((10_001, 0, 1), "count_wrong"), ((0, "many", 1), "count_wrong"),
     ((None, 10, 1), "count_wrong"), ((0, 10, -1), "seed_wrong"), ((0, 10, None), "seed_wrong")],
)  # fmt: skip
def test_nonsense_has_a_name(school: Usefulness, asked: Any, code: str) -> None:
    with pytest.raises(GanError) as fault:
        school.learn(*asked)
    assert fault.value.code == code


def test_only_so_many_wait(school: Any) -> None:
    for _ in range(MOST_WAITING + 1):
        assert school._places.acquire(blocking=False)
    with pytest.raises(GanError, match="Try again"):
        school.learn(0, 10, 0)
    school._places.release()
    assert school.learn(0, 10, 0).n == 200


def test_a_fault_leaves_its_place(school: Any) -> None:
    def fail(z: np.ndarray, step: int | None = None) -> np.ndarray:
        raise GanError("not_ready")

    school.writer.images = fail
    for _ in range(MOST_WAITING + 2):
        with pytest.raises(GanError, match="still being loaded"):
            school.learn(10, 0, 0)
    assert school.learn(0, 10, 0).n == 200


def test_each_class_comes_in_turn_as_long_as_it_lasts() -> None:
    labels = np.array([0] * 5 + [1] * 2 + [2] * 3)
    order = in_equal_parts(labels, np.random.default_rng(0))
    assert sorted(order) == list(range(10))
    assert [sorted(labels[order[i : i + 3]]) for i in (0, 3)] == [[0, 1, 2], [0, 1, 2]]
    assert sorted(labels[order[6:8]]) == [0, 2] and set(labels[order[8:]]) == {0}
    assert list(order) != list(in_equal_parts(labels, np.random.default_rng(1)))


def test_the_sums_of_two_sets_are_those_of_both() -> None:
    rng = np.random.default_rng(1)
    labels = np.arange(40) % 10
    features = RandomFeatures().look(bars(labels, rng))
    assert features.shape == (40, WIDTH) and features.dtype == np.float32
    parts, whole = [Sums(), Sums()], Sums()
    for part, rows in zip(parts, (slice(0, 15), slice(15, None)), strict=True):
        part.add(features[rows], labels[rows])
    whole.add(features, labels)
    assert (parts[0] + parts[1]).n == whole.n == 40
    said = [sums.weights() for sums in (parts[0] + parts[1], whole)]
    assert np.array_equal((features @ said[0]).argmax(1), (features @ said[1]).argmax(1))


@pytest.mark.parametrize(
    ("right", "n", "band"),
    [(0, 10, (0.0, 0.2775)), (10, 10, (0.7225, 1.0)), (5, 10, (0.2366, 0.7634)), (9600, 10_000, (0.9560, 0.9637))],
)
def test_wilsons_band(right: int, n: int, band: tuple[float, float]) -> None:
    assert wilson(right, n) == pytest.approx(band, abs=1e-4)
