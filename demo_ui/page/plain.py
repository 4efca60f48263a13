"""Answers as plain JSON for widgets and API clients, errors included."""

from __future__ import annotations

import functools
import logging
from collections.abc import Callable
from typing import Any

import gradio as gr

from demo_ui.page.asked import note, refused_in_queue
from gan_core.base.errors import GanError


def plain(answer: Callable[..., dict[str, Any]]) -> Callable[..., dict[str, Any]]:
    """`answer` for a widget: a GanError becomes {"fault": ...}, which the page shows in the visitor's language."""

    kind = f"{answer.__module__.split('.')[1]}.{answer.__name__}"  # the room and what it is asked

    @functools.wraps(answer)
    def answered(asked: Any = None) -> dict[str, Any]:
        note(kind)
        try:
            return answer(asked)
        except GanError as fault:
            note(refused=fault.code)
            return {"fault": {"code": fault.code, "details": {k: str(v) for k, v in fault.details.items()}}}

    return answered


def refusal(fault: GanError) -> gr.Error:
    """What a public endpoint raises: the sentence for whoever asked, and one line in the log."""
    refused_in_queue(fault.code)
    logging.getLogger(__name__).warning("refused: %s", fault)
    return gr.Error(str(fault), print_exception=False)
