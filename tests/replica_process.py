"""One replica over fake networks in a process of its own: `python -m tests.replica_process NAME PORT RESULTS`.

Its first line on standard output is `UP`, once it can be asked.
"""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

from demo_ui.page import launch
from demo_ui.settings import AppSettings

UP = "the replica is up"


def main(name: str, port: int, results: Path) -> None:
    """Serve until the process is told to end."""
    os.environ.update(launch.OFFLINE)
    from demo_ui.app import build_demo
    from demo_ui.page.served import launch_options
    from gan_core.play.keeping import Keeper
    from tests.fake_live import FakeStage
    from tests.fakes import fake_services

    settings = AppSettings(port=port, replica=name, results=results)
    stage: Any = FakeStage()
    demo = build_demo(replace(fake_services(), live=stage, results=Keeper.of(results)), settings)
    demo.launch(**launch_options(settings), prevent_thread_lock=True)
    print(UP, flush=True)
    launch.until_ended(demo)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), Path(sys.argv[3]))
