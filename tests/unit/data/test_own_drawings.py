"""A visitor's own drawings: which are taken, how they are varied, and how near a picture comes to them."""

from __future__ import annotations

import numpy as np
import pytest

from gan_core.base.errors import GanError
from gan_core.data.doodles import doodles
from gan_core.data.drawings import (
    HELD_VARIED,
    JUDGED,
    MOST,
    Heap,
    Nearness,
    drawings_wanted,
    judged,
    learned_from,
    vary,
)

DRAWN = doodles(18)


def broken(picture: object) -> np.ndarray:
    """The drawings, the fifth replaced."""
    found = DRAWN.copy()
    found[4] = picture
    return found


def dot() -> np.ndarray:
    found = np.zeros((28, 28), np.uint8)
    found[12:14, 12:14] = 255
    return found


@pytest.mark.parametrize(
    ("pictures", "code"),
    [
        (DRAWN[:11], "drawings_few"),
        (DRAWN[:1], "drawings_few"),
        (DRAWN[:0], "drawings_few"),
        (np.broadcast_to(DRAWN[0], (12, 28, 28)), "drawings_equal"),
        (np.broadcast_to(DRAWN[0], (MOST + 1, 28, 28)), "drawings_many"),
        (broken(0), "drawing_empty"),
        (broken(dot()), "drawing_dot"),
        (broken(255), "drawing_full"),
        (np.zeros((12, 5, 5), np.uint8), "drawings_shape"),
        (DRAWN.astype(np.float32), "drawings_shape"),
        (DRAWN[0], "drawings_shape"),
        ([1, 2], "drawings_shape"),
    ],
)
def test_what_cannot_be_learned_is_told(pictures: np.ndarray, code: str) -> None:
    with pytest.raises(GanError) as fault:
        drawings_wanted(pictures)
    assert fault.value.code == code
    assert fault.value.details.get("number", 5) == 5


def test_twelve_drawings_do_and_a_large_set_may_hold_an_empty_picture() -> None:
    assert len(drawings_wanted(DRAWN[:12])) == 12
    assert len(drawings_wanted(broken(0), drawn=False)) == 18


def test_variations_follow_the_generator_of_chance_and_stay_near() -> None:
    found = vary(DRAWN, 40, np.random.default_rng(5))
    assert (found.shape, found.dtype) == ((40, 28, 28), np.uint8)
    assert np.array_equal(found, vary(DRAWN, 40, np.random.default_rng(5)))
    assert not np.array_equal(found, vary(DRAWN, 40, np.random.default_rng(6)))
    assert 0.7 < found.mean() / DRAWN.mean() < 1.3  # the ink is still there
    assert np.median(Nearness(DRAWN).nearest(found)[1]) > 0


def test_the_more_they_are_bent_the_farther_they_are() -> None:
    far = [
        np.median(Nearness(DRAWN).nearest(vary(DRAWN, 200, np.random.default_rng(5), bend))[1])
        for bend in (0.0, 0.7, 2.0)
    ]
    assert far == sorted(far) and far[0] < far[2]


def test_a_moved_copy_is_found_at_distance_0() -> None:
    index, distance = Nearness(DRAWN).nearest(np.roll(DRAWN[3:5], 1, axis=2))
    assert index.tolist() == [3, 4]
    assert distance == pytest.approx(0, abs=1e-4)
    assert Nearness(DRAWN).among > 1
    assert Nearness(np.concatenate([DRAWN, DRAWN])).among == pytest.approx(0, abs=1e-3)


def test_an_empty_fake_has_a_nearest_drawing_too() -> None:
    _, distance = Nearness(DRAWN).nearest(np.zeros((1, 28, 28), np.uint8))
    assert np.isfinite(distance).all() and distance[0] > 1


def test_some_are_held_back_and_both_sides_are_varied() -> None:
    data = learned_from(Heap(DRAWN))
    assert (len(data.train), len(data.test)) == (15, HELD_VARIED)
    learned = {picture.tobytes() for picture in data.train}
    held = [picture for picture in DRAWN if picture.tobytes() not in learned]
    assert len(held) == 3
    assert np.median(Nearness(np.stack(held)).nearest(data.test)[1]) < np.median(
        Nearness(data.train).nearest(data.test)[1]
    )
    assert np.array_equal(data.test, learned_from(Heap(DRAWN)).test)
    assert len(judged(data).train) == JUDGED


def test_what_lies_on_grey_stays_on_grey_while_it_is_varied() -> None:
    grey = np.maximum(DRAWN, 90)
    assert vary(grey, 40, np.random.default_rng(5)).min() == 90


def test_a_large_set_is_learned_as_it_is() -> None:
    data = learned_from(Heap(DRAWN, vary=False))
    assert (len(data.train), len(data.test), data.bend) == (15, 3, None)
    assert judged(data) is data
