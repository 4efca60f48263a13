"""Where a drawing's outline is open (demo_ui/web/rooms/draw/gaps.mjs)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.web import in_node

MODULES = {"rooms/draw/gaps.mjs": "gaps", "rooms/draw/sketches.mjs": "SKETCHES"}
# A back that is one line, on four legs that bend.
STICKS = [[0.1, 0.3, 0.9, 0.3], *([x, 0.3, x + 0.02, 0.6, x, 0.9] for x in (0.2, 0.4, 0.6, 0.8))]
RING = [0.2, 0.3, 0.8, 0.3, 0.8, 0.8, 0.2, 0.8, 0.2, 0.3]


def gaps(*lines: list[float], **more: Any) -> list[list[float]]:
    strokes: list[dict[str, Any]] = [{"erases": False, "points": line} for line in lines]
    return in_node(MODULES, "return gaps(strokes)", strokes=[*strokes, *([more] if more else [])])


def test_the_drawings_to_begin_with_are_closed() -> None:
    code = "return SKETCHES.map(({ strokes }) => gaps(strokes.map((points) => ({ erases: false, points }))))"
    assert in_node(MODULES, code) == [[], [], []]


@pytest.mark.parametrize(
    ("lines", "joins"),
    [
        ([RING], []),
        ([RING[:8]], []),  # a side is missing: too far apart for a gap
        ([[*RING[:8], 0.2, 0.5]], [[0.2, 0.3, 0.2, 0.5]]),
        ([RING[:4], [0.8, 0.4, *RING[4:8], 0.2, 0.4]], [[0.2, 0.3, 0.2, 0.4], [0.8, 0.3, 0.8, 0.4]]),
        ([[0.1, 0.1, 0.9, 0.1]], []),  # a line alone is no outline
        ([[0.5, 0.5, 0.52, 0.5, 0.52, 0.53]], []),  # somebody is only beginning
        ([RING, [0.8, 0.4, 0.95, 0.6]], []),  # a tail
        (STICKS, []),  # between its legs no outline is open
        ([[0.56, 0.8, 0.8, 0.8, 0.8, 0.3, 0.2, 0.3, 0.2, 0.8, 0.5, 0.8]], [[0.56, 0.8, 0.5, 0.8]]),  # a hoof
        ([], []),
    ],
)
def test_the_shortest_joins_close_an_outline(lines: list[list[float]], joins: list[list[float]]) -> None:
    assert gaps(*lines) == joins


def test_what_is_rubbed_out_is_open_and_a_photograph_is_left_alone() -> None:
    assert gaps(RING, erases=True, points=[0.2, 0.5, 0.2, 0.5]) == []  # no ends there that could be joined
    assert gaps([*RING[:8], 0.2, 0.5], erases=False, picture="ink") == []
