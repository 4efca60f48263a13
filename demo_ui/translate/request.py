"""What the page asks, as Gradio hands it over: fields, a file, whose it is."""

from __future__ import annotations

from typing import Any

from demo_ui.translate.shelf import PLACES, Shelf
from gan_core.base.errors import GanError


def uploaded(asked: Any) -> tuple[bytes, dict[str, Any]]:
    """The file and the fields of a form, as Gradio hands it over; raises GanError('photo_none')."""
    files, fields = getattr(asked, "files", None), getattr(asked, "data", None)
    if not files or not isinstance(fields, dict):
        raise GanError("photo_none")
    return files[0][1], fields


def drop_all(shelf: Shelf[Any], asked: Any) -> None:
    """Take what lies there under the `tickets` of a request off a shelf."""
    tickets = fields_of(asked).get("tickets")
    for ticket in tickets[:PLACES] if isinstance(tickets, list) else []:
        shelf.drop(ticket)


def fields_of(asked: Any) -> dict[str, Any]:
    """A request that is an object; raises GanError('photo_none')."""
    if not isinstance(asked, dict):
        raise GanError("photo_none")
    return asked


def session_of(fields: dict[str, Any]) -> str | None:
    """Whose request it is, for those of whom only the newest is served."""
    name = fields.get("session")
    return name[:40] if isinstance(name, str) else None
