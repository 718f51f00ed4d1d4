"""The largest paint of the main pages and the bytes they bring, in Chromium over a real server."""

import os
import statistics
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic, sleep
from urllib.error import URLError
from urllib.request import urlopen

from django.test import Client
from playwright.sync_api import BrowserContext, Request, sync_playwright

from tests.bench.million_pages import READER, Look
from tests.browser.conftest import FLAGS, WIDE, chromium_path
from worker.services import free_port

MOST_MS, MOST_KB = 1000, 150
TIMES = 3
MAIN = (
    *("front", "laws", "findings", "a public request", "home", "request page", "inbox"),
    *("search, a word of every mail", "grid", "response desk"),
)
#: The last of the largest paints that the browser reports, in milliseconds from the first byte on.
LARGEST = """() => new Promise(done => {
    let last = 0;
    const seen = list => list.getEntries().forEach(entry => { last = entry.startTime; });
    new PerformanceObserver(seen).observe({type: "largest-contentful-paint", buffered: true});
    setTimeout(() => done(last), 300);
})"""


def show(looks: list[Look], browsers: dict[str, Client]) -> None:
    """Print both of each main page, as the last of those looks has it who comes there."""
    chosen = {look.name: look for look in looks if look.name in MAIN}
    with _server() as address, sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=chromium_path(), args=list(FLAGS))
        for look in chosen.values():
            context = chromium.new_context(viewport=WIDE, base_url=address)
            if look.who != READER:
                cookie = browsers[look.who].cookies["sessionid"].value
                context.add_cookies([{"name": "sessionid", "value": cookie, "url": address}])
            _show(context, look)
            context.close()
        chromium.close()


def _show(context: BrowserContext, look: Look) -> None:
    """Look several times, each with an empty cache; print the median of the largest paints."""
    paints, weight = [], 0.0
    for _ in range(TIMES + 1):
        page = context.new_page()
        context.route("**/*", lambda route: route.continue_())  # without the browser's cache
        answers: list[Request] = []
        page.on("requestfinished", lambda answer, kept=answers: kept.append(answer))
        page.goto(look.address, wait_until="networkidle")
        paints.append(page.evaluate(LARGEST))
        weight = sum(one.sizes()["responseBodySize"] for one in answers) / 1000
        page.close()
    paint = statistics.median(paints[1:])
    is_over = paint > MOST_MS or weight > MOST_KB
    print(
        f"  {look}: largest paint {paint:.0f} ms (of {MOST_MS}), {weight:.0f} kB in all "
        f"(of {MOST_KB}){'  ← over its budget' if is_over else ''}"
    )


@contextmanager
def _server() -> Iterator[str]:
    """The web application of `make run`, in a process of its own, on the same record."""
    port = free_port()
    told = {"WEB_HOST": "127.0.0.1", "WEB_PORT": str(port)}
    served = subprocess.Popen(
        [sys.executable, "-m", "worker.child", "web"], env=os.environ | told, stdin=subprocess.PIPE
    )
    address = f"http://127.0.0.1:{port}"
    try:
        _wait_for(address)
        yield address
    finally:
        served.terminate()
        served.wait()


def _wait_for(address: str) -> None:
    deadline = monotonic() + 60
    while monotonic() < deadline:
        try:
            urlopen(address).close()
            return
        except (URLError, ConnectionError):
            sleep(0.2)
    raise RuntimeError(f"The web application at {address} did not answer within a minute.")
