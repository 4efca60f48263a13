"""Answers the page's wishes with pictures and figures. Holds nothing of any visitor."""

from __future__ import annotations

import base64
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np

from demo_ui.tabs.digit_files import digit_png, walk_file
from demo_ui.tabs.digit_wish import DIGITS, Wish, read_wish
from gan_core.errors import GanError
from gan_core.images import data_url, grid

WALK_TILES = 9  # tiles of the walk's film


class DigitDesk:
    """The answers behind the Generate tab, over a runtime that may still be loading its engine."""

    def __init__(self, runtime: Any) -> None:
        self.runtime = runtime
        self._parts: dict[str, Callable[[Wish], Any]] = {
            "digit": self._digit,
            "grid": self._grid,
            "nearest": self._nearest,
            "epochs": self._epochs,
            "corners": self._corners,
            "walk": self._walk,
            "latent": self._latent,
        }

    def status(self) -> dict[str, Any]:
        """{"state"} and, once it is "ready", what the controls are built from."""
        ...

    def look(self, asked: Any) -> dict[str, Any]:
        """The parts of the picture that the page names in `parts`; raises GanError on anything it cannot read."""
        wish = self._wish(asked)
        parts = asked.get("parts", ["digit"])
        if not isinstance(parts, list) or len(parts) > len(self._parts) or not all(p in self._parts for p in parts):
            raise GanError("list_wrong", name="parts", largest=len(self._parts))
        return {part: self._parts[part](wish) for part in parts}
