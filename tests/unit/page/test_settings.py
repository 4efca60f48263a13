"""What an operator chooses: command line before environment before defaults."""

from __future__ import annotations

from pathlib import Path

import pytest

from demo_ui import options
from demo_ui.options import OPTIONS, Option, from_command_line
from demo_ui.settings import AppSettings


def test_defaults_listen_to_this_machine_only() -> None:
    assert from_command_line([], {}) == AppSettings("127.0.0.1", 7860)


def test_the_command_line_wins_over_the_environment() -> None:
    env = {"GRADIO_SERVER_NAME": "0.0.0.0", "GRADIO_SERVER_PORT": "8001", "GAN_THEATRE_CHECKPOINTS": "/data/c"}
    assert from_command_line([], env) == AppSettings("0.0.0.0", 8001, checkpoints=Path("/data/c"))
    chosen = from_command_line(["--host", "::1", "--port", "8002", "--assets", "a"], env)
    assert chosen == AppSettings("::1", 8002, Path("/data/c"), Path("a"))


@pytest.mark.parametrize("port", ["0", "65536", "-1", "7860.5", "seven"])
@pytest.mark.parametrize("given", ["command line", "environment"])
def test_a_port_that_is_none_is_refused(port: str, given: str, capsys: pytest.CaptureFixture[str]) -> None:
    argv, env = (["--port", port], {}) if given == "command line" else ([], {"GRADIO_SERVER_PORT": port})
    with pytest.raises(SystemExit) as stop:
        from_command_line(argv, env)
    assert stop.value.code == 2
    assert port in capsys.readouterr().err


@pytest.mark.parametrize("minutes", ["0", "-1", "nan", "inf", "long"])
def test_a_turn_has_a_length(minutes: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert from_command_line(["--turn-minutes", "2.5"], {}).turn_minutes == 2.5
    with pytest.raises(SystemExit):
        from_command_line(["--turn-minutes", minutes], {})
    assert "turn-minutes" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("given", "policy"),
    [
        ("none", "'none'"),
        ("self, https://school.example", "'self' https://school.example"),
        ("'self' *.blog.example http://10.0.0.7:8080", "'self' *.blog.example http://10.0.0.7:8080"),
    ],
)
def test_who_may_show_it_in_a_frame(given: str, policy: str) -> None:
    assert from_command_line(["--frame-ancestors", given], {}).frame_ancestors == policy


@pytest.mark.parametrize(
    "given", ["", "none self", "https://a.example; script-src *", "javascript:x", "a b/c", "x\ny: z"]
)
def test_what_is_no_site_is_refused(given: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        from_command_line([f"--frame-ancestors={given}"], {})
    assert stop.value.code == 2 and "frame-ancestors" in capsys.readouterr().err


def written(tmp_path: Path, text: str) -> str:
    path = tmp_path / "stand.toml"
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_command_line_then_environment_then_file_then_defaults(tmp_path: Path) -> None:
    path = written(tmp_path, 'idle = 40\nlang = "ko"\nrooms = ["generate", "training"]\nkiosk = true')
    chosen = from_command_line(["--config", path, "--idle", "20"], {"GAN_THEATRE_IDLE": "30", "GAN_THEATRE_LANG": "en"})
    assert (chosen.idle, chosen.lang, chosen.rooms, chosen.kiosk) == (20, "en", ("generate", "training"), True)
    assert chosen.port == AppSettings().port
    assert from_command_line([], {"GAN_THEATRE_CONFIG": path}).idle == 40


def test_a_switch_is_turned_off_again(tmp_path: Path) -> None:
    path = written(tmp_path, "no-upload = true\nkiosk = true\nno-train = true")
    env = {"GAN_THEATRE_NO_TRAIN": "0"}
    chosen = from_command_line(["--config", path, "--kiosk=no"], env)
    assert (chosen.kiosk, chosen.no_train, chosen.no_upload) == (False, False, True)


def test_a_file_holds_stands(tmp_path: Path) -> None:
    path = written(tmp_path, 'kiosk = true\n[hall]\nidle = 15\nrooms = "training"\n[school]\nkiosk = false')
    chosen = from_command_line(["--config", path], {})
    assert chosen.stands == {"hall": {"idle": 15, "rooms": ("training",)}, "school": {"kiosk": False}}


@pytest.mark.parametrize("option", OPTIONS, ids=lambda option: option.name)
def test_every_option_is_the_same_everywhere(option: Option, tmp_path: Path) -> None:
    """One value, given in each of the three places, is the same setting; and its name is in --help."""
    text = {"lang": "ko", "port": "8001", "rooms": "training,generate"}.get(option.name, "yes")
    numbers = {"idle", "turn-minutes", "training-memory", "upload-memory"}
    text = "170" if option.name in numbers else text
    file = written(tmp_path, f'{option.name} = "{text}"')
    places = [([f"--{option.name}={text}"], {}), ([], {option.env: text}), (["--config", file], {})]
    found = [getattr(from_command_line(*place), option.field) for place in places]
    assert found[0] == found[1] == found[2] != getattr(AppSettings(), option.field)


@pytest.mark.parametrize(
    ("argv", "env", "toml", "said"),
    [
        (["--idle", "soon"], {}, "", "--idle"),
        (["--idle", "4"], {}, "", "--idle"),
        (["--idle", "nan"], {}, "", "--idle"),
        ([], {"GAN_THEATRE_IDLE": "-1"}, "", "GAN_THEATRE_IDLE"),
        ([], {}, "idle = -1", "idle"),
        ([], {}, "idle = [1, 2]", "idle"),
        ([], {}, "idle = true", "idle"),
        (["--lang", "de"], {}, "", "en, ko"),
        ([], {}, 'lang = "EN"', "lang"),
        (["--rooms", "generate,,training"], {}, "", "--rooms"),
        (["--rooms", "generate,generate"], {}, "", "--rooms"),
        ([], {}, "rooms = []", "rooms"),
        (["--kiosk=perhaps"], {}, "", "--kiosk"),
        ([], {"GAN_THEATRE_NO_TRAIN": "perhaps"}, "", "GAN_THEATRE_NO_TRAIN"),
        ([], {}, "no_train = true", "no-train"),
        ([], {}, "kisok = true", "kisok"),
        ([], {}, "[hall]\nport = 1", "[hall] there is no option 'port'"),
        ([], {}, "[hall.deep]\nx = 1", "[hall]"),
        ([], {}, "[hall]\nidle = 0", "[hall] idle"),
        ([], {}, "kiosk = ", "TOML"),
        (["--config", "/no/such/file"], {}, "", "/no/such/file"),
        (["--config", "/"], {}, "", "--config"),
        (["--idle"], {}, "", "--idle"),
        (["--kioks"], {}, "", "--kioks"),
        (["--kio"], {}, "", "--kio"),
        (["--port", "9" * 5000], {}, "", "--port"),
    ],
)
def test_a_wrong_value_is_told_in_one_sentence(
    argv: list[str], env: dict[str, str], toml: str, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    argv = [*argv, "--config", written(tmp_path, toml)] if toml else argv
    with pytest.raises(SystemExit) as stop:
        from_command_line(argv, env)
    told = capsys.readouterr()
    assert stop.value.code == 2
    assert told.out == ""
    assert told.err.startswith("error: ") and told.err.count("\n") == 1
    assert said in told.err


def test_help_names_every_option(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        from_command_line(["--help"], {})
    told = capsys.readouterr().out
    assert stop.value.code == 0
    for option in OPTIONS:
        assert f"--{option.name}" in told and option.env in told.replace("\n", " ")
    assert "examples:" in told


def test_help_calls_an_installed_app_by_its_name(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(options, "started_by", "gan-theatre")
    with pytest.raises(SystemExit):
        from_command_line(["--help"], {})
    told = capsys.readouterr().out
    assert told.startswith("usage: gan-theatre [options]") and "demo_app.py" not in told


def test_results_are_kept_unless_they_are_not_wanted() -> None:
    assert from_command_line([], {}).results == AppSettings().results is not None
    assert from_command_line(["--results", "off"], {}).results is None
    env = {"GAN_THEATRE_RESULTS": "/data/play.sqlite3"}
    assert from_command_line([], env).results == Path("/data/play.sqlite3")
    assert from_command_line([], {"GAN_THEATRE_RESULTS": "off"}).results is None


def test_a_space_keeps_no_results_unless_asked() -> None:
    space = {"SPACE_ID": "somebody/gan-theatre"}
    assert from_command_line([], space).results is None
    assert from_command_line([], {**space, "GAN_THEATRE_RESULTS": "/data/r"}).results == Path("/data/r")
    assert from_command_line(["--results", "r"], space).results == Path("r")
