"""State of live training: the active run, the queue, what the training process reports. Callers hold `lock`."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from gan_core.base.errors import GanError
from gan_core.live.knobs import Knobs
from gan_core.live.process_supervisor import Process, ProcessSupervisor
from gan_core.live.referees import Referees
from gan_core.live.run import LiveRun
from gan_core.live.saving import STATE
from gan_core.live.view import NOTHING
from gan_core.live.visitor_queue import AWAY, TrainingRequest, Visitors

REMEMBERED = 3  # runs
IDLE = 300.0  # seconds after which a process that nobody needs is let go
FORK_MEMORY = 400.0  # megabytes for a second run, which took 25 (express) to 265 (best, batches of 256)
NEARLY = 0.95  # of the memory, at which the second run ends, before the whole process has to
PATIENCE = 60.0  # seconds to wait for the process to write its state


class _Answer:
    """What the process says of a state that it was asked to write."""

    def __init__(self) -> None:
        self.came, self.fault, self.written = threading.Event(), None, False

    def give(self, fault: GanError | None = None, *, written: bool = False) -> None:
        self.fault, self.written = fault, written
        self.came.set()


class LiveState:
    """Runs, visitors, referees and the process; see gan_core/live/service.py for the rules and the arguments."""

    def __init__(
        self, deadline: float, memory: float, spawn: Callable[..., Process], clock: Callable[[], float]
    ) -> None:
        self.lock = threading.RLock()
        self.deadline, self.clock, self.memory = deadline, clock, memory
        self.supervisor = ProcessSupervisor(spawn, self._hear, self._lose, memory, clock)
        self.visitors, self.referees = Visitors(), Referees()
        self.runs: list[LiveRun] = []  # the newest last; only that one may be active
        self._answers: dict[str, _Answer] = {}
        self._needed = clock()

    @property
    def active(self) -> LiveRun | None:
        """The run that is on."""
        return self.runs[-1] if self.runs and self.runs[-1].active else None

    @property
    def heap_bytes(self) -> int:
        """What the pictures of the runs and of the waiting visitors take."""
        heaps = [*(run.heap for run in self.runs), *self.visitors.heaps()]
        return sum(heap.pictures.nbytes for heap in heaps if heap is not None)

    def taken(self, run: LiveRun) -> bool:
        """Does the process hold this run?"""
        return self.supervisor.run == run.id

    def shown(self, visitor: str) -> LiveRun | None:
        """Their own run, or else the newest."""
        own = None if self.visitors.place(visitor) else self._of(visitor)
        return own or (self.runs[-1] if self.runs else None)

    def figures(self) -> dict[str, float]:
        """How busy it is: runs that train now (0 or 1), visitors who wait, bytes that the process takes."""
        with self.lock:
            megabytes = self.supervisor.memory() or 0.0
            running, waiting = float(self.active is not None), len(self.visitors)
        return {"running": running, "waiting": waiting, "memory_bytes": megabytes * 2**20}

    def view(self, visitor: str, run: str | None, after_step: int, twin: str | None) -> dict[str, Any]:
        """What the visitor sees; snapshots after `after_step` if `run` and `twin` are those shown, else all of them."""
        place, shown = self.visitors.place(visitor), self.shown(visitor)
        part = NOTHING
        if shown is not None:
            held = shown.twin is not None and (shown.id, shown.twin.id) == (run, twin)
            part = shown.to_json(after_step if shown.id == run else -1)
            part = {**part, "twin": shown.twin_to_json(after_step if held else -1)}
        left = self.deadline - (self.clock() - shown.began) if shown and shown.active else None
        return {
            **part,
            "status": "queued" if place else part["stage"],
            "owner": shown is not None and shown.owner == visitor,
            "place": place,
            "waiting": len(self.visitors),
            "seconds_left": None if left is None else max(0.0, round(left, 1)),
            "referee": self.referees.answer(visitor),
        }

    def own(self, visitor: str) -> LiveRun:
        """The visitor's run; raises GanError 'live_not_yours' or 'live_not_started'."""
        run = self._of(visitor)
        if run is None:
            raise GanError("live_not_yours" if self.active else "live_not_started")
        return run

    def steered(self, visitor: str) -> LiveRun:
        """The same, if it can be steered; else 'live_ended'."""
        run = self.own(visitor)
        if not run.active:
            raise GanError("live_ended")
        return run

    def begin(self, visitor: str, request: TrainingRequest, began: float | None = None) -> None:
        """Make a new run the active one; `began` if it continues a turn."""
        run = LiveRun(
            secrets.token_hex(6), visitor, request.knobs, self.clock() if began is None else began, request.heap
        )
        self.remember(run)
        self.send("start", run=run.id, knobs=run.knobs, paused=request.paused, heap=run.heap)
        self.supervisor.run = run.id

    def fork(self, run: LiveRun, knobs: Knobs) -> None:
        """Let a fork of the active run go on beside it.

        Raises:
            GanError: 'live_forked', 'fork_memory'.
        """
        if run.forked:
            raise GanError("live_forked")
        if (self.supervisor.memory() or 0.0) + FORK_MEMORY > self.memory:
            raise GanError("fork_memory", limit=round(self.memory))
        twin = run.fork(secrets.token_hex(6), knobs)
        self.send("fork", twin=twin.id, knobs=knobs)

    def end_fork(self, run: LiveRun) -> None:
        """The run goes on alone, and nothing of its fork is kept; raises GanError 'live_not_forked'."""
        if run.twin is None:
            raise GanError("live_not_forked")
        if run.forked:
            self.send("end_fork")
        run.twin = None

    def keep_fork(self, run: LiveRun) -> None:
        """The fork goes on alone, in the place of its run; raises GanError 'live_not_forked'."""
        twin = run.forked
        if twin is None or not len(twin.snapshots):
            raise GanError("live_not_forked")
        twin.instead_of(run)
        self.send("keep")
        self.remember(twin)
        self.supervisor.run = twin.id

    def remember(self, run: LiveRun) -> None:
        """The newest run; an earlier one of the same visitor is forgotten."""
        self.runs = [*(r for r in self.runs if r.owner != run.owner), run][-REMEMBERED:]

    def end(self, run: LiveRun, message: GanError | None = None) -> None:
        """End a run cleanly, and start the next one in the queue."""
        if self.taken(run):
            self.send("stop")
        run.end(message)
        self._next()

    def forget(self, visitor: str) -> None:
        """End the visitor's run, and delete everything about the visitor."""
        self.visitors.leave(visitor)
        run = self._of(visitor)
        if run is not None and run.active:
            self.end(run)
        if run is not None and run.heap is not None and self.taken(run):
            self.send("forget", run=run.id)
        self.runs = [run for run in self.runs if run.owner != visitor]

    def ask_referee(self, visitor: str, source: str, step: int | None, found: Any) -> None:
        """Let a referee judge `found`, (recipe as JSON, networks), or the visitor's own run; None: that one.

        Raises:
            GanError: as `LiveTrainingService.referee`.
        """
        if self.active is not None and self.active.owner != visitor:
            raise GanError("live_busy")
        heap = None
        if found is None:
            run = self.own(visitor)
            heap = run.heap
            if not run.active or not self.taken(run) or step is not None:
                step, networks = run.networks(step)
                found = (run.all_facts()["recipe"], networks)
        self.send("referee", request=self.referees.ask(visitor, source, step), source=found, heap=heap)

    def send(self, do: str, **values: Any) -> None:
        """Tell the process."""
        self._needed = self.clock()
        self.supervisor.send(do, **values)

    def state(self, run: LiveRun, folder: Path) -> Path | None:
        """The run's whole state as a file in `folder`, or None if it is lost. Waits; call it without the lock.

        Raises:
            GanError: 'live_no_answer', 'disk_full', 'path_unwritable'.
        """
        path, answer = folder / STATE, _Answer()
        with self.lock:
            if not self.taken(run) or run.status == "failed":
                return None
            request = secrets.token_hex(4)
            self._answers[request] = answer
            self.send("save", request=request, path=path)
        came = answer.came.wait(PATIENCE)
        with self.lock:
            self._answers.pop(request, None)
        if not came:
            raise GanError("live_no_answer")
        if answer.fault is not None:
            raise answer.fault
        return path if answer.written else None

    def tick(self) -> None:
        """End what is over, start who is next, let an idle process go."""
        with self.lock:
            now, active = self.clock(), self.active
            if active is not None and self.visitors.away(active.owner, now):
                self.end(active, GanError("live_away", seconds=round(AWAY)))
            elif active is not None and now - active.began > self.deadline:
                self.end(active, GanError("live_deadline", minutes=round(self.deadline / 60)))
            if active is not None and active.forked and (self.supervisor.memory() or 0.0) > NEARLY * self.memory:
                active.forked.fail(GanError("fork_memory", limit=round(self.memory)))
                self.send("end_fork")
            self.visitors.forget(now)
            if self.active or self.referees.at_work or self._answers:
                self._needed = now
            idle = self.supervisor.on and now - self._needed > IDLE
        self.supervisor.look_after()
        if idle:
            self.supervisor.close()

    def _of(self, visitor: str) -> LiveRun | None:
        return next((run for run in self.runs if run.owner == visitor), None)

    def _next(self) -> None:
        self.visitors.forget(self.clock())
        if self.active is None and (found := self.visitors.next()) is not None:
            self.begin(*found)

    def _hear(self, event: dict[str, Any]) -> None:
        with self.lock:
            kind = event.pop("kind")
            if kind == "referee":
                self.referees.hear(event)
            elif kind == "saved" and (answer := self._answers.get(event["request"])) is not None:
                fault = event["message"]
                answer.give(None if fault is None else GanError(fault[0], **fault[1]), written=fault is None)
            elif (run := self._called(event.get("run"))) is not None:
                self._hear_of(run, kind, event)

    def _called(self, id: str | None) -> LiveRun | None:
        """The run, or fork, of this id."""
        return next((r for run in self.runs for r in (run, run.twin) if r is not None and r.id == id), None)

    def _hear_of(self, run: LiveRun, kind: str, event: dict[str, Any]) -> None:
        if kind == "facts":
            run.facts = event["facts"]
        elif kind == "snapshot":
            run.add(event)
        elif kind == "status":
            run.step = event["step"]
            if run.active:
                run.status = event["status"]
        elif kind == "fault":
            if run.active:
                run.fail(GanError(event["code"], **event["details"]))
            self._next()

    def _lose(self, fault: GanError) -> None:
        """The process ended: its current work fails, what it published stays."""
        with self.lock:
            active = self.active
            if active is not None:
                active.fail(fault)
            self.referees.fail(fault)
            for answer in self._answers.values():
                answer.give()
            self._next()
