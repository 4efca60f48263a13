"""What the rooms ask: one runtime for each set of networks, loaded behind the page."""

from __future__ import annotations

from dataclasses import dataclass

from demo_ui.tabs.digit_desk import DigitRoom
from gan_core.runtime import Runtime
from gan_core.settings import AppSettings


@dataclass(frozen=True)
class Services:
    """The runtimes behind the page; nothing is loaded before `start`."""

    digits: Runtime[DigitRoom]

    @classmethod
    def of(cls, settings: AppSettings) -> Services:
        """The services of the checkpoints in `settings`."""
        return cls(digits=Runtime(lambda: DigitRoom.load(settings)))

    def start(self) -> None:
        """Begin to load what is not loaded yet; returns at once."""
        self.digits.start()

    def wait(self) -> None:
        """Wait until everything is loaded; raises GanError('engine_failed')."""
        self.digits.wait()
        _ = self.digits.engine
