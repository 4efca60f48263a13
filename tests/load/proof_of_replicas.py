"""Two replicas behind a real nginx, with the configuration that ships: `make test-replicas [MINUTES=10]`.

Not among the tests of `make test`: it needs nginx (Debian: nginx-light), the trained networks twice, and minutes. What
two servers share is tested without nginx in tests/app/test_replicas.py.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from gan_core.play.results import ResultsFile
from tests.conftest import free_port
from tests.load import servers, truth
from tests.load.servers import Replica
from tests.load.visitors import WORK, Crowd, Seen, summary

MINUTES = float(os.environ.get("MINUTES", "1"))
FEW = {"dragging": 8, "playing": 8, "translating": 4, "training": 0, "reading": 0}
READ_ONCE = {"http_0", "http_502", "round_gone", "photo_gone"}  # what a visitor of a replica that has gone may read


@pytest.fixture(scope="module")
def truths() -> truth.Digits:
    return truth.digits(200)


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("results") / "play.sqlite3"


@pytest.fixture(scope="module")
def both(results: Path) -> Iterator[list[Replica]]:
    if not servers.installed():
        pytest.fail(servers.MISSING)
    with servers.replicas(2, results) as started:
        yield started


@pytest.fixture(scope="module")
def site(both: list[Replica]) -> Iterator[str]:
    port = free_port()
    with servers.nginx(servers.configured([replica.port for replica in both], port), port) as url:
        yield url


def told(name: str, seen: list[Seen], **more: Any) -> None:
    print(f"\n{name}: {json.dumps({**more, **summary(seen)}, indent=1)}")


def kept(path: Path) -> set[tuple[str, int]]:
    return {(row["round"], row["place"]) for row in ResultsFile(path).rows()}


def given(seen: list[Seen]) -> set[tuple[str, int]]:
    return set[tuple[str, int]]().union(*(one.acknowledged for one in seen))


def test_64_visitors_of_all_rooms_get_what_their_seeds_must_give(
    site: str, truths: truth.Digits, results: Path
) -> None:
    seen = Crowd(site, truths, WORK).run(60 * MINUTES)
    told("sticky", seen, minutes=MINUTES, load=os.getloadavg())
    found = summary(seen)
    assert found["wrong"] == 0 and found["lost"] == {}, [one.wrong for one in seen if one.wrong]
    assert set(found["visitors_at"]) == {"a", "b"}
    assert given(seen) <= kept(results) and found["acknowledged"] > 0


def test_without_stickiness_the_same_fails(both: list[Replica], truths: truth.Digits) -> None:
    port = free_port()
    plain = servers.configured([replica.port for replica in both], port)
    assert servers.HASHED in plain
    with servers.nginx(plain.replace(servers.HASHED, ""), port) as url:
        seen = Crowd(url, truths, FEW).run(20)
    told("without stickiness", seen)
    lost = summary(seen)["lost"]
    assert lost["round_gone"] > 0 and lost["photo_gone"] > 0


def test_of_a_killed_replica_its_visitors_read_one_line_and_go_on_and_nobody_else_notices(
    site: str, both: list[Replica], truths: truth.Digits, results: Path
) -> None:
    killed: list[float] = []

    def kill() -> None:
        killed.append(time.monotonic())
        both[0].kill()

    crowd = Crowd(site, truths, FEW, stay=600)
    seen = crowd.run(45, kill)
    both[0].start().wait()
    told("killed", seen)
    theirs, others = ([one for one in seen if (one.replica == "a") == its] for its in (True, False))
    assert theirs and others
    assert [one.lost for one in others if one.lost] == []
    for one in theirs:
        assert {what for _, what in one.lost} <= READ_ONCE and len(one.lost) <= 2, one.lost
        assert all(when >= killed[0] for when, _ in one.lost)
    assert summary(seen)["wrong"] == 0 and given(seen) <= kept(results)


def test_a_rolling_restart_loses_no_answer(site: str, both: list[Replica], truths: truth.Digits, results: Path) -> None:
    codes: list[int] = []

    def restart() -> None:
        for replica in both:
            codes.append(replica.stop())
            replica.start().wait()

    seen = Crowd(site, truths, FEW, stay=30).run(45, restart)
    told("rolling restart", seen)
    assert codes == [0, 0]
    assert summary(seen)["wrong"] == 0 and given(seen) <= kept(results)
    assert {what for one in seen for _, what in one.lost} <= READ_ONCE
