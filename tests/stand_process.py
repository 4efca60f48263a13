"""A stand over fake networks in a process of its own, `python -m tests.stand_process PORT`, to be killed by a test.

Once the page is up, its last line on standard output is `UP`.
"""

from __future__ import annotations

import os
import sys

from demo_ui.page import launch
from demo_ui.settings import AppSettings

UP = "the stand is up"


def main(port: int) -> None:
    """Serve until the process ends."""
    os.environ.update(launch.OFFLINE)
    from demo_ui.app import build_demo
    from demo_ui.page.served import launch_options
    from tests.fakes import fake_services

    settings = AppSettings(kiosk=True, port=port)
    demo = build_demo(fake_services(), settings)
    demo.launch(**launch_options(settings), prevent_thread_lock=True)
    print(UP, flush=True)
    demo.block_thread()


if __name__ == "__main__":
    main(int(sys.argv[1]))
