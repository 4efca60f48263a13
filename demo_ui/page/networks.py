"""Exports the DCGAN for inference in the browser when the page starts, and announces it when ready."""

from __future__ import annotations

import json
import logging
import threading
from pathlib import Path

from demo_ui.page.addresses import address
from demo_ui.settings import AppSettings
from gan_core.base.errors import GanError
from gan_core.data import digits
from gan_core.digits.in_browser import TEMPLATES, exported, write_for_browser
from gan_core.digits.rooms import CHECKPOINTS, offered
from gan_core.store.checkpoints import Registry


class PageNetworks:
    """What the visitors' browsers load to draw by themselves.

    Args:
        folder: where it is written to; a folder that the page may be served from.
    """

    def __init__(self, settings: AppSettings, folder: Path) -> None:
        self._settings, self.folder = settings, folder
        self._lock = threading.Lock()
        self._begun = False
        self._index: Path | None = None

    @property
    def digits(self) -> dict[str, str] | None:
        """{"index": address}; None before it is written, and for good where a checkpoint has no templates."""
        return None if self._index is None else {"index": address(self._index)}

    def first(self, seed: int, digit: int) -> str | None:
        """That digit as a picture that was worked out beforehand, as a data URL; None where there is none."""
        registry = Registry(self._settings.checkpoints)
        try:
            known = json.loads(registry.read(CHECKPOINTS[0], TEMPLATES)).get("first") or {}
        except (GanError, ValueError):  # told where the networks are loaded
            return None
        return known.get("url") if (known.get("seed"), known.get("digit")) == (seed, digit) else None

    def start(self) -> None:
        """Begin to write, unless that has begun; returns at once."""
        with self._lock:
            if self._begun:
                return
            self._begun = True
        threading.Thread(target=self.write, name="page-networks", daemon=True).start()

    def write(self) -> None:
        """What `start` does in the background."""
        registry = Registry(self._settings.checkpoints)
        try:
            ids = offered(registry)
            if all(exported(registry, id) for id in ids):
                self._index = write_for_browser(registry, ids, self.folder, digits.load().train)
        except GanError as fault:  # the server draws instead
            logging.getLogger(__name__).warning("no networks for the browser: %s", fault)
