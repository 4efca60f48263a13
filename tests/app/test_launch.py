"""The launch: every flag, the port, the environment, the entry itself."""

from __future__ import annotations

import inspect
import os
import runpy
import socket
import subprocess
import sys
import time
from pathlib import Path

import gradio as gr
import pytest

from demo_ui.page import launch, served
from demo_ui.page.ages import Ages
from demo_ui.settings import AppSettings
from demo_ui.translate import in_browser
from gan_core.base.errors import GanError
from tests.conftest import free_port

ROOT = Path(__file__).resolve().parents[2]


def test_the_flags() -> None:
    options = served.launch_options(AppSettings(host="0.0.0.0", port=8123))
    off = {"share", "_frontend", "ssr_mode", "show_error", "enable_monitoring", "mcp_server", "pwa", "run_history"}
    assert off == {name for name, value in options.items() if value is False and name != "quiet"}
    assert (options["server_name"], options["server_port"]) == ("0.0.0.0", 8123)
    assert options["strict_cors"] is True
    assert options["allowed_paths"] == []
    assert str(AppSettings().checkpoints) in options["blocked_paths"]
    assert options["max_file_size"] == "64mb"
    assert options["max_threads"] <= 16
    assert options["state_session_capacity"] <= 200
    assert options.keys() <= inspect.signature(gr.Blocks.launch).parameters.keys()


def test_nobody_but_this_machine_unless_asked() -> None:
    assert served.launch_options(AppSettings())["server_name"] == "127.0.0.1"


def test_preparing_is_offline_and_wipes_its_own_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(launch, "SYSTEM", tmp_path)
    for name in (*launch.OFFLINE, "GRADIO_TEMP_DIR", "NO_PROXY", "no_proxy"):
        monkeypatch.setenv(name, "before")
    settings = AppSettings(port=8123)
    left_over = launch.temp_dir(settings) / "upload.png"
    left_over.parent.mkdir(parents=True)
    left_over.touch()
    launch.prepare(settings)
    assert not left_over.exists()
    assert os.environ["GRADIO_TEMP_DIR"] == str(left_over.parent)
    assert left_over.parent.stat().st_mode & 0o077 == 0
    assert os.environ["GRADIO_ANALYTICS_ENABLED"] == "False"
    assert os.environ["HF_HUB_OFFLINE"] == "1"
    assert os.environ["NO_PROXY"] == "before,localhost,127.0.0.1"


def test_a_folder_that_cannot_be_wiped_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    in_the_way = tmp_path / "file"
    in_the_way.touch()
    monkeypatch.setattr(launch, "SYSTEM", in_the_way)
    with pytest.raises(GanError) as fault:
        launch.prepare(AppSettings())
    assert fault.value.code == "path_unwritable"


@pytest.mark.parametrize("jump", [0, 3600, -3600])
def test_what_broken_uploads_left_is_swept_whatever_the_clock_says(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, jump: int
) -> None:
    now = [1000.0]
    ages = Ages(lambda: now[0])
    for name in ("tmpold", "tmpgrows", "upload.png"):
        (tmp_path / name).touch()
    (tmp_path / "tmpfolder").mkdir()
    launch.sweep(tmp_path, ages)
    wall = time.time()
    monkeypatch.setattr(time, "time", lambda: wall + jump)
    now[0] += launch.LEFT - 1
    launch.sweep(tmp_path, ages)
    assert (tmp_path / "tmpold").exists()
    (tmp_path / "tmpgrows").write_bytes(b"more")
    now[0] += 1
    launch.sweep(tmp_path, ages)
    assert {path.name for path in tmp_path.iterdir()} == {"tmpgrows", "upload.png", "tmpfolder"}


def test_importing_the_entry_does_nothing_to_the_disk(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(launch, "SYSTEM", tmp_path)
    monkeypatch.setattr(in_browser, "KEPT", tmp_path / "build" / "networks")
    another = launch.temp_dir(AppSettings()) / "upload.png"  # of a server that is up
    another.parent.mkdir(parents=True)
    another.touch()
    before, environment = sorted(tmp_path.rglob("*")), dict(os.environ)
    entry = runpy.run_path(str(ROOT / "demo_app.py"), run_name="demo_app")
    assert sorted(tmp_path.rglob("*")) == before and dict(os.environ) == environment
    assert not entry["services"].networks.folder.is_relative_to(another.parent)


def test_ports() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        settings = AppSettings(port=other.getsockname()[1])
        with pytest.raises(GanError) as fault:
            launch.check_port(settings)
        assert fault.value.code == "port_in_use"
    launch.check_port(settings)


@pytest.mark.parametrize("host", ["192.0.2.1", "no such host"])
def test_an_address_that_is_not_ours(host: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(GanError) as fault:
        launch.check_port(AppSettings(host=host, port=free_port()))
    assert fault.value.code == "address_unusable"


def run_app(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "demo_app.py", *arguments], cwd=ROOT, capture_output=True, text=True)


def test_a_used_port_ends_the_app_with_a_sentence() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        done = run_app("--port", str(other.getsockname()[1]))
    assert done.returncode == 2
    assert "is already in use" in done.stderr
    assert "Traceback" not in done.stderr


def test_help_names_what_can_be_chosen() -> None:
    done = run_app("--help")
    assert done.returncode == 0
    assert {"--host", "--port"} <= set(done.stdout.replace("=", " ").split())
