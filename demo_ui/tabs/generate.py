"""The room where the generator draws."""

from __future__ import annotations

from typing import Any

import gradio as gr


def build(services: Any) -> None:
    """Fill the room; `services` holds what the handlers ask."""
    gr.HTML("")
