"""Services behind the rooms: one inference runtime for each set of networks, loaded in the background."""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from demo_ui.page.launch import temp_dir
from demo_ui.page.networks import PageNetworks
from demo_ui.settings import AppSettings
from demo_ui.translate.in_browser import PhotoNetworks
from demo_ui.translate.networks import COLOURS, HORSES, PAINTINGS
from demo_ui.translate.room import ColourRoom, PhotoRoom
from gan_core.base import memory
from gan_core.base.errors import GanError
from gan_core.base.runtime import Runtime, State, start_in_order
from gan_core.digits.projection import ENCODER_ID, Projector
from gan_core.digits.rooms import DigitRooms
from gan_core.digits.usefulness import Usefulness
from gan_core.digits.writing import WRITER
from gan_core.live.boards import Boards
from gan_core.live.service import LiveTrainingService
from gan_core.photos.drawing import DRAWING_ID, DrawingEngine
from gan_core.pictures import reading
from gan_core.play.keeping import Keeper
from gan_core.store.checkpoints import Registry
from gan_core.store.replay import Run
from gan_core.store.saved_runs import gather

NETWORKS = ("digits", "photos", "paintings", "colours", "drawings", "projector")  # the runtimes of Services
IDLE = 3600  # seconds in which nobody asks for networks until they are let go


@dataclass(frozen=True)
class Services:
    """The runtimes behind the page; nothing is loaded before `start`."""

    digits: Runtime[DigitRooms]
    photos: Runtime[PhotoRoom]
    live: LiveTrainingService | None = None  # None: no live training
    results: Keeper | None = None  # None: the answers of the Play room are not kept
    networks: PageNetworks | None = None  # for the visitors' browsers; None: the server draws all
    photo_networks: PhotoNetworks | None = None  # the same for horses and zebras
    colour_networks: PhotoNetworks | None = None  # the same for colours
    paintings: Runtime[PhotoRoom] | None = None  # None: nobody trained them, and the page does not offer them
    colours: Runtime[ColourRoom] | None = None  # the same
    drawings: Runtime[DrawingEngine] | None = None  # the same
    horses: bool = True  # whether `photos` are offered; what fails to load is offered, and told
    saved: tuple[Sequence[Run], Sequence[GanError]] = ((), ())  # the operator's, and those that cannot be read
    projector: Runtime[Projector] | None = None  # None: nobody trained the encoder
    writes: bool = False  # whether there is a generator that can be asked for digits
    usefulness: Usefulness | None = None  # None: there is none
    boards: Boards = field(default_factory=Boards)  # on which visitors of live training draw

    @classmethod
    def of(cls, settings: AppSettings, folder: Path | None = None) -> Services:
        """The services of the checkpoints in `settings`.

        Args:
            folder: where the networks for the browsers and the operator's runs go; None: the app's own temporary
                folder.
        """
        folder = folder or temp_dir(settings)
        registry = Registry(settings.checkpoints)
        held = registry.ids()
        digits = Runtime(lambda: DigitRooms.load(registry))
        whole = registry.intact
        photos = Runtime(lambda: PhotoRoom.load(settings), whole)
        paintings = Runtime(lambda: PhotoRoom.load(settings, PAINTINGS), whole) if PAINTINGS.id in held else None
        colours = Runtime(lambda: ColourRoom.load(settings), whole) if COLOURS.id in held else None
        drawn = DRAWING_ID in held or "draw" in settings.rooms  # what is asked for and fails is told there
        drawings = Runtime(lambda: DrawingEngine(registry), whole) if drawn else None
        horses = HORSES.id in held or not (paintings or colours)
        stage = (registry, settings.turn_minutes * 60, settings.training_memory)
        live = None if settings.no_train else LiveTrainingService(*stage)
        networks = PageNetworks(settings, folder / "networks")
        own = PhotoNetworks.of(settings.checkpoints, folder / "photos")
        own_colours = PhotoNetworks.of(settings.checkpoints, folder / "photos", COLOURS.id) if colours else None
        saved = gather(settings.runs, folder / "runs") if settings.runs else ((), ())
        results = Keeper.of(settings.results)
        projector = Runtime(lambda: Projector(registry)) if ENCODER_ID in held else None
        writes, others = WRITER in held, (paintings, colours, drawings, horses, saved)
        usefulness = Usefulness(lambda: digits.engine.writer) if writes else None
        return cls(digits, photos, live, results, networks, own, own_colours, *others, projector, writes, usefulness)

    def state(self) -> str:
        """ "loading", "ready", or "failed": there are no digits."""
        digits = self.digits.state
        return "failed" if digits is State.FAILED else "ready" if digits is State.READY else "loading"

    def figures(self) -> dict[str, float | dict[str, float]]:
        """How it is now, as gauges for /metrics: which networks are in which state, live training, what waits."""
        runtimes = {name: getattr(self, name) for name in NETWORKS}
        states = {name: runtime.state for name, runtime in runtimes.items() if runtime is not None}
        of_state = {
            f"networks_{state.value}.network": {name: float(now is state) for name, now in states.items()}
            for state in State
        }
        live = {f"live_{name}": number for name, number in self.live.figures().items()} if self.live else {}
        trouble = self.results.trouble if self.results else None
        return {**of_state, **live, "results_waiting": trouble.waiting if trouble else 0}

    def start(self) -> None:
        """Begin to load what is not loaded yet; returns at once."""
        reading.start()
        if self.networks:
            self.networks.start()
        start_in_order([self.digits, *self._others()])  # the first room's networks come first

    def warm(self) -> None:
        """Get the training process ready, in the background, once the networks are loaded: it takes a cold start's
        20 seconds away from whoever presses Start first."""

        def warmed() -> None:
            for runtime in self._others():
                runtime.wait()
            if self.live:
                self.live.warm()

        threading.Thread(target=warmed, name="live-warm", daemon=True).start()

    def keep_small(self) -> None:
        """Once the networks are loaded, spare garbage collections what stays; then, again and again, let go of
        networks other than the digits' that nobody asked for in `IDLE` seconds, and give free memory back."""

        def kept() -> None:
            for runtime in (self.digits, *self._others()):
                runtime.wait()
            memory.settle()
            while True:
                time.sleep(memory.EVERY)
                gone = [runtime.let_go(IDLE) for runtime in self._others()]
                memory.give_back(collect=any(gone))

        threading.Thread(target=kept, name="memory", daemon=True).start()

    def wait(self) -> None:
        """Wait until nothing is being loaded any more; raises GanError('engine_failed') if there are no digits.

        The others may be missing: their rooms say so.
        """
        self.digits.wait()
        for runtime in self._others():
            runtime.wait()
        _ = self.digits.engine

    def _others(self) -> list[Runtime[Any]]:
        """All but the digits, in the order in which they are loaded."""
        runtimes = (self.photos, self.paintings, self.colours, self.drawings, self.projector)
        return [runtime for runtime in runtimes if runtime is not None]
