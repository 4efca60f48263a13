"""Visitors of all rooms, who come and go and check each answer: the one crowd of `make test-replicas` and `make soak`.

Every visitor is a thread with a page of its own (page.py). A wrong answer is one that its seed, its photograph or the
answers before it deny; a lost one is a fault of what the server should still have known, or no answer at all.
"""

from __future__ import annotations

import hashlib
import json
import random
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from gan_core.live.knobs import Knobs
from tests.load.page import Page, Unanswered
from tests.load.truth import ROOT, Digits

PHOTOGRAPHS = ("horse-stamp", "zebra-stamp", "horse-nokota")
ROUND = {"subject": "digits", "checkpoint": "best", "pictures": 10}
WORK = {"dragging": 40, "playing": 12, "translating": 6, "reading": 4, "training": 2}  # 64 visitors of mixed rooms
AGAIN = 0.5  # seconds until a page sends again what was not answered


@dataclass
class Seen:
    """What one visitor has seen, by what was asked."""

    kind: str
    replica: str = ""  # where the visit began
    times: list[tuple[str, float]] = field(default_factory=list)  # what was asked, seconds until it was answered
    wrong: list[str] = field(default_factory=list)
    lost: list[tuple[float, str]] = field(default_factory=list)  # when, and the fault's code or the status
    acknowledged: set[tuple[str, int]] = field(default_factory=set)  # answers of the Play room: round and place
    visits: int = 0


class Crowd:
    """So many visitors of each kind at `url`, from `start` to `stop`.

    Args:
        truths: wishes and their digits.
        work: how many visitors do what.
        hertz: positions of a slider a second; one who drags waits for the picture before.
        stay: seconds after which a visitor leaves, and another one comes.
        sticky: whether visitors keep their cookies.
    """

    def __init__(
        self,
        url: str,
        truths: Digits,
        work: Mapping[str, int] = WORK,
        hertz: float = 2.0,
        stay: float = 45.0,
        sticky: bool = True,
        seed: int = 1,
    ) -> None:
        self._url, self._truths, self._hertz, self._stay, self._sticky = url, truths, hertz, stay, sticky
        self._photographs = {name: (ROOT / f"assets/examples/{name}.jpg").read_bytes() for name in PHOTOGRAPHS}
        self._known: dict[str, str] = {}  # of each photograph and of each file: the first answer, which all must equal
        self._ended = threading.Event()
        kinds = [kind for kind, count in work.items() for _ in range(count)]
        self.seen = [Seen(kind) for kind in kinds]
        self._threads = [
            threading.Thread(target=self._visitor, args=(one, random.Random(f"{seed}-{number}")), daemon=True)
            for number, one in enumerate(self.seen)
        ]

    def run(self, seconds: float, meanwhile: Callable[[], None] = lambda: None) -> list[Seen]:
        """Let them come, do `meanwhile` after a third of the time, and send them home after all of it."""
        end = time.monotonic() + seconds
        for thread in self._threads:
            thread.start()
        self._ended.wait(seconds / 3)
        meanwhile()
        self._ended.wait(max(0.0, end - time.monotonic()))
        self._ended.set()
        for thread in self._threads:
            thread.join()
        return self.seen

    def _visitor(self, seen: Seen, chance: random.Random) -> None:
        self._ended.wait(chance.uniform(0, 3))  # they do not come all at once
        act = getattr(self, f"_{seen.kind}")
        while not self._ended.is_set():
            page = Page(self._url)
            page.keeps_cookies = self._sticky
            visit = _Visit(page, seen, chance, self._ended)
            visit.asked("open", page.open)
            seen.replica = visit.where()
            seen.visits += 1
            leaves = time.monotonic() + chance.uniform(0.5, 1.5) * self._stay
            while time.monotonic() < leaves and not self._ended.is_set():
                act(visit)
            page.close()

    def _dragging(self, visit: _Visit) -> None:
        wish, digit = visit.chance.choice(self._truths)
        lost = len(visit.seen.lost)
        told = visit.ask("digit-stage", "look", {**wish, "session": visit.page.session})
        if told.get("digit") != digit and len(visit.seen.lost) == lost:
            visit.seen.wrong.append(f"digit of {wish}: {str(told)[:80]}")
        visit.rest(1 / self._hertz)

    def _playing(self, visit: _Visit) -> None:
        dealt = visit.ask("play-stage", "begin", ROUND)
        if "round" not in dealt:
            return
        right = machine = 0
        for place in range(dealt["count"]):
            said = visit.chance.random() < 0.5
            truth = visit.ask("play-stage", "answer", {"round": dealt["round"], "place": place, "fake": said})
            if "fake" not in truth:
                return  # the line was read; another round is begun
            visit.seen.acknowledged.add((dealt["round"], place))
            right, machine = right + (truth["fake"] == said), machine + (truth["fake"] == truth["machine_fake"])
            visit.rest(0.4)
        told = visit.ask("play-stage", "end", {"round": dealt["round"]})
        if told and (told["you"]["right"], told["machine"]["right"], told["you"]["n"]) != (
            right,
            machine,
            dealt["count"],
        ):
            visit.seen.wrong.append(f"round: {told['you']}, {told['machine']} for {right} and {machine}")

    def _translating(self, visit: _Visit) -> None:
        name = visit.chance.choice(PHOTOGRAPHS)
        fields = {"direction": "ba" if name.startswith("zebra") else "ab"}
        told = visit.asked(
            "translate", lambda: visit.page.send("photo-stage", "translate", fields, self._photographs[name])
        )
        if "ticket" not in told:
            return
        self._same(visit, name, told["pictures"]["translated"])
        visit.rest(2.0)
        strength = visit.chance.choice((0.25, 0.5))
        told = visit.ask("photo-stage", "at_strength", {"ticket": told["ticket"], "strength": strength})
        if "pictures" in told:
            self._same(visit, f"{name} at {strength}", told["pictures"]["translated"])
        visit.rest(3.0)

    def _reading(self, visit: _Visit) -> None:
        for path in ("stand-worker.js", "theme.css", "config"):
            content = visit.asked("file", lambda path=path: {"content": visit.page.get(path)})
            if content and path == "stand-worker.js":
                self._same(visit, path, content["content"].decode())
            visit.rest(2.0)

    def _training(self, visit: _Visit) -> None:
        who = {"visitor": f"visitor-{visit.page.session}-{visit.seen.visits}"}
        visit.ask("run-player", "live_do", {**who, "action": "start", "knobs": Knobs.of("express").to_json()})
        for _ in range(8):
            view = visit.ask("run-player", "live_watch", who)
            if view and not (view["owner"] or view["place"]):
                visit.lose("live_not_started")  # the server that was asked knows nothing of it
            visit.rest(1.0)
        visit.ask("run-player", "live_do", {**who, "action": "forget"})
        visit.rest(3.0)

    def _same(self, visit: _Visit, name: str, content: str) -> None:
        print_of = hashlib.sha256(content.encode()).hexdigest()
        if self._known.setdefault(name, print_of) != print_of:
            visit.seen.wrong.append(f"{name} is another picture")


@dataclass
class _Visit:
    """A page that somebody has open, and what they see."""

    page: Page
    seen: Seen
    chance: random.Random
    ended: threading.Event

    def ask(self, part: str, name: str, data: Any = None) -> dict[str, Any]:
        """The answer, or {} with what was lost noted down."""
        return self.asked(name, lambda: self.page.ask(part, name, data))

    def asked(self, what: str, act: Callable[[], Any]) -> Any:
        while True:
            began = time.monotonic()
            try:
                answer = act()
            except Unanswered as fault:
                self.lose(f"http_{fault.status}")
                if self.ended.wait(AGAIN):
                    return {}
                continue
            self.seen.times.append((what, time.monotonic() - began))
            if isinstance(answer, dict) and "fault" in answer:
                self.lose(answer["fault"]["code"])
                self.rest(AGAIN)
                return {}
            return answer

    def lose(self, what: str) -> None:
        self.seen.lost.append((time.monotonic(), what))

    def where(self) -> str:
        """The replica that this visitor is sent to."""
        with suppress(Unanswered):
            return json.loads(self.page.get("health"))["replica"]
        return ""

    def rest(self, seconds: float) -> None:
        self.ended.wait(seconds * self.chance.uniform(0.7, 1.3))


def summary(seen: list[Seen]) -> dict[str, Any]:
    """Counts and times of all of them; times in ms."""
    times: defaultdict[str, list[float]] = defaultdict(list)
    for one in seen:
        for what, seconds in one.times:
            times[what].append(1000 * seconds)
    return {
        "answers": sum(len(one.times) for one in seen),
        "visits": sum(one.visits for one in seen),
        "visitors_at": dict(Counter(one.replica for one in seen)),
        "wrong": sum(len(one.wrong) for one in seen),
        "lost": dict(Counter(what for one in seen for _, what in one.lost)),
        "acknowledged": sum(len(one.acknowledged) for one in seen),
        "ms": {what: {"n": len(of), "p50": quantile(of, 0.5), "p95": quantile(of, 0.95)} for what, of in times.items()},
    }


def quantile(values: list[float], share: float) -> float:
    """The value below which this share of them lies, rounded."""
    return round(sorted(values)[min(len(values) - 1, int(share * len(values)))], 1)
