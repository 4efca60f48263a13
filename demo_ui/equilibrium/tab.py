"""The room in which a GAN is small enough to see whole. The server only hands out its modules."""

from __future__ import annotations

from demo_ui.equilibrium.stage import equilibrium_lab


def build() -> None:
    """Fill the room."""
    equilibrium_lab()
