"""The options of `python demo_app.py`: their names, how their values are parsed, and what they are for."""

from __future__ import annotations

import argparse
import math
import os
import re
import sys
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields
from pathlib import Path
from typing import Any, NamedTuple, NoReturn

from demo_ui.settings import AppSettings

LANGUAGES = ("en", "ko")
SWITCHES = {"1": True, "true": True, "yes": True, "on": True, "0": False, "false": False, "no": False, "off": False}
SITE = r"self|none|(https?://)?(\*\.)?[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*(:(\d{1,5}|\*))?"
PREFIX, OFF = "GAN_THEATRE_", "off"
APP = "python demo_app.py"
started_by = APP  # what --help calls the app; an installed one has a name of its own
# Gradio's own names for host and port, so that Hugging Face Spaces and containers need nothing more.
GRADIOS = {"host": "GRADIO_SERVER_NAME", "port": "GRADIO_SERVER_PORT"}

HELP = """\
examples:
  python demo_app.py                                     for yourself, on http://127.0.0.1:7860
  python demo_app.py --host 0.0.0.0                      for everybody on your network
  python demo_app.py --kiosk --idle 60 --lang ko         a stand
  python demo_app.py --kiosk --rooms generate,training --no-train --no-upload
  python demo_app.py --config stand.toml                 the same from a file

Each option can be set in three places, and the first that names it wins: the command line (--no-upload), the
environment (GAN_THEATRE_NO_UPLOAD=1), the settings file (no-upload = true). A table of the file, such as [hall],
holds other values of the stand's options; the page http://127.0.0.1:7860/?config=hall takes them, and ?kiosk=1
makes any page a stand. docs/kiosk.md tells how a stand is set up."""


class Unusable(Exception):
    """A value that cannot be used; the sentence names the option as it was given."""


class Option(NamedTuple):
    """One choice: `read` makes its value of a text, and raises ValueError with what would be right."""

    name: str  # as on the command line, without the dashes
    read: Callable[[str], Any]
    help: str
    metavar: str | None = None  # None: a switch
    page: bool = False  # a stand's page may have its own

    @property
    def field(self) -> str:
        """The name in AppSettings."""
        return self.name.replace("-", "_")

    @property
    def env(self) -> str:
        """The environment's variable."""
        return GRADIOS.get(self.name, PREFIX + self.field.upper())

    def taken(self, value: Any, place: str) -> Any:
        """`value`, given as `place`, read; raises Unusable."""
        try:
            return self.read(value)
        except ValueError as fault:
            raise Unusable(f"{place} {fault}; got {value[:40]!r}.") from None


def _port(text: str) -> int:
    if not text.isascii() or not text.isdigit() or len(text) > 5 or not 1 <= int(text) <= 65535:
        raise ValueError("must be a whole number from 1 to 65535")
    return int(text)


def _number(low: float, what: str) -> Callable[[str], float]:
    def read(text: str) -> float:
        try:
            number = float(text)
        except ValueError:
            number = math.nan
        if not low < number < 1e9:
            raise ValueError(f"must be {what} above {low:g}")
        return number

    return read


def _switch(text: str) -> bool:
    if text.lower() not in SWITCHES:
        raise ValueError("is a switch: yes or no")
    return SWITCHES[text.lower()]


def _language(text: str) -> str:
    if text not in LANGUAGES:
        raise ValueError(f"must be one of {', '.join(LANGUAGES)}")
    return text


def _rooms(text: str) -> tuple[str, ...]:
    rooms = tuple(name.strip() for name in text.split(","))
    if not all(rooms) or len(set(rooms)) < len(rooms):
        raise ValueError("must be names of rooms with commas between them, each once")
    return rooms


def _text(text: str) -> str:
    if not text:
        raise ValueError("must not be empty")
    return text


def _name(text: str) -> str:
    if not re.fullmatch(r"[A-Za-z0-9._-]{1,40}", text):
        raise ValueError("must be up to 40 letters, digits, dots, dashes or underscores")
    return text


def _path(text: str) -> Path:
    return Path(_text(text))


def _results(text: str) -> Path | None:
    return None if text in ("", OFF) else Path(text)


def _sites(text: str) -> str:
    """As `frame-ancestors` of a Content-Security-Policy wants them."""
    sites = text.replace(",", " ").replace("'", "").split()
    alone = "none" in sites and len(sites) > 1
    if not sites or alone or not all(re.fullmatch(SITE, site) for site in sites):
        raise ValueError("must be 'none', or 'self' and addresses such as https://school.example with spaces between")
    return " ".join(f"'{site}'" if site in ("self", "none") else site for site in sites)


OPTIONS = (
    Option("host", _text, "address to listen on; 0.0.0.0 lets your network in", "ADDRESS"),
    Option("port", _port, "port to listen on", "PORT"),
    Option("checkpoints", _path, "folder of trained networks", "DIR"),
    Option("assets", _path, "folder of shipped data", "DIR"),
    Option("runs", _path, "folder of saved runs and training folders, for the Training room", "DIR"),
    Option("turn-minutes", _number(0, "a number"), "how long one visitor may train live", "MINUTES"),
    Option("training-memory", _number(0, "a number"), "megabytes that live training may take", "MB"),
    Option("upload-memory", _number(100, "a number"), "megabytes that visitors' files may take; the oldest goes", "MB"),
    Option("results", _results, f"file that keeps the answers of the Play room, or {OFF!r}", "PATH"),
    Option("replica", _name, "name of one of several servers; it listens once its networks are loaded", "NAME"),
    Option("metrics", _switch, "figures for Prometheus at /metrics, never anything of a visitor"),
    Option(
        "frame-ancestors", _sites, "sites that may show it in a frame: addresses, 'self' or 'none'; else all", "SITES"
    ),
    Option("verbose", _switch, "show what TensorFlow prints, which else goes to a log file"),
    Option("kiosk", _switch, "a stand: large controls, no way out, starts over when a visitor has left", page=True),
    Option("idle", _number(4, "seconds"), "without a touch until a stand asks who is there", "SECONDS", True),
    Option("rooms", _rooms, "which rooms there are, in this order, such as generate,training", "NAMES", True),
    Option("lang", _language, "language that a visitor meets, en or ko", "LANGUAGE", True),
    Option("no-upload", _switch, "no files of visitors", page=True),
    Option("no-camera", _switch, "no camera", page=True),
    Option("no-train", _switch, "no live training", page=True),
)
BY_NAME = {option.name: option for option in OPTIONS}


def from_command_line(argv: Sequence[str], env: Mapping[str, str] = os.environ) -> AppSettings:
    """Settings from `argv` (without the program's name), then `env`, then the settings file, then the defaults.

    Raises:
        SystemExit: after --help (0) or on a value that cannot be used (2), which one sentence on stderr names.
    """
    try:
        return AppSettings(**chosen(argv, env))
    except Unusable as fault:
        print(f"error: {fault}", file=sys.stderr)
        sys.exit(2)


def chosen(argv: Sequence[str], env: Mapping[str, str]) -> dict[str, Any]:
    """What was chosen anywhere, by AppSettings' names; raises Unusable, or SystemExit (0) after --help."""
    typed = vars(_parser().parse_args(argv))
    said = {option.name: (env[option.env], option.env) for option in OPTIONS if env.get(option.env)}
    config = typed.pop("config", None) or env.get(f"{PREFIX}CONFIG")
    values, stands = from_file(Path(config)) if config else ({}, {})
    values |= {BY_NAME[name].field: BY_NAME[name].taken(text, place) for name, (text, place) in said.items()}
    values |= {BY_NAME[name].field: BY_NAME[name].taken(text, f"--{name}") for name, text in typed.items()}
    if env.get("SPACE_ID"):  # it forgets its disk and belongs to strangers: nothing is kept that nobody asked for
        values.setdefault("results", None)
    return {**values, "stands": stands}


def from_file(path: Path) -> tuple[dict[str, Any], dict[str, dict[str, Any]]]:
    """A settings file's values and, by name, its stands; raises Unusable."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as fault:
        raise Unusable(f"--config: cannot read {path}: {fault.strerror}.") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        raise Unusable(f"--config: {path} is not TOML: {fault}.") from None
    stands = {name: data.pop(name) for name, value in list(data.items()) if isinstance(value, dict)}
    page = [option for option in OPTIONS if option.page]
    return _read(data, OPTIONS, f"{path}: "), {n: _read(v, page, f"{path}: [{n}] ") for n, v in stands.items()}


def _read(data: Mapping[str, Any], options: Sequence[Option], place: str) -> dict[str, Any]:
    known = {option.name: option for option in options}
    for name in data:
        if name not in known:
            raise Unusable(f"{place}there is no option {name!r} here. Known ones: {', '.join(known)}.")
    return {known[name].field: known[name].taken(_written(v), place + name) for name, v in data.items()}


def _written(value: Any) -> str:
    """A TOML value as it would be typed; what no option has becomes a text that none can read."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ",".join(map(str, value))
    return str(value)


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise Unusable(f"{message} (--help lists the options).")


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="demo_app.py",
        usage=f"{started_by} [options]",
        description="GAN Theatre: play with, look inside and train generative adversarial networks.",
        epilog=HELP.replace(APP, started_by),
        formatter_class=argparse.RawDescriptionHelpFormatter,
        argument_default=argparse.SUPPRESS,
        allow_abbrev=False,
    )
    defaults = {f.name: f.default for f in fields(AppSettings)}
    groups = {page: parser.add_argument_group(title) for page, title in ((False, "the app"), (True, "a stand"))}
    for option in OPTIONS:
        default = defaults[option.field]
        told = f"{option.help} ({option.env}" + (f"; {default})" if default and option.metavar else ")")
        # A switch may be turned off again where the environment or the file turned it on: --kiosk=no
        value: dict[str, Any] = (
            {"metavar": option.metavar} if option.metavar else {"nargs": "?", "const": "yes", "metavar": "no"}
        )
        groups[option.page].add_argument(f"--{option.name}", dest=option.name, help=told, **value)
    groups[False].add_argument("--config", metavar="FILE", help=f"settings file, TOML ({PREFIX}CONFIG)")
    return parser
