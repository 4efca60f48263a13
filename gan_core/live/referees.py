"""Requests to the referee: who asked about which networks, and what it found."""

from __future__ import annotations

import secrets
from typing import Any

from gan_core.base.errors import GanError
from gan_core.live.view import told
from gan_core.store.checkpoints import Networks, Registry

MOST = 50  # visitors whose last answer is remembered


class Referees:
    """One question at a time; the last answer for each visitor."""

    def __init__(self) -> None:
        self._asked: dict[str, dict[str, Any]] = {}  # by visitor: what `answer` gives
        self._request, self._visitor = "", ""

    @property
    def at_work(self) -> bool:
        """Is a question open?"""
        return bool(self._request)

    def ask(self, visitor: str, source: str, step: int | None) -> str:
        """Note a question; returns the name it goes by. Raises GanError('live_busy') while one is open.

        Args:
            step: of the networks that are asked about; None: the run that is on tells it with the result.
        """
        if self.at_work:
            raise GanError("live_busy")
        self._asked.pop(visitor, None)
        self._asked[visitor] = {
            "source": source,
            "step": step,
            "status": "running",
            "progress": 0.0,
            "message": None,
            "result": None,
        }
        while len(self._asked) > MOST:
            del self._asked[next(iter(self._asked))]
        self._request, self._visitor = secrets.token_hex(4), visitor
        return self._request

    def hear(self, event: dict[str, Any]) -> None:
        """Note what the process says of a question."""
        if event["request"] != self._request:
            return
        answer = self._asked[self._visitor]
        answer["progress"], answer["result"] = round(event["progress"], 3), event["result"]
        if event["message"] is not None:
            code, details = event["message"]
            self.fail(GanError(code, **details))
        elif event["result"] is not None:
            found = answer["result"].pop("step", None)
            answer["step"] = answer["step"] if found is None else found
            answer["status"], self._request = "done", ""

    def fail(self, fault: GanError) -> None:
        """The open question stays without an answer."""
        if self.at_work:
            self._asked[self._visitor] |= {"status": "failed", "message": told(fault)}
            self._request = ""

    def answer(self, visitor: str) -> dict[str, Any] | None:
        """Its part of a View."""
        found = self._asked.get(visitor)
        return None if found is None else dict(found)


def to_be_judged(registry: Registry, id: str, step: int | None) -> tuple[Any, Networks]:
    """(recipe as JSON, networks) of a checkpoint that draws digits.

    Raises:
        GanError: 'checkpoint_missing' (also if what is called so draws none), 'checkpoint_damaged'.
    """
    spec = registry.spec(id)
    if spec.get("kind") != "dcgan" or "recipe" not in spec:
        known = [other for other in registry.ids() if registry.spec(other).get("kind") == "dcgan"]
        raise GanError("checkpoint_missing", id=id, known=", ".join(known) or "none")
    return spec["recipe"], registry.load(id, step)
