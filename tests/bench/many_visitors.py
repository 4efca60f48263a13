"""What dragging visitors cost the server: `python -m tests.bench.many_visitors [--visitors 64]`.

Starts the app, opens so many pages in Chromium, each in a context of its own, and waits until their browsers draw by
themselves. They are told to be phones of 4 GB, since all of them lie in this machine's memory. Then all of them move a
slider for `SECONDS`, by input events `HERTZ` times a second. Printed: the digits that were drawn, the requests that all
pages sent meanwhile, and the processor time of the server's process, beside what it takes while nobody moves.
"""

from __future__ import annotations

import argparse
import asyncio
import os
from pathlib import Path
from typing import Any

from tests.bench.slider_path import IN_PAGE, open_ready, running_process
from tools import chromium

SECONDS, HERTZ, AT_ONCE = 10, 10, 4
DRAG = """async ([seconds, hertz]) => {
    const slider = document.querySelector("#digit-stage .directions input");
    const picture = document.querySelector("#digit-stage .digit");
    let drawn = 0;
    new MutationObserver(() => (drawn += 1)).observe(picture, { attributeFilter: ["src"] });
    for (let i = 0; i < seconds * hertz; i += 1) {
        slider.value = Number(slider.min) + (slider.max - slider.min) * Math.abs(Math.sin(i / 20));
        slider.dispatchEvent(new Event("input", { bubbles: true }));
        await new Promise((done) => setTimeout(done, 1000 / hertz));
    }
    return drawn;
}"""


def processor_time(process: int) -> float:
    """Seconds that a process has computed so far (Linux)."""
    fields = Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


async def with_little_memory(route: Any) -> None:
    """A worker's own `navigator` cannot be reached from outside."""
    answer = await route.fetch()
    await route.fulfill(response=answer, body=(await answer.text()).replace("navigator.deviceMemory", "4"))


async def quiet(requests: list[str], rest: float = 10.0, most: int = 60) -> None:
    """Until no request has come for `rest` seconds."""
    for _ in range(most):
        before = len(requests)
        await asyncio.sleep(rest)
        if len(requests) == before:
            return
    raise TimeoutError("the pages do not come to rest")


async def measure(url: str, server: int, visitors: int) -> None:
    """Print the figures."""
    from playwright.async_api import async_playwright

    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium.find(), args=chromium.ARGUMENTS)
        door, requests = asyncio.Semaphore(AT_ONCE), list[str]()

        async def visitor() -> Any:
            async with door:
                context = await browser.new_context(viewport={"width": 360, "height": 780})
                await context.add_init_script(chromium.LITTLE_MEMORY)
                await context.route("**/in_browser/digits.mjs", with_little_memory)
                page = await context.new_page()
                page.on("request", lambda request: requests.append(request.url))
                await open_ready(page, url)
                await page.wait_for_function(IN_PAGE, timeout=300_000)
                await page.evaluate(DRAG, [1, HERTZ])
            return page

        pages = await asyncio.gather(*(visitor() for _ in range(visitors)))
        await quiet(requests)
        before = processor_time(server)
        await asyncio.sleep(SECONDS)
        still = processor_time(server) - before
        requests.clear()
        before = processor_time(server)
        drawn = await asyncio.gather(*(page.evaluate(DRAG, [SECONDS, HERTZ]) for page in pages))
        cost = processor_time(server) - before
        print(
            f"{visitors} visitors dragged: {sum(drawn)} digits drawn, requests to the server: {len(requests)}, "
            f"its processor time {cost:.2f} s in {SECONDS} s or more, {still:.2f} s while nobody moves"
        )
        print(*sorted(set(requests)), sep="\n")
        await browser.close()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--visitors", type=int, default=64)
    asked = parser.parse_args()
    with running_process() as (address, process):
        asyncio.run(measure(address, process, asked.visitors))
