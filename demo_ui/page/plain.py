"""Answers as the widgets call them: plain JSON in and out, faults included."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from gan_core.base.errors import GanError


def plain(answer: Callable[..., dict[str, Any]]) -> Callable[..., dict[str, Any]]:
    """`answer` for a widget: a GanError becomes {"fault": ...}, told in the visitor's words."""

    @functools.wraps(answer)
    def answered(asked: Any = None) -> dict[str, Any]:
        try:
            return answer(asked)
        except GanError as fault:
            return {"fault": {"code": fault.code, "details": {k: str(v) for k, v in fault.details.items()}}}

    return answered
