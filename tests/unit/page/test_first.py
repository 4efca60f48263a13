"""What is painted before Gradio has come, and that its page can still be rewritten for it."""

from __future__ import annotations

import re
from importlib.resources import files
from pathlib import Path

import pytest
from PIL import Image

from demo_ui.app import HEADER
from demo_ui.generate.stage import painted_stage
from demo_ui.page import i18n
from demo_ui.page.first import PREVIEW, First, first_page, preview
from demo_ui.settings import AppSettings

GRADIO = (files("gradio") / "templates" / "frontend" / "index.html").read_text(encoding="utf-8")
URL = "data:image/png;base64,AAAA"


def test_gradios_own_template_can_be_rewritten() -> None:
    """If this fails, a new Gradio has another template: demo_ui/page/first.py tells what to do."""
    page = First("HEAD-OF-OURS", "PICTURE-OF-OURS", "STYLE-OF-OURS").rewritten(GRADIO, "PREVIEW-OF-OURS")
    order = [
        "<base",
        "PREVIEW-OF-OURS",
        "HEAD-OF-OURS",
        "</head>",
        "<body",
        "PICTURE-OF-OURS",
        "gradio_config",
        'type="module"',
        "stylesheet",
    ]
    places = [page.index(part) for part in [*order, "STYLE-OF-OURS", "<gradio-app"]]
    assert places == sorted(places)
    pieces = re.compile("(?:PREVIEW|HEAD|PICTURE|STYLE)-OF-OURS")
    assert sorted(pieces.sub("", page)) == sorted(PREVIEW.sub("", GRADIO))  # nothing else of it is lost


@pytest.mark.parametrize(
    "page", ["", "<html lang='en'><head></head><body></body>", GRADIO.replace("gradio_config", "config")]
)
def test_another_template_is_told(page: str) -> None:
    with pytest.raises(ValueError, match=r"first\.py"):
        First("", "", "").rewritten(page)


def test_the_picture_is_of_the_first_room_in_both_languages_and_nobody_can_use_it() -> None:
    room = painted_stage({"seed": 7, "digit": 1}, URL)
    body = first_page(AppSettings(), HEADER, ["generate", "learn"], room).body
    question, picture, rest = body.partition('<div id="theatre-first" aria-hidden="true" inert>')
    assert picture and 'id="theatre-question"' in question and rest.count(f'src="{URL}"') == 1
    assert all(words in body for words in ("Nobody ever wrote this digit", "seed 7, digit no. 1", "시드 7"))
    assert not re.search(r"role=|tabindex=|data-i18n", rest.partition("</style>")[2].replace("data-i18n-values", ""))


def test_without_a_digit_there_is_none() -> None:
    assert "src=" not in painted_stage({"seed": 7, "digit": 1}, None)


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_a_link_is_shown_as_ours_with_a_picture_that_ships(language: str) -> None:
    told = preview(AppSettings().assets, language, "translate", "https://school.example/gan")
    words = i18n.table(language)
    assert f'"og:title" content="{words["app.title"]}: {words["translate.tab"]}"' in told
    assert 'content="https://school.example/gan/gradio_api/file=' in told and "summary_large_image" in told
    with Image.open(AppSettings().assets / "preview" / f"{language}.jpg") as picture:
        assert picture.size == (1200, 630)  # what feeds and messengers show whole


def test_gradio_says_nothing_of_itself_in_a_link() -> None:
    assert PREVIEW.findall(GRADIO)
    page = First("", "", "").rewritten(GRADIO)
    assert not re.search("og:|twitter:|raw.githubusercontent", page[: page.index("gradio_config")])


def test_without_a_picture_a_link_has_words_alone(tmp_path: Path) -> None:
    assert "image" not in preview(tmp_path, "en")
