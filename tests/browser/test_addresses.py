"""A letter that came back is mended, read again and sent, in a real browser."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, ViewportSize

from foia.models import Delivery, User
from tests.browser.conftest import PHONE, WIDE
from tests.browser.test_pages import Scheme, unfold, wrongs
from tests.web.conftest import Rows


@pytest.mark.parametrize(
    ("scheme", "width"), [("light", WIDE), ("dark", PHONE)], ids=["light, wide", "dark, phone"]
)
def test_an_address_is_mended_and_axe_finds_nothing_on_the_way(
    scheme: Scheme,
    width: ViewportSize,
    rows: Rows,
    citizen: User,
    new_page: Callable[..., Page],
) -> None:
    Delivery.objects.filter(message__request=rows.sent).update(fate="bounced_hard")
    page = new_page(citizen, color_scheme=scheme, viewport=width)
    found: dict[str, object] = {}

    def look(name: str) -> None:
        unfold(page)
        if wrong := wrongs(page):
            found[name] = wrong

    page.goto("/addresses/")
    look("list")
    page.get_by_role("button", name="It arrived").click()
    page.get_by_role("link", name="Chicago Police Department").click()
    look("body")
    page.get_by_label("Address", exact=True).fill("records@chicago-police.example")
    page.get_by_role("button", name="Keep it and write the letters again").click()
    look("read again")
    page.get_by_role("button", name="Approve this letter").click()
    page.get_by_text("Nothing waits.").wait_for()
    assert found == {}
    rows.refused.refresh_from_db()
    assert rows.refused.recipient == "records@chicago-police.example"
