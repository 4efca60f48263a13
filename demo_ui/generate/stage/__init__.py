"""The Generate room's browser side: stage, sliders with films, grid, pad, verdict, walk.

One gr.HTML holds every control, so that a drag costs one request without a queue, and a hundred latent
sliders cost nothing until they are opened. Its script is the files of script/ in the order of `SCRIPTS`,
which share one scope.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import gradio as gr

from demo_ui.page.part import part

HERE = Path(__file__).parent
SCRIPTS = ("film", "pad", "latents", "figures", "stage", "hand", "controls", "shelf", "link", "act", "awake")


def digit_stage(functions: Sequence[Callable[..., Any]], **props: Any) -> gr.HTML:
    """The room's page.

    Args:
        functions: `status`, `look`, `save` and `take`, which take and give plain JSON (see DigitDesk).
        props: what the script reads as `props`: `start`, `first` (the digit of `start` as a data URL, or None),
            `walkTiles`, `mapTiles`, `own` (see demo_ui.page.addresses).
    """
    return part("digit-stage", HERE, SCRIPTS, functions, **props)
