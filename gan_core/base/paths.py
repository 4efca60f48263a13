"""Paths: where the data that ships lies, and where output goes that nobody chose a place for.

In a source tree everything lies in that tree. Installed (pip install .), what ships is the package gan_theatre_data
beside ours, and what is written goes to the user's own data folder, whatever folder the program was started in.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

CODE = Path(__file__).resolve().parents[2]  # the folder that holds gan_core and demo_ui
_PACKAGE = CODE / "gan_theatre_data"


def _data_folder() -> Path:
    """A user's folder for our files, as each system has it."""
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", Path.home() / "AppData" / "Local")) / "gan-theatre"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "gan-theatre"
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "gan-theatre"


INSTALLED = _PACKAGE.is_dir()
SHIPPED = _PACKAGE if INSTALLED else CODE
OWN = _data_folder() if INSTALLED else CODE

ASSETS = SHIPPED / "assets"
CHECKPOINTS = SHIPPED / "checkpoints"
RUNS = ASSETS / "runs"
EXAMPLES = ASSETS / "examples"
BUILD = OWN / "build"  # what can be made again
RESULTS = OWN / "results" / "play.sqlite3"
