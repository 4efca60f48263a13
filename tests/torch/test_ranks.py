"""Training on several ranks: two gloo processes on this machine, started by torchrun as a person would.

Run by `make test-torch`.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from tests.conftest import free_port

pytestmark = pytest.mark.torch
EXACT = 1e-5  # of parameters of size 1, after 20 steps of Adam; a norm of few rows makes more of what is rounded
NORMED = 1e-4
MINUTES = 8  # a loaded machine takes its time to start processes; nothing waits for so long when all is well
CASES = (
    "dcgan with R1",
    "dcgan with batch norm and dropout",
    "cyclegan with pool and features",
    "pix2pix with dropout",
)


def torchrun(*arguments: str, ranks: int = 2, environment: Mapping[str, str] | None = None) -> subprocess.Popen[str]:
    launcher = [sys.executable, "-m", "torch.distributed.run", "--nproc-per-node", str(ranks)]
    launcher += ["--master-port", str(free_port()), "-m", *arguments]
    options: dict[str, Any] = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True}
    quiet = {"KERAS_BACKEND": "torch", "OMP_NUM_THREADS": "1", "TF_CPP_MIN_LOG_LEVEL": "3", "PYTHONUNBUFFERED": "1"}
    return subprocess.Popen(launcher, env={**os.environ, **quiet, **(environment or {})}, **options)


def ended(process: subprocess.Popen[str]) -> str:
    """What it printed, once it has ended by itself."""
    try:
        return process.communicate(timeout=MINUTES * 60)[0]
    except subprocess.TimeoutExpired:
        process.kill()
        raise


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, int, int], dict[str, np.ndarray]]:
    """`trained(case, rank, size)`: the variables that two ranks, and one alone, came to."""
    folder = tmp_path_factory.mktemp("ranks")
    both = torchrun("tests.torch.rank_cases", "equal", str(folder))
    alone = torchrun("tests.torch.rank_cases", "equal", str(folder), *CASES, ranks=1)
    for process in (both, alone):
        assert not process.wait(MINUTES * 60), ended(process)[-3000:]

    def found(case: str, rank: int, size: int) -> dict[str, np.ndarray]:
        with np.load(folder / f"{case}.{rank}-of-{size}.npz") as arrays:
            return dict(arrays)

    return found


@pytest.mark.parametrize("case", CASES)
def test_two_ranks_of_half_the_batch_train_as_one_of_the_whole(trained: Any, case: str) -> None:
    one, two = trained(case, 0, 1), trained(case, 0, 2)
    apart = NORMED if "batch norm" in case else EXACT
    for name in [name for name in one if name.startswith("weights")]:
        assert two[name].astype(np.float64) == pytest.approx(one[name].astype(np.float64), abs=apart), name


@pytest.mark.parametrize("case", [*CASES, "dcgan, 200 steps"])
def test_ranks_stay_bit_identical(trained: Any, case: str) -> None:
    first, second = trained(case, 0, 2), trained(case, 1, 2)
    assert all(np.array_equal(first[name], second[name]) for name in first)


@pytest.mark.parametrize("case", [*CASES, "dcgan, 200 steps"])
def test_a_step_hands_over_as_many_bytes_as_there_are_parameters(trained: Any, case: str) -> None:
    handed_over, parameters = trained(case, 0, 2)["bytes"]
    assert handed_over == parameters > 0


@pytest.fixture
def training(tmp_path: Path) -> Iterator[Callable[..., tuple[subprocess.Popen[str], list[int]]]]:
    """`training()`: an endless run of two ranks that has saved a state, and its ranks' process ids."""
    started: list[subprocess.Popen[str]] = []

    def start() -> tuple[subprocess.Popen[str], list[int]]:
        process = torchrun("tests.torch.rank_cases", "train", str(tmp_path), "1000000")
        started.append(process)
        while not (tmp_path / "state.npz").exists():
            assert process.poll() is None, ended(process)[-3000:]
            os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT)
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
        ranks = {_rank(int(child)): int(child) for child in children}
        return process, [ranks[0], ranks[1]]

    yield start
    for process in started:
        if process.poll() is None:
            process.kill()


def _rank(pid: int) -> int:
    names = Path(f"/proc/{pid}/environ").read_bytes().split(b"\0")
    return next((int(name[5:]) for name in names if name.startswith(b"RANK=")), -1)


@pytest.mark.parametrize("killed", [0, 1])
def test_a_killed_rank_ends_the_other_with_one_line_and_the_run_goes_on(
    training: Any, tmp_path: Path, killed: int
) -> None:
    process, ranks = training()
    os.kill(ranks[killed], signal.SIGKILL)
    said = ended(process)
    assert process.returncode
    assert said.count("rank_lost") == 1, said[-3000:]
    assert "Traceback" not in said.split("rank_lost")[0]
    last = 10 * (_step(tmp_path) // 10 + 1)
    again = torchrun("tests.torch.rank_cases", "train", str(tmp_path), str(last), ranks=1)
    assert not again.wait(MINUTES * 60), ended(again)
    assert _step(tmp_path) == last


def test_ctrl_c_on_one_rank_ends_all_in_order(training: Any, tmp_path: Path) -> None:
    process, ranks = training()
    os.kill(ranks[1], signal.SIGINT)
    said = ended(process)
    assert "go on with --resume" in said, said[-3000:]
    assert "rank_lost" not in said and f"stopped at step {_step(tmp_path)};" in said


@pytest.mark.parametrize(
    ("other", "named"),
    [
        ({"DIFFERS": "seed"}, "seed is 0 on rank 0 and 1 on rank 1"),
        ({"DIFFERS": "recipe"}, "recipe is {"),
        ({"DIFFERS": "digits"}, "training digits is ["),
        ({"DIFFERS": "version"}, "version is"),
        ({"KERAS_BACKEND": "tensorflow"}, "ranks_backend"),
    ],
)
def test_ranks_that_do_not_train_the_same_are_refused(tmp_path: Path, other: dict[str, str], named: str) -> None:
    process = torchrun("tests.torch.rank_cases", "train", str(tmp_path), "10", environment={"ODD": "1", **other})
    said = ended(process)
    assert process.returncode and named in said, said[-3000:]
    assert not (tmp_path / "state.npz").exists() and not list(tmp_path.glob("snapshots/*"))


@pytest.fixture
def photographs(tmp_path: Path) -> Path:
    """Eleven files: nine photographs, one of them twice, and a text."""
    for name, last in (("photographs", 9), ("other", 10)):
        (tmp_path / name).mkdir()
        for i in range(last):
            pixels = np.random.default_rng(i).integers(0, 256, (20, 24, 3), np.uint8)
            Image.fromarray(pixels).save(tmp_path / name / f"{i}.png")
    (tmp_path / "photographs" / "9.png").write_bytes((tmp_path / "photographs" / "2.png").read_bytes())
    (tmp_path / "photographs" / "a.png").write_text("no picture")
    return tmp_path / "photographs"


def test_each_rank_looks_through_its_share_of_a_folder(tmp_path: Path, photographs: Path) -> None:
    for ranks in (1, 2):
        said = torchrun("tests.torch.rank_cases", "read", str(tmp_path), str(photographs), ranks=ranks)
        assert not said.wait(MINUTES * 60), ended(said)[-3000:]
    alone, *both = (json.loads((tmp_path / f"{name}.json").read_text()) for name in ("0-of-1", "0-of-2", "1-of-2"))
    assert "1 skipped, 1 duplicates" in alone["told"]
    assert all({**one, "opened": 0} == {**alone, "opened": 0} for one in both)
    assert sorted(both[0]["opened"] + both[1]["opened"]) == alone["opened"]
    assert abs(len(both[0]["opened"]) - len(both[1]["opened"])) == 1


def test_ranks_that_hold_other_photographs_are_refused(tmp_path: Path, photographs: Path) -> None:
    odd = {"DIFFERS": "photographs", "ODD": "1"}
    process = torchrun("tests.torch.rank_cases", "read", str(tmp_path), str(photographs), environment=odd)
    said = ended(process)
    assert process.returncode and "the list of photographs is 11 files" in said and "10 files" in said, said[-3000:]


def _step(folder: Path) -> int:
    with np.load(folder / "state.npz") as arrays:
        return json.loads(arrays["header"].tobytes())["step"]
