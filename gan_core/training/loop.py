"""The training loop of the command line: progress, snapshots, checkpoints, and an orderly end."""

from __future__ import annotations

import signal
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import keras
from tqdm import tqdm

from gan_core import __version__
from gan_core.base.errors import GanError
from gan_core.data.digits import Digits
from gan_core.digits.judge import Judge
from gan_core.recipes.dcgan import DCGANRecipe, recipe_to_json
from gan_core.store.checkpoints import Registry
from gan_core.training.measuring import QualityMeter
from gan_core.training.pacing import Pacer
from gan_core.training.record import STATE, RunFolder, publish
from gan_core.training.resumable import ResumableSession
from gan_core.training.schedule import snapshot_steps
from gan_core.training.session import DCGANSession

INTERRUPTED = 130


def train_dcgan(
    name: str,
    recipe: DCGANRecipe,
    data: Digits,
    out: Path,
    seed: int,
    resume: bool,
    save_every: float,
    meter: QualityMeter | None,
    *,
    overwrite: bool = False,
) -> int:
    """Train a DCGAN to the end or to Ctrl-C; arguments, exit code and errors as `train`'s."""
    return train(name, DCGANSession(recipe, data, seed, meter), out, resume, save_every, overwrite=overwrite)


def train(
    name: str,
    session: ResumableSession,
    out: Path,
    resume: bool = False,
    save_every: float = 1.0,
    due: Mapping[int, bool] | None = None,
    *,
    overwrite: bool = False,
) -> int:
    """Train to the end or to Ctrl-C, saving every `save_every` epochs; returns the exit code.

    At the end it prints which share of the processor time measuring took. Which steps are measured does not depend on
    the machine.

    Args:
        name: the run's id in its record.
        session: a fresh one.
        out: folder of the run: state, snapshots, record.
        resume: go on from the state in `out`.
        overwrite: erase the run that `out` holds; without it and without `resume` such a run is left alone.
        due: {step of a snapshot: with Frechet distance?}; one each epoch and more before, if left away.

    Raises:
        GanError: 'run_taken', 'resume_missing', 'resume_mismatch', 'resume_data', 'checkpoint_damaged',
            'loss_not_finite', 'disk_full'.
    """
    if resume:
        session.restore(out / STATE)
    elif not overwrite:
        RunFolder.check_free(out)
    folder = RunFolder(out)
    if resume:
        folder.drop_after(session.step)
    else:
        folder.erase()
    last = round(session.recipe.epochs * session.steps_per_epoch)
    due = due or dict(snapshot_steps(session.steps_per_epoch, last))
    interrupted, clock = _Interrupt(), Pacer(clock=time.process_time)
    try:
        with interrupted:
            _run(session, folder, last, due, max(1, round(save_every * session.steps_per_epoch)), interrupted, clock)
    finally:
        if session.step:
            publish(folder.read(), run_facts(name, session), out / "record")
    print(f"measuring took {clock.measured / max(clock.measured + clock.trained, 1e-9):.1%} of the processor time")
    if interrupted:
        print(f"stopped at step {session.step}; go on with --resume", file=sys.stderr)
        return INTERRUPTED
    return 0


def quality_meter(data: Digits, n: int = 10_000) -> QualityMeter | None:
    """The meter of Frechet distance on `n` images, or None with a note where the digit classifier is missing."""
    try:
        return QualityMeter(Judge.load(Registry()), data.train, n)
    except GanError as fault:
        print(f"note: no Frechet distance: {fault}", file=sys.stderr)
        return None


def run_facts(name: str, session: ResumableSession) -> dict[str, Any]:
    """What run.json tells of a run besides its snapshots; nothing in it depends on the machine."""
    return {
        "id": name,
        "kind": session.kind,
        "recipe": recipe_to_json(session.recipe),
        "seed": session.seed,
        **session.origin,
        **session.facts(),
        "measured_on": "averaged weights" if session.recipe.average else "the weights in training",
        "backend": keras.backend.backend(),
        "version": __version__,
    }


def _run(
    session: ResumableSession,
    folder: RunFolder,
    last: int,
    due: Mapping[int, bool],
    save_every: int,
    interrupted: _Interrupt,
    clock: Pacer,
) -> None:
    shown: dict[str, str] = {}
    state = folder.folder / STATE
    with tqdm(total=last, initial=session.step, unit="step", dynamic_ncols=True) as bar:
        while True:
            # a resumed run measures its first step again unless its snapshot is there
            if session.step in due and not folder.has(session.step):
                with clock.measuring():
                    snapshot = session.snapshot(quality=due[session.step])
                folder.add(snapshot, session.networks())
                figures = {label: snapshot.metrics[name] for label, name in session.shown.items()}
                shown |= {label: f"{figure:.2f}" for label, figure in figures.items() if figure is not None}
            if session.step >= last or interrupted:
                session.save(state)
                return
            if session.step and session.step % save_every == 0:
                session.save(state)
            with clock.training():
                found = session.advance()
            losses = {name.removesuffix("_loss"): f"{loss:.3f}" for name, loss in found.items()}
            bar.update()
            bar.set_postfix({**losses, **shown}, refresh=False)


class _Interrupt:
    """Turns the first Ctrl-C (or SIGTERM) into a request to stop after the step; a second one is obeyed at once."""

    def __init__(self) -> None:
        self._asked = False

    def __bool__(self) -> bool:
        return self._asked

    def __enter__(self) -> None:
        self._old = {s: signal.signal(s, self._ask) for s in (signal.SIGINT, signal.SIGTERM)}

    def __exit__(self, *_: object) -> None:
        for number, handler in self._old.items():
            signal.signal(number, handler)

    def _ask(self, number: int, frame: object) -> None:
        if self._asked:
            raise KeyboardInterrupt
        self._asked = True
