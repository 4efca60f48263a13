"""Request context: what is known of the request being answered, for whoever counts requests (metrics.py)."""

from __future__ import annotations

from contextvars import ContextVar
from dataclasses import dataclass

from gradio.context import LocalContext

OURS = "theatre"  # the attribute of a Blocks by which it is known


@dataclass
class Asked:
    """What was asked for, such as "generate.look"; and the error code if it was refused."""

    kind: str
    refused: str = ""


ASKED: ContextVar[Asked | None] = ContextVar("asked", default=None)  # None: nobody counts


def note(kind: str = "", refused: str = "") -> None:
    """Write down what is known by now of the request that this thread works on."""
    asked = ASKED.get()
    if asked is not None:
        asked.kind, asked.refused = kind or asked.kind, refused or asked.refused


def refused_in_queue(code: str) -> None:
    """The same for what the API's queue works on, where no request is at hand."""
    metrics = getattr(getattr(LocalContext.blocks.get(None), OURS, None), "metrics", None)
    if metrics is not None:
        metrics.refused(code)
