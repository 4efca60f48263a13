"""Two servers of one host with one file of results: what is shared, what is each one's own, and how either ends."""

from __future__ import annotations

import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import httpx
import pytest

from gan_core.play.results import ResultsFile
from tests.conftest import free_port
from tests.faults.small_disk import BALLAST, available, fill, with_small_disk
from tests.load.page import Page, Unanswered
from tests.replica_process import UP

pytestmark = [pytest.mark.slow, pytest.mark.long]
ROOT = Path(__file__).resolve().parents[2]
DIGITS = {"subject": "digits", "checkpoint": "best", "step": 60, "pictures": 10}
Given = set[tuple[str, int]]


class Replica(NamedTuple):
    process: subprocess.Popen[str]
    url: str


@pytest.fixture
def results(tmp_path: Path) -> Path:
    return tmp_path / "play.sqlite3"


@pytest.fixture
def replicas(results: Path) -> Iterator[list[Replica]]:
    """Two of them, a and b, which are up."""
    started = [start(name, results) for name in "ab"]
    for replica in started:
        wait_for(replica)
    yield started
    for replica in started:
        end(replica)


def start(name: str, results: Path, disk: Path | None = None) -> Replica:
    """With a disk of 4 MB of its own at `disk`, where it keeps its temporary files, too."""
    port = free_port()
    command = [sys.executable, "-m", "tests.replica_process", name, str(port), str(results)]
    environment = {**os.environ, **({"TMPDIR": str(disk), "GRADIO_TEMP_DIR": str(disk / "gradio")} if disk else {})}
    command = with_small_disk(disk, "4m", command) if disk else command
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)
    return Replica(process, f"http://127.0.0.1:{port}/")


def wait_for(replica: Replica) -> None:
    assert any(line.strip() == UP for line in replica.process.stdout or ()), "the server did not come up"


def end(replica: Replica) -> None:
    replica.process.kill()
    replica.process.communicate()


def begun(page: Page) -> str:
    return page.ask("play-stage", "begin", DIGITS)["round"]


def answered(page: Page, dealt: str, places: range) -> Given:
    """These pictures' answers, each acknowledged."""
    for place in places:
        told = page.ask("play-stage", "answer", {"round": dealt, "place": place, "fake": True})
        assert told.keys() == {"fake", "machine_fake"}
    return {(dealt, place) for place in places}


def kept(path: Path) -> Given:
    return {(row["round"], row["place"]) for row in ResultsFile(path).rows()}


def test_answers_are_shared_rounds_are_not_and_a_killed_replica_takes_no_answer_along(
    replicas: list[Replica], results: Path
) -> None:
    a, b = replicas
    names = [json.loads(Page(replica.url).get("health"))["replica"] for replica in replicas]
    assert names == ["a", "b"]
    at_a, at_b = Page(a.url).open(), Page(b.url).open()
    first, second = begun(at_a), begun(at_b)
    given = answered(at_a, first, range(6)) | answered(at_b, second, range(10))
    strange = at_b.ask("play-stage", "answer", {"round": first, "place": 6, "fake": True})
    assert strange["fault"]["code"] == "round_gone"  # what a proxy without stickiness does to a visitor
    a.process.kill()
    a.process.wait()
    with pytest.raises(Unanswered):
        at_a.ask("play-stage", "answer", {"round": first, "place": 6, "fake": True})
    given |= answered(at_b, begun(at_b), range(10))
    assert kept(results) == given
    told = at_b.ask("play-stage", "end", {"round": second})
    assert told["trouble"] is None and sum(one["reals"] + one["fakes"] for one in told["counted"]) >= 16


def test_while_another_program_holds_the_file_answers_wait_and_are_written_when_the_server_is_told_to_end(
    replicas: list[Replica], results: Path
) -> None:
    a, _ = replicas
    page = Page(a.url).open()
    given = answered(page, begun(page), range(10))
    holder = sqlite3.connect(results, isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    dealt = begun(page)
    given |= answered(page, dealt, range(10))
    trouble: Any = page.ask("play-stage", "end", {"round": dealt})["trouble"]
    assert (trouble["code"], trouble["lost"]) == ("results_locked", 0) and trouble["waiting"] > 0
    holder.execute("ROLLBACK")
    holder.close()
    a.process.send_signal(signal.SIGTERM)
    assert a.process.wait() == 0
    assert kept(results) == given


def test_a_file_that_has_gone_is_made_anew_by_whoever_writes_next(replicas: list[Replica], results: Path) -> None:
    pages = [Page(replica.url).open() for replica in replicas]
    for page in pages:
        answered(page, begun(page), range(3))
    parts = list(results.parent.glob(f"{results.name}*"))
    assert results in parts
    for path in parts:
        path.unlink()
    given = set[tuple[str, int]]()
    for page in pages * 2:
        given |= answered(page, begun(page), range(10))
    assert kept(results) == given


def test_on_a_full_disk_answers_wait_photographs_are_refused_in_words_and_all_goes_on_once_there_is_room(
    tmp_path: Path,
) -> None:
    if not available(tmp_path):
        pytest.skip("this user may mount no disk of their own")
    replica = start("a", tmp_path / "play.sqlite3", disk=tmp_path)
    try:
        wait_for(replica)
        disk = Path(f"/proc/{replica.process.pid}/root{tmp_path}")
        held = os.open(disk, os.O_RDONLY)  # so that it outlives the server
        page = Page(replica.url).open()
        given = answered(page, begun(page), range(10))
        fill(disk)
        dealt = begun(page)
        given |= answered(page, dealt, range(10))
        trouble: Any = page.ask("play-stage", "end", {"round": dealt})["trouble"]
        assert (trouble["code"], trouble["lost"]) == ("results_full", 0) and trouble["waiting"] > 0
        photograph = (ROOT / "assets/examples/horse-stamp.jpg").read_bytes()
        fill(disk, free=2)  # so that each begins to be written
        before = sorted(disk.rglob("*"))
        told = page.send("photo-stage", "translate", {"direction": "ab"}, photograph)
        assert told == {"fault": {"code": "uploads_full", "details": {}}}
        form = {"files": ("a.jpg", photograph)}
        assert httpx.post(f"{replica.url}gradio_api/upload", files=form).status_code == 507
        assert sorted(disk.rglob("*")) == before
        (disk / BALLAST).unlink()
        assert "ticket" in page.send("photo-stage", "translate", {"direction": "ab"}, photograph)
        replica.process.send_signal(signal.SIGTERM)
        assert replica.process.wait() == 0
        shutil.copy(f"/proc/self/fd/{held}/play.sqlite3", tmp_path)
        os.close(held)
        assert kept(tmp_path / "play.sqlite3") == given
    finally:
        end(replica)
