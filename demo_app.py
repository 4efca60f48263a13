"""GAN Theatre's entry: settings, the page, the launch. `demo` serves Spaces and `gradio demo_app.py`."""

from __future__ import annotations

import sys

from demo_ui import launch
from gan_core.errors import GanError
from gan_core.settings import AppSettings

settings = AppSettings.from_command_line(sys.argv[1:] if __name__ == "__main__" else [])
try:
    if __name__ == "__main__":
        launch.check_port(settings)
except GanError as fault:
    print(fault, file=sys.stderr)
    sys.exit(2)
launch.prepare(settings)

from demo_ui.app import build_demo  # noqa: E402  (gradio reads the environment on import)

demo = build_demo(None, settings)

if __name__ == "__main__":
    demo.launch(**launch.launch_options(settings))
