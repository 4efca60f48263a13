"""The page over HTTP: it comes up without networks, asks nobody else, and leaves its API open."""

from __future__ import annotations

import re
import socket
import threading
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import httpx
import pytest

from demo_ui.app import build_demo
from demo_ui.page import bundles, i18n, libraries
from demo_ui.page.addresses import VENDOR, vendor_address
from demo_ui.page.theme import FONTS
from demo_ui.services import Services
from demo_ui.settings import AppSettings
from gan_core.base.runtime import Runtime, State
from tests.conftest import Connection, found


def test_the_page_is_up_before_the_networks(connect: Callable[[Any], AbstractContextManager[Connection]]) -> None:
    def refused() -> Any:
        pytest.fail("nobody asked for a network")

    waiting = Services(Runtime(refused), Runtime(refused))
    with connect(build_demo(waiting, AppSettings())) as (_, url):
        assert httpx.get(url).status_code == 200
        assert {waiting.digits.state, waiting.photos.state} == {State.NOT_LOADED}


def test_the_server_asks_nobody_else(services: Services, monkeypatch: pytest.MonkeyPatch, connect: Any) -> None:
    asked: list[Any] = []
    real_connect = socket.socket.connect

    def noted(self: socket.socket, address: Any) -> None:
        if self.family != socket.AF_UNIX and address[0] not in ("127.0.0.1", "::1", "localhost"):
            asked.append(address)
            raise OSError("this test has no network")
        real_connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", noted)
    with connect(build_demo(services, AppSettings())) as (client, _):
        assert client.view_api(return_format="dict")["named_endpoints"]
    assert asked == []


def test_the_api_is_open(app_url: str) -> None:
    assert httpx.get(f"{app_url}?view=api").status_code == 200
    assert {"/generate", "/translate"} <= httpx.get(f"{app_url}gradio_api/info").json()["named_endpoints"].keys()


def test_what_goes_in_and_comes_out_has_a_name_and_a_description(app_url: str) -> None:
    endpoints = httpx.get(f"{app_url}gradio_api/info").json()["named_endpoints"]
    for name, endpoint in endpoints.items():
        for told in (*endpoint["parameters"], *endpoint["returns"]):
            assert re.fullmatch("[a-z]+", told["label"]), (name, told["label"])
            assert len(told["python_type"]["description"].split()) >= 3, (name, told["label"])
    assert [told["label"] for told in endpoints["/translate"]["returns"]] == ["translated", "reconstructed", "figures"]


def test_a_refusal_is_a_sentence_and_one_line_in_the_log(app_url: str, caplog: Any, capfd: Any) -> None:
    body = {"data": [7, 99, [], 1.0, "best"]}
    told = httpx.post(f"{app_url}gradio_api/run/generate", json=body).json()["error"]
    assert [record.getMessage() for record in caplog.records if record.levelname == "WARNING"] == [f"refused: {told}"]
    assert "Traceback" not in capfd.readouterr().err


def test_what_is_served_and_what_is_not(app_url: str) -> None:
    def status(path: object) -> int:
        return httpx.get(f"{app_url}gradio_api/file={path}").status_code

    assert status(FONTS / "theatre-sans-latin-400.woff2") == 200
    settings = AppSettings()
    for path in (settings.checkpoints / "MANIFEST.json", settings.checkpoints.parent / "demo_app.py", "/etc/passwd"):
        assert status(path) in (403, 404)
    assert httpx.get(f"{app_url}monitoring").status_code >= 400


def test_the_page_carries_its_two_languages_and_its_palette(app_url: str) -> None:
    page = httpx.get(app_url).text
    entry = found(r'<script type="module" src="(web/\w+/)main.mjs"', page)
    words = httpx.get(f"{app_url}{entry}core/given.mjs").text
    assert all(part in words for part in ("GAN 극장", "GAN Theatre"))
    assert all(part in page for part in ("--real:", "@font-face"))


def test_what_is_large_comes_packed_and_is_kept(app_url: str) -> None:
    def get(path: str, encoding: str, **headers: str) -> httpx.Response:
        return httpx.get(app_url + path, headers={"accept-encoding": encoding, **headers})

    for path in ("", "config", "gradio_api/info"):
        packed = get(path, "gzip")
        assert packed.headers["content-encoding"] == "gzip" and int(packed.headers["content-length"]) < 60_000, path
        assert "content-encoding" not in get(path, "identity").headers
    props = found(r"(parts/digit-stage-\w+\.json)", get("", "gzip").text)
    for encoding in ("br", "gzip"):
        packed = get(props, encoding)
        assert packed.headers["content-encoding"] == encoding and "immutable" in packed.headers["cache-control"]
    assert get("parts/digit-stage-0.json", "br").status_code == 404


def test_the_runtime_is_packed_once_and_asked_for_once(app_url: str) -> None:
    path = f"{vendor_address()}litertjs-core/litert_wasm_compat_internal.wasm"
    packed = httpx.get(app_url + path, headers={"accept-encoding": "br"}, timeout=60)
    assert packed.headers["content-type"] == "application/wasm" and int(packed.headers["content-length"]) < 3e6
    assert packed.content == (VENDOR / "litertjs-core" / "litert_wasm_compat_internal.wasm").read_bytes()
    assert httpx.get(app_url + path, headers={"if-none-match": packed.headers["etag"]}).status_code == 304
    misses = bundles.packed.cache_info().misses
    for accepted in ("br", "gzip, br", "br;q=1.0"):
        assert httpx.get(app_url + path, headers={"accept-encoding": accepted}).content == packed.content
    assert bundles.packed.cache_info().misses == misses
    assert "immutable" in packed.headers["cache-control"]
    for other in (f"{vendor_address()}VENDORED.json", path.replace("vendor/", "vendor/0")):
        assert httpx.get(app_url + other).status_code == 404


def test_the_runtimes_are_packed_before_anybody_asks(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "a.wasm").write_bytes(bytes(3000))
    monkeypatch.setattr(libraries, "VENDOR", tmp_path)
    monkeypatch.setattr(libraries, "FILES", {"a.wasm": "application/wasm"})
    before = bundles.packed.cache_info().misses
    libraries.pack_ahead()
    for thread in [thread for thread in threading.enumerate() if thread.name == "pack"]:
        thread.join()
    assert bundles.packed.cache_info().misses == before + len(bundles.ENCODINGS)


def test_event_streams_do_not_wait(app_url: str) -> None:
    stream = httpx.stream("GET", f"{app_url}gradio_api/heartbeat/packing", headers={"accept-encoding": "gzip, br"})
    with stream as answer:
        assert answer.headers["content-type"].startswith("text/event-stream")
        assert "content-encoding" not in answer.headers
        assert next(answer.iter_raw())  # before it has ended


@pytest.mark.parametrize("path", ["gan/", "gan/theme.css", "%3Cimg%20src=x%3E/"])
def test_where_there_is_no_page_a_browser_reads_what_may_be_wrong(app_url: str, path: str) -> None:
    said = httpx.get(f"{app_url}{path}", headers={"accept": "text/html,*/*"})
    assert said.status_code == 404 and said.headers["content-type"].startswith("text/html")
    if path.startswith("gan"):
        assert said.text.count("GRADIO_ROOT_PATH=/gan") == 2  # in both languages
    assert "<img" not in said.text
    assert httpx.get(f"{app_url}{path}").headers["content-type"] != said.headers["content-type"]  # programs


@pytest.mark.parametrize(
    ("query", "language", "room"),
    [("", "en", None), ("?room=translate&lang=ko-KR", "ko", "translate"), ("?room=%22nowhere%3E", "en", None)],
)
def test_a_link_is_shown_as_what_it_opens(app_url: str, query: str, language: str, room: str | None) -> None:
    page, words = httpx.get(f"{app_url}{query}").text, i18n.table(language)
    title = words["app.title"] if room is None else f"{words['app.title']}: {words[f'{room}.tab']}"
    assert re.findall('"og:title" content="(.*?)"', page) == [title]
    picture = found('"og:image" content="(.*?)"', page)
    assert picture.startswith(app_url) and httpx.get(picture).headers["content-type"] == "image/jpeg"


def test_behind_a_proxy_the_picture_of_a_link_is_where_the_proxy_is(app_url: str) -> None:
    told = {"x-forwarded-host": "school.example", "x-forwarded-proto": "https"}
    picture = found('"og:image" content="(.*?)"', httpx.get(app_url, headers=told).text)
    assert picture.startswith("https://school.example/gradio_api/file=")


@pytest.mark.parametrize("sites", ["", "'self' https://school.example"])
def test_an_operator_says_who_may_show_the_page_in_a_frame(services: Services, sites: str, connect: Any) -> None:
    with connect(build_demo(services, AppSettings(frame_ancestors=sites))) as (_, url):
        said = httpx.get(url).headers
    assert said.get("content-security-policy", "") == (f"frame-ancestors {sites}" if sites else "")
    assert said["cross-origin-resource-policy"] == "cross-origin" and "x-frame-options" not in said
