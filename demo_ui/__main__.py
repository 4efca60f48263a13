"""gan-theatre, and python -m demo_ui: the app of an installed package, from any folder."""

from __future__ import annotations

import runpy


def main() -> None:
    """Do what `python demo_app.py` does, with the same options."""
    runpy.run_module("demo_app", run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
