"""What a visitor sees of live training: the View that `LiveTrainingService.watch` returns, a dict ready for JSON.

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
                frechet_floor), frechet_n, measured_on, knobs, changes (which knobs were changed at which step);
                null until the process has reported them
snapshots       those after `after_step`, by step, each:
                step, epoch, accuracy_real, accuracy_fake, balanced, auc, mean_real, mean_fake, d_loss, g_loss,
                n_real, n_fake, tile_logits (16), frechet (or null; with it also confident and classes),
                of a visitor's own pictures also nearest (16 indices into them) and nearest_distance (16; the median
                among the pictures themselves is facts.among),
                measured, says (gan_core.measures.diagnosis),
                bands {"accuracy", "balanced", "auc", "looks"},
                frame: PNG data URL of the 4 x 4 grid, 112 x 112 pixels
weights         steps of the snapshots whose networks are kept (at most 40, log-spaced; always the newest at a
                pause or an end): these can be taken over
can_save        bool: there is something to save
twin            null, or the fork that goes on beside the run, B: {"run", "stage", "message", "knobs", "facts",
                "snapshots", "since": the step at which it began}, all as above. Its snapshots are of the run's own
                steps; where it is not the twin that you hold, all of them
referee         null, or {"source", "status": 'running' | 'done' | 'failed', "progress": 0..1, "message",
                "step": of the networks judged; null: a checkpoint's last, or not known before the result,
                "result": null | {"referee": figures, "control": figures, "own": figures, "steps", "n_train",
                "finding": a `diagnosis.Finding`}};
                figures as `Measurement.to_json()`: the fresh D on held-out reals and fresh fakes; the same with
                other real digits as fakes; the run's own D on the same images as the referee
"""

from __future__ import annotations

from typing import Any

from gan_core.base.errors import GanError

NOTHING: dict[str, Any] = {  # where there is no run
    "run": None,
    "stage": "idle",
    "speed": None,
    "step": None,
    "message": None,
    "knobs": None,
    "facts": None,
    "snapshots": [],
    "weights": [],
    "can_save": False,
    "twin": None,
}


def told(fault: GanError | None) -> dict[str, Any] | None:
    """A fault as {"code", "details"}, ready for JSON."""
    if fault is None:
        return None
    details = {name: v if isinstance(v, int | float | str) else str(v) for name, v in fault.details.items()}
    return {"code": fault.code, "details": details}
