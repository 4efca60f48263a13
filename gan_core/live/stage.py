"""The stage: one live run that its owner steers and everybody watches. Thread-safe; no TensorFlow here.

A visitor is an id that the browser keeps (any text up to 80 characters). Training happens in a process of its own
(gan_core/live/worker.py); this side keeps what it published, so that nothing is lost when it dies.

    stage = LiveStage()
    stage.warm()                                  # optional: the process imports and traces while the page is read
    stage.start(visitor, Knobs.of("express"))     # takes the stage, or a place in the queue
    view = stage.watch(visitor, run, after_step)  # poll, also as heartbeat: twice a second is right
    stage.pause(visitor); stage.step(visitor); stage.resume(visitor); stage.stop(visitor)

Who may do what: only the owner of a run steers it (GanError 'live_not_yours'); steering needs a run (GanError
'live_not_started'). Others watch along. A visitor who presses start while another owns the stage waits in a queue and
is started, with the knobs given, when the turn comes. A turn ends by `stop`, after `deadline` seconds, when its owner
has not been heard of for 30 s, or with the process. An ended run stays with its owner (to look at, take over, referee,
save) until the owner starts again; the stage remembers the last three.

View (`watch` returns this plain dict, ready for JSON):

    run             id of the run that is shown, or null. When it differs from the one you hold, drop what you have:
                    `snapshots` is then the whole history.
    status          of this visitor: 'queued' while waiting for a turn, else `stage`
    stage           of the run that is shown: 'idle' (no run), 'warming' (the process starts, or traces new knobs),
                    'running', 'paused', 'ended' (stopped, deadline, owner away; `message` says which), 'failed'
    owner           bool: this visitor owns the run that is shown
    place, waiting  place in the queue (0: not in it), how many wait
    seconds_left    of the turn until the deadline; null where none is running down
    speed           training steps a second, measuring left out; null before the first figures
    step            the newest step known to be trained (>= the newest snapshot's); null without a run
    message         {"code", "details"} of GanError: why it failed or ended ('live_died', 'live_memory',
                    'loss_not_finite', 'live_deadline', 'live_away', ...), or null
    knobs           Knobs.to_json() of the run as it stands, or null
    facts           as in run.json, without snapshots and sheet: id, kind, recipe, seed, data, reference (with
                    frechet_floor), frechet_n, measured_on, knobs, changes (which knobs were turned at which step);
                    null until the process has told them
    snapshots       those after `after_step`, by step, each:
                    step, epoch, accuracy_real, accuracy_fake, balanced, auc, mean_real, mean_fake, d_loss, g_loss,
                    n_real, n_fake, tile_logits (16), frechet (or null; with it also confident and classes),
                    state, lean, generator (gan_core.diagnosis), bands {"accuracy", "balanced", "auc"},
                    frame: PNG data URL of the 4 x 4 grid, 112 x 112 pixels
    weights         steps of the snapshots whose networks are kept (at most 40, log-spaced; always the newest at a
                    pause or an end): these can be taken over
    can_save        bool: there is something to save
    referee         null, or {"source", "status": 'running' | 'done' | 'failed', "progress": 0..1, "message",
                    "result": null | {"referee": figures, "control": figures, "own": figures, "steps", "n_train"}};
                    figures as `Measurement.to_json()`: the fresh D on held-out reals and fresh fakes; the same with
                    other real digits as fakes; the run's own D on the same images as the referee
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from gan_core.live.knobs import Knobs


class LiveStage:
    """See the head of this file. Every method returns at once, but `save` (seconds)."""

    def warm(self) -> None:
        """Start the training process in the background, so that Start answers within a second."""
        raise NotImplementedError

    def close(self) -> None:
        """End the process and forget everything; for the end of the app."""
        raise NotImplementedError

    def start(self, visitor: str, knobs: Knobs, paused: bool = False) -> None:
        """Start a run, or wait for a turn if another visitor owns the stage.

        Args:
            knobs: checked here.
            paused: stand at step 0, for `step`.

        Raises:
            GanError: what `Knobs.checked` raises; 'live_started' (own run is on: nothing changes), 'live_waiting'
                (in the queue already), 'live_queue_full'.
        """
        raise NotImplementedError

    def pause(self, visitor: str) -> None:
        """Stand still at a measured snapshot that has weights. No-op while paused."""
        raise NotImplementedError

    def resume(self, visitor: str) -> None:
        """Go on after `pause`, `step`, `reset` or `load`. No-op while running."""
        raise NotImplementedError

    def step(self, visitor: str) -> None:
        """One training step, measured; stands still afterwards."""
        raise NotImplementedError

    def stop(self, visitor: str) -> None:
        """End the run after a last snapshot, or leave the queue."""
        raise NotImplementedError

    def reset(self, visitor: str, knobs: Knobs | None = None) -> None:
        """A new run of the same owner at step 0, paused; with the old knobs if none are given. The turn goes on."""
        raise NotImplementedError

    def turn(self, visitor: str, knobs: Knobs) -> None:
        """Turn knobs of the run in training; raises GanError('knobs_fixed') for preset, real_label and seed."""
        raise NotImplementedError

    def beat(self, visitor: str) -> None:
        """The visitor is still there. `watch` says so too."""
        raise NotImplementedError

    def watch(self, visitor: str, run: str | None = None, after_step: int = -1) -> dict[str, Any]:
        """The View of this visitor; snapshots after `after_step` if `run` is the run shown, else all of them."""
        raise NotImplementedError

    def weights(self, visitor: str, step: int) -> tuple[dict[str, Any], dict[str, list[Any]]]:
        """To take over: (spec as in spec.json, {'generator': [float32...], 'discriminator': [...]}) of a snapshot.

        Raises:
            GanError: 'live_no_weights' (names the steps that have them).
        """
        raise NotImplementedError

    def referee(self, visitor: str, source: str = "live") -> None:
        """Let a fresh small D judge G for a few seconds; the result comes with `watch`.

        Args:
            source: 'live' (the own run, paused by this; its kept snapshot nearest to now if it has ended), 'live@STEP',
                or a checkpoint such as "best" or "best@600".

        Raises:
            GanError: 'live_busy' (the process trains for somebody else), 'live_no_weights', 'checkpoint_missing'.
        """
        raise NotImplementedError

    def save(self, visitor: str, folder: Path) -> dict[str, Path]:
        """Write the own run: {'zip', 'record', 'gif', 'checkpoints'}; record and checkpoints are folders in `folder`.

        The record is one that gan_core.replay.load_run reads, the checkpoints one that Registry reads (id 'live').

        Raises:
            GanError: 'live_not_started' (nothing to save), 'disk_full', 'path_unwritable'.
        """
        raise NotImplementedError

    def load(self, visitor: str, path: Path) -> None:
        """Show a saved run (the zip or its folder) again, paused; `resume` goes on with it exactly where it stood.

        Raises:
            GanError: 'saved_wrong' (not such a file, damaged, too large), 'run_damaged', 'live_busy'.
        """
        raise NotImplementedError
