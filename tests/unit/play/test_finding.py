"""What answers say, and what they do not."""

from __future__ import annotations

from itertools import product
from math import comb

import pytest

from gan_core.play.finding import Code, Tally, chance, find


def tally(reals_right: int, fakes_right: int, each: int = 10) -> Tally:
    return Tally(each, reals_right, each, fakes_right)


BLIND = tally(5, 5)


@pytest.mark.parametrize(("n", "low", "high"), [(4, 0, 4 - 1), (10, 2, 8), (20, 6, 14), (100, 41, 59)])
def test_chance_holds_what_guessing_gives(n: int, low: int, high: int) -> None:
    """Exactly, by the binomial: a guesser is inside at least 92 times of 100, and a wider interval would be idle."""
    assert chance(n) == (low, high) if n > 4 else chance(n)[0] in (0, 1)
    low, high = chance(n)
    inside = sum(comb(n, k) for k in range(low, high + 1)) / 2**n
    assert 0.87 <= inside <= 0.999


@pytest.mark.parametrize(
    ("you", "machine", "measured", "code"),
    [
        (tally(9, 8), BLIND, None, Code.TELLS),
        (tally(5, 5), BLIND, None, Code.GUESSING_TOO),
        (tally(5, 5), tally(9, 9), None, Code.GUESSING),
        (tally(5, 5), BLIND, (0.70, 4000), Code.GUESSING),
        (tally(5, 5), tally(9, 9), (0.505, 4000), Code.GUESSING_TOO),
        (tally(5, 5), BLIND, (0.52, 4000), Code.GUESSING),
        (tally(5, 5), tally(9, 9), (0.30, 4000), Code.GUESSING_TOO),
        (tally(10, 0), BLIND, None, Code.SAME_WORD_REAL),
        (tally(0, 10), BLIND, None, Code.SAME_WORD_FAKE),
        (tally(1, 2), BLIND, None, Code.FOOLED),
        (tally(3, 3, each=5), BLIND, None, Code.OPEN),
        (tally(5, 4, each=5), BLIND, None, Code.TELLS),
        (Tally(2, 2, 2, 2), BLIND, None, Code.TOO_FEW),
    ],
)
def test_every_case_has_its_word(you: Tally, machine: Tally, measured: object, code: Code) -> None:
    assert find(you, machine, measured).code is code  # type: ignore[arg-type]


def test_half_right_alone_is_never_called_guessing() -> None:
    """The sentence about the equilibrium needs twenty pictures, a share inside the band, and both words used."""
    for each, reals, fakes in product(range(1, 16), repeat=3):
        if max(reals, fakes) > each:
            continue
        you = tally(reals, fakes, each)
        if find(you, BLIND).code in (Code.GUESSING, Code.GUESSING_TOO):
            low, high = chance(you.n)
            assert you.n >= 20 and low <= you.right <= high and 0.1 * you.n < you.said_real < 0.9 * you.n


def test_a_tally_counts() -> None:
    counted = Tally()
    for fake, said in [(True, True), (True, False), (False, False), (False, True), (False, False)]:
        counted = counted.with_one(fake, said)
    assert counted == Tally(3, 2, 2, 1)
    assert (counted.n, counted.right, counted.said_real) == (5, 3, 3)
    assert (counted + counted).to_json()["real"] == {
        "n": 6,
        "right": 4,
        "share": 4 / 6,
        "band": pytest.approx(0.4001, abs=1e-4),
    }
    assert Tally().to_json()["fake"] == {"n": 0, "right": 0, "share": None, "band": None}
