"""Who answers what the page asks: the desk of the networks that the visitor chose."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from gan_core.base.errors import GanError

Answer = dict[str, Any]
ASKED = (
    "status",
    "example",
    "without_cycle",
    "without_d",
    "partners",
    "judge",
    "paint",
    "save",
)  # of one desk
UPLOADED, FILMED = ("translate", "level"), "mirror"


class Answers:
    """The page's questions, which name the `networks` that they are about; the first ones answer those that do not.

    Args:
        desks: by the names of their networks, at least one.
    """

    def __init__(self, desks: Mapping[str, Any]) -> None:
        self._desks = desks

    def all(self, *, uploads: bool, camera: bool) -> list[Callable[..., Answer]]:
        """A function for each question that some desk answers; of a visitor's pictures only those that are taken."""
        asked = [*ASKED, *(UPLOADED if uploads else []), *([FILMED] if camera else [])]
        known = [name for name in asked if any(hasattr(desk, name) for desk in self._desks.values())]
        return [*(self._answer(name) for name in known), self.forget]

    def forget(self, asked: Any) -> Answer:
        """Every desk takes the photographs under the `tickets` off its shelf."""
        for desk in self._desks.values():
            desk.forget(asked)
        return {}

    def desk(self, networks: Any) -> Any:
        """Whose networks these are; raises GanError('option_unknown')."""
        if networks is None:
            return next(iter(self._desks.values()))
        if not isinstance(networks, str) or networks not in self._desks:
            known = ", ".join(self._desks)
            raise GanError("option_unknown", name="networks", value=str(networks)[:40], known=known)
        return self._desks[networks]

    def _answer(self, name: str) -> Callable[..., Answer]:
        def answer(asked: Any = None) -> Answer:
            fields = getattr(asked, "data", asked)  # of a form, or of plain JSON
            desk = self.desk(fields.get("networks") if isinstance(fields, dict) else None)
            if not hasattr(desk, name):
                raise GanError("option_unknown", name="question", value=name, known="status, example, save")
            return getattr(desk, name)(asked)

        answer.__name__ = name  # the page calls it so
        return answer
