"""The training loop of the command line: progress, snapshots, checkpoints, and a clean stop."""

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
from gan_core.base.ranks import world
from gan_core.data.digits import Digits
from gan_core.digits.classifier import DigitClassifier
from gan_core.models import collectives
from gan_core.recipes.dcgan import DCGANRecipe, recipe_to_json
from gan_core.store.checkpoints import Registry
from gan_core.training.conditional_session import ConditionalSession
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
    start: str | None = None,
    seldom: int = 1,
) -> int:
    """Train a DCGAN to the end or to Ctrl-C; arguments, exit code and errors as `train`'s.

    Args:
        start: the checkpoint to begin with; of no account with `resume`.
        seldom: so many steps, at least, lie between two states that are saved and two snapshots, the first ones apart:
            an epoch of few digits is short.
    """
    session = (ConditionalSession if recipe.spec.classes else DCGANSession)(recipe, data, seed, meter)
    if start and not resume:
        session.start_from(start, Registry())
    interval = max(seldom, session.steps_per_epoch)
    due = dict(snapshot_steps(interval, round(recipe.epochs * session.steps_per_epoch)))
    save_every = max(save_every, seldom / session.steps_per_epoch)
    return train(name, session, out, resume, save_every, due, overwrite=overwrite)


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

    At the end it prints the share of processor time that evaluation took. Which steps are evaluated does not depend on
    the machine.

    Args:
        name: the run's id in its record.
        session: a fresh one.
        out: folder of the run: state, snapshots, record.
        resume: continue from the state in `out`.
        overwrite: erase the run that `out` holds; without it and without `resume` such a run is left alone.
        due: {step of a snapshot: with Frechet distance?}; one each epoch, and more before the first, by default.

    Raises:
        GanError: 'run_taken', 'resume_missing', 'resume_mismatch', 'resume_data', 'checkpoint_damaged',
            'loss_not_finite', 'disk_full'.
    """
    with collectives.joined():
        _check_alike(session)
        first = world().first
        folder = _open_folder(session, out, resume, overwrite) if first else None
        session.begin_as_first()
        last = round(session.recipe.epochs * session.steps_per_epoch)
        due = due or dict(snapshot_steps(session.steps_per_epoch, last))
        interrupted, clock = _Interrupt(), Pacer(clock=time.process_time)
        begun = session.step
        try:
            with interrupted:
                every = max(1, round(save_every * session.steps_per_epoch))
                stopped = _run(session, folder, last, due, every, interrupted, clock)
        finally:
            session.close()
            if folder and session.step:
                publish(folder.read(), run_facts(name, session), out / "record")
        if first:
            _tell(session, clock, session.step - begun, stopped)
        return INTERRUPTED if stopped else 0


def _open_folder(session: ResumableSession, out: Path, resume: bool, overwrite: bool) -> RunFolder:
    """The folder of the run, with nothing in it that comes after the session's step."""
    if resume:
        session.restore(out / STATE)
    elif not overwrite:
        RunFolder.check_free(out)
    folder = RunFolder(out)
    if resume:
        folder.drop_after(session.step)
    else:
        folder.erase()
    return folder


def _check_alike(session: ResumableSession) -> None:
    """Ranks that began with other code, data or recipes would train on nonsense; raises GanError('ranks_differ')."""
    run = {"version": __version__, "kind": session.kind, "seed": session.seed, "recipe": recipe_to_json(session.recipe)}
    collectives.check_alike({**run, **session.data_marks()})


def _tell(session: ResumableSession, clock: Pacer, steps: int, stopped: bool) -> None:
    print(f"measuring took {clock.measured / max(clock.measured + clock.trained, 1e-9):.1%} of the processor time")
    if world().size > 1 and steps:
        print(f"{world().size} ranks exchanged {collectives.sent_bytes() // steps:,} bytes of gradients each a step")
    if stopped:
        print(f"stopped at step {session.step}; go on with --resume", file=sys.stderr)


def quality_meter(data: Digits, n: int = 10_000) -> QualityMeter | None:
    """The meter of Frechet distance on `n` images, or None with a note where the digit classifier is missing."""
    try:
        return QualityMeter(DigitClassifier.load(Registry()), data.train, n)
    except GanError as fault:
        print(f"note: no Frechet distance: {fault}", file=sys.stderr)
        return None


def run_facts(name: str, session: ResumableSession) -> dict[str, Any]:
    """The facts about a run that run.json holds besides its snapshots; none depends on the machine."""
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
    folder: RunFolder | None,
    last: int,
    due: Mapping[int, bool],
    save_every: int,
    interrupted: _Interrupt,
    clock: Pacer,
) -> bool:
    """Train to the end (False) or until it is interrupted on any rank (True); `folder` is the first rank's alone."""
    shown: dict[str, str] = {}
    with tqdm(total=last, initial=session.step, unit="step", dynamic_ncols=True, disable=not folder) as bar:
        while True:
            # a resumed run measures its first step again unless its snapshot is there
            if folder and session.step in due and not folder.has(session.step):
                with clock.measuring():
                    snapshot = session.snapshot(quality=due[session.step])
                folder.add(snapshot, session.networks())
                figures = {label: snapshot.metrics[name] for label, name in session.shown.items()}
                shown |= {label: f"{figure:z.2f}" for label, figure in figures.items() if figure is not None}
            stopped = collectives.anyone(bool(interrupted))
            over = stopped or session.step >= last
            if folder and (over or (session.step and session.step % save_every == 0)):
                session.save(folder.folder / STATE)
            if over:
                return stopped
            with clock.training():
                found = session.advance()
            losses = {name.removesuffix("_loss"): f"{loss:z.3f}" for name, loss in found.items()}
            bar.update()
            bar.set_postfix({**losses, **shown}, refresh=False)


class _Interrupt:
    """Turns the first Ctrl-C (or SIGTERM) into a request to stop after the step; a second one is obeyed at once,
    but among ranks, whose launcher repeats it."""

    def __init__(self) -> None:
        self._asked = False

    def __bool__(self) -> bool:
        return self._asked

    def __enter__(self) -> None:
        self._old = {s: signal.signal(s, self._ask) for s in (signal.SIGINT, signal.SIGTERM)}

    def __exit__(self, *_: object) -> None:
        if world().size > 1:  # the launcher ends what is left of a training: time to write the record and say why
            return
        for number, handler in self._old.items():
            signal.signal(number, handler)

    def _ask(self, number: int, frame: object) -> None:
        if self._asked and world().size == 1:
            raise KeyboardInterrupt
        self._asked = True
