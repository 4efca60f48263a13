"""Hints about colours: how far they spread, which answers there are, what is refused."""

from __future__ import annotations

import numpy as np
import pytest

from gan_core.base.errors import GanError
from gan_core.base.lab import cells, nearest_cell
from gan_core.photos.hints import (
    ANSWERS,
    APART,
    MOST_HINTS,
    ColourField,
    Hint,
    answers,
    guided,
    likely_colours,
    read_hints,
)

BLUE, ORANGE, GREEN = (0.0, -20.0), (20.0, 40.0), (-20.0, 30.0)
SKY, MEADOW = np.array([1.0, 0.0]), np.array([0.0, 1.0])


def field(*sky: tuple[tuple[float, float], float]) -> ColourField:
    """A sky over a meadow, 20x30; the meadow is surely green, the sky has the colours and shares `sky`."""
    likely = np.zeros((20, 30, len(cells())), np.float32)
    for colour, share in sky:
        likely[:10, :, nearest_cell(np.array(colour))] = share
    likely[10:, :, nearest_cell(np.array(GREEN))] = 1
    features = np.where(np.arange(20)[:, None, None] < 10, SKY, MEADOW) * np.ones((20, 30, 1))
    ab = np.where(np.arange(20)[:, None, None] < 10, sky[0][0], GREEN) * np.ones((20, 30, 1))
    return ColourField.of(ab.astype(np.float32), likely, features.astype(np.float32))


def test_a_hint_reaches_all_that_looks_alike_and_nothing_else():
    found = guided(field((BLUE, 1.0)), [Hint(0.5, 0.1, *ORANGE)])
    np.testing.assert_allclose(found[:6], np.broadcast_to(ORANGE, (6, 30, 2)), atol=3)
    np.testing.assert_allclose(found[14:], np.broadcast_to(GREEN, (6, 30, 2)), atol=1)


def test_without_hints_the_network_has_its_way():
    it = field((BLUE, 1.0))
    assert guided(it, ()) is it.ab


def test_of_two_hints_on_one_thing_the_nearer_one_wins():
    found = guided(field((BLUE, 1.0)), [Hint(0.05, 0.1, *ORANGE), Hint(0.95, 0.1, 60, 0)])
    assert np.linalg.norm(found[2, 1] - ORANGE) < np.linalg.norm(found[2, 1] - (60, 0))
    assert np.linalg.norm(found[2, 28] - (60, 0)) < np.linalg.norm(found[2, 28] - ORANGE)


def test_the_answers_differ_where_the_network_is_not_sure():
    it = field((BLUE, 0.7), (ORANGE, 0.3))
    first, second = answers(it)
    assert first == ()
    assert np.linalg.norm(np.array(second[0][2:]) - ORANGE) < APART and second[0].y < 0.5


def test_there_are_no_more_answers_than_three_and_none_where_it_is_sure():
    assert answers(field((BLUE, 1.0))) == [()]
    many = [(BLUE, 0.3), (ORANGE, 0.3), ((40.0, -40.0), 0.2), ((0.0, 60.0), 0.2)]
    assert len(answers(field(*many))) == ANSWERS


def test_likely_colours_differ_to_the_eye():
    it = field((BLUE, 0.5), ((0.0, -30.0), 0.3), (ORANGE, 0.2))
    found = likely_colours(it, 0.5, 0.1, 5)
    assert len(found) == 2
    np.testing.assert_allclose(found, [BLUE, ORANGE], atol=5)


@pytest.mark.parametrize(
    "sent",
    [
        [[0.5, 0.5, 10]],
        [[1.1, 0.5, 0, 0]],
        [[0.5, -0.1, 0, 0]],
        [[0.5, 0.5, 111, 0]],
        [[0.5, 0.5, float("nan"), 0]],
        [[0.5, 0.5, 0, "red"]],
        [0.5],
        {"x": 1},
        7,
        [[0.5, 0.5, 0, 0]] * (MOST_HINTS + 1),
    ],
)
def test_what_is_no_hint_is_refused(sent):
    with pytest.raises(GanError) as fault:
        read_hints(sent)
    assert fault.value.code == "hints_wrong"


def test_no_hints_are_none():
    assert read_hints(None) == read_hints([]) == ()
