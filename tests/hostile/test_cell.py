"""The process that decodes strangers' pictures, in which a picture can do what it likes: the next one is read."""

from __future__ import annotations

import io
import os
import select
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from gan_core.base.errors import GanError
from gan_core.pictures.cell import COMMAND, Cell
from gan_core.pictures.decoding import Wanted
from tests import wicked

ROOT = Path(__file__).resolve().parents[2]
SCENE = Image.linear_gradient("L").convert("RGB").resize((64, 48))
pytestmark = pytest.mark.skipif(os.name != "posix", reason="signals and limits of POSIX")


def png() -> bytes:
    buffer = io.BytesIO()
    SCENE.save(buffer, "PNG")
    return buffer.getvalue()


GOOD = png()


@pytest.fixture(scope="module")
def cell() -> Iterator[Cell]:
    """One that does what pictures bid."""
    made = Cell(wicked.COMMAND, deadline=20)
    yield made
    made.close()


def is_read(cell: Cell) -> bool:
    found = cell.read(GOOD, Wanted())
    return np.array_equal(found.image, np.asarray(SCENE)) and found.size == SCENE.size


def told(cell: Cell, data: bytes) -> GanError:
    with pytest.raises(GanError) as fault:
        cell.read(data, Wanted())
    return fault.value


@pytest.mark.parametrize(("act", "times"), [("crash", 15), ("leave", 3), ("eat", 3), ("lie", 3), ("hang", 1)])
def test_what_a_picture_does_there_costs_that_picture_alone(cell: Cell, act: str, times: int) -> None:
    for _ in range(times):
        assert told(cell, act.encode()).code == "photo_harmful"
        assert is_read(cell)


def test_one_that_sleeps_is_woken_by_nobody_and_ended() -> None:
    cell = Cell(wicked.COMMAND, deadline=60)
    try:
        assert is_read(cell)  # it is up, however long that took
        cell._deadline = 0.1
        assert told(cell, b"sleep").code == "photo_harmful"
    finally:
        cell.close()


@pytest.mark.skipif(sys.platform != "linux", reason="what limits forbid differs from system to system")
def test_nothing_can_be_opened_there(cell: Cell) -> None:
    assert told(cell, b"escape").details["format"] == "nothing"


def test_an_end_between_two_pictures_costs_nobody_anything() -> None:
    cell = Cell()
    try:
        assert is_read(cell)
        running = cell._process
        assert running
        running.kill()
        running.wait()
        assert is_read(cell) and cell._process is not running
    finally:
        cell.close()


@pytest.mark.parametrize("program", ["", "import sys; sys.exit(1)", "print('no head', flush=True)"])
def test_a_process_that_does_not_come_up_is_told_so(program: str) -> None:
    cell = Cell((sys.executable, "-c", program), deadline=20)
    assert told(cell, GOOD).code == "reader_failed"
    cell.close()


def test_every_format_is_read_where_nothing_can_be_opened() -> None:
    """What decoding imports is there before: lazily imported parts would fail."""
    cell = Cell()
    try:
        for fmt in ("JPEG", "PNG", "WEBP", "GIF", "AVIF", "BMP", "TIFF"):
            for mode in ("RGB", "L"):
                buffer = io.BytesIO()
                exif = Image.Exif()
                exif[0x112] = 3
                SCENE.convert(mode).resize((700, 600)).save(buffer, fmt, exif=exif)
                assert cell.read(buffer.getvalue(), Wanted(long=512)).image.shape == (439, 512, 3)
    finally:
        cell.close()


@pytest.mark.skipif(not hasattr(os, "pidfd_open"), reason="Linux tells when a process ends")
@pytest.mark.parametrize("busy", [False, True])
def test_it_ends_with_the_app_that_is_killed(busy: bool) -> None:
    program = f"""
import threading
from gan_core.pictures.cell import Cell
from gan_core.pictures.decoding import Wanted
from tests import wicked
cell = Cell(wicked.COMMAND)
cell.read({GOOD!r}, Wanted())
if {busy}:
    threading.Thread(target=cell.read, args=(b"hang", Wanted()), daemon=True).start()
print(cell._process.pid, flush=True)
input()
"""
    app = subprocess.Popen(
        [sys.executable, "-c", program], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert app.stdout
    watched = os.pidfd_open(int(app.stdout.readline()))
    try:
        os.kill(app.pid, signal.SIGKILL)
        app.wait()
        assert select.select([watched], [], [], 60)[0]
    finally:
        os.close(watched)


def test_the_process_holds_no_network_library() -> None:
    program = "import sys; from gan_core.pictures import process, decoding; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert not {"tensorflow", "keras", "numpy", "gradio"} & set(done.stdout.split())
    assert COMMAND[1] == "-I"
