"""What all tests share: a quiet offline environment, fake networks, and the page on a free port."""

from __future__ import annotations

import asyncio
import fcntl
import gc
import os
import re
import shutil
import socket
import tempfile
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import hypothesis
import pytest

from demo_ui.page import launch
from demo_ui.settings import AppSettings

gc.set_threshold(50_000, 10, 10)  # a step that is traced lives on in millions of objects: look through them rarely
os.environ.update(launch.OFFLINE)  # read by gradio when it is imported
hypothesis.settings.register_profile("untimed", deadline=None)  # a busy machine is no fault
hypothesis.settings.load_profile("untimed")
os.environ["GRADIO_TEMP_DIR"] = TEMPORARY = tempfile.mkdtemp(prefix="gan-theatre-tests-")


def pytest_unconfigure() -> None:
    shutil.rmtree(TEMPORARY, ignore_errors=True)


class Connection(NamedTuple):
    """A page that is up: its gradio_client and its address, which ends in a slash."""

    client: Any
    url: str


def free_port() -> int:
    """A loopback port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def finished(work: Coroutine[Any, Any, Any]) -> Any:
    """What `work` gives. In a thread of its own, since a browser's tests leave this one an event loop that runs."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, work).result()


def found(pattern: str, text: str) -> str:
    """What the first group of `pattern` matches in `text`, where it must be."""
    match = re.search(pattern, text)
    assert match, pattern
    return match[1]


@contextmanager
def serve(demo: Any, settings: AppSettings | None = None) -> Iterator[str]:
    """Launch `demo` on a free port with the app's own flags; yields its address and closes it."""
    from demo_ui.page.served import launch_options
    from tests import bare_page

    settings = settings or AppSettings()
    options = launch_options(replace(settings, port=free_port()))
    bare: Any = {"routes": [bare_page.route(demo, settings)]}
    _, url, _ = demo.launch(**options, app_kwargs=bare, prevent_thread_lock=True)
    try:
        yield url
    finally:
        demo.close()


@pytest.fixture
def connect() -> Callable[[Any], AbstractContextManager[Connection]]:
    """`with connect(demo) as (client, url)`: the page, launched, with a client to its endpoints."""

    @contextmanager
    def connection(demo: Any) -> Iterator[Connection]:
        from gradio_client import Client

        with serve(demo) as url:
            yield Connection(Client(url, verbose=False), url)

    return connection


@pytest.fixture(scope="session")
def held_to_their_types() -> Iterator[None]:
    """Every answer of the app is held against its type; from the first of `services` on, whichever test asks first."""
    from tests.held import held

    with held():
        yield


@pytest.fixture(scope="session")
def services(held_to_their_types: None) -> Any:
    """Services over fake networks, loaded: every digit is a disc whose place and size follow z."""
    from tests.fakes import fake_services

    return fake_services()


@pytest.fixture(scope="session")
def app_url(services: Any) -> Iterator[str]:
    """The whole page over the fake networks; one for all tests, so leave nothing behind."""
    from demo_ui.app import build_demo

    with serve(build_demo(services, AppSettings())) as url:
        yield url


@pytest.fixture(scope="session")
def bare_url(app_url: str) -> str:
    """The same rooms and the same server without Gradio's frontend, which opens at half the cost."""
    from tests.bare_page import PATH

    return f"{app_url}{PATH}"


def shared(folders: pytest.TempPathFactory) -> Path:
    """A folder of this run of the tests, whichever process asks."""
    own = folders.getbasetemp()
    return (own.parent if os.environ.get("PYTEST_XDIST_WORKER") else own) / "shared"


@pytest.fixture(scope="session")
def photo_networks(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The shipped CycleGAN as the page takes it: as `python -m gan_core export` left it, or else for a square, for
    two of the examples and a small mirror."""
    from demo_ui.translate.in_browser import KEPT, PhotoNetworks
    from gan_core.photos.in_browser import INDEX, made_before, write_for_browser
    from gan_core.store.checkpoints import Registry

    if made_before(Registry(), KEPT):
        return PhotoNetworks(Registry().root, KEPT)
    networks = PhotoNetworks(Registry().root, shared(tmp_path_factory) / "photos")
    networks.folder.parent.mkdir(exist_ok=True)
    with (networks.folder.parent / "photos.lock").open("w") as lock:  # whoever tests beside us waits, and finds them
        fcntl.flock(lock, fcntl.LOCK_EX)
        networks._index = networks.folder / INDEX
        if not networks._index.exists():
            write_for_browser(Registry(), networks.folder, [(256, 256), (576, 432)], [(128, 96)])
    networks._looked = True
    return networks


@pytest.fixture(scope="session")
def colour_networks(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The same of what colours photographs, for a square and for one that is 4:3."""
    from demo_ui.translate.in_browser import KEPT, PhotoNetworks
    from gan_core.photos.colour import COLOUR_ID
    from gan_core.photos.colours_in_browser import write_colours_for_browser
    from gan_core.photos.in_browser import COLOURS, made_before
    from gan_core.store.checkpoints import Registry

    if made_before(Registry(), KEPT, COLOUR_ID):
        return PhotoNetworks(Registry().root, KEPT, COLOUR_ID)
    networks = PhotoNetworks(Registry().root, shared(tmp_path_factory) / "colours", COLOUR_ID)
    networks.folder.parent.mkdir(exist_ok=True)
    with (networks.folder.parent / "colours.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        networks._index = networks.folder / COLOURS
        if not networks._index.exists():
            write_colours_for_browser(Registry(), networks.folder, [(256, 256), (576, 432)])
    networks._looked = True
    return networks
