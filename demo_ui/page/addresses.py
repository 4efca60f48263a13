"""The URLs of our static files."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from typing import Any

PAGE = Path(__file__).parent
VENDOR = PAGE / "vendor"
VENDORED = VENDOR / "VENDORED.json"  # every file of it, with its digest
WEB = PAGE.parent / "web"


def address(path: Path) -> str:
    """What the browser asks for to get a file that `gr.set_static_paths` lets out."""
    return f"gradio_api/file={path.resolve().as_posix()}"


@cache
def vendor_address() -> str:
    """Where the page finds the vendored libraries, with a slash at its end (demo_ui/page/libraries.py)."""
    return f"vendor/{hashlib.sha256(VENDORED.read_bytes()).hexdigest()[:16]}/"


def own_answers(networks: str) -> dict[str, Any]:
    """What web/answer/client.mjs needs so that a room's questions are answered in the page.

    Args:
        networks: which index they need, "digits", "photos" or "colours". Its address comes later: from the
            server, or with the static edition.
    """
    return {"runtime": vendor_address(), "networks": networks}
