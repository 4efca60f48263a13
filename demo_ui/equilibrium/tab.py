"""The room in which a GAN is small enough to see whole. The server only hands out its files."""

from __future__ import annotations

from pathlib import Path

from demo_ui.equilibrium.stage import equilibrium_lab

LAB = Path(__file__).parent / "lab"


def build() -> None:
    """Fill the room. The page that it is on must serve `LAB` (gr.set_static_paths)."""
    equilibrium_lab(f"gradio_api/file={LAB.as_posix()}/")
