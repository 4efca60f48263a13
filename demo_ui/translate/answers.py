"""Dispatches the page's questions to the API class of the networks that the visitor chose."""

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
    "pairings",
    "at_strength",
    "hinted",
    "colourings",
    "likely",
    "save",
)  # of one api
UPLOADED, FILMED = "translate", "mirror"


class Answers:
    """The page's questions, which name the `networks` that they are about; the first ones answer those that do not.

    Args:
        apis: by the names of their networks, at least one.
    """

    def __init__(self, apis: Mapping[str, Any]) -> None:
        self._apis = apis

    def all(self, *, uploads: bool, camera: bool) -> list[Callable[..., Answer]]:
        """A function for each question that an API class answers; uploads and camera frames only where wanted."""
        asked = [*ASKED, *([UPLOADED] if uploads else []), *([FILMED] if camera else [])]
        known = [name for name in asked if any(hasattr(api, name) for api in self._apis.values())]
        return [*(self._answer(name) for name in known), self.forget]

    def forget(self, asked: Any) -> Answer:
        """Every API class takes the photographs under the `tickets` out of its cache."""
        for api in self._apis.values():
            api.forget(asked)
        return {}

    def api(self, networks: Any) -> Any:
        """Whose networks these are; raises GanError('option_unknown')."""
        if networks is None:
            return next(iter(self._apis.values()))
        if not isinstance(networks, str) or networks not in self._apis:
            known = ", ".join(self._apis)
            raise GanError("option_unknown", name="networks", value=str(networks)[:40], known=known)
        return self._apis[networks]

    def _answer(self, name: str) -> Callable[..., Answer]:
        def answer(asked: Any = None) -> Answer:
            fields = getattr(asked, "data", asked)  # of a form, or of plain JSON
            api = self.api(fields.get("networks") if isinstance(fields, dict) else None)
            if not hasattr(api, name):
                raise GanError("option_unknown", name="question", value=name, known="status, example, save")
            return getattr(api, name)(asked)

        answer.__name__ = name  # the page calls it so
        return answer
