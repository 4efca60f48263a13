"""Deployment settings of the launch in one place: offline, local unless asked otherwise, limited.

Nothing here imports gradio before `prepare` has set the environment that gradio reads on import.
"""

from __future__ import annotations

import atexit
import errno
import getpass
import os
import shutil
import signal
import socket
import tempfile
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

from demo_ui.page.ages import Ages
from demo_ui.settings import AppSettings
from gan_core.base.errors import GanError

OFFLINE = {
    "GRADIO_ANALYTICS_ENABLED": "False",  # also stops the question for newer versions
    "HF_HUB_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "True",
    "TF_CPP_MIN_LOG_LEVEL": "2",
}
SYSTEM = Path(tempfile.gettempdir())
LEFT = 5 * 60  # seconds after which a temporary file that did not change belongs to nobody
PAGE = Path(__file__).resolve().parents[1]
LOOPBACK = "localhost,127.0.0.1"


def temp_dir(settings: AppSettings) -> Path:
    """The app's own folder for what passes through it (uploads, downloads); nobody else's, nor another port's."""
    return SYSTEM / f"gan-theatre-{getattr(os, 'getuid', getpass.getuser)()}" / str(settings.port)


def guest_dir() -> Path:
    """The folder of a process that only imports the page, and serves it in an app of its own. It is made when something
    is written there, and goes when the process ends."""
    folder = SYSTEM / f"gan-theatre-{getattr(os, 'getuid', getpass.getuser)()}" / f"process-{os.getpid()}"
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def prepare(settings: AppSettings) -> None:
    """Set the environment and wipe the temporary folder; call it before anything imports gradio.

    Raises:
        GanError: 'path_unwritable' if the folder is not ours to wipe.
    """
    folder = temp_dir(settings)
    try:
        if folder.exists():
            shutil.rmtree(folder)
        folder.mkdir(parents=True, mode=0o700)
    except OSError as fault:
        raise GanError("path_unwritable", path=folder, reason=fault.strerror) from None
    os.environ.update(OFFLINE, GRADIO_TEMP_DIR=str(folder))
    for name in ("NO_PROXY", "no_proxy"):  # the launch asks itself whether it is up; a proxy would not know
        os.environ[name] = ",".join(filter(None, [os.environ.get(name), LOOPBACK]))


def keep_house(settings: AppSettings) -> None:
    """Keep this process's temporary files in the app's own folder from now on, and delete what requests leave there."""
    tempfile.tempdir = str(temp_dir(settings))
    ages = Ages()

    def swept() -> None:
        while True:
            time.sleep(60)
            sweep(temp_dir(settings), ages)

    threading.Thread(target=swept, name="sweep", daemon=True).start()


def sweep(folder: Path, ages: Ages) -> None:
    """Delete the temporary files of `folder` that nobody has written to for `LEFT` seconds: the server leaves such when
    an upload breaks off."""
    for path, (age, _) in ages.of(path for path in folder.glob("tmp*") if path.is_file()).items():
        if age >= LEFT:
            with suppress(OSError):  # somebody else was quicker
                path.unlink()


def log_file(settings: AppSettings) -> Path:
    """Where goes what the network library prints; the one before it is kept beside it, so that a fault that ended the
    app can still be read after it was started again.

    Raises:
        GanError: 'path_unwritable'.
    """
    path = temp_dir(settings).with_suffix(".log")
    try:
        if path.exists():
            path.replace(path.with_suffix(".log.before"))
        path.touch(0o600)
    except OSError as fault:
        raise GanError("path_unwritable", path=path, reason=fault.strerror) from None
    return path


def check_port(settings: AppSettings) -> None:
    """Raises GanError('port_in_use') or ('address_unusable') instead of a traceback after a slow start."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    try:
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            if os.name == "posix":  # as the server itself does: a port in TIME_WAIT is free
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((settings.host, settings.port))
    except OSError as fault:
        code = "port_in_use" if fault.errno == errno.EADDRINUSE else "address_unusable"
        raise GanError(code, host=settings.host, port=settings.port, reason=fault.strerror) from None


def check_runs(settings: AppSettings) -> None:
    """Raises GanError('path_missing') where there is no such folder of saved runs."""
    if settings.runs and not settings.runs.is_dir():
        raise GanError("path_missing", path=settings.runs)


def check_rooms(settings: AppSettings) -> None:
    """Raises GanError('option_unknown') for a room that does not exist."""
    built = sorted(path.parent.name for path in PAGE.glob("*/tab.py"))
    stands = [room for stand in settings.stands.values() for room in stand.get("rooms", ())]
    for rooms, known in ((settings.rooms, built), (stands, settings.rooms or built)):
        for room in rooms:
            if room not in known:
                raise GanError("option_unknown", name="room", value=room, known=", ".join(known))


def until_ended(demo: Any) -> None:
    """Serve until SIGTERM or Ctrl-C; what is being answered then is answered first, for 5 seconds at most.

    Whoever calls this ends next, which is when answers of the Play room that wait for their file are written.
    """
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with suppress(KeyboardInterrupt):
        while demo.is_running:
            time.sleep(0.1)
    demo.close(verbose=False)
