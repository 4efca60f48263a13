"""/metrics: there where it was asked for, right in its counts, and without a word of any visitor."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families

from demo_ui.app import build_demo
from demo_ui.settings import AppSettings
from tests.conftest import serve
from tests.load.page import Page

SECRET = "visitor-4f1c9a"


@pytest.fixture(scope="module")
def counted_url(services: Any) -> Iterator[str]:
    settings = AppSettings(metrics=True, replica="hall-1")
    with serve(build_demo(services, settings), settings) as url:
        yield url


def figures(url: str) -> dict[tuple[str, frozenset[tuple[str, str]]], float]:
    text = httpx.get(f"{url}metrics").text
    return {
        (sample.name, frozenset(sample.labels.items())): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def named(name: str, /, **labels: str) -> tuple[str, frozenset[tuple[str, str]]]:
    return name, frozenset(labels.items())


def test_nobody_gets_figures_unless_they_were_asked_for(app_url: str) -> None:
    assert httpx.get(f"{app_url}metrics").status_code == 404


def test_requests_are_counted_by_what_they_ask_and_refusals_by_their_reason(counted_url: str) -> None:
    before = figures(counted_url)
    page = Page(counted_url).open()
    assert "digit" in page.ask("digit-stage", "look", {"seed": 7})
    assert page.ask("digit-stage", "look", {"seed": -1})["fault"]["code"] == "seed_wrong"
    lost = {"round": SECRET, "place": 0, "fake": True}
    assert page.ask("play-stage", "answer", lost)["fault"]["code"] == "round_gone"
    assert httpx.post(f"{counted_url}gradio_api/queue/join", content=b"x" * (13 * 2**20)).status_code == 413
    page.close()
    after = figures(counted_url)

    def more(name: str, /, **labels: str) -> float:
        return after[named(name, **labels)] - before.get(named(name, **labels), 0)

    assert more("theatre_answer_seconds_count", kind="generate.look") == 2
    assert more("theatre_answer_seconds_count", kind="play.answer") == 1
    assert more("theatre_answer_seconds_count", kind="page") == 1
    assert more("theatre_refused_total", reason="seed_wrong") == 1
    assert more("theatre_refused_total", reason="round_gone") == 1
    assert more("theatre_refused_total", reason="http_413") == 1
    low, high = (
        after[named("theatre_recent_answer_seconds", kind="generate.look", quantile=q)] for q in ("0.5", "0.95")
    )
    assert 0 < low <= high


def test_the_server_tells_how_it_is(counted_url: str) -> None:
    found = figures(counted_url)
    assert found[named("theatre_replica_info", name="hall-1")] == 1
    assert found[named("theatre_networks_ready", network="digits")] == 1
    assert found[named("theatre_networks_failed", network="digits")] == 0
    assert found[named("theatre_queue_waiting")] == 0
    assert found[named("theatre_results_waiting")] == 0
    assert found[named("process_resident_memory_bytes")] > 2**20


def test_the_apis_refusals_are_counted_too(counted_url: str) -> None:
    from gradio_client import Client
    from gradio_client.exceptions import AppError

    client = Client(counted_url, verbose=False)
    with pytest.raises(AppError):
        client.predict(seed=-1, api_name="/generate")
    assert figures(counted_url)[named("theatre_refused_total", reason="seed_wrong")] >= 1


def test_nothing_of_a_visitor_is_told(counted_url: str) -> None:
    page = Page(
        counted_url, SECRET, {"User-Agent": SECRET, "X-Forwarded-For": SECRET, "Cookie": f"who={SECRET}"}
    ).open()
    page.ask("digit-stage", "look", {"seed": 7, "session": SECRET})
    page.ask("play-stage", "answer", {"round": SECRET})
    page.close()
    for path in (SECRET, f"parts/{SECRET}.js", f"gradio_api/{SECRET}"):
        assert httpx.get(counted_url + path).status_code == 404
    told = httpx.get(f"{counted_url}metrics").text
    assert SECRET not in told and "127.0.0.1" not in told
