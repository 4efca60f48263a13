"""Writing with a generator that can be asked for digits: a line of them in one hand, or each in its own."""

from __future__ import annotations

from typing import Protocol

import numpy as np

from gan_core.base.errors import GanError
from gan_core.digits.latent import asked, latents, truncate

WRITER = "any-digit"  # the checkpoint that writes
MOST_CHARACTERS = 16
SPACE = " "  # a date's parts are told apart by it
SIDE = 28


class Writer(Protocol):
    """What is asked of an engine."""

    id: str
    latent: int
    classes: int

    def images(self, z: np.ndarray, step: int | None = None) -> np.ndarray: ...


def check_text(text: object) -> str:
    """`text` as a line of 1 to 16 characters, digits 0 to 9 and spaces between; raises GanError('text_wrong')."""
    line = text.strip() if isinstance(text, str) else ""
    known = set("0123456789" + SPACE)
    if not line or len(line) > MOST_CHARACTERS or not set(line) <= known:
        raise GanError("text_wrong", value=str(text)[:40], largest=MOST_CHARACTERS)
    return line


def check_asked(writer: Writer, digit: int) -> int:
    """`digit`, if this generator can be asked for it; raises GanError('class_unasked')."""
    if not 0 <= digit < writer.classes:
        raise GanError("class_unasked", id=writer.id, writer=WRITER)
    return digit


def write(
    writer: Writer, text: str, seed: int, *, own_hands: bool = False, truncation: float = 1.0, step: int | None = None
) -> np.ndarray:
    """The characters of a line, uint8 (n, 28, 28); a space is black.

    Args:
        text: what `check_text` gave.
        seed: of the hand: all digits have its first z, or with `own_hands` each has the next one.
        truncation: 0 to 1, as everywhere.
        step: the snapshot of the networks.

    Raises:
        GanError: 'class_unasked', 'seed_wrong', 'checkpoint_missing'.
    """
    digits = digits_of(writer, text)
    z = truncate(latents(seed, len(digits) if own_hands else 1, writer.latent), truncation)
    return set_line(text, writer.images(asked_in_turn(z, digits, writer.classes), step))


def digits_of(writer: Writer, text: str) -> np.ndarray:
    """The digits of a line without its spaces, int (n,); raises GanError('class_unasked')."""
    return np.array([check_asked(writer, int(character)) for character in text if character != SPACE])


def asked_in_turn(z: np.ndarray, digits: np.ndarray, classes: int) -> np.ndarray:
    """What G takes for the `digits` of a line: z (n, latent), a z for each of them, or (1, latent), one for all."""
    return asked(np.broadcast_to(z, (len(digits), z.shape[1])), digits, classes)


def set_line(text: str, drawn: np.ndarray) -> np.ndarray:
    """The characters of a line, uint8 (n, 28, 28), out of its digits, uint8 (m, 28, 28); a space is black."""
    line = np.zeros((len(text), SIDE, SIDE), np.uint8)
    line[[i for i, character in enumerate(text) if character != SPACE]] = drawn
    return line
