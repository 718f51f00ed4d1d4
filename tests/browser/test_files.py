"""Files, formatted mails and the search in a real browser: seen by axe, and asking nobody else."""

import base64
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page

from foia.flow import search, texts
from foia.models import Message, RecordsRequest
from tests import documents
from tests.browser.conftest import PHONE, WIDE
from tests.browser.test_pages import unfold, wrongs
from tests.web.conftest import mail, receive

PAGES = [
    "Usage policy for live face search. No retention longer than thirty days.",
    "Second page: the contract with the vendor.",
]
MARKUP = """<html><body><h1>Your request</h1><p>Dear <b>Ms Resident</b>, see our
<a href="https://evil.example/login">https://city.example/foia</a> page.</p>
<img src="https://spy.example/p.gif" alt="Our seal"><script>document.title = "acted"</script>
<table><tr><td>Records on retention</td><td>12</td></tr></table></body></html>"""


@pytest.fixture
def answered(sent: RecordsRequest, now: datetime) -> tuple[RecordsRequest, Message, Message]:
    """A request with a formatted mail and a mail with a scanned policy, read and indexed."""
    formatted = mail(sent, MARKUP).replace(b"text/plain", b"text/html")
    encoded = base64.encodebytes(documents.pdf(PAGES)).decode()
    kind = "application/pdf\nContent-Transfer-Encoding: base64"
    file = ("usage policy.pdf", kind, encoded)
    one = receive(formatted)
    two = receive(mail(sent, "Find it attached.", attachment=file, message_id="<2@a.example>"))
    texts.run(now=now)
    search.run(now=now)
    search.run_bodies(now=now)
    return sent, one, two


@pytest.mark.parametrize(
    ("scheme", "width"), [("light", WIDE), ("dark", PHONE)], ids=["light, wide", "dark, phone"]
)
def test_axe_finds_nothing_and_nobody_else_is_asked(
    scheme: Any,
    width: Any,
    answered: tuple[RecordsRequest, Message, Message],
    new_page: Callable[..., Page],
) -> None:
    request, formatted, filed = answered
    page = new_page(request.requester, color_scheme=scheme, viewport=width)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    addresses = {
        "request": reverse("records_request", args=[request.uuid]),
        "file": reverse("file", args=[filed.attachments.get().pk]),
        "formatted": reverse("message_formatted", args=[formatted.uuid]),
        "search": "/search/?q=retention",
        "search narrowed": "/search/?q=retention&what=page&place=chicago",
        "search in vain": "/search/?q=nowhere",
    }
    found = {}
    for name, address in addresses.items():
        page.goto(address, wait_until="networkidle")
        unfold(page)
        if wrong := wrongs(page):
            found[name] = wrong
    assert found == {}
    here = page.url.partition("/search")[0]
    assert asked and all(url.startswith(here) for url in asked)


def test_a_formatted_mail_stands_in_its_frame_in_our_style_and_does_not_act(
    answered: tuple[RecordsRequest, Message, Message], new_page: Callable[..., Page]
) -> None:
    request, formatted, _ = answered
    page = new_page(request.requester)
    page.goto(reverse("message_formatted", args=[formatted.uuid]), wait_until="networkidle")
    frame = page.frame_locator("iframe")
    assert frame.locator("b").inner_text() == "Ms Resident"
    assert frame.locator("code").inner_text() == "https://evil.example/login"
    assert frame.locator("body").evaluate("it => getComputedStyle(it).marginTop") == "16px"
    asked = "() => { try { return document.cookie } catch (error) { return error.name } }"
    assert frame.locator("body").evaluate(asked) == "SecurityError"  # no origin, so no cookies
    assert "acted" not in page.title()


def test_from_the_words_to_the_page_they_stand_on(
    answered: tuple[RecordsRequest, Message, Message], new_page: Callable[..., Page]
) -> None:
    request, _, _ = answered
    page = new_page(request.requester, java_script_enabled=False)
    page.goto("/home/")
    page.get_by_role("searchbox").first.fill("contracts vendors")
    page.get_by_role("searchbox").first.press("Enter")
    assert page.locator("mark").all_inner_texts() == ["contract", "vendor"]
    page.get_by_role("link", name="usage policy.pdf").click()
    page.wait_for_url("**/pages/?from=2#page-2")
    assert page.get_by_role("img", name="Page 2 as a picture").is_visible()
    assert page.get_by_text("the contract with the vendor").is_visible()
