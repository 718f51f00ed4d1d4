"""Own words in a real browser: looked at, kept, chosen; what differs; by axe, dark, on a phone."""

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page

from tests.browser.conftest import PHONE, WIDE
from tests.browser.test_pages import wrongs
from tests.web.conftest import Rows


@pytest.mark.parametrize(("scheme", "size"), [("light", WIDE), ("dark", PHONE)])
def test_words_are_written_seen_kept_and_chosen(
    rows: Rows, new_page: Callable[..., Page], scheme: str, size: Any
) -> None:
    page = new_page(rows.draft.the_request.requester, viewport=size, color_scheme=scheme)
    page.goto("/words/new/frame/")
    page.get_by_label("What you call it").fill("Neighbours")
    page.get_by_label("Opening, before").fill("We write to $agency as neighbours.")
    page.get_by_role("button", name="Look at it").click()
    assert page.locator("article.sheet mark").count() == 3
    assert wrongs(page) == []
    page.get_by_role("button", name="Keep these words").click()
    page.wait_for_url("**/words/")
    assert wrongs(page) == []
    page.goto(reverse("letter_edit", args=[rows.draft.uuid]))
    page.get_by_label("Opening and closing").select_option(label="Neighbours")
    page.locator("#id_text_contract").fill("The contracts, and the leases.")
    assert wrongs(page) == []
    page.get_by_role("button", name="Save and read").click()
    assert page.locator("del").count() > 0
    assert page.locator("ins").count() > 0
    assert wrongs(page) == []
    page.get_by_role("button", name="Back to the catalogue").click()
    assert page.locator("del").count() == 0
