"""The stand: what a page of `--kiosk`, or of ?kiosk=1, does by itself while nobody looks after it.

An attract loop until somebody touches it, a question when nobody has for a while, everything forgotten when the
visitor has left, keys and gamepads that drive every room, and the way back to a server that was gone. Its script
needs nothing of Gradio: a page without it takes the same by `head`.
"""

from __future__ import annotations

import json
import secrets
from pathlib import Path
from typing import Any

from gan_core.base.settings import AppSettings

BOOT = secrets.token_hex(8)  # of this start of the server: a page that knows another one loads itself anew
HERE = Path(__file__).parent
SCRIPTS = ("layers", "touch", "attract", "leave", "alive", "keypad", "gamepad", "stand")
PAGE = ("kiosk", "idle", "rooms", "lang", "no_upload", "no_camera", "no_train")


def facts(settings: AppSettings, server: bool = True) -> dict[str, Any]:
    """What the script reads; `server`: there is one behind the page, which may be gone and come back."""
    chosen = {name: getattr(settings, name) for name in PAGE}
    stands = {name: dict(values) for name, values in settings.stands.items()}
    return {**chosen, "stands": stands, "server": server, "boot": BOOT if server else None}


def head(settings: AppSettings, server: bool = True) -> tuple[str, str]:
    """What comes into the page's head before the theatre's own script, and what after it."""
    told = json.dumps(facts(settings, server), ensure_ascii=False).replace("</", "<\\/")
    choice = _read("script/choice.js").replace("__STAND__", told)
    script = "\n".join(_read(f"script/{name}.js") for name in SCRIPTS)
    before = f"<script>{choice}</script>"
    return before, f"<style>{_read('style.css')}</style><script>(() => {{\n{script}\n}})();</script>"


def _read(name: str) -> str:
    return (HERE / name).read_text(encoding="utf-8")
