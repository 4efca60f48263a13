"""Real servers on loopback: nginx with the configuration that ships, and the apps behind it."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from tests.conftest import free_port

ROOT = Path(__file__).resolve().parents[2]
SITE, UPSTREAM = (ROOT / "deploy" / "nginx" / f"gan-theatre{part}.conf" for part in ("", "-upstream"))
NGINX = shutil.which("nginx") or "/usr/sbin/nginx"
HASHED = "    hash $theatre_place consistent;\n"  # in UPSTREAM: what makes a visitor stay
MISSING = "nginx is missing (Debian: apt-get install nginx-light)"
PATIENCE = 900.0  # seconds until a replica has its networks, on a busy machine
AROUND = """
daemon off;
worker_processes 1;
pid {folder}/nginx.pid;
error_log {folder}/error.log warn;
events {{ worker_connections 1024; }}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/site.conf;
}}
"""


def installed() -> bool:
    """Is there an nginx?"""
    return Path(NGINX).exists()


def configured(ports: Sequence[int], port: int) -> str:
    """What ships, for replicas at these ports, listening at `port` of loopback."""
    upstream, site = (path.read_text(encoding="utf-8") for path in (UPSTREAM, SITE))
    servers = "".join(f"    server 127.0.0.1:{replica} max_fails=0;\n" for replica in ports)
    upstream, named = re.subn(r"(?:    server 127\.0\.0\.1:\d+ max_fails=0;\n)+", servers, upstream)
    site, listened = re.subn(r"listen 80;", f"listen 127.0.0.1:{port};", site)
    assert (named, listened) == (1, 1), "the files of deploy/nginx have another form"
    return upstream + site


@contextmanager
def nginx(site: str, port: int) -> Iterator[str]:
    """An nginx with this site, which listens at `port`; yields its address."""
    with tempfile.TemporaryDirectory(prefix="theatre-nginx-") as made:
        folder = Path(made)
        (folder / "site.conf").write_text(site, encoding="utf-8")
        (folder / "nginx.conf").write_text(AROUND.format(folder=folder), encoding="utf-8")
        folder.chmod(0o755)  # a worker of root's nginx is nobody
        running = subprocess.Popen([NGINX, "-e", "stderr", "-c", str(folder / "nginx.conf")])
        try:
            _until(lambda: _open(port), 30, running)
            yield f"http://127.0.0.1:{port}/"
        finally:
            running.send_signal(signal.SIGTERM)
            running.wait()


@dataclass
class Replica:
    """One app, as `python demo_app.py` starts it; or over fake networks, which takes no options."""

    name: str
    port: int
    results: Path
    options: Sequence[str] = ()
    fake: bool = False
    process: subprocess.Popen[bytes] | None = field(default=None, init=False)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/"

    def start(self) -> Replica:
        """Start it; returns at once."""
        command = [sys.executable, str(ROOT / "demo_app.py"), "--port", str(self.port), "--replica", self.name]
        command += ["--results", str(self.results), "--metrics", *self.options]
        if self.fake:
            command = [sys.executable, "-m", "tests.replica_process", self.name, str(self.port), str(self.results)]
        self.process = subprocess.Popen(command, cwd=ROOT, env={**os.environ, "PYTHONUNBUFFERED": "1"})
        return self

    def wait(self) -> Replica:
        """Until it listens, which a replica does once its networks are loaded."""
        _until(lambda: _listens(self.port), PATIENCE, self.process)
        return self

    def kill(self) -> None:
        """As a crash does."""
        assert self.process is not None
        self.process.kill()
        self.process.wait()

    def stop(self) -> int:
        """As systemd does; returns its exit code."""
        assert self.process is not None
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(60)


@contextmanager
def replicas(count: int, results: Path, *options: str, fake: bool = False) -> Iterator[list[Replica]]:
    """So many of them, which are up. They come up in turn: two that read their networks at once are no quicker."""
    with ExitStack() as ends:
        started: list[Replica] = []
        for number in range(count):
            replica = Replica(chr(ord("a") + number), free_port(), results, options, fake).start()
            started.append(replica)
            ends.callback(lambda replica=replica: replica.process and (replica.process.kill(), replica.process.wait()))
            replica.wait()
        yield started


def _open(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _listens(port: int) -> bool:
    try:
        with urlopen(f"http://127.0.0.1:{port}/health", timeout=5) as answer:
            return json.load(answer)["state"] == "ready"
    except (URLError, OSError, ValueError):
        return False


def _until(true: Callable[[], bool], patience: float, process: subprocess.Popen[bytes] | None) -> None:
    end = time.monotonic() + patience
    while not true():
        if process is not None and process.poll() is not None:
            raise RuntimeError(f"it ended with {process.returncode}")
        if time.monotonic() > end:
            raise TimeoutError("it did not come up")
        time.sleep(0.2)
