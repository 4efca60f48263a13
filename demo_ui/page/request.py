"""Parses requests about pictures as Gradio hands them over: fields, a file, a session."""

from __future__ import annotations

from typing import Any

from gan_core.base.errors import GanError


def uploaded(asked: Any) -> tuple[bytes, dict[str, Any]]:
    """The file and the fields of a form, as Gradio hands it over; raises GanError('photo_none')."""
    files, fields = getattr(asked, "files", None), getattr(asked, "data", None)
    if not files or not isinstance(fields, dict):
        raise GanError("photo_none")
    return files[0][1], fields


def fields_of(asked: Any) -> dict[str, Any]:
    """A request that is an object; raises GanError('photo_none')."""
    if not isinstance(asked, dict):
        raise GanError("photo_none")
    return asked


def session_of(fields: dict[str, Any]) -> str | None:
    """Whose request it is, for those of whom only the newest is served."""
    name = fields.get("session")
    return name[:40] if isinstance(name, str) else None
