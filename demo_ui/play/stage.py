"""The Play room's browser side: the picture and its two targets, the score, the curves, the end of a round."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import gradio as gr

from demo_ui.page.part import part


def play_stage(functions: Sequence[Callable[..., Any]]) -> gr.HTML:
    """The room's page.

    Args:
        functions: `status`, `begin`, `answer` and `end`, which take and give plain JSON (see PlayApi).
    """
    return part("play-stage", "play", functions)
