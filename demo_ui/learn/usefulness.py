"""What fakes are good for, their price, and how they are found: what was recorded, and the endpoint /usefulness."""

# No `from __future__ import annotations` here: Gradio reads the endpoint's types, and cannot read strings.
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from demo_ui.page.addresses import address
from demo_ui.page.plain import refusal
from gan_core.base.errors import GanError
from gan_core.digits.usefulness import FAKES, MIXES, Usefulness
from gan_core.measures.equilibrium import wilson

FILE = Path("lesson") / "usefulness.json"  # below assets; tools/build_lesson.py writes it, as it does
PRICE, SHEET = FILE.with_name("membership.json"), FILE.with_name("membership.webp")
SPECTRUM, DIGITS = FILE.with_name("spectrum.json"), FILE.with_name("spectrum.webp")
NEARER = ("memoriser", "unseen", "checkpoint", "training", "test")
GUESSED = ("memoriser", "checkpoint", "neither")
SURE = ("memoriser", "checkpoint")
DETECTORS = ("spectrum", "haze")
FOUND = ("value", "low", "high", "n")


def recorded(assets: Path) -> dict[str, Any] | None:
    """What the chapter's script reads as `props.usefulness`; None where it is missing or of other mixes.

    Returns:
        'n' test digits, 'seeds' runs, 'bars' of each mix: its mean, and its lowest and highest run or the mean's 95%
        band over the test digits, whichever reaches further.
    """
    try:
        figures = json.loads((assets / FILE).read_text(encoding="utf-8"))
        found = {(mix["fakes"], mix["reals"]): mix["right"] for mix in figures["mixes"]}
        n = int(figures["n"])
        bars = [_bar(*mix, found[mix], n) for mix in MIXES]
        return {"n": n, "seeds": len(found[MIXES[0]]), "bars": bars}
    except (OSError, ValueError, KeyError, TypeError, ZeroDivisionError):  # the chapter says that it is missing
        return None


def _bar(fakes: int, reals: int, right: list[float], n: int) -> dict[str, float]:
    mean = sum(right) / len(right)
    low, high = wilson(round(mean * n), n)
    spread = {"low": round(min(*right, low), 4), "high": round(max(*right, high), 4)}
    return {"fakes": fakes, "reals": reals, "right": round(mean, 4), **spread}


def price(assets: Path) -> dict[str, Any] | None:
    """What the chapter's script reads as `props.membership`; None where a part is missing or damaged.

    Returns:
        'few', 'steps', 'n', 'nearer', 'guessed' and 'sure' of `evaluate_membership`, and 'sheet', the address of its
        pictures.
    """
    try:
        figures = json.loads((assets / PRICE).read_text(encoding="utf-8"))
        counts = {name: int(figures[name]) for name in ("few", "steps", "n")}
        shares = {
            kind: {name: _found(figures[kind][name]) for name in names}
            for kind, names in (("nearer", NEARER), ("guessed", GUESSED), ("sure", SURE))
        }
        sheet = assets / SHEET
        return {**counts, **shares, "sheet": address(sheet)} if sheet.is_file() else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _found(figures: dict[str, Any]) -> dict[str, float]:
    return {key: float(figures[key]) for key in FOUND}


def traces(assets: Path) -> dict[str, Any] | None:
    """What the chapter's script reads as `props.traces`; None where a part is missing or damaged.

    Returns:
        'treatments', 'pictures' and 'kinds' of `evaluate_spectrum`, and 'sheet', the address of its digits.
    """
    try:
        figures = json.loads((assets / SPECTRUM).read_text(encoding="utf-8"))
        treatments = [str(name) for name in figures["treatments"]]
        kinds = {id: _traces_of(of, treatments) for id, of in figures["kinds"].items()}
        sheet = assets / DIGITS
        whole = treatments and kinds and sheet.is_file()
        told = {"treatments": treatments, "pictures": int(figures["pictures"]), "kinds": kinds}
        return {**told, "sheet": address(sheet)} if whole else None
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def _traces_of(kind: dict[str, Any], treatments: list[str]) -> dict[str, Any]:
    after = {}
    for name in treatments:
        of = kind["after"][name]
        lines = {line: [float(value) for value in of[line]] for line in ("real", "spread", "fake")}
        if len({len(line) for line in lines.values()}) != 1:
            raise ValueError("lines of different lengths")
        found = {by: {which: _found(of[by][which]) for which in ("first", "again")} for by in DETECTORS if by in of}
        after[name] = {**lines, **found}
    told: dict[str, Any] = {"learned": int(kind["learned"]), "tested": int(kind["tested"]), "after": after}
    told |= {"limit": int(kind["limit"])} if "limit" in kind else {}
    return told | ({"horses": _found(kind["horses"])} if "horses" in kind else {})


def usefulness_endpoint(school: Usefulness) -> Callable[..., dict[str, Any]]:
    """What /usefulness answers with."""

    def usefulness(fakes: int = FAKES, reals: int = 0, seed: int = 0) -> dict[str, Any]:
        """Train a classifier on fakes and real digits, and let it read real ones: `evaluate usefulness` on the page.

        Example: usefulness(fakes=10000, reals=0, seed=0).

        Args:
            fakes: how many digits the generator draws to learn from, 0 to 10,000.
            reals: how many real training digits it learns from, 0 to 10,000.
            seed: whole number from 0 to 4294967295: which ones.

        Returns:
            figures: `right`, the share of the `n` test digits that it reads, `low` and `high`, its 95% band, `seconds`.
        """
        try:
            learned = school.learn(fakes, reals, seed)
        except GanError as fault:
            raise refusal(fault) from None
        return {**learned._asdict(), "seconds": round(learned.seconds, 2)}

    return usefulness
