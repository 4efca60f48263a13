"""Records the museum's runs: trains, calls the referee afterwards, writes the record that ships."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tqdm import tqdm

from gan_core.data.digits import Digits
from gan_core.recipes.museum import Exhibit
from gan_core.training.forger import ForgerSession
from gan_core.training.loop import quality_meter, run_facts, train
from gan_core.training.measuring import Probe
from gan_core.training.record import RunFolder, publish
from gan_core.training.referee import MOST, STEPS, Verdict, ask_referee
from gan_core.training.schedule import snapshot_steps
from gan_core.training.session import DCGANSession


def record_exhibit(
    name: str,
    exhibit: Exhibit,
    data: Digits,
    work: Path,
    out: Path,
    seed: int,
    referee_steps: int = MOST,
    *,
    resume: bool = False,
    overwrite: bool = False,
) -> int:
    """Train an exhibit in the folder `work` and write its run to `out`; returns the exit code.

    The referee is trained after the run, for at most `referee_steps` steps. With `resume`, finished training in `work`
    is
    not repeated: where all of it is there, only the referee is trained again.

    Raises:
        GanError: as `train`.
    """
    build = ForgerSession if exhibit.forger else DCGANSession
    session = build(exhibit.recipe, data, seed, quality_meter(data, exhibit.frechet_n), exhibit.n)
    session.snapshot(quality=True)  # traced now, or the first measurement's share would be that of tracing
    last = round(exhibit.recipe.epochs * session.steps_per_epoch)
    due = dict(snapshot_steps(exhibit.interval, last, exhibit.growth))
    if code := train(name, session, work, resume, due=due, overwrite=overwrite):
        return code
    folder = RunFolder(work)
    rows = folder.read()
    for facts, _ in _nearest(rows, exhibit.referee_at):
        session.take(folder.networks(facts["step"]))
        facts["referee"] = _told(facts["step"], _ask(session, seed, referee_steps))
    publish(rows, run_facts(name, session), out, small=True)
    return 0


def _nearest(rows: list[tuple[dict[str, Any], Any]], shares: Sequence[float]) -> list[tuple[dict[str, Any], Any]]:
    """The rows at these shares of the last row's step, by step."""
    last = rows[-1][0]["step"]
    found = {min(range(len(rows)), key=lambda i: abs(rows[i][0]["step"] - share * last)) for share in shares}
    return [rows[i] for i in sorted(found)]


def _ask(session: DCGANSession | ForgerSession, seed: int, most: int) -> Verdict:
    own = Probe(None, session.trainer.discriminator).compare
    asking = ask_referee(session.digits, session.fakes, own, seed, min(STEPS, most), most)
    with tqdm(total=100, desc="referee", unit="%", dynamic_ncols=True) as bar:
        while True:
            try:
                bar.update(round(100 * next(asking)) - bar.n)
            except StopIteration as end:
                return end.value


def _told(step: int, verdict: Verdict) -> dict[str, Any]:
    """What run.json says of it."""
    figures = {"": verdict.referee, "control_": verdict.control, "own_": verdict.own}
    found = {
        f"{whose}{name}": round(getattr(m, name), 4) for whose, m in figures.items() for name in ("auc", "balanced")
    }
    return {"step": step, **found, "n": verdict.referee.n_real, "steps": verdict.steps}
