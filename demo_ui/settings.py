"""Configuration that the operator may choose: on the command line, in the environment, in one settings file.

The command line wins over the environment, the environment over the file, the file over the defaults. An option has
the same name and the same values everywhere: `--no-upload`, GAN_THEATRE_NO_UPLOAD=1, `no-upload = true`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from gan_core.base.paths import ASSETS, CHECKPOINTS, RESULTS
from gan_core.live.visitor_queue import MEMORY, TURN_MINUTES
from gan_core.pictures.limits import MOST_HELD


@dataclass(frozen=True)
class AppSettings:
    """Where the app listens, where its files lie, and what a stand shows.

    Args:
        host: the address to listen on; 127.0.0.1 admits this machine only, 0.0.0.0 everybody on the network.
        port: TCP port, 1 to 65535.
        checkpoints: folder of trained networks (`MANIFEST.json` inside).
        assets: folder of shipped data, recorded runs and pictures.
        runs: folder of saved runs and training folders that the Training room shows as well.
        turn_minutes: how long one visitor may train live before the next one's turn.
        training_memory: megabytes that live training may take.
        upload_memory: megabytes for everything visitors send, on disk and in memory; the oldest is deleted first.
        results: the file that stores the answers of the Play room; None stores none.
        replica: what /health and /metrics call this server; empty: its port.
        frame_ancestors: which sites may show the page in a frame, as the Content-Security-Policy says it; empty: all.
        metrics: whether there is /metrics, for Prometheus.
        kiosk: kiosk mode: no links that lead away, and everything is reset when a visitor has left.
        idle: seconds without a touch until a stand asks whether somebody is still there.
        rooms: which rooms there are, in this order; none named: all of them.
        lang: the language that a visitor meets, "en" or "ko"; None: the browser's.
        no_upload: no files of visitors: neither photographs nor pictures to learn from.
        no_camera: no camera.
        no_train: no live training.
        stands: by name, other values of kiosk to no_train for the pages that ask for them with `?config=NAME`.
        verbose: show what TensorFlow prints instead of writing it to the log file.
    """

    host: str = "127.0.0.1"
    port: int = 7860
    checkpoints: Path = CHECKPOINTS
    assets: Path = ASSETS
    runs: Path | None = None
    turn_minutes: float = TURN_MINUTES
    training_memory: float = MEMORY
    upload_memory: float = MOST_HELD
    results: Path | None = RESULTS
    replica: str = ""
    metrics: bool = False
    frame_ancestors: str = ""
    kiosk: bool = False
    idle: float = 90.0
    rooms: tuple[str, ...] = ()
    lang: str | None = None
    no_upload: bool = False
    no_camera: bool = False
    no_train: bool = False
    stands: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    verbose: bool = False

    @property
    def name(self) -> str:
        """What this server is called beside others."""
        return self.replica or str(self.port)
