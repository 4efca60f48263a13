"""The Translate room's browser side: photographs in, the stage with its slider, the board, the lessons.

A photograph goes to the server as a form of its own and comes back as data URLs, so that nothing is left on a
disk; or it stays in the page, which has networks of its own (answers.mjs). Its modules are in
demo_ui/web/rooms/translate.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import gradio as gr

from demo_ui.page.part import part


def photo_stage(functions: Sequence[Callable[..., Any]], **props: Any) -> gr.HTML:
    """The room's page.

    Args:
        functions: `status`, `translate`, `example`, `without_cycle`, `at_strength`, `paint`, `level`, `save` and
            `forget`, which take and give plain JSON (see Answers); without `translate` there are the examples only,
            with `mirror` a camera's pictures are translated as they come.
        props: what the script reads as `props`: `networks` (the names of those that there are), `examples`, `start`,
            `own` (by networks, see demo_ui.page.addresses), `limits` (see gan_core.pictures.limits),
            `intake` (the worker that reads photographs).
    """
    return part("photo-stage", "translate", functions, **props)
