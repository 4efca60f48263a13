"""What the rooms ask: one runtime for each set of networks, loaded behind the page."""

from __future__ import annotations

import threading
from dataclasses import dataclass

from demo_ui.page.launch import temp_dir
from demo_ui.page.networks import PageNetworks
from demo_ui.translate.networks import PhotoNetworks
from demo_ui.translate.room import PhotoRoom
from gan_core.base.runtime import Runtime, State
from gan_core.base.settings import AppSettings
from gan_core.digits.rooms import DigitRooms
from gan_core.live.service import LiveStage
from gan_core.play.keeping import Keeper
from gan_core.store.checkpoints import Registry


@dataclass(frozen=True)
class Services:
    """The runtimes behind the page; nothing is loaded before `start`."""

    digits: Runtime[DigitRooms]
    photos: Runtime[PhotoRoom]
    live: LiveStage | None = None  # None: no live training
    results: Keeper | None = None  # None: the answers of the Play room are not kept
    networks: PageNetworks | None = None  # for the visitors' browsers; None: the server draws all
    photo_networks: PhotoNetworks | None = None  # the same for photographs

    @classmethod
    def of(cls, settings: AppSettings) -> Services:
        """The services of the checkpoints in `settings`."""
        digits = Runtime(lambda: DigitRooms.load(settings))

        def load_photos() -> PhotoRoom:
            digits.wait()  # the first room's networks come first
            return PhotoRoom.load(settings)

        stage = (Registry(settings.checkpoints), settings.turn_minutes * 60, settings.training_memory)
        live = None if settings.no_train else LiveStage(*stage)
        networks = PageNetworks(settings, temp_dir(settings) / "networks")
        own = PhotoNetworks.of(settings.checkpoints, temp_dir(settings) / "photos")
        return cls(digits, Runtime(load_photos), live, Keeper.of(settings.results), networks, own)

    def state(self) -> str:
        """ "loading", "ready", or "failed": there are no digits."""
        digits = self.digits.state
        return "failed" if digits is State.FAILED else "ready" if digits is State.READY else "loading"

    def start(self) -> None:
        """Begin to load what is not loaded yet; returns at once."""
        if self.networks:
            self.networks.start()
        self.digits.start()
        self.photos.start()

    def warm(self) -> None:
        """Get the training process ready, in the background, once the networks are loaded: it takes a cold start's
        20 seconds away from whoever presses Start first."""

        def warmed() -> None:
            self.photos.wait()
            if self.live:
                self.live.warm()

        threading.Thread(target=warmed, name="live-warm", daemon=True).start()

    def wait(self) -> None:
        """Wait until nothing is being loaded any more; raises GanError('engine_failed') if there are no digits.

        The photographs' networks may be missing: their room says so.
        """
        self.digits.wait()
        self.photos.wait()
        _ = self.digits.engine
