"""Statistical findings about a visitor's answers, as codes that the page puts into words. Counts only, no networks.

An average of 0.5 alone is not the equilibrium here either: whoever says the same word to every picture gets half of
them right. So the word is looked at first, then how many pictures there were, and only then the share of right ones.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from math import ceil, floor
from typing import Any

from gan_core.measures.equilibrium import accuracy_band

LEAST = 10  # of fewer pictures nothing is said
SETTLED = 20  # before so many pictures nobody is told that they are guessing
SAME_WORD = 0.9  # the share of pictures that were given the same word


@dataclass(frozen=True)
class Tally:
    """How many reals and fakes somebody was asked about, and of how many each they were right."""

    reals: int = 0
    reals_right: int = 0
    fakes: int = 0
    fakes_right: int = 0

    @property
    def n(self) -> int:
        """How many pictures."""
        return self.reals + self.fakes

    @property
    def right(self) -> int:
        """How many of them were answered correctly."""
        return self.reals_right + self.fakes_right

    @property
    def said_real(self) -> int:
        """How many of them were called real."""
        return self.reals_right + self.fakes - self.fakes_right

    def __add__(self, other: Tally) -> Tally:
        return Tally(
            self.reals + other.reals,
            self.reals_right + other.reals_right,
            self.fakes + other.fakes,
            self.fakes_right + other.fakes_right,
        )

    def with_one(self, fake: bool, said_fake: bool) -> Tally:
        """This tally with one picture more."""
        right = int(fake == said_fake)
        return self + (Tally(fakes=1, fakes_right=right) if fake else Tally(reals=1, reals_right=right))

    def to_json(self) -> dict[str, Any]:
        """The counts, the share of right answers of each sort (None where there was none), and chance's half widths."""
        sorts = {"real": (self.reals, self.reals_right), "fake": (self.fakes, self.fakes_right)}
        return {
            "n": self.n,
            "right": self.right,
            **{
                sort: {
                    "n": n,
                    "right": right,
                    "share": right / n if n else None,
                    "band": accuracy_band(n) if n else None,
                }
                for sort, (n, right) in sorts.items()
            },
        }


class Code(StrEnum):
    """What can be said."""

    TOO_FEW = "too_few"
    SAME_WORD_REAL = "same_word_real"
    SAME_WORD_FAKE = "same_word_fake"
    TELLS = "tells"
    FOOLED = "fooled"  # wrong more often than a coin
    OPEN = "open"  # within what guessing gives, but of few pictures
    GUESSING = "guessing"
    GUESSING_TOO = "guessing_too"  # and so is the discriminator


@dataclass(frozen=True)
class Finding:
    """A code with the least and the most right answers that guessing gives (95%)."""

    code: Code
    low: int
    high: int


def find(you: Tally, machine: Tally, measured: tuple[float, int] | None = None) -> Finding:
    """What `you` answered, held against chance.

    Args:
        you, machine: the visitor's and the discriminator's answers to the same pictures, n >= 1.
        measured: the discriminator's balanced accuracy on many other pictures and how many those were, where it is
            known: whether D guesses is better known from thousands of pictures than from twenty.
    """
    low, high = chance(you.n)
    return Finding(_code(you, machine, measured, low, high), low, high)


def chance(n: int) -> tuple[int, int]:
    """The least and the most right answers out of n >= 1 that guessing gives in 95 rounds of 100."""
    half = accuracy_band(n)
    return max(0, ceil(n * (0.5 - half))), min(n, floor(n * (0.5 + half)))


def _code(you: Tally, machine: Tally, measured: tuple[float, int] | None, low: int, high: int) -> Code:
    if you.n < LEAST:
        return Code.TOO_FEW
    if you.right > high:
        return Code.TELLS
    if you.said_real >= SAME_WORD * you.n:
        return Code.SAME_WORD_REAL
    if you.n - you.said_real >= SAME_WORD * you.n:
        return Code.SAME_WORD_FAKE
    if you.right < low:
        return Code.FOOLED
    if you.n < SETTLED:
        return Code.OPEN
    return Code.GUESSING_TOO if _guesses(machine, measured) else Code.GUESSING


def _guesses(machine: Tally, measured: tuple[float, int] | None) -> bool:
    """Does the discriminator do no better than chance?"""
    if measured is not None:
        balanced, n = measured
        return balanced - 0.5 <= accuracy_band(n)
    return machine.right <= chance(machine.n)[1]
