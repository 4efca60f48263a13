"""The URLs of our static files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

PAGE = Path(__file__).parent
VENDOR = PAGE / "vendor"
WEB = PAGE.parent / "web"


def address(path: Path) -> str:
    """What the browser asks for to get a file that `gr.set_static_paths` lets out."""
    return f"gradio_api/file={path.resolve().as_posix()}"


def own_answers(networks: str) -> dict[str, Any]:
    """What web/answer/client.mjs needs so that a room's questions are answered in the page.

    Args:
        networks: which index they need, "digits" or "photos". Its address comes later: from the server, or with the
            static edition.
    """
    return {"runtime": f"{address(VENDOR)}/", "networks": networks}
