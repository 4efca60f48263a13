"""What an operator chooses: command line before environment before defaults."""

from __future__ import annotations

from pathlib import Path

import pytest

from gan_core.base.settings import AppSettings


def test_defaults_listen_to_this_machine_only() -> None:
    assert AppSettings.from_command_line([], {}) == AppSettings("127.0.0.1", 7860)


def test_the_command_line_wins_over_the_environment() -> None:
    env = {"GRADIO_SERVER_NAME": "0.0.0.0", "GRADIO_SERVER_PORT": "8001", "GAN_THEATRE_CHECKPOINTS": "/data/c"}
    assert AppSettings.from_command_line([], env) == AppSettings("0.0.0.0", 8001, checkpoints=Path("/data/c"))
    chosen = AppSettings.from_command_line(["--host", "::1", "--port", "8002", "--assets", "a"], env)
    assert chosen == AppSettings("::1", 8002, Path("/data/c"), Path("a"))


@pytest.mark.parametrize("port", ["0", "65536", "-1", "7860.5", "seven"])
@pytest.mark.parametrize("given", ["command line", "environment"])
def test_a_port_that_is_none_is_refused(port: str, given: str, capsys: pytest.CaptureFixture[str]) -> None:
    argv, env = (["--port", port], {}) if given == "command line" else ([], {"GRADIO_SERVER_PORT": port})
    with pytest.raises(SystemExit) as stop:
        AppSettings.from_command_line(argv, env)
    assert stop.value.code == 2
    assert port in capsys.readouterr().err


@pytest.mark.parametrize("minutes", ["0", "-1", "nan", "inf", "long"])
def test_a_turn_has_a_length(minutes: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert AppSettings.from_command_line(["--turn-minutes", "2.5"], {}).turn_minutes == 2.5
    with pytest.raises(SystemExit):
        AppSettings.from_command_line(["--turn-minutes", minutes], {})
    assert "turn-minutes" in capsys.readouterr().err
