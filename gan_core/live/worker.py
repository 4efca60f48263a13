"""The training process, `python -m gan_core.live.worker NICE`: commands on stdin, events on stdout (see channel.py).

Commands: {"do": ...} and
    warm                              import, trace the express preset
    start    run, knobs, paused, heap a new run; heap: the visitor's own pictures, or None
    pause, resume, step, stop         of the active run
    turn     knobs
    fork     twin, knobs              a second run, B, goes on beside the active one from its present state
    end_fork                          B ends
    keep                              B is the active run from now on
    referee  request, source, heap    source None: the active run, else (recipe as JSON, networks), which learned from
                                      `heap`, or from digits
    forget   run                      a visitor's pictures, and what learned from them
    save     request, path            write the whole state
Events: {"kind": ...} and
    alive    busy                     every `BEAT` seconds; for how long it has been at one thing
    ready                             imported and traced
    facts    run, facts, epoch        the facts about the run that run.json holds
    status   run, status, step        'warming', 'running', 'paused' or 'ended'
    snapshot run, ...                 see LiveTrainer; `twin`: B's of the same step, with its `run`, or None
    fault    run, code, details       the run cannot continue; if it is B, the other one goes on
    referee  request, progress, result, message
    saved    request, message         None: it is written
"""

from __future__ import annotations

import os
import queue
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

from gan_core.base import console
from gan_core.base.errors import GanError
from gan_core.base.files import why
from gan_core.data.drawings import Heap
from gan_core.live.channel import Channel
from gan_core.live.knobs import Knobs

AUTOGROUP = Path("/proc/self/autogroup")
BEAT = 5.0  # seconds


class Busy:
    """Since when this process has been at one thing: a command, a step, or the import before them."""

    def __init__(self) -> None:
        self._since: float | None = time.monotonic()

    def begin(self) -> None:
        """It begins with the next thing."""
        self._since = time.monotonic()

    def rest(self) -> None:
        """There is nothing to do."""
        self._since = None

    def seconds(self) -> float:
        """For how long; 0 at rest."""
        since = self._since
        return 0.0 if since is None else time.monotonic() - since


class Worker:
    """Obeys commands one by one; trains or referees while there is none."""

    def __init__(
        self, channel: Channel, commands: queue.Queue[dict[str, Any] | None], host: Any, busy: Busy | None = None
    ) -> None:
        self._channel, self._commands, self._host, self._busy = channel, commands, host, busy or Busy()
        self._run = self._twin = ""
        self._running = False
        self._referee: Any = None
        self._request, self._progress = "", 0

    def work(self) -> None:
        """Until a command is None."""
        while True:
            try:
                command = self._next()
            except queue.Empty:
                self._guarded(self._ask_on if self._referee else self._host.train)
                continue
            if command is None:
                return
            self._guarded(getattr(self, f"_do_{command.pop('do')}"), **command)

    def _next(self) -> dict[str, Any] | None:
        """The next command; raises queue.Empty where there is none, and something else to do."""
        at_work = bool(self._running or self._referee)
        if not at_work:
            self._busy.rest()
        try:
            return self._commands.get(block=not at_work)
        finally:
            self._busy.begin()

    def tell(self, kind: str, **event: Any) -> None:
        """Send an event."""
        self._channel.send({"kind": kind, **event})

    def publish(self, snapshot: dict[str, Any]) -> None:
        """Send a snapshot of the run that is on, with that of its fork."""
        twin = snapshot.get("twin")
        self._channel.send({**snapshot, "run": self._run, "twin": twin and {**twin, "run": self._twin}})

    def lost(self, fault: Exception) -> None:
        """Tell why the fork cannot continue."""
        code, details = _told(fault)
        self.tell("fault", run=self._twin, code=code, details=details)

    def _guarded(self, action: Any, **values: Any) -> None:
        """A fault ends the run, not the process: the app hears what was wrong."""
        try:
            action(**values)
        except (OSError, EOFError):
            raise
        except Exception as fault:
            self._running = False
            code, details = _told(fault)
            self.tell("fault", run=self._run, code=code, details=details)

    def _status(self, status: str) -> None:
        self._running = status == "running"
        self.tell("status", run=self._run, status=status, step=self._host.trainer.step)

    def _facts(self) -> None:
        self.tell("facts", run=self._run, facts=self._host.trainer.facts())

    def _do_warm(self) -> None:
        self._host.prepare(Knobs.of("express"))
        self.tell("ready")

    def _do_start(self, run: str, knobs: Knobs, paused: bool, heap: Heap | None = None) -> None:
        self._running, self._run = False, run
        self._host.prepare(knobs, heap)
        self._facts()
        self._host.trainer.measure(weights=True)
        self._status("paused" if paused else "running")

    def _do_pause(self) -> None:
        self._still("paused")

    def _do_stop(self) -> None:
        self._still("ended")

    def _still(self, status: str) -> None:
        self._running = False
        self._host.trainer.measure(weights=True)
        self._status(status)

    def _do_resume(self) -> None:
        self._status("running")

    def _do_forget(self, run: str) -> None:
        if run == self._run and not self._running:
            self._host.forget()

    def _do_step(self) -> None:
        self._running = False
        self._host.advance()
        self._still("paused")

    def _do_turn(self, knobs: Knobs) -> None:
        running = self._running
        if not self._host.trainer.has_traced(knobs):
            self._status("warming")
        self._host.trainer.turn(knobs)
        self._facts()
        self._status("running" if running else "paused")

    def _do_fork(self, twin: str, knobs: Knobs) -> None:
        running, self._twin = self._running, twin
        self._status("warming")
        self._host.trainer.measure(weights=True)  # where both begin
        first = self._host.fork(knobs)
        if first is not None:
            self.tell("facts", run=twin, facts=self._host.twin.facts())
            self._channel.send({**first, "run": twin})
        self._status("running" if running else "paused")

    def _do_end_fork(self) -> None:
        self._host.end_fork()

    def _do_keep(self) -> None:
        self._run, self._twin = self._twin, ""
        if self._host.twin is None:  # lost: the app has been told
            self._running = False
            return
        self._host.keep_fork()
        self._host.trainer.measure(weights=True)
        self._status("running" if self._running else "paused")

    def _do_save(self, request: str, path: Path) -> None:
        try:
            self._host.trainer.save(path)
        except GanError as fault:
            self.tell("saved", request=request, message=(fault.code, _plain(fault.details)))
        else:
            self.tell("saved", request=request, message=None)

    def _do_referee(self, request: str, source: Any, heap: Heap | None = None) -> None:
        self._request, self._progress = request, 0
        try:
            if self._running:
                self._do_pause()
            self._referee = self._host.referee(source, heap)
        except Exception as fault:  # whoever asked waits for an answer
            self.tell("referee", request=request, progress=1.0, result=None, message=_told(fault))
            raise

    def _ask_on(self) -> None:
        """One step of the referee; reports progress every five percent."""
        event: dict[str, Any] = {"request": self._request, "progress": 1.0, "result": None, "message": None}
        try:
            event["progress"] = next(self._referee)
        except StopIteration as done:
            self._referee, event["result"] = None, done.value
        except Exception as fault:
            self._referee, event["message"] = None, _told(fault)
        else:
            before, self._progress = self._progress, int(event["progress"] * 20)
            if before == self._progress:
                return
        self.tell("referee", **event)


def _told(fault: Exception) -> tuple[str, dict[str, Any]]:
    if isinstance(fault, GanError):
        return fault.code, _plain(fault.details)
    import traceback

    traceback.print_exception(fault)
    return "live_failed", {"reason": f"{type(fault).__name__}: {why(fault)}"}


def _plain(details: dict[str, Any]) -> dict[str, Any]:
    return {name: v if isinstance(v, int | float | str) else str(v) for name, v in details.items()}


def _step_back(nice: int) -> None:
    """Let whatever serves visitors go first: nice, and nice as a group of its own where Linux schedules by groups."""
    with suppress(OSError, AttributeError):
        os.nice(nice)
    with suppress(OSError):
        AUTOGROUP.write_text(str(nice))


def _read(channel: Channel, commands: queue.Queue[dict[str, Any] | None]) -> None:
    with suppress(EOFError, OSError):
        while True:
            commands.put(channel.receive())
    os._exit(0)  # the app is gone: nobody is left to train for


def _beat(channel: Channel, busy: Busy) -> None:
    with suppress(OSError, ValueError):  # the app is gone
        while True:
            channel.send({"kind": "alive", "busy": busy.seconds()})
            time.sleep(BEAT)


def main(nice: int) -> None:
    """Run until stdin ends. What is printed goes to stderr: stdout belongs to the channel."""
    _step_back(nice)
    console.quiet_as_parent()
    channel = Channel(os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb"))
    os.dup2(2, 1)
    with Path(os.devnull).open("rb") as nothing:
        os.dup2(nothing.fileno(), 0)
    commands: queue.Queue[dict[str, Any] | None] = queue.Queue()
    threading.Thread(target=_read, args=(channel, commands), daemon=True).start()
    busy = Busy()
    threading.Thread(target=_beat, args=(channel, busy), daemon=True).start()
    from gan_core.live.trainer_host import TrainerHost  # imports the network library: half a minute on a busy machine

    host = TrainerHost.shipped()
    worker = Worker(channel, commands, host, busy)
    host.publish, host.lost = worker.publish, worker.lost
    with suppress(OSError):  # the app is gone
        worker.work()


if __name__ == "__main__":
    main(int(sys.argv[1]))
