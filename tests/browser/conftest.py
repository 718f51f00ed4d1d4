"""A real Chromium before a real installation: live server, open doors, rooms run by the test."""

import os
import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright
from pytest_django.live_server_helper import LiveServer

from foia import samples
from foia.models import User
from tests.web.conftest import rows  # noqa: F401  (a fixture that these tests share)
from worker.doors import doors
from worker.rooms import rooms
from worker.services import free_port

# Playwright keeps an event loop in this thread; the test's own queries are not asynchronous.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
WIDE: ViewportSize = {"width": 1200, "height": 800}
PHONE: ViewportSize = {"width": 360, "height": 740}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/browser/" in item.path.as_posix():
            item.add_marker(pytest.mark.browser)


def chromium_path() -> str:
    """Return where Chromium is, or end the test with a sentence on how to get it."""
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, names)), "")
    if found:
        return found
    said = (
        "These tests need Chromium: `apt-get install chromium`, or name one with "
        "CHROMIUM=/path/to/chromium; OPEN_SHUTTER_ALLOW_MISSING=1 leaves them out."
    )
    if os.environ.get("OPEN_SHUTTER_ALLOW_MISSING"):
        pytest.skip(said)
    pytest.fail(said)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    path = chromium_path()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield browser
        browser.close()


@pytest.fixture
def new_page(chromium: Browser, live_server: LiveServer) -> Iterator[Callable[..., Page]]:
    """A function that opens a browser window; a complaint of the browser fails the test."""
    contexts, complaints = [], []

    def open_page(user: User | None = None, **more: Any) -> Page:
        options: dict[str, Any] = {"viewport": WIDE, "base_url": live_server.url, **more}
        context = chromium.new_context(**options)
        contexts.append(context)
        if user:
            client = Client()
            client.force_login(user)
            cookie = client.cookies["sessionid"].value
            context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.on("console", lambda said: _note(complaints, said.type, said.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []


def _note(complaints: list[str], kind: str, text: str) -> None:
    if kind == "error" and "404 (Not Found)" not in text:
        complaints.append(text)


@pytest.fixture
def house(live_server: LiveServer, settings: Any, real_smtp: None) -> Iterator[Callable[[], None]]:
    """An installation with its doors open; call it, and every room looks at its rows."""
    settings.DOOR_PORT, settings.SANDBOX_PORT = free_port(), free_port()
    settings.EMAIL_PORT = settings.SANDBOX_PORT
    samples.load()
    listening = doors()
    for door in listening:
        door.open()

    def run_rooms() -> None:
        for _ in range(2):  # what the pretend agency answers comes back in the second round
            for room in rooms():
                room.run(now=timezone.now())

    yield run_rooms
    for door in listening:
        door.stop()
