"""The question that a first visit and a stand open on: which of two digits did the machine draw?

It stands in the first HTML with all that it needs (its pictures, D's answers, its script), so that it can be answered
before Gradio or any module has come. static/first.js decides whether it is asked; tools/build_question.py chose the
pairs.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Sequence
from pathlib import Path

from demo_ui.page import i18n
from demo_ui.page.addresses import PAGE, WEB

COMMENT = re.compile(r"/[*].*?[*]/|^ +| +//[^\n]*", re.DOTALL | re.MULTILINE)  # the first bytes of a page are dear
ICONS = {  # on doors, in a box of 24
    "generate": "M4 7h9M17 7h3M15 5v4M4 12h3M11 12h9M9 10v4M4 17h7M15 17h5M13 15v4",
    "translate": "M4 9h15l-4-4M20 15H5l4 4",
    "draw": "m4 20 1-5L16 4l4 4L9 19z",
    "training": "M4 4v16h16M7 16c4 0 4-8 8-8 2 0 3 1 5 1",
    "equilibrium": "M12 4v16M7 20h10M5 7h14M5 7l-3 7h6zM19 7l-3 7h6z",
    "play": "M2 12s4-7 10-7 10 7 10 7-4 7-10 7-10-7-10-7zM12 9a3 3 0 1 0 0 6 3 3 0 0 0 0-6z",
    "learn": "M12 6C9 4 6 4 3 5v13c3-1 6-1 9 1 3-2 6-2 9-1V5c-3-1-6-1-9 1zM12 6v13",
}


def question(assets: Path, rooms: Sequence[str]) -> str:
    """Its HTML with style and script; empty where `assets` holds no pairs.

    Args:
        assets: folder with question/, which tools/build_question.py writes.
        rooms: the tabs' names, in order: the doors.
    """
    try:
        sheet = (assets / "question" / "pairs.webp").read_bytes()
        scores = json.loads((assets / "question" / "pairs.json").read_text(encoding="utf-8"))["scores"]
    except OSError:
        return ""
    markup = i18n.in_every_language(_read("question.html").replace("__DOORS__", "".join(map(_door, rooms))))
    url = f"data:image/webp;base64,{base64.b64encode(sheet).decode()}"
    script = COMMENT.sub("", (WEB / "core" / "question.mjs").read_text(encoding="utf-8")).replace("export ", "")
    begin = f"""const section = document.querySelector("#theatre-question");
if (open()) ask(section, {json.dumps(url)}, {json.dumps(scores)}); else section.remove();"""
    return f"<style>{_read('question.css')}</style>{markup}<script>(() => {{ {script}{begin} }})();</script>"


def _door(room: str) -> str:
    icon = f'<svg class="sign" viewBox="0 0 24 24" aria-hidden="true"><path d="{ICONS.get(room, "")}"/></svg>'
    return f'<button type="button" data-room="{room}">{icon}<span data-i18n="{room}.tab"></span></button>'


def _read(name: str) -> str:
    return COMMENT.sub("", (PAGE / "static" / name).read_text(encoding="utf-8"))
