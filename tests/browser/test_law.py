"""The law pages and the calculator in a real browser: with scripts, without, by axe."""

from collections.abc import Callable
from typing import Any, Literal

import pytest
from icalendar import Calendar
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from jurisdictions import codes, load_pack
from tests.browser.conftest import WIDE
from tests.browser.test_pages import unfold, wrongs

Scheme = Literal["light", "dark"]
NARROW = {"width": 390, "height": 844}
WITHOUT_LAW = [code for code in codes() if not load_pack(code).statutes][:1]
PLACES = [code for code in ("us-il", "fr", "mx", "de", "ru", "gb") if code in codes()]


def looked_at() -> list[str]:
    """Return the pages that are looked at: with dates, without, and with something wrong."""
    dates = "dates/?got=received&on=2026-10-05&e1-kind=denied&e1-on=2026-10-14"
    found = [f"/law/{code}/{rest}" for code in (*PLACES, *WITHOUT_LAW) for rest in ("", dates)]
    wrong = f"/law/us-il/{dates}&e2-kind=appealed"
    return ["/law/", "/law/?q=atlantis", "/law/us-il/dates/", wrong, *found]


@pytest.mark.parametrize(
    ("scheme", "width"), [("light", WIDE), ("dark", NARROW)], ids=["light, wide", "dark, phone"]
)
def test_axe_finds_nothing_on_the_law_pages_and_nothing_sticks_out(
    scheme: Scheme, width: dict[str, int], live_server: LiveServer, new_page: Callable[..., Page]
) -> None:
    page = new_page(color_scheme=scheme, viewport=width)
    found: dict[str, Any] = {}
    for address in looked_at():
        page.goto(address)
        unfold(page)
        wrong = wrongs(page)
        if wrong:
            found[address] = wrong
    assert found == {}


@pytest.mark.parametrize("has_scripts", [True, False], ids=["scripts", "no scripts"])
def test_from_the_list_to_a_date_in_the_calendar(
    has_scripts: bool, live_server: LiveServer, new_page: Callable[..., Page]
) -> None:
    page = new_page(java_script_enabled=has_scripts, accept_downloads=True)
    page.goto("/")
    page.get_by_role("link", name="Look up the law of a place").click()
    page.get_by_label("Country, state, city or law").fill("illinois")
    if has_scripts:
        expect(page.get_by_role("status")).to_contain_text(" of ")
        expect(page.get_by_role("link", name="France")).to_have_count(0)
    else:
        page.get_by_role("button", name="Look").click()
    page.get_by_role("link", name="Illinois", exact=True).click()
    page.get_by_label("Day", exact=True).fill("2026-11-16")
    page.get_by_role("button", name="Count").click()
    expect(page.locator("#answer")).to_contain_text("Mon, Nov 23, 2026")
    page.get_by_label("What happened").select_option("extended")
    page.locator("[name=e1-on]").fill("2026-11-20")
    if not has_scripts:
        page.get_by_role("button", name="Count").click()
    expect(page.locator("#answer")).to_contain_text("Wed, Dec 2, 2026")
    with page.expect_download() as saved:
        page.get_by_role("link", name="Save the dates to a calendar").click()
    events = Calendar.from_ical(saved.value.path().read_bytes()).walk("VEVENT")
    assert "2026-12-02" in {str(event["DTSTART"].dt) for event in events}


def test_scripts_add_rows_and_the_fields_of_a_kind(
    live_server: LiveServer, new_page: Callable[..., Page]
) -> None:
    page = new_page()
    page.goto("/law/us-il/dates/?got=received&on=2026-11-16")
    page.locator("[name=e1-kind]").select_option("extended")
    expect(page.locator("[name=e1-until]")).to_be_visible()
    page.locator("[name=e1-on]").fill("2026-11-20")
    page.locator("[name=e1-until]").fill("2026-11-25")
    expect(page.locator("#answer")).to_contain_text("Wed, Nov 25, 2026")
    page.get_by_role("button", name="Another event").click()
    expect(page.locator("[name=e2-kind]")).to_be_focused()
    page.locator("[name=e2-kind]").select_option("denied")
    page.locator("[name=e2-on]").fill("2026-11-24")
    expect(page.locator("#answer")).to_contain_text("Refused")
    page.reload()
    expect(page.locator("#answer")).to_contain_text("Refused")
    assert page.locator("[name=e1-until]").input_value() == "2026-11-25"
    assert "e1-at" not in page.url


def test_what_is_wrong_is_said_and_the_keyboard_is_there(
    live_server: LiveServer, new_page: Callable[..., Page]
) -> None:
    page = new_page()
    page.goto("/law/us-il/dates/?got=received&on=2026-02-30")
    expect(page.locator("#errors")).to_be_focused()
    expect(page.locator("#errors")).to_contain_text("no day of the calendar")
    page.locator("#errors a").first.press("Enter")
    expect(page.locator("#id_on")).to_be_focused()
    assert page.locator("#id_on").input_value() == "2026-02-30"
