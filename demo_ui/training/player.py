"""The player of a run: frame, curves, gauge and words of one step, drawn by the browser alone.

The figures of all recorded runs come with the page, a run's sheet of frames when it is first looked at; from then on
playing asks the server for nothing. A live run is watched through server functions, and shown by the same player.
Its modules are in demo_ui/web/rooms/training.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import gradio as gr

from demo_ui.page.part import part


def run_player(functions: Sequence[Callable[..., Any]] = (), **props: Any) -> gr.HTML:
    """The room's page.

    Args:
        functions: the answers of demo_ui.training.api.LiveApi, plain JSON in and out; none: no live training.
        props: what the script reads as `props`: `runs` (see demo_ui.training.programme), `failures` (the quiz's
            answers), `puzzle` (demo_ui.page.games), `live` (None, or what LiveApi.facts gives).
    """
    return part("run-player", "training", functions, **props)
