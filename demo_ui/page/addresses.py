"""Where the page finds files of ours."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

PAGE = Path(__file__).parent
OWN = PAGE / "own"
WORKER = OWN / "worker.js"
VENDOR = PAGE / "vendor"
FOR_ALL = ("lite", "kept", "png")  # what every room's own answers are made of


def address(path: Path) -> str:
    """What the browser asks for to get a file that `gr.set_static_paths` lets out."""
    return f"gradio_api/file={path.resolve().as_posix()}"


def own_answers(folder: Path, scripts: Sequence[str], networks: str, shared: Sequence[str] = ()) -> dict[str, Any]:
    """What shared/answering.js needs so that a room's questions are answered in the page.

    Args:
        folder: holds the room's own `scripts`, which share one scope with page/own.
        networks: which index they need, "digits" or "photos". Its address comes later: from the server, or with the
            static edition.
        shared: more scripts of page/own.
    """
    files = [*(OWN / f"{name}.js" for name in (*FOR_ALL, *shared)), *(folder / f"{name}.js" for name in scripts)]
    return {
        "worker": address(WORKER),
        "scripts": [address(path) for path in files],
        "runtime": f"{address(VENDOR)}/",
        "networks": networks,
    }
