"""Two replicas over fake networks behind a real nginx, in a real browser: part of `make test-replicas`.

HTTPS ended at nginx and before it, below a path, in a frame of another site, in two tabs of one visitor; and proxies
that do what they should not, of which the page says what is wrong.
"""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import httpx
import pytest
from gradio_client import Client
from playwright.sync_api import expect

from demo_ui.page.i18n import t
from tests.browser.conftest import PATIENCE, there
from tests.browser.test_play import opened, play_on
from tests.conftest import free_port
from tests.load import servers
from tools import chromium

KINDS = ("at_nginx", "below", "plain", "before_nginx", "no_cookie", "not_partitioned", "handed_on", "buffered")
COOKIE = "        add_header Set-Cookie $theatre_cookie always;\n"
OPEN = "    location / {\n        proxy_pass http://gan_theatre;\n"
BELOW = "    location /gan/ {\n        proxy_pass http://gan_theatre/;\n"
# Whoever ends HTTPS before nginx, and a site whose page shows a room of ours.
BEFORE = """server {
    listen 127.0.0.1:%d ssl;
    location / {
        proxy_pass http://127.0.0.1:%d;
        proxy_http_version 1.1;
        proxy_buffering off;
        proxy_set_header Connection "";
        proxy_set_header Host $http_host;
        proxy_set_header X-Forwarded-Host $http_host;
        proxy_set_header X-Forwarded-Proto https;
    }
}
"""
SHOWN = """server {
    listen 127.0.0.1:%d ssl;
    default_type text/html;
    location / { return 200 '<!doctype html><iframe src="$arg_shown" width="1200" height="900"></iframe>'; }
}
"""
WHO = """async () => {
    const names = [];
    for (let i = 0; i < 12; i += 1)
        names.push((await (await fetch(new URL("health", document.baseURI), {cache: "no-store"})).json()).replica);
    return names;
}"""


class Sites(NamedTuple):
    """The ports of nginx by what is done there."""

    ports: dict[str, int]

    def url(self, kind: str, path: str = "", host: str = "127.0.0.1") -> str:
        scheme = "http" if kind == "plain" else "https"
        return f"{scheme}://{host}:{self.ports[kind]}/{path}"


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sites]:
    if not servers.installed():
        pytest.fail(servers.MISSING)
    folder = tmp_path_factory.mktemp("nginx")
    ports = {kind: free_port() for kind in (*KINDS, "shown")}
    with servers.replicas(2, folder / "play.sqlite3", fake=True) as both:
        site = servers.configured([replica.port for replica in both], ports["plain"])
        with servers.nginx(certificate(folder) + variants(site, ports), ports["plain"]):
            yield Sites(ports)


def certificate(folder: Path) -> str:
    """One made for this test; what nginx is told of it."""
    key, made = folder / "key.pem", folder / "certificate.pem"
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", "/CN=localhost"]
    subprocess.run([*command, "-keyout", key, "-out", made], check=True, capture_output=True)
    return f"ssl_certificate {made};\nssl_certificate_key {key};\n"


def variants(site: str, ports: dict[str, int]) -> str:
    """What ships, and what ships with one thing changed."""
    around, plain = site.split("server {\n    listen", 1)
    plain = f"server {{\n    listen{plain}"
    secure = changed(plain, f"127.0.0.1:{ports['plain']};", "127.0.0.1:PORT ssl;")
    made = {
        "at_nginx": secure,
        "below": changed(secure, OPEN, BELOW),
        "no_cookie": changed(changed(secure, COOKIE, ""), "http://gan_theatre;", "http://in_turn;"),
        "not_partitioned": changed(
            secure, COOKIE, COOKIE.replace("$theatre_cookie", '"theatre=$theatre_lot; Secure; SameSite=None"')
        ),
        "handed_on": changed(secure, "location / {", "location /gan/ {"),
        "buffered": changed(secure, "proxy_buffering off;", "proxy_buffering on;"),
    }
    more = [text.replace("PORT", str(ports[kind])) for kind, text in made.items()]
    more += [BEFORE % (ports["before_nginx"], ports["plain"]), SHOWN % ports["shown"]]
    upstream = around[: around.index("}\n") + 2]
    in_turn = changed(changed(upstream, servers.HASHED, ""), "upstream gan_theatre", "upstream in_turn")
    return "".join([around, in_turn, plain, *more])


def changed(text: str, old: str, new: str) -> str:
    assert text.count(old) == 1, "the files of deploy/nginx have another form"
    return text.replace(old, new)


@pytest.fixture(scope="module")
def strict(browser: Any) -> Iterator[Any]:
    """A Chromium that keeps no cookie of another site in a frame unless it is partitioned."""
    arguments = [*chromium.ARGUMENTS, "--test-third-party-cookie-phaseout"]
    with browser.browser_type.launch(executable_path=chromium.find(), args=arguments) as opened:
        yield opened


@pytest.fixture
def visitor(strict: Any) -> Iterator[Any]:
    """Their browser: a context without a cookie, which trusts the certificate."""
    context = chromium.context(strict, ignore_https_errors=True, viewport={"width": 1440, "height": 900})
    context.set_default_timeout(PATIENCE)
    yield context
    context.close()


def arrive(visitor: Any, url: str) -> Any:
    page = visitor.new_page()
    page.goto(url)
    there(page)
    return page


def a_round(page: Any) -> Any:
    room = opened(page)
    play_on(room)
    expect(room.locator(".play")).to_have_attribute("data-phase", "ended")
    expect(room.locator(".trouble")).to_be_hidden()
    return room


@pytest.mark.parametrize(
    ("kind", "path"), [("at_nginx", ""), ("below", "gan/"), ("before_nginx", ""), ("buffered", "")]
)
def test_over_https_a_visitor_stays_with_one_replica(sites: Sites, visitor: Any, kind: str, path: str) -> None:
    page = visitor.new_page()
    faults = chromium.watch(page)
    page.goto(sites.url(kind, f"{path}?lang=en"))
    there(page)
    a_round(page)
    assert len(set(page.evaluate(WHO))) == 1
    [cookie] = [one for one in visitor.cookies() if one["name"] == "theatre"]
    assert (cookie["secure"], cookie["httpOnly"], cookie["sameSite"], cookie["expires"]) == (True, True, "None", -1)
    figures = page.request.get(sites.url(kind, f"{path}metrics"))
    assert figures.status == 404 and "nginx" in figures.text()  # the replicas were not asked
    assert faults == [] or kind != "at_nginx"


@pytest.mark.parametrize(("kind", "path"), [("at_nginx", ""), ("below", "gan/")])
def test_the_link_to_a_board_leads_to_the_replica_that_holds_it(sites: Sites, kind: str, path: str) -> None:
    def phone(at: str) -> Any:
        with httpx.Client(base_url=sites.url(kind, path), verify=False) as client:  # which has no cookie yet
            assert client.get(f"draw?board={code}&at={at}").status_code == 200
            assert client.cookies["theatre"] == at
            return client.post(f"draw/board?at={at}", json={"visitor": "p" * 32, "action": "see", "code": code}).json()

    with httpx.Client(base_url=sites.url(kind, path), verify=False) as owner:
        owner.get("draw")
        code = owner.post("draw/board", json={"visitor": "o" * 32, "action": "open"}).json()["code"]
        held = owner.get("health").json()["replica"]
        names = {at: owner.get(f"health?at={at}").json()["replica"] for at in (f"{i:02x}" for i in range(0, 256, 16))}
        at = owner.get("draw/way").json()["at"]
    assert phone(at)["count"] == 0
    for other, name in names.items():
        assert ("fault" in phone(other)) is (name != held)
    assert set(names.values()) == {"a", "b"}


@pytest.mark.parametrize("kind", ["at_nginx", "before_nginx", "buffered"])
def test_programs_get_their_answers(sites: Sites, kind: str) -> None:
    client = Client(sites.url(kind), ssl_verify=False, verbose=False)
    assert client.predict(7, 1, [], 1.0, "best", api_name="/generate")


@pytest.mark.parametrize(("kind", "one"), [("at_nginx", True), ("not_partitioned", False)])
def test_in_a_frame_of_another_site_the_cookie_is_kept_as_it_is_partitioned(
    sites: Sites, visitor: Any, kind: str, one: bool
) -> None:
    page = visitor.new_page()
    page.goto(sites.url("shown", f"?shown={sites.url(kind)}?room=play%26embed=1%26lang=en", host="localhost"))
    frame = page.locator("iframe").element_handle().content_frame()
    frame.wait_for_function("window.theatre && !document.querySelector('#theatre-first')")
    assert (len(set(frame.evaluate(WHO))) == 1) is one


def test_two_tabs_of_one_visitor_stay_with_one_replica(sites: Sites, visitor: Any) -> None:
    tabs = [arrive(visitor, sites.url("at_nginx", "?lang=en")) for _ in range(2)]
    rooms = [opened(tab) for tab in tabs]
    for _ in range(10):
        for room in rooms:
            play_on(room, 1)
    for room in rooms:
        expect(room.locator(".play")).to_have_attribute("data-phase", "ended")
    assert len({name for tab in tabs for name in tab.evaluate(WHO)}) == 1


def test_a_proxy_that_sends_no_cookie_is_told(sites: Sites, visitor: Any) -> None:
    page = arrive(visitor, sites.url("no_cookie", "?lang=en"))
    told, room = page.get_by_text(t("app.replicas", names="a, b")), opened(page)
    for place in range(10):  # an answer reaches the replica that began the round, or the other one
        page.keyboard.press("r")
        expect(room.locator(".cell .sign").nth(place).or_(told).first).to_be_visible()
        if told.is_visible():
            break
        room.locator(".frame").dispatch_event("click")
    expect(told).to_be_visible()


def test_a_proxy_that_hands_the_path_on_is_told(sites: Sites, visitor: Any) -> None:
    page = visitor.new_page()
    page.goto(sites.url("handed_on", "gan/"))
    expect(page.get_by_text(t("app.nothing_here", path="/gan"))).to_be_visible()
