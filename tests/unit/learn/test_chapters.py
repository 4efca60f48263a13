"""The one file of chapters: every door opens something, is lit and completed; every word of it exists, twice."""

from __future__ import annotations

import json
import math
import re
from itertools import pairwise
from pathlib import Path

import pytest

from demo_ui.page import i18n
from demo_ui.page.addresses import WEB
from demo_ui.page.chapters import chapters

SHIPPED = Path(i18n.__file__).parents[2] / "assets"
ROOMS = {"generate", "translate", "draw", "training", "equilibrium", "play", "learn"}
PAGE = Path(i18n.__file__).parents[1]
ALL = chapters()
DOORS, LESSON, PLANS = ALL["doors"], ALL["chapters"], ALL["plans"]
PLACES = {*DOORS, *(chapter["id"] for chapter in LESSON), "question"}


def told(key: str) -> None:
    for language in i18n.LANGUAGES:
        assert i18n.table(language)[key].strip(), key


@pytest.mark.parametrize("door", DOORS)
def test_a_door_opens_lights_and_completes_something(door: str) -> None:
    opens, lights, gesture = (DOORS[door][name] for name in ("opens", "lights", "gesture"))
    assert opens["room"] in ROOMS
    assert lights and gesture["on"] and gesture["event"] in {"click", "input", "change", "pointerup"}
    for key in ("door", "see", "do"):
        told(f"learn.{key}.{door}")


@pytest.mark.parametrize("door", [name for name, door in DOORS.items() if (PAGE / door["opens"]["room"]).is_dir()])
def test_what_a_door_lights_is_in_its_room(door: str) -> None:
    """Every class and id in its selectors is named somewhere in the room's own files."""
    folder = PAGE / DOORS[door]["opens"]["room"]
    paths = [*folder.rglob("*"), *(WEB / "rooms" / folder.name).rglob("*")]
    files = "\n".join(p.read_text(encoding="utf-8") for p in paths if p.suffix in {".html", ".mjs", ".py"})
    acts = [name for name in DOORS[door].get("acts", {}).values() if isinstance(name, str) and "#" in name]
    shows = DOORS[door].get("shows", "").split(", ")
    for selector in (DOORS[door]["lights"], DOORS[door]["gesture"]["on"], *shows, *acts):
        for name in re.findall(r"[#.]([\w-]+)", selector):
            assert re.search(rf"\b{re.escape(name)}\b", files), f"{name} of {selector}"


@pytest.mark.parametrize("chapter", LESSON, ids=lambda chapter: chapter["id"])
def test_a_chapter_has_words_doors_and_sources(chapter: dict) -> None:
    id = chapter["id"]
    for part in ("title", "lead"):
        told(f"learn.{part}.{id}")
    for number in range(1, chapter["paragraphs"] + 1):
        told(f"learn.text.{id}_{number}")
    assert f"learn.text.{id}_{chapter['paragraphs'] + 1}" not in i18n.table("en")
    assert chapter["doors"] and set(chapter["doors"]) <= DOORS.keys()
    assert any(DOORS[door]["opens"]["room"] in {"generate", "translate", "training"} for door in chapter["doors"])
    assert chapter["sources"] and set(chapter["sources"]) <= ALL["sources"].keys()


def test_every_idea_of_the_lesson_has_its_chapter() -> None:
    ids = [
        "forger",
        "steps",
        "noise",
        "value",
        "half",
        "layers",
        "asked",
        "step",
        "two",
        "pairs",
        "back",
        "use",
        "found",
        "world",
    ]
    assert [chapter["id"] for chapter in LESSON] == ids
    assert len(ALL["sources"]) == len(set(ALL["sources"].values()))
    assert all("arXiv:" in source for source in ALL["sources"].values())


def test_every_door_is_used_and_every_chapter_told_of_is_there() -> None:
    used = {door for chapter in LESSON for door in chapter["doors"]} | {stop["door"] for stop in ALL["tour"]["stops"]}
    assert used | {ALL["first"]} == DOORS.keys()
    assert ALL["tour"]["seconds"] == 90
    assert all(stop["share"] > 0 for stop in ALL["tour"]["stops"])
    waits = [stop["door"] for stop in ALL["tour"]["stops"] if "acts" not in DOORS[stop["door"]]]
    assert waits == ["play", "learn"]  # there the visitor acts: answers of the tour's would be among everybody's
    assert all(one["door"] != other["door"] for one, other in pairwise(ALL["tour"]["stops"]))


@pytest.mark.parametrize("plan", PLANS, ids=lambda plan: plan["id"])
def test_a_plan_fills_its_minutes_with_prediction_before_observation(plan: dict) -> None:
    assert sum(step["minutes"] for step in plan["steps"]) == plan["minutes"]
    kinds = [step["kind"] for step in plan["steps"]]
    assert set(kinds) == {"predict", "observe", "explain"}
    assert kinds[0] == "predict" and kinds[-1] == "explain"
    told(f"learn.plan.aim_{plan['id']}")
    for number, step in enumerate(plan["steps"], 1):
        for part in ("", "_answer", "_stumble"):
            told(f"learn.plan.{plan['id']}_{number}{part}")
        told(f"learn.plan.kind_{step['kind']}")
        assert step["at"] and set(step["at"]) <= PLACES


def test_a_place_has_one_name() -> None:
    assert len(PLACES) == len(DOORS) + len(LESSON) + 1


@pytest.mark.parametrize("plan", PLANS, ids=lambda plan: plan["id"])
def test_what_shows_the_answer_is_opened_only_after_it_was_foretold(plan: dict) -> None:
    """Where a step looks at what the step before foretells, that one stays on paper first."""
    for one, other in pairwise(plan["steps"]):
        if one["kind"] == "predict" and other["kind"] == "observe" and set(one["at"]) & set(other["at"]) - {"live"}:
            assert one.get("paper"), one  # nothing is seen of a live run before somebody starts it


def test_the_figures_of_the_answers_are_those_of_the_recorded_runs() -> None:
    """Each step's answer, what a teacher reads aloud, with the figures that the room shows for it."""
    best, forger, asleep, collapse, strong = (
        json.loads((SHIPPED / "runs" / run / "run.json").read_text(encoding="utf-8"))["snapshots"]
        for run in ("best", "perfect-forger", "d-asleep", "mode-collapse", "d-too-strong")
    )
    weakest = min(best, key=lambda one: one["auc"] if one["epoch"] >= 1 else 1)
    first = next(one for one in best if one["epoch"] >= 1)
    later = [one["auc"] for one in best if one["epoch"] >= 1]
    ends = [run[-1][needle] for run in (collapse, strong) for needle in ("accuracy_real", "accuracy_fake")]
    percents = [f"{100 * best[-1][needle]:.0f}%" for needle in ("accuracy_real", "accuracy_fake")]
    told_of = {
        "p15_1_answer": percents,
        "p15_2_answer": [f"{weakest['epoch']:.0f}", *two(weakest["auc"], best[-1]["auc"])],
        "p15_4_answer": ["24", *two(*(forger[-1][name] for name in ("accuracy_real", "accuracy_fake", "auc")))],
        "p15_4_stumble": two(forger[1]["balanced"], forger[1]["accuracy_real"], forger[1]["accuracy_fake"]),
        "p15_5_answer": two(asleep[-1]["auc"], asleep[-1]["referee"]["auc"]),
        "p45_2_answer": two(first["accuracy_real"], first["accuracy_fake"], min(later), max(later)),
        "p45_7_stumble": two(*ends),
        "p90_2_answer": two(best[-1]["accuracy_real"], best[-1]["accuracy_fake"]),
        "p90_4_answer": two(strong[-1]["accuracy_real"], strong[-1]["accuracy_fake"]),
    }
    for step, figures in told_of.items():
        for language in i18n.LANGUAGES:
            words = i18n.table(language)[f"learn.plan.{step}"]
            assert all(figure in words for figure in figures), (step, language, figures)


def test_ten_pictures_are_few() -> None:
    """Guessing, 2 to 8 of ten are right in 98 of 100 tries, as the first answer says."""
    assert round(100 * sum(math.comb(10, right) for right in range(2, 9)) / 2**10) == 98


def two(*figures: float) -> list[str]:
    return [f"{figure:.2f}" for figure in figures]


def test_there_are_plans_for_three_lengths() -> None:
    assert [plan["minutes"] for plan in PLANS] == [15, 45, 90]
