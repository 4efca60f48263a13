"""Write those parts of the documentation that are taken from the code: `make docs`, or python -m tools.write_docs.

docs/configuration.md comes from the options of the app, README.md's table of results from the checkpoints' spec.json;
the browser side's contract.mjs (demo_ui/contract.py) is written along with them.
"""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path
from typing import Any

from demo_ui import contract
from demo_ui.options import OPTIONS, PREFIX, Option
from demo_ui.settings import AppSettings
from tools import results

HOUSE = Path(__file__).resolve().parents[1]
FRONT = HOUSE / "README.md"
BEGIN = "<!-- results: written by `make docs` out of checkpoints/*/spec.json -->\n\n"
END = "\n\n<!-- end of results -->"
CONFIGURATION = HOUSE / "docs" / "configuration.md"
DEFAULTS: dict[str, Any] = {f.name: f.default for f in fields(AppSettings)}
UNSET = {"frame-ancestors": "everybody", "rooms": "all", "lang": "the browser's", "runs": "none", "replica": "the port"}


def main() -> None:
    """Write all of it."""
    front_page = front(FRONT.read_text(encoding="utf-8"))
    for page, text in {CONFIGURATION: configuration(), FRONT: front_page, contract.FILE: contract.written()}.items():
        page.write_text(text, encoding="utf-8", newline="\n")
        print(page.relative_to(HOUSE))


def front(text: str) -> str:
    """README.md with today's results between its two marks."""
    before, _, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not end:
        raise ValueError(f"README.md has no place for results: {BEGIN!r} and {END!r}")
    return before + BEGIN + results.table() + END + after


def configuration() -> str:
    """docs/configuration.md."""
    return f"""# Which options are there?

<!-- Written by `make docs` from demo_ui/options.py: change it there. -->

Each option can be set in three places, and the first that names it wins: the command line, the environment, the
settings file.

    python demo_app.py --no-upload --idle 60
    GAN_THEATRE_NO_UPLOAD=1 GAN_THEATRE_IDLE=60 python demo_app.py
    python demo_app.py --config stand.toml

The settings file is TOML, named by `--config` or by `{PREFIX}CONFIG`. A switch takes yes or no, so that it can be
turned off again (`--kiosk=no`):

    no-upload = true
    idle = 60

## The app

{_table(stand=False)}

## A stand

{_table(stand=True)}

A table of the settings file, such as `[hall]`, holds other values of the stand's options: the page
`http://127.0.0.1:7860/?config=hall` takes them, and `?kiosk=1` makes any page a stand. [kiosk.md](kiosk.md) tells how a
stand is set up.
"""


def _table(stand: bool) -> str:
    rows = ["| option | environment | what it is for | default |", "|---|---|---|---|"]
    return "\n".join([*rows, *(_row(option) for option in OPTIONS if option.page == stand)])


def _row(option: Option) -> str:
    typed = f"--{option.name} {option.metavar}" if option.metavar else f"--{option.name}"
    return f"| `{typed}` | `{option.env}` | {option.help} | {_default(option)} |"


def _default(option: Option) -> str:
    value = DEFAULTS[option.field]
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Path):
        value = value.relative_to(HOUSE).as_posix()
    if isinstance(value, float):
        value = f"{value:g}"
    return f"`{value}`" if value else UNSET[option.name]


if __name__ == "__main__":
    main()
