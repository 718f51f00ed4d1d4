"""A letter by post in a real browser: what the law asks, the address, the pile, the proof."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from foia import samples
from foia.models import Agency, Attachment, Contact, User
from tests.browser.conftest import PHONE, WIDE
from tests.browser.test_pages import wrongs

RECEIPT = {"name": "receipt.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7\nreceipt"}


@pytest.fixture
def kentucky(db: None) -> None:
    """A body whose law asks who is entitled, and one whose law asks for a date of birth."""
    samples.load()
    for code, place in (("us-ky", "Louisville"), ("cz", "Praha")):
        body = Agency.objects.create(slug=code, name=place, place=place, jurisdiction_code=code)
        Contact.objects.create(agency=body, channel="email", address=f"{code}@agency.example")


def look(page: Page, name: str) -> None:
    """Have axe look at the page; keep a picture of it where PICTURES names a folder."""
    if folder := os.environ.get("PICTURES"):
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)
    assert wrongs(page) == [], name


@pytest.mark.parametrize(("scheme", "size"), [("light", WIDE), ("dark", PHONE), ("dark", WIDE)])
def test_a_letter_is_posted(
    kentucky: None, citizen: User, new_page: Callable[..., Page], scheme: str, size: Any
) -> None:
    page = new_page(citizen, viewport=size, color_scheme=scheme)
    seen = f"{scheme}-{size['width']}"
    for place in ("Praha", "Louisville"):
        page.goto(f"/ask/records/?place={place}&what=cctv")
        page.get_by_role("button", name="Next: who signs").click()
        page.wait_for_url("**/ask/sign/")
        look(page, f"sign-{place}-{seen}")
    page.get_by_role("button", name="Write my letter").click()
    look(page, f"sign-wrong-{seen}")
    page.get_by_label("I work or do business in Kentucky").check()
    page.get_by_label("by post, by yourself").check()
    page.get_by_label("Their postal address").fill(
        "City Hall\n601 W Sample St\nLouisville, KY 40202"
    )
    page.get_by_role("button", name="Write my letter").click()
    assert page.get_by_text("I work or do business in Kentucky (KRS").count() >= 1
    look(page, f"letter-{seen}")
    page.get_by_role("button", name="Approve", exact=True).click()
    look(page, f"approved-{seen}")
    page.goto("/home/")
    page.get_by_role("link", name="Print or record all").click()
    look(page, f"pile-{seen}")
    with page.expect_download() as download:
        page.get_by_role("button", name="One PDF").click()
    assert Path(download.value.path()).read_bytes().startswith(b"%PDF-")
    page.get_by_role("button", name="Record that they were posted").click()
    assert page.get_by_text("Recorded: 1 letter.").is_visible()
    look(page, f"pile-empty-{seen}")
    page.goto("/home/")
    page.get_by_role("link", name="Louisville").first.click()
    page.get_by_role("link", name="Keep a receipt or photo").click()
    page.get_by_label("Receipt, screenshot or photo").set_input_files(RECEIPT)  # type: ignore[arg-type]
    look(page, f"proof-{seen}")
    page.get_by_role("button", name="Keep it with the letter").click()
    assert page.get_by_text("proof of filing").is_visible()
    assert Attachment.objects.filter(role="proof").count() == 1
