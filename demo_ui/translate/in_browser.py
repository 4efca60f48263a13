"""The photographs' networks for inference in the browser: exported once in the background, and announced when ready."""

from __future__ import annotations

import atexit
import logging
import os
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

from demo_ui.page.addresses import address
from gan_core.base.errors import GanError
from gan_core.base.paths import BUILD, CODE
from gan_core.photos.engine import PHOTO_ID
from gan_core.photos.in_browser import made_before
from gan_core.store.checkpoints import Registry

KEPT = BUILD / "networks"  # where `python -m gan_core export` leaves them
LAST = 19  # nice: whoever uses the page goes first


class PhotoNetworks:
    """The networks that visitors' browsers load for inference.

    Exporting them takes a minute of one core, so a separate process does it, and only when a page first asks.

    Args:
        checkpoints: what they are made from.
        folder: where they are stored; a folder that the page may serve.
        id: the checkpoint, of those that gan_core.photos.in_browser knows.
    """

    def __init__(self, checkpoints: Path, folder: Path, id: str = PHOTO_ID) -> None:
        self._registry, self.folder, self.id = Registry(checkpoints), folder, id
        self._lock = threading.Lock()
        self._looked = self._begun = False
        self._index: Path | None = None
        self._failed = False

    @classmethod
    def of(cls, checkpoints: Path, otherwise: Path, id: str = PHOTO_ID) -> PhotoNetworks:
        """Kept in `KEPT`, for the next start as well; where that cannot be written to, in `otherwise`."""
        try:
            there = next(folder for folder in (KEPT, *KEPT.parents) if folder.exists())  # it is made when it is written
            usable = os.access(there, os.W_OK) or made_before(Registry(checkpoints), KEPT, id)
            return cls(checkpoints, KEPT if usable else otherwise, id)
        except (OSError, GanError):
            return cls(checkpoints, otherwise, id)

    def status(self, asked: Any) -> dict[str, Any]:
        """{"own": {"index": address}}, {"preparing": True} while that is to come, or {}: it never will.

        With {"own": True} in `asked` a page asks for them, so they are made if they are not there.
        """
        wanted = isinstance(asked, dict) and asked.get("own") is True
        with self._lock:
            if not self._looked:
                self._looked, self._index = True, self._before()
            if wanted and not self._begun and not self._index:
                self._begun = True
                threading.Thread(target=self._make, name="photo-networks", daemon=True).start()
        if self._index:
            return {"own": {"index": address(self._index)}}
        return {} if self._failed else {"preparing": True}

    def _before(self) -> Path | None:
        try:
            return made_before(self._registry, self.folder, self.id)
        except GanError:  # told where the networks are loaded
            return None

    def _make(self) -> None:
        try:
            self._index = self._made()
        except (GanError, OSError) as fault:
            logging.getLogger(__name__).warning("no %s for the browser: %s", self.id, fault)
        self._failed = self._index is None

    def _made(self) -> Path | None:
        command = [sys.executable, "-m", "gan_core", "export", "--checkpoint", self.id]
        command += ["--out", str(self.folder), "--checkpoints", str(self._registry.root.resolve())]
        nowhere = subprocess.DEVNULL
        process = subprocess.Popen(command, cwd=CODE, stdin=nowhere, stdout=nowhere, stderr=nowhere)
        atexit.register(process.terminate)
        if hasattr(os, "setpriority"):
            os.setpriority(os.PRIO_PROCESS, process.pid, LAST)
        process.wait()
        atexit.unregister(process.terminate)
        return made_before(self._registry, self.folder, self.id)
