"""The live training service: one run, steered by its owner and watched by everybody. Thread-safe; no TensorFlow.

A visitor is an id that the browser keeps (any text of up to 80 characters). Training happens in a process of its own
(gan_core/live/worker.py); this side keeps everything that was published, so nothing is lost when that process dies.

    live = LiveTrainingService()                 # then `warm`: the process imports and traces while the page is read
    live.start(visitor, Knobs.of("express"))     # starts a run, or queues
    view = live.watch(visitor, run, after_step)  # poll, also as heartbeat; the dict is described in view.py
    live.pause(visitor); live.step(visitor); live.resume(visitor); live.stop(visitor)
    live.fork(visitor, "d_rate", 0.008)          # what if? then `end_fork` or `keep_fork`

Only the owner of a run may steer it (GanError 'live_not_yours', 'live_not_started'); others watch. A visitor who starts
while another run is active waits in a queue and is started, with the given knobs, when the turn comes. A turn ends by
`stop`, after `deadline` seconds, when its owner has not been heard of for 30 s, or when the process dies. An ended run
stays with its owner until the owner starts again or is forgotten; three runs are remembered.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import numpy as np

from gan_core.base.errors import GanError
from gan_core.base.images import grid
from gan_core.data.drawings import FEW, Heap, drawings_wanted
from gan_core.live import saving
from gan_core.live.knobs import Knobs
from gan_core.live.process import WorkerProcess
from gan_core.live.referees import to_be_judged
from gan_core.live.state import LiveState
from gan_core.live.visitor_queue import MEMORY, TURN_MINUTES, TrainingRequest
from gan_core.store.checkpoints import Registry, parse_reference
from gan_core.training.animation import animate

HEAPS = 256  # megabytes of pictures of all runs that are remembered and of all visitors who wait


class LiveTrainingService:
    """See the head of this file. Every method returns at once, but `save` and `animation` (seconds).

    Args:
        registry: the checkpoints that the referee may be asked about.
        deadline: seconds of a turn.
        memory: megabytes that the training process may take.
        spawn: starts the process.
        clock: seconds, never going back.
        every: seconds between two looks at who is still there; None: only when `tick` is called.
    """

    def __init__(
        self,
        registry: Registry | None = None,
        deadline: float = TURN_MINUTES * 60,
        memory: float = MEMORY,
        spawn: Callable[..., Any] = WorkerProcess,
        clock: Callable[[], float] = time.monotonic,
        every: float | None = 1.0,
    ) -> None:
        self._registry, self._state = registry or Registry(), LiveState(deadline, memory, spawn, clock)
        self._lock = self._state.lock
        self._closed = threading.Event()
        self.figures = self._state.figures
        if every is not None:
            threading.Thread(target=self._watch_over, args=(every,), name="live-watch", daemon=True).start()

    def warm(self) -> None:
        """Start the training process in the background, so that Start answers within a second."""
        with self._lock:
            if not self._state.supervisor.on:
                self._state.send("warm")

    def close(self) -> None:
        """End the process and forget everything; for the end of the app."""
        self._closed.set()
        self._state.supervisor.close()

    def start(
        self,
        visitor: str,
        knobs: Knobs,
        paused: bool = False,
        drawings: np.ndarray | None = None,
    ) -> None:
        """Start a run, or wait for a turn if another visitor's run is active.

        Args:
            knobs: checked here.
            paused: stand at step 0, for `step`.
            drawings: the visitor's own pictures to learn from, uint8 (n, 28, 28), white on black; None: digits. Few
                are varied while they are learned. They are kept in memory for as long as the run is, and nowhere else.

        Raises:
            GanError: what `Knobs.checked` and `drawings_wanted` raise, of pictures that need not be drawn;
                'live_started' (own run is on: nothing changes), 'live_waiting' (in the queue already),
                'live_queue_full', 'heaps_full' (the pictures of all who train and wait take too much).
        """
        heap = None
        if drawings is not None:
            heap = Heap(drawings_wanted(drawings, drawn=False), vary=len(drawings) < FEW)
        self._start(visitor, TrainingRequest(knobs.checked(), paused, heap))

    def _start(self, visitor: str, request: TrainingRequest) -> None:
        with self._lock:
            self.beat(visitor)
            active = self._state.active
            own = request.heap.pictures.nbytes if request.heap else 0
            if own + self._state.heap_bytes > HEAPS * 2**20:
                raise GanError("heaps_full")
            if active is None:
                self._state.begin(visitor, request)
            elif active.owner == visitor:
                raise GanError("live_started")
            else:
                self._state.visitors.wait(visitor, request)

    def pause(self, visitor: str) -> None:
        """Stand still at a measured snapshot that has weights. No-op while paused."""
        with self._lock:
            if self._state.steered(visitor).status != "paused":
                self._state.send("pause")

    def resume(self, visitor: str) -> None:
        """Go on after `pause`, `step` or `reset`. No-op while running."""
        with self._lock:
            if self._state.steered(visitor).status != "running":
                self._state.send("resume")

    def step(self, visitor: str) -> None:
        """One training step, measured; stands still afterwards."""
        with self._lock:
            self._state.steered(visitor)
            self._state.send("step")

    def stop(self, visitor: str) -> None:
        """End the run after a last snapshot, or leave the queue."""
        with self._lock:
            if not self._state.visitors.leave(visitor):
                self._state.end(self._state.steered(visitor))

    def forget(self, visitor: str) -> None:
        """The visitor has left: the run ends and is shown to nobody any more."""
        with self._lock:
            self._state.forget(visitor)

    def reset(self, visitor: str, knobs: Knobs | None = None) -> None:
        """A new run of the same owner at step 0, paused; with the old knobs if none are given, on the same
        pictures. The turn continues."""
        with self._lock:
            run = self._state.own(visitor)
            request = TrainingRequest((knobs or run.knobs).checked(), True, run.heap)
            if run.active:
                self._state.begin(visitor, request, run.began)
            else:
                self._start(visitor, request)

    def turn(self, visitor: str, knobs: Knobs) -> None:
        """Turn knobs of the run in training; raises GanError('knobs_fixed') for preset, real_label and seed, and
        'live_forked' where two runs are compared, which differ in one knob alone."""
        with self._lock:
            run = self._state.steered(visitor)
            if run.forked:
                raise GanError("live_forked")
            run.knobs.changed(knobs.checked())
            run.knobs = knobs.checked()
            run.changes.append({"step": run.step, "knobs": run.knobs.to_json()})
            self._state.send("turn", knobs=run.knobs)

    def fork(self, visitor: str, knob: str, value: object) -> None:
        """What if? A second run, B, goes on beside the own run, A, from its present state, with one knob different.

        Both take their steps in turns, on the same digits and latents, and are measured at the same steps: `watch`
        tells of B in 'twin'. What breaks B leaves A alone. Saved is A.

        Args:
            knob: one of `RANGES`.
            value: B's.

        Raises:
            GanError: 'live_forked' (one is on), 'fork_memory' (no room for it), and what `Knobs.forked` raises.
        """
        with self._lock:
            run = self._state.steered(visitor)
            self._state.fork(run, run.knobs.forked(knob, value))

    def end_fork(self, visitor: str) -> None:
        """B ends, or what is left of it goes; A goes on. Raises GanError 'live_not_forked'."""
        with self._lock:
            self._state.end_fork(self._state.own(visitor))

    def keep_fork(self, visitor: str) -> None:
        """B goes on in A's place, as a run that has another id. Raises GanError 'live_not_forked'."""
        with self._lock:
            self._state.keep_fork(self._state.steered(visitor))

    def beat(self, visitor: str) -> None:
        """The visitor is still there. `watch` says so too."""
        with self._lock:
            self._state.visitors.hear(visitor, self._state.clock())

    def watch(
        self, visitor: str, run: str | None = None, after_step: int = -1, twin: str | None = None
    ) -> dict[str, Any]:
        """The View of this visitor; snapshots after `after_step` if `run` is the run shown, else all of them.

        Args:
            twin: the fork whose snapshots up to `after_step` are held.
        """
        with self._lock:
            self.beat(visitor)
            return self._state.view(visitor, run, after_step, twin)

    def weights(self, visitor: str, step: int) -> tuple[dict[str, Any], dict[str, list[Any]]]:
        """To take over: (spec as in spec.json, {'generator': [float32...], 'discriminator': [...]}) of a snapshot.

        Anybody may take over from the run that is shown to them.

        Raises:
            GanError: 'live_no_weights' (names the steps that have them), 'live_not_started'.
        """
        with self._lock:
            run = self._state.shown(visitor)
            if run is None:
                raise GanError("live_not_started")
            step, networks = run.networks(step)
            return run.spec(step), networks

    def learned(self, visitor: str, indices: Iterable[int]) -> dict[int, np.ndarray]:
        """Of the visitor's own pictures that their run learns from, those at `indices`, uint8 (28, 28); there is none
        where it learns digits, nor beyond their end. Raises GanError 'live_not_yours' or 'live_not_started'."""
        with self._lock:
            heap = self._state.own(visitor).heap
        pictures = () if heap is None else heap.pictures
        return {i: pictures[i] for i in indices if 0 <= i < len(pictures)}

    def referee(self, visitor: str, source: str = "live") -> None:
        """Let a fresh small D judge G for a few seconds; the result comes with `watch`.

        Args:
            source: 'live' (the own run, paused by this; its newest kept snapshot if it has ended), 'live@STEP',
                or a checkpoint such as "best" or "best@600".

        Raises:
            GanError: 'live_busy' (the process trains for somebody else), 'live_no_weights', 'live_not_started',
                'checkpoint_missing', 'checkpoint_damaged'.
        """
        id, step = parse_reference(source)
        found = None if id == "live" else to_be_judged(self._registry, id, step)
        with self._lock:
            self.beat(visitor)
            self._state.ask_referee(visitor, source, step, found)

    def animation(self, visitor: str) -> bytes:
        """The own run as a GIF, see training/animation.py; takes seconds. Raises GanError 'live_not_started'."""
        with self._lock:
            rows = self._state.own(visitor).rows()
        return animate(np.stack([grid(frame, columns=4) for _, frame in rows]), [row for row, _ in rows])

    def save(self, visitor: str, folder: Path) -> dict[str, Path]:
        """Write the own run, pausing it: {'zip', 'record', 'gif', 'checkpoints'}; the zip is what `--runs` shows.

        The record is one that store.replay.load_run reads, the checkpoints one that Registry reads (id 'live').

        Raises:
            GanError: 'live_not_started' (nothing to save), 'live_no_answer', 'disk_full', 'path_unwritable'.
        """
        with self._lock:
            run = self._state.own(visitor)
            if run.active and run.status != "paused":
                self._state.send("pause")
        folder = saving.place(folder)
        self._state.state(run, folder)
        with self._lock:
            rows = run.rows()
            weights, facts = list(run.weights), run.all_facts()
            specs = {step: run.spec(step) for step, _ in weights}
        return saving.write(folder, facts, rows, weights, specs)

    def tick(self) -> None:
        """End what is over and start who is next; called every second."""
        self._state.tick()

    def _watch_over(self, every: float) -> None:
        while not self._closed.wait(every):
            self.tick()
