"""Links that open a room in a given state; what is nonsense in them is told, and breaks nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.browser.axe import findings

Visit = Callable[..., Any]
ROOM = """theatre.register("translate", {
    state: () => ({example: "a, b:c", seed: 7}),
    show: async (state) => { window.shown = state; return ["seed"].filter((name) => state[name] === "x"); },
})"""


def keep_out(page: Any, room: str) -> None:
    """The room itself, which would register, does not come."""
    nothing = {"body": "", "content_type": "text/javascript"}
    page.route(f"**/rooms/{room}/room.mjs", lambda route: route.fulfill(**nothing))


def told(page: Any) -> str:
    return page.locator(".theatre-told span").inner_text()


def test_a_link_opens_its_room(visit: Visit, app_url: str) -> None:
    page = visit(f"{app_url}?room=training")
    page.wait_for_function("theatre.room() === 'training'")
    assert page.locator(".theatre-told").count() == 0


def test_a_room_is_shown_what_the_link_says_once_it_registers(visit: Visit, bare_url: str) -> None:
    page = visit(f"{bare_url}?lang=ko", alone=True)
    keep_out(page, "translate")
    page.evaluate("theatre.go({room: 'translate', seed: 7})")
    page.evaluate(ROOM)
    page.wait_for_function("window.shown?.seed === '7'")
    address = page.evaluate("theatre.address()")
    assert address == f"{bare_url}?room=translate&example=a,+b:c&seed=7&lang=ko"
    assert page.locator(".theatre-told").count() == 0


def test_a_room_tells_of_another_being_opened(visit: Visit, bare_url: str) -> None:
    page = visit(bare_url)
    page.evaluate("document.addEventListener('theatre:room', ({detail}) => (window.opened = detail.room))")
    page.get_by_role("tab", name="Training").click()
    page.wait_for_function("window.opened === 'training'")


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("room=nowhere", "nowhere"),
        ("room=%3Cimg%20src%3Dx%20onerror%3Dthrow%281%29%3E", "<img src=x"),
        ("lang=tlh", "lang=tlh"),
        ("room=" + "9" * 3000, "9" * 40 + "."),
    ],
)
def test_nonsense_is_told(visit: Visit, app_url: str, query: str, said: str) -> None:
    page = visit(f"{app_url}?{query}")
    page.locator(".theatre-told").wait_for()
    assert said in told(page)
    page.get_by_role("button", name="Close").click()
    assert page.locator(".theatre-told").count() == 0
    assert page.get_by_role("tab", selected=True).inner_text() == "Generate"


def test_what_a_room_does_not_understand_is_told(visit: Visit, bare_url: str) -> None:
    page = visit(bare_url, alone=True)
    keep_out(page, "translate")
    page.evaluate("theatre.go({room: 'translate', seed: 'x'})")
    page.evaluate(ROOM)
    page.locator(".theatre-told").wait_for()
    assert "seed=x" in told(page)


@pytest.mark.parametrize(
    "query", ["utm_source=poster&__theme=dark", "fbclid=IwAR0", "gclid=1&_ga=2.3&ref=x&v=1", "x", "="]
)
def test_what_others_put_behind_an_address_is_left_alone(visit: Visit, bare_url: str, query: str) -> None:
    page = visit(f"{bare_url}?{query}&seed=5")
    known(page, "generate")
    page.wait_for_function("theatre.address().includes('seed=5')")
    assert page.locator(".theatre-told").count() == 0


def test_back_leads_to_the_room_before(visit: Visit, app_url: str) -> None:
    page = visit(f"{app_url}?room=generate&seed=5&lang=en&fbclid=x", alone=True)
    known(page, "generate")
    entries = page.evaluate("history.length")
    for room in ("Training", "Learn"):
        page.get_by_role("tab", name=room, exact=True).click()
        page.wait_for_function("(room) => theatre.room() === room", arg=room.lower())
    assert page.evaluate("history.length") == entries + 2
    assert page.url == f"{app_url}?lang=en&fbclid=x&room=learn"  # what was said of another room is gone
    for back, url in (("training", "room=training"), ("generate", "seed=5")):
        page.go_back()
        page.wait_for_function("(room) => theatre.room() === room", arg=back)
        assert url in page.url
    page.go_forward()
    page.wait_for_function("theatre.room() === 'training'")
    page.reload()
    page.wait_for_function("window.theatre?.room?.() === 'training'")
    assert page.evaluate("history.length") == entries + 2


def test_what_opens_by_itself_makes_no_entry(visit: Visit, app_url: str) -> None:
    """The tour and the stand turn rooms for hours: Back is the visitor's own way."""
    page = visit(f"{app_url}?room=training&run=best&epoch=1", alone=True)
    known(page, "training")
    entries, url = page.evaluate("[history.length, location.href]")
    assert "epoch=1" in url
    page.evaluate("Object.defineProperty(navigator, 'userActivation', {value: {isActive: false}})")  # nobody is there
    page.evaluate("theatre.go({room: 'learn'})")
    page.wait_for_function("theatre.room() === 'learn'")
    assert page.evaluate("history.length") == entries
    assert "room=learn" in page.url


def test_the_readers_of_a_link(visit: Visit, bare_url: str) -> None:
    page = visit(bare_url)
    read = page.evaluate(
        """theatre.read(
            {a: "3", b: "3.5", c: "", d: "1,-2,0.5", e: "1,x", f: "yes", g: "?", toString: "1", h: "1e400", i: " "},
            {a: theatre.readers.whole(0, 5), b: theatre.readers.whole(0, 5), c: theatre.readers.number(0, 5),
             d: theatre.readers.numbers(3, -5, 5), e: theatre.readers.numbers(3, -5, 5),
             f: theatre.readers.oneOf("yes"), h: theatre.readers.number(0, 5), i: theatre.readers.number(-5, 5)})"""
    )
    assert read == {
        "values": {"a": 3, "d": [1, -2, 0.5], "f": "yes"},
        "wrong": ["b", "c", "e", "g", "toString", "h", "i"],
    }


IN_SIGHT = """() => {
    const {left, right} = document.querySelector("[role=tab][aria-selected=true]").getBoundingClientRect();
    return left >= 0 && right <= innerWidth;
}"""


def test_every_room_has_its_door_on_a_phone(visit: Visit, app_url: str) -> None:
    page = visit(app_url, 360, 780)
    rooms = page.evaluate("[...document.querySelectorAll('[role=tab]')].map((tab) => tab.dataset.tabId)")
    for room in rooms:
        assert page.evaluate("(room) => theatre.go({room})", room)
        page.wait_for_function("(room) => theatre.room() === room", arg=room)
        page.wait_for_function(IN_SIGHT)
    assert page.evaluate("theatre.go({room: 'nowhere'})") is False


def known(page: Any, room: str) -> None:
    """Wait until the room has registered, that is until its networks are loaded."""
    page.wait_for_function("(room) => theatre.room() === room && theatre.offers(room)", arg=room)


# An epoch is that of the nearest snapshot.
SHOWN = """(asked) => {
    const said = new URL(theatre.address()).searchParams;
    return Object.entries(asked).every(([name, value]) =>
        said.get(name) === value || (name === "epoch" && said.has(name) && Math.abs(said.get(name) - value) < 0.3));
}"""
ROUND_TRIPS = [
    "room=generate&checkpoint=best&seed=12&digit=5&directions=1.5,0,-2,0,0&diversity=0.5&epoch=1&lang=en",
    "room=generate&checkpoint=best&seed=4294967295&digit=0&epoch=10&others=1,2,3&across=0.25&down=0.75&raw=3:1.5,99:-2&lang=ko",
    "room=translate&example=zebra-stamp&direction=ba&act=cycle&tile=without&lang=en",
    "room=translate&example=horse-stamp&direction=auto&act=board&tile=reconstructed&maps=1&lang=ko",
    "room=translate&example=horse-stamp&direction=auto&act=board&tile=translated&mask=1&strength=1.5&lang=en",
    "room=translate&networks=photo-monet&example=horse-nokota&direction=ba&act=board&tile=identity&lang=en",
    "room=translate&networks=grey-colour&example=horse-nokota&act=colours&tile=truth&maps=1&lang=ko",
    "room=training&run=mode-collapse&epoch=2&lang=ko",
    "room=training&run=best&epoch=0&lang=en",
    "room=training&run=best&epoch=0&beside=classic&lang=en",
    "room=draw&example=grazing&animal=zebra&coat=grey&lang=ko",
    "room=play&subject=coloured&pictures=20&lang=en",
    "room=training&run=quiz&lang=en",
    "room=equilibrium&preset=collapse&lang=ko",
    "room=equilibrium&shape=two&game=minimax&seed=5&lang=en",
    "room=play&subject=digits&checkpoint=best&epoch=10&pictures=10&lang=ko",
    "room=learn&plan=p45&lang=ko",
]


@pytest.mark.parametrize("query", ROUND_TRIPS)
def test_a_link_shows_what_it_was_copied_from(visit: Visit, bare_url: str, query: str) -> None:
    page = visit(f"{bare_url}?{query}")
    asked = dict(pair.split("=") for pair in query.split("&"))
    known(page, asked["room"])
    page.wait_for_function(SHOWN, arg=asked)
    assert page.locator(".theatre-told").count() == 0
    address = page.evaluate("theatre.address()")
    again = visit(address)
    known(again, asked["room"])
    again.wait_for_function("(address) => theatre.address() === address", arg=address)
    assert again.locator(".theatre-told").count() == 0


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("room=generate&seed=-1", "seed=-1"),
        ("room=generate&digit=16&seed=3", "digit=16"),
        ("room=generate&directions=1,2,3,4,5,6", "directions=1,2,3"),
        ("room=generate&directions=1e999", "directions=1e999"),
        ("room=generate&raw=100:1", "raw=100:1"),
        ("room=generate&epoch=NaN&checkpoint=worst", "epoch=NaN, checkpoint=worst"),
        ("room=generate&preset=collapse", "preset=collapse"),
        ("room=translate&example=../../secret&direction=up", "example=../../secret, direction=up"),
        ("room=translate&tile=window", "tile=window"),
        ("room=training&run=nobody", "run=nobody"),
        ("room=training&run=best&epoch=17", "epoch=17"),
        ("room=training&run=quiz&epoch=1", "epoch=1"),
        ("room=training&run=best&beside=best", "beside=best"),
        ("room=equilibrium&preset=nirvana&seed=one", "preset=nirvana, seed=one"),
        ("room=play&pictures=7&checkpoint=worst", "pictures=7, checkpoint=worst"),
        ("room=learn&chapter=twelve", "chapter=twelve"),
        ("seed=none", "seed=none"),
    ],
)
def test_nonsense_in_a_room_is_told_and_the_rest_is_shown(visit: Visit, bare_url: str, query: str, said: str) -> None:
    page = visit(f"{bare_url}?{query}")
    page.locator(".theatre-told").wait_for()
    assert said in told(page)
    known(page, page.evaluate("theatre.room()"))
    if "seed=3" in query:
        assert "seed=3" in page.evaluate("theatre.address()")


def test_the_link_is_copied_and_drawn(visit: Visit, bare_url: str) -> None:
    page = visit(f"{bare_url}?room=generate&seed=5", permissions=["clipboard-read", "clipboard-write"])
    known(page, "generate")
    page.get_by_role("button", name="Copy a link to what you see").click()
    address = page.get_by_role("textbox", name="The link").input_value()
    assert "seed=5" in address and "lang=en" in address
    page.keyboard.press("Enter")  # the copy button has the focus
    page.get_by_text("Copied.").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == address
    assert findings(page, ".theatre-share-dialog") == []
    page.locator(".share-code:not([hidden])").wait_for()
    side, corner = page.evaluate(
        """() => {
            const code = document.querySelector(".share-code"), side = code.width, last = side - 5;
            const {data} = code.getContext("2d").getImageData(0, 0, side, side);
            const places = [[0, 0], [4, 4], [5, 5], [6, 6], [last, 4], [4, last]];
            return [side, places.map(([x, y]) => data[4 * (y * side + x)])];
        }"""
    )
    assert (side - 8 - 21) % 4 == 0  # a version of the standard, and a quiet zone
    assert corner == [255, 0, 255, 0, 0, 0]  # three finders
    page.keyboard.press("Escape")
    assert not page.locator(".theatre-share-dialog").is_visible()


def test_a_link_can_be_copied_where_there_is_no_clipboard(visit: Visit, bare_url: str) -> None:
    page = visit(bare_url)
    page.evaluate("Object.defineProperty(navigator, 'clipboard', {value: undefined})")
    page.get_by_role("button", name="Copy a link to what you see").click()
    page.get_by_role("button", name="Copy the link").click()
    page.get_by_text("Copied.").wait_for()


def test_a_link_that_fits_no_code_can_still_be_copied(visit: Visit, bare_url: str) -> None:
    page = visit(bare_url)
    page.wait_for_function("theatre.offers('generate')")
    page.evaluate("theatre.register('generate', {state: () => ({long: 'x'.repeat(4000)}), show: () => []})")
    page.get_by_role("button", name="Copy a link to what you see").click()
    page.wait_for_function("document.activeElement.className === 'share-copy'")
    assert page.locator(".share-code").is_hidden()
    assert len(page.get_by_role("textbox", name="The link").input_value()) > 4000
