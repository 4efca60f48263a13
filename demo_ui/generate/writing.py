"""The endpoint /write: a line of digits, by the generator that can be asked for them."""

# No `from __future__ import annotations` here: Gradio reads the endpoint's types, and cannot read strings.
from collections.abc import Callable

from demo_ui.page.plain import refusal
from gan_core.base.checks import check_number
from gan_core.base.errors import GanError
from gan_core.base.images import data_url, grid
from gan_core.base.runtime import Runtime
from gan_core.digits.rooms import DigitRooms
from gan_core.digits.writing import check_text, write


def write_endpoint(digits: Runtime[DigitRooms]) -> Callable[..., str]:
    """What /write answers with; the rooms must hold a writer."""

    def writes(text: str, seed: int = 7, varied: bool = False, truncation: float = 1.0) -> str:
        """Write a line of digits: the same as `python -m gan_core generate --text`.

        Example: write(text="29 11 2026", seed=7).

        Args:
            text: up to 16 characters, digits and spaces.
            seed: whole number from 0 to 4294967295: the hand.
            varied: each digit in a hand of its own, instead of all in one.
            truncation: "diversity" on the page, 0 (the mean hand) to 1.

        Returns:
            picture: the line, 28 pixels high and 28 a character, grey, as the data URL of a PNG.
        """
        try:
            line, psi = check_text(text), check_number("truncation", truncation, 0.0, 1.0)
            images = write(digits.engine.writer, line, seed, own_hands=bool(varied), truncation=psi)
        except GanError as fault:
            raise refusal(fault) from None
        return data_url(grid(images, len(images)))

    return writes
