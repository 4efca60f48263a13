"""gan-theatre, and python -m demo_ui: the app of an installed package, from any folder."""

from __future__ import annotations

import runpy
import sys
from pathlib import Path

from demo_ui import options


def main() -> None:
    """Do what `python demo_app.py` does, with the same options."""
    name = Path(sys.argv[0]).stem
    options.started_by = "python -m demo_ui" if name == "__main__" else name
    runpy.run_module("demo_app", run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
