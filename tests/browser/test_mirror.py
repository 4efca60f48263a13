"""The mirror in the Translate room: Chromium's own camera, which shows a clock, before fake networks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from demo_ui.page.i18n import t
from tests.browser.test_translate import opened

Visit = Callable[..., Any]
FILMED = "Boolean(document.querySelector('#photo-stage video').srcObject)"
# Counted where they are sent: news of them may arrive here in another order.
COUNTED = """() => {
  window.asked = { now: 0, most: 0, answered: 0 };
  const fetched = window.fetch;
  window.fetch = async (...call) => {
    if (!String(call[0]?.url ?? call[0]).includes("component_server")) return fetched(...call);
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


def test_pictures_are_translated_one_at_a_time_as_they_come(visit: Visit, app_url: str) -> None:
    page = visit(f"{app_url}?lang=en", permissions=["camera"], alone=True)
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
def test_nobody_is_filmed_who_does_not_see_it(visit: Visit, app_url: str, how: str) -> None:
    page = visit(f"{app_url}?lang=en", permissions=["camera"])
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
def test_a_camera_that_does_not_open_is_explained(visit: Visit, app_url: str, fault: str, words: str) -> None:
    page = visit(f"{app_url}?lang=en")
    room = opened(page)
    page.evaluate("(name) => (navigator.mediaDevices.getUserMedia = async () => { throw { name }; })", fault)
    room.get_by_role("button", name=t("translate.camera"), exact=True).click()
    expect(room.get_by_role("alert")).to_have_text(t(f"translate.fault.{words}"))
    assert not page.evaluate(FILMED)
