"""The one file of chapters, chapters.json: what the first visit, the tour, the lesson and its plans are made of.

- `doors`, by id: what one `opens` (a state as in a link: demo_ui/web/core/links.mjs), what it `lights` up there (a
  CSS selector), and the `gesture` that completes it (`event` on what the selector `on` finds). `acts`: what the tour
  does there by itself (web/core/hand.mjs): it presses a button (`once` or again and again), leads a slider once to its
  end (`slide`) or to and fro (`sweep`), or lets the room act (`by`). Where something happens elsewhere then, that is
  what it `shows`, which the card does not hide if it can help it.
- `chapters` of the lesson, in order: their doors, of which the first that exists is the main one; how many paragraphs
  their text has; their sources.
- `first`: the door whose gesture a first visit asks for. `tour`: stops at doors, each for its share of the seconds.
- `plans`: lesson plans as steps, each `at` doors, chapters or the opening "question"; `paper`: there the answer to what
  is to be foretold is seen, so it is opened only afterwards.

Their words are in the locales: learn.title.CHAPTER, learn.lead.CHAPTER, learn.text.CHAPTER_1 and so on,
learn.door.DOOR (the name on a button), learn.see.DOOR (what is to be seen) and learn.do.DOOR (the gesture),
learn.plan.PLAN_1 and so on.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

FILE = Path(__file__).parent / "chapters.json"


@cache
def chapters() -> dict[str, Any]:
    """The whole file; not to be changed."""
    return json.loads(FILE.read_text(encoding="utf-8"))
