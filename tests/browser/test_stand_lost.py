"""The server of a stand is killed: its page waits, finds the next one by itself and goes on in the same room."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import free_port
from tests.stand_process import UP
from tools import chromium

ROOT = Path(__file__).resolve().parents[2]
STATE = "document.documentElement.dataset.stand"
READY = "document.querySelector('#digit-stage [data-state=ready]')"
PATIENCE = 120_000  # ms, on a busy machine


@pytest.fixture
def start() -> Iterator[Callable[[int], subprocess.Popen[str]]]:
    """`start(port)`: a stand's server, which is up; killed at the end if the test did not."""
    started: list[subprocess.Popen[str]] = []

    def begin(port: int) -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "tests.stand_process", str(port)]
        process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
        started.append(process)
        assert any(line.strip() == UP for line in process.stdout or ()), "the server did not come up"
        return process

    yield begin
    for process in started:
        process.kill()
        process.communicate()


@pytest.mark.slow
@pytest.mark.long
def test_after_a_kill_the_page_goes_on_where_it_was(
    browser: Any, start: Callable[[int], subprocess.Popen[str]]
) -> None:
    port = free_port()
    server = start(port)
    context = chromium.context(browser, viewport={"width": 1440, "height": 900})
    page, other = context.new_page(), context.new_page()
    page.goto(f"http://127.0.0.1:{port}/?kiosk=1")
    page.wait_for_function(READY, timeout=PATIENCE)
    page.mouse.click(700, 450)
    page.get_by_role("button", name="Language").click()
    page.locator("[role=tab][data-tab-id=training]:visible").click()
    page.evaluate("navigator.serviceWorker.ready.then(() => 0)")

    server.kill()
    server.wait()
    page.wait_for_function(f"{STATE} === 'lost'", timeout=PATIENCE)
    assert page.get_by_text("극장을 다시 시작하고 있습니다").is_visible()
    other.goto(f"http://127.0.0.1:{port}/")  # a page that was just about to come
    assert other.get_by_text("Please wait").is_visible()

    start(port)
    room = "document.querySelector('[role=tab][aria-selected=true]')?.dataset.tabId"
    page.wait_for_function(f"{STATE} === 'used' && {room} === 'training'", timeout=PATIENCE)
    assert page.evaluate("document.documentElement.lang") == "ko"
    other.wait_for_function(READY, timeout=PATIENCE)
    assert other.evaluate(STATE) == "start"
    context.close()
