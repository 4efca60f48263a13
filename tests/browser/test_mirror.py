"""The mirror in the Translate room: Chromium's own camera, which shows a clock, before fake networks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from demo_ui.page.i18n import t
from tests.browser.test_translate import choose, opened

Visit = Callable[..., Any]
FILMED = "Boolean(document.querySelector('#photo-stage video').srcObject)"
# Counted where they are sent: news of them may arrive here in another order.
COUNTED = """() => {
  window.asked = { now: 0, most: 0, answered: 0 };
  const fetched = window.fetch;
  window.fetch = async (...call) => {
    if (!(call[1]?.body instanceof FormData)) return fetched(...call); // no picture
    asked.most = Math.max(asked.most, (asked.now += 1));
    try {
      const answer = await fetched(...call);
      asked.answered += 1;
      return answer;
    } finally { asked.now -= 1; }
  };
}"""


def mirrored(page: Any) -> Any:
    """The room with pictures in the mirror; `asked` counts what it asks of the server."""
    room = opened(page)
    page.evaluate(COUNTED)
    room.get_by_role("button", name=t("translate.camera"), exact=True).click()
    expect(room.locator(".glass")).to_be_visible()
    expect(room.locator(".pace")).to_contain_text("pixels, on the server")
    return room


def test_pictures_are_translated_one_at_a_time_as_they_come(visit: Visit, bare_url: str) -> None:
    page = visit(f"{bare_url}?lang=en", permissions=["camera"], alone=True)
    room = mirrored(page)
    first = room.locator(".glass").evaluate("(canvas) => canvas.toDataURL()")
    page.wait_for_function("(first) => document.querySelector('#photo-stage .glass').toDataURL() !== first", arg=first)
    page.wait_for_function("asked.answered > 2")
    assert page.evaluate("asked.most") == 1
    size = room.locator(".glass").evaluate("(canvas) => [canvas.width, canvas.height]")
    assert size in ([192, 144], [128, 96])  # the smaller on a slow machine
    room.get_by_role("button", name=t("translate.mirror"), exact=True).click()
    expect(room.locator(".glass")).to_be_hidden()
    assert page.evaluate(FILMED)  # the plain camera is there
    room.get_by_role("button", name=t("translate.camera.shoot")).click()
    expect(room.locator(".camera-view")).to_be_hidden()
    expect(room.locator(".photos")).not_to_have_attribute("data-busy", "1")
    expect(room.get_by_role("alert")).to_be_hidden()
    assert not page.evaluate(FILMED)


@pytest.mark.parametrize("how", ["another room", "another window", "closed"])
def test_nobody_is_filmed_who_does_not_see_it(visit: Visit, bare_url: str, how: str) -> None:
    page = visit(f"{bare_url}?lang=en", permissions=["camera"])
    room = mirrored(page)
    if how == "another room":
        page.get_by_role("tab", name="Learn").click()
    elif how == "another window":
        page.evaluate("Object.defineProperty(document, 'hidden', { get: () => true })")
        page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    else:
        room.get_by_role("button", name=t("translate.camera.close"), exact=True).click()
    page.wait_for_function(f"!{FILMED}")


@pytest.mark.parametrize(
    ("fault", "words"),
    [("NotAllowedError", "camera_refused"), ("NotFoundError", "camera_missing"), ("NotReadableError", "camera_taken")],
)
def test_a_camera_that_does_not_open_is_explained(visit: Visit, bare_url: str, fault: str, words: str) -> None:
    page = visit(f"{bare_url}?lang=en")
    room = opened(page)
    page.evaluate("(name) => (navigator.mediaDevices.getUserMedia = async () => { throw { name }; })", fault)
    room.get_by_role("button", name=t("translate.camera"), exact=True).click()
    expect(room.get_by_role("alert")).to_have_text(t(f"translate.fault.{words}"))
    assert not page.evaluate(FILMED)


# `films`: every stream that the browser opened; `granted()` lets those go that wait.
GRANTING = """() => {
  const asked = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices), waiting = [];
  window.films = [];
  window.granted = () => waiting.splice(0).forEach((go) => go());
  navigator.mediaDevices.getUserMedia = async (wish) => {
    await new Promise((go) => waiting.push(go));
    films.push(await asked(wish));
    return films.at(-1);
  };
}"""
FILMING = "films.flatMap((film) => film.getTracks()).filter((track) => track.readyState === 'live').length"


def test_a_camera_that_was_asked_for_twice_is_one_camera(visit: Visit, bare_url: str) -> None:
    page = visit(f"{bare_url}?lang=en", permissions=["camera"], alone=True)
    room = opened(page)
    page.evaluate(GRANTING)
    camera = room.get_by_role("button", name=t("translate.camera"), exact=True)
    camera.click()
    camera.click()
    page.evaluate("granted()")
    expect(room.locator(".glass")).to_be_visible()
    page.wait_for_function(f"films.length === 2 && {FILMING} === 1")
    room.get_by_role("button", name=t("translate.camera.close"), exact=True).click()
    assert page.evaluate(FILMING) == 0
    expect(camera).to_be_focused()


def test_a_camera_that_is_granted_after_other_networks_were_chosen_stays_shut(visit: Visit, bare_url: str) -> None:
    page = visit(f"{bare_url}?lang=en", permissions=["camera"], alone=True)
    room = opened(page)
    page.evaluate(GRANTING)
    room.get_by_role("button", name=t("translate.camera"), exact=True).click()
    choose(room, "photo-monet")
    page.evaluate("granted()")
    page.wait_for_function(f"films.length === 1 && {FILMING} === 0")
    assert not page.evaluate(FILMED)


def test_the_mirror_turns_round_where_it_stands(visit: Visit, bare_url: str) -> None:
    page = visit(f"{bare_url}?lang=en", permissions=["camera"], alone=True)
    room = mirrored(page)
    room.locator(".directions input[value=ba]").check(force=True)
    answered = page.evaluate("asked.answered")
    page.wait_for_function("(before) => asked.answered > before + 1", arg=answered)
    assert page.evaluate(FILMED)
    room.get_by_role("button", name=t("translate.camera.close"), exact=True).click()
    expect(room.locator(".photos")).not_to_have_attribute("data-busy", "1")
    expect(room.locator(".tile[data-name=translated]")).to_contain_text(t("translate.tile.translated_ba"))


def test_the_mirror_does_not_go_the_way_that_an_example_brought(visit: Visit, bare_url: str) -> None:
    page = visit(f"{bare_url}?lang=en", permissions=["camera"])
    room = opened(page)
    choose(room, "photo-monet")
    room.locator(".examples button[data-name=painting-langlois-bridge]").click()
    expect(room.locator(".photos")).not_to_have_attribute("data-busy", "1")
    room.get_by_role("button", name=t("translate.camera"), exact=True).click()
    expect(room.locator(".glass")).to_be_visible()
    expect(room.locator(".directions input[value=ab]")).to_be_checked()
    room.get_by_role("button", name=t("translate.camera.close"), exact=True).click()
    expect(room.locator(".directions input[value=ba]")).to_be_checked()  # the painting stands there again
    expect(room.locator(".photos")).not_to_have_attribute("data-busy", "1")
    expect(room.locator(".tile[data-name=translated]")).to_be_visible()


def test_networks_of_one_way_have_a_camera_and_no_mirror(visit: Visit, bare_url: str) -> None:
    page = visit(f"{bare_url}?lang=en", permissions=["camera"])
    room = opened(page)
    choose(room, "grey-colour")
    room.get_by_role("button", name=t("translate.camera"), exact=True).click()
    expect(room.locator(".shoot")).to_be_focused()
    page.wait_for_function(FILMED)
    room.locator(".shoot").click()
    expect(room.locator(".camera-view")).to_be_hidden()
    expect(room.locator(".photos")).not_to_have_attribute("data-busy", "1")
    expect(room.get_by_role("alert")).to_be_hidden()
