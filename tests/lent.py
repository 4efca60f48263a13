"""Trainers and probes that have been traced already, lent to one test after another as if new.

To trace the step of a GAN takes seconds, to take it milliseconds. So what one test has traced gets its first weights
back and is lent to the next test that asks for the same; two that are asked for in one test are two.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Any

import numpy as np


@dataclass
class _Made:
    """What was built, and how it was then."""

    thing: Any
    attributes: dict[str, Any]
    values: list[np.ndarray]  # of its variables; it may have none

    def as_new(self) -> Any:
        vars(self.thing).clear()
        vars(self.thing).update(self.attributes)
        for variable, value in zip(getattr(self.thing, "variables", ()), self.values, strict=True):
            variable.assign(value)
        return self.thing


class Lent:
    """Called like the class `build`; what it gives is used again after `give_back`.

    Args:
        build: whose state is in its `variables` and attributes, as a trainer's is.
    """

    def __init__(self, build: Callable[..., Any]) -> None:
        self._build = build
        self._idle: dict[Hashable, list[_Made]] = defaultdict(list)
        self._out: list[tuple[Hashable, _Made]] = []

    def __call__(self, *args: Any) -> Any:
        key = tuple(tuple(one) if isinstance(one, list) else one for one in args)
        made = self._idle[key].pop() if self._idle[key] else self._new(args)
        self._out.append((key, made))
        return made.as_new()

    def give_back(self) -> None:
        """Whatever is lent may be lent again."""
        for key, made in self._out:
            self._idle[key].append(made)
        self._out = []

    def _new(self, args: tuple[Any, ...]) -> _Made:
        thing = self._build(*args)
        return _Made(thing, dict(vars(thing)), [np.asarray(v).copy() for v in getattr(thing, "variables", ())])
