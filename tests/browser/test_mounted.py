"""The page in an app of somebody else's, below /gan: a visit whose console stays clean, and a slider that draws."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import gradio as gr
import pytest
import uvicorn
from fastapi import FastAPI
from playwright.sync_api import expect

from demo_ui.app import build_demo
from demo_ui.generate.api import DigitApi
from demo_ui.settings import AppSettings
from tests.browser.conftest import there
from tests.conftest import free_port


@contextmanager
def served(app: Any) -> Iterator[str]:
    """`app` on a free port; yields the address of what lies below /gan."""
    port = free_port()
    server = uvicorn.Server(uvicorn.Config(app, port=port, log_level="warning"))
    up = threading.Event()
    starts = server.startup

    async def startup(*given: Any, **named: Any) -> None:
        await starts(*given, **named)
        up.set()

    server.startup = startup
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    assert up.wait(60)
    yield f"http://127.0.0.1:{port}/gan/"
    server.should_exit = True
    thread.join(60)


@pytest.fixture(scope="module")
def mounted_url(services: Any) -> Iterator[str]:
    with served(gr.mount_gradio_app(FastAPI(), build_demo(services, AppSettings()), path="/gan")) as url:
        yield url


@pytest.fixture(scope="module")
def stripped_url(services: Any) -> Iterator[str]:
    """As behind a proxy that takes the path away and says nothing of it."""
    app: Any = gr.mount_gradio_app(FastAPI(), build_demo(services, AppSettings()), path="/")

    async def without_path(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "http":
            below = scope["path"].startswith("/gan/")
            scope = {**scope, "path": scope["path"][4:] if below else "/nothing-is-here"}
        await app(scope, receive, send)

    with served(without_path) as url:
        yield url


def draws(page: Any, services: Any) -> None:
    room = page.locator("#digit-stage")
    slider = room.locator(".directions input").first
    slider.press("End")
    wish = {"seed": 7, "digit": 1, "directions": [float(slider.input_value())]}
    expect(room.locator(".digit")).to_have_attribute("src", DigitApi(services.digits).look(wish)["digit"])


def test_a_slider_draws(mounted_url: str, visit: Callable[..., Any], services: Any) -> None:
    draws(visit(mounted_url), services)


def test_a_slider_draws_where_the_path_was_taken_away(stripped_url: str, unwatched: Any, services: Any) -> None:
    unwatched.goto(stripped_url)  # one script of Gradio's, for frames on its own hub, is not found then
    there(unwatched)
    draws(unwatched, services)


def test_the_page_of_the_api_opens(mounted_url: str, unwatched: Any) -> None:
    unwatched.goto(f"{mounted_url}?view=api")  # there Gradio looks for what is not here, and says so
    unwatched.get_by_text("API documentation").wait_for()
    assert unwatched.url.endswith("?view=api")
