"""The shell in a real browser: languages, themes, sizes. `visit` demands a clean console and no foreign request."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import expect

from demo_ui.page import i18n
from tests.browser.conftest import each
from tests.web import expose
from tools.chromium import OVERHANG

Visit = Callable[..., Any]
SIZES = [(320, 640, 16), (360, 780, 16), (1440, 900, 16), (3840, 2160, 34.56)]


def language_of(page: Any) -> str:
    return page.evaluate("document.documentElement.lang")


def heading(page: Any) -> str:
    return page.get_by_role("heading", level=1).inner_text()


def tab(page: Any) -> str:
    return page.get_by_role("tab").first.inner_text()


def test_the_language_button_turns_the_whole_page_at_once(visit: Visit, app_url: str) -> None:
    page = visit(app_url)
    assert (language_of(page), heading(page), tab(page), page.title()) == (
        "en",
        "GAN Theatre",
        "Generate",
        "GAN Theatre",
    )
    loads = page.evaluate("performance.getEntriesByType('navigation').length")
    page.get_by_role("button", name="Language").click()
    assert (language_of(page), heading(page), tab(page), page.title()) == ("ko", "GAN 극장", "생성", "GAN 극장")
    assert page.evaluate("performance.getEntriesByType('navigation').length") == loads
    page.get_by_role("button", name="언어").click()
    assert (language_of(page), tab(page)) == ("en", "Generate")


def test_no_english_is_left_in_korean(visit: Visit, app_url: str) -> None:
    """Nothing that is shown, and no label that is read aloud, is a string of the English table."""
    page = visit(f"{app_url}?lang=ko")
    left = page.evaluate(
        """([english, korean]) => {
            const same = new Set(korean), known = new Set(english.filter((text) => !same.has(text)));
            const shown = [...document.querySelectorAll("body *")].filter((e) => e.checkVisibility());
            const texts = shown.flatMap((e) => [
                ...[...e.childNodes].filter((n) => n.nodeType === Node.TEXT_NODE).map((n) => n.data),
                e.title, e.getAttribute("aria-label"), e.getAttribute("alt"), e.getAttribute("placeholder"),
            ]);
            return texts.filter((text) => text && known.has(text.trim()));
        }""",
        [list(i18n.table(language).values()) for language in ("en", "ko")],
    )
    assert left == []


def test_tabs_and_title_are_in_the_visitors_language(visit: Visit, app_url: str) -> None:
    """Gradio writes both in English: a tab is known by its id, whatever its label means elsewhere."""
    page = visit(f"{app_url}?lang=ko")
    keys = page.evaluate("[...document.querySelectorAll('[role=tab]')].map((tab) => tab.dataset.tabId)")
    for language in ("ko", "en"):
        page.evaluate("(language) => theatre.setLanguage(language)", language)
        table = i18n.table(language)
        assert page.get_by_role("tab").all_inner_texts() == [table[f"{key}.tab"] for key in keys]
        expect(page).to_have_title(table["app.title"])


def test_the_choice_is_remembered_and_the_address_wins(visit: Visit, app_url: str) -> None:
    page = visit(app_url)
    page.get_by_role("button", name="Language").click()
    page.get_by_role("button", name="밝게 또는 어둡게").click()
    page.reload()
    page.get_by_role("tab").first.wait_for()
    assert (language_of(page), tab(page)) == ("ko", "생성")
    assert page.evaluate("document.documentElement.dataset.theme") == "light"
    page.goto(f"{app_url}?lang=en&theme=dark")
    page.get_by_role("tab").first.wait_for()
    assert (language_of(page), tab(page)) == ("en", "Generate")
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"


def test_a_korean_browser_is_met_in_korean(visit: Visit, app_url: str) -> None:
    assert heading(visit(app_url, locale="ko-KR")) == "GAN 극장"


@pytest.mark.parametrize("tag", ["ko-KR", "KO", "ko_kr"])
def test_a_language_may_be_asked_for_with_its_country(visit: Visit, bare_url: str, tag: str) -> None:
    page = visit(f"{bare_url}?lang={tag}")
    assert (language_of(page), tab(page)) == ("ko", "생성")
    assert page.locator(".theatre-told").count() == 0


def test_a_page_says_of_itself_the_language_that_it_speaks(visit: Visit, app_url: str) -> None:
    """Gradio writes the browser's there; a reader that believes it reads English as if it were German."""
    page = visit(app_url, locale="de-DE")
    assert (language_of(page), tab(page)) == ("en", "Generate")
    page.evaluate("document.documentElement.lang = 'de'")
    page.wait_for_function("document.documentElement.lang === 'en'")


@pytest.mark.parametrize(
    ("query", "scheme", "theme"),
    [
        ("__theme=light", "dark", "light"),
        ("__theme=dark", "light", "dark"),
        ("__theme=system", "light", "light"),
        ("__theme=light&theme=dark", "light", "dark"),
        ("__theme=pink", "light", "dark"),
    ],
)
def test_the_theme_that_gradio_is_asked_for_is_ours(
    visit: Visit, app_url: str, query: str, scheme: str, theme: str
) -> None:
    page = visit(f"{app_url}?{query}", color_scheme=scheme)
    assert page.evaluate("[document.documentElement.dataset.theme, document.body.classList.contains('dark')]") == [
        theme,
        theme == "dark",
    ]


def test_a_slider_is_to_be_seen_in_forced_colours(visit: Visit, app_url: str) -> None:
    """Its track and its thumb, on whatever ground the system puts them; and the tab that is open stands out."""
    page = visit(f"{app_url}?room=equilibrium&lang=en", forced_colors="active")
    slider = page.locator(".lab input[type=range]").first
    slider.scroll_into_view_if_needed()
    picture = Image.open(BytesIO(slider.screenshot())).convert("L")
    greys = picture.tobytes()
    seen = [abs(value - greys[0]) > 60 for value in greys]
    across = [any(seen[x :: picture.width]) for x in range(picture.width)]
    assert sum(seen) > 300  # a thumb
    assert sum(across) > 0.9 * picture.width  # and a track from end to end
    border = "(tab) => getComputedStyle(tab).borderColor"
    borders = [tab.evaluate(border) for tab in page.get_by_role("tab").all()]
    assert borders.count(page.get_by_role("tab", selected=True).evaluate(border)) == 1
    expose(page, "core/elements.mjs")
    real, fake = page.evaluate("[tone('real'), tone('fake')]")  # what pixels are made of
    assert real != fake and all(0 <= part <= 255 for part in real + fake)


def test_what_backgrounds_and_shadows_alone_show_is_to_be_seen_in_forced_colours(visit: Visit, app_url: str) -> None:
    page = visit(f"{app_url}?room=generate&lang=en", forced_colors="active")
    scale = Image.open(BytesIO(page.locator("#digit-stage .scale").screenshot())).convert("RGB")
    fake, real = (scale.getpixel((x, scale.height // 2)) for x in (scale.width // 8, 7 * scale.width // 8))
    ground = page.locator("#digit-stage .card").first.evaluate("(card) => getComputedStyle(card).backgroundColor")
    assert len({f"rgb{fake}", f"rgb{real}", ground}) == 3
    page.evaluate("theatre.enter('learn')")
    expect(page.locator("#learn-book .list a[aria-current]")).to_be_visible()
    frame = "(link) => getComputedStyle(link).outlineStyle"
    frames = [link.evaluate(frame) for link in each(page.locator("#learn-book .list a"))]
    assert sorted(frames) == ["none"] * (len(frames) - 1) + ["solid"]
    page.evaluate("theatre.enter('translate')")
    switch = page.locator("#photo-stage .here input")
    switch.evaluate("(input) => (input.closest('label').hidden = false)")  # wherever its networks are
    looks = []
    for on in ("false", "true"):
        switch.evaluate(f"(input) => (input.checked = {on})")
        looks.append(switch.screenshot())
    assert looks[0] != looks[1]


# What is to be read or pressed and lies beyond the edge, where nothing can be scrolled to it.
CUT_OFF = """() => [...document.querySelectorAll("button, input, h1, h2, p, td, th, figcaption, label")]
    .filter((node) => node.checkVisibility() && node.getBoundingClientRect().right > innerWidth + 1)
    .filter((node) => {
        for (let up = node.parentElement; up; up = up.parentElement)
            if (/auto|scroll/.test(getComputedStyle(up).overflowX) && up.scrollWidth > up.clientWidth) return false;
        return !node.closest(".unseen, .spoken, .toast-body");
    })
    .map((node) => `${node.tagName} ${node.className} ${node.textContent.slice(0, 40)}`)"""


def test_no_room_hangs_over_the_edge_of_the_narrowest_phone(visit: Visit, app_url: str) -> None:
    page = visit(f"{app_url}?lang=en", 320, 640)
    rooms = page.evaluate("[...document.querySelectorAll('[role=tab]')].map((tab) => tab.dataset.tabId)")
    for language in i18n.LANGUAGES:
        page.evaluate("(language) => theatre.setLanguage(language)", language)
        for room in rooms:
            page.evaluate("(room) => theatre.go({room})", room)
            page.wait_for_function("(room) => theatre.room() === room && theatre.offers(room)", arg=room)
            assert (room, page.evaluate(CUT_OFF)) == (room, [])


def test_both_themes_reach_the_page(visit: Visit, app_url: str) -> None:
    from demo_ui.page.theme import DARK, LIGHT

    for name, palette in (("dark", DARK), ("light", LIGHT)):
        page = visit(f"{app_url}?theme={name}")
        red, green, blue = (int(palette["stage"][i : i + 2], 16) for i in (1, 3, 5))
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") == f"rgb({red}, {green}, {blue})"


def test_the_fonts_come_from_this_machine(visit: Visit, bare_url: str) -> None:
    page = visit(f"{bare_url}?lang=ko")
    page.evaluate("document.fonts.ready.then(() => 0)")
    loaded = page.evaluate("[...document.fonts].filter((f) => f.status === 'loaded').map((f) => f.unicodeRange)")
    assert any("U+AC00" in span for span in loaded)
    assert page.evaluate("document.fonts.check('1rem \"Theatre Sans\"', '극장')")


@pytest.mark.parametrize(("width", "height", "type_size"), SIZES)
def test_every_screen(visit: Visit, app_url: str, width: int, height: int, type_size: float) -> None:
    """Nothing hangs over the edge in either language, fingers find the buttons, type grows with the screen."""
    page = visit(app_url, width, height)
    assert page.evaluate(OVERHANG) <= 0
    for button in each(page.locator("#header button:visible, [role=tab]")):
        box = button.bounding_box()
        assert min(box["width"], box["height"]) >= 44
    page.get_by_role("button", name="Language").click()
    assert page.evaluate(OVERHANG) <= 0
    if width >= 1440:  # a stage is seen at one glance
        assert page.evaluate("document.documentElement.scrollHeight") <= height
    rooted = page.evaluate("parseFloat(getComputedStyle(document.documentElement).fontSize)")
    assert rooted == pytest.approx(type_size, abs=0.1)


def test_reduced_motion_is_respected(visit: Visit, app_url: str) -> None:
    page = visit(app_url, reduced_motion="reduce")
    moving = "[...document.querySelectorAll('*')].filter((e) => getComputedStyle(e).transitionDuration !== '0s').length"
    assert page.evaluate(moving) == 0


def test_what_is_rounded_to_zero_has_no_sign(visit: Visit, bare_url: str) -> None:
    page = visit(f"{bare_url}?lang=en")
    expose(page, "core/elements.mjs")
    numbers = "[[-0.001, 2], [-0, 2], [-0.4], [-0.005, 2], [-10], [-0.004, 2, 'always']]"
    found = page.evaluate(f"{numbers}.map((of) => written(...of))")
    assert found == ["0.00", "0.00", "0", "\u22120.01", "\u221210", "0.00"]
