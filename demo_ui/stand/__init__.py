"""Kiosk mode (`--kiosk`, ?kiosk=1): what a page on an unattended stand does by itself.

An attract loop until somebody touches it, a question when nobody has for a while, everything forgotten when the
visitor has left, keys and gamepads that drive every room, and the way back to a server that was gone. Its modules
(demo_ui/web/stand) need nothing of Gradio: the static edition has the same.
"""

from __future__ import annotations

import json
import secrets
from pathlib import Path
from typing import Any

from demo_ui.settings import AppSettings

BOOT = secrets.token_hex(8)  # of this start of the server: a page that knows another one loads itself anew
HERE = Path(__file__).parent
PAGE = ("kiosk", "idle", "rooms", "lang", "no_upload", "no_camera", "no_train")


def facts(settings: AppSettings, server: bool = True) -> dict[str, Any]:
    """What the script reads; `server`: there is one behind the page, which may be gone and come back."""
    chosen = {name: getattr(settings, name) for name in PAGE}
    stands = {name: dict(values) for name, values in settings.stands.items()}
    return {**chosen, "stands": stands, "server": server, "boot": BOOT if server else None}


def early_script(settings: AppSettings, server: bool = True) -> str:
    """What runs before anything is painted: it says what this page is, as `window.theatreStand`."""
    told = json.dumps(facts(settings, server), ensure_ascii=False).replace("</", "<\\/")
    return _read("choice.js").replace("__STAND__", told)


def style() -> str:
    """The stand's style sheet."""
    return _read("style.css")


def _read(name: str) -> str:
    return (HERE / name).read_text(encoding="utf-8")
