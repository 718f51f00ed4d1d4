"""The gallery and the records step in a real browser, with scripts and without, and by axe."""

from collections.abc import Callable
from typing import Any, Literal
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from foia import samples
from tests.browser.conftest import PHONE, WIDE
from tests.browser.test_pages import unfold, wrongs

Scheme = Literal["light", "dark"]
RECORDS = f"/ask/records/?place={quote('Chicago, Illinois')}&what=alpr"
LOOKED_AT = (
    "/letters/gallery/",
    "/letters/gallery/?place=ru&kind=overdue",
    "/letters/gallery/?place=us-mn&lang=sw",
    RECORDS,
)


@pytest.mark.parametrize("width", [WIDE, PHONE], ids=["wide", "phone"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_and_nothing_sticks_out(
    scheme: Scheme, width: dict[str, int], live_server: LiveServer, new_page: Callable[..., Page]
) -> None:
    samples.load()
    page = new_page(color_scheme=scheme, viewport=width)
    found: dict[str, Any] = {}
    for address in LOOKED_AT:
        page.goto(address)
        unfold(page)
        if wrong := wrongs(page):
            found[address] = wrong
    assert found == {}


@pytest.mark.parametrize("has_scripts", [True, False], ids=["scripts", "no scripts"])
def test_a_sample_is_chosen_read_and_taken_along(
    has_scripts: bool, live_server: LiveServer, new_page: Callable[..., Page]
) -> None:
    page = new_page(java_script_enabled=has_scripts, accept_downloads=True)
    page.goto("/")
    page.get_by_role("link", name="Sample letters").click()
    page.get_by_label("Place", exact=True).select_option("mx")
    page.get_by_label("Kind of letter").select_option("appeal")
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_role("article")).to_contain_text("Recurso de revisión")
    expect(page.get_by_text("translation not reviewed", exact=True)).to_be_visible()
    with page.expect_download() as saved:
        page.get_by_role("link", name="PDF").click()
    assert saved.value.suggested_filename == "sample-mx-appeal-letter.pdf"
    assert saved.value.path().read_bytes().startswith(b"%PDF-")
    page.get_by_role("row", name="Remind them a second time").get_by_role("link", name="fr").click()
    expect(page.get_by_role("article")).to_contain_text("Mairie d'Exempleville")


@pytest.mark.parametrize("has_scripts", [True, False], ids=["scripts", "no scripts"])
def test_what_bodies_answer_is_read_and_a_report_is_named(
    has_scripts: bool, live_server: LiveServer, new_page: Callable[..., Page]
) -> None:
    samples.load()
    page = new_page(java_script_enabled=has_scripts)
    page.goto(RECORDS)
    sharing = page.get_by_role("listitem").filter(has=page.get_by_label("Sharing agreements"))
    sharing.get_by_text("What bodies usually answer").click()
    expect(sharing.get_by_text("usual experience, not law")).to_be_visible()
    sharing.get_by_label("Vigilant LEARN: name “Agency Data Sharing Report”").check()
    page.get_by_role("button", name="Next: who signs").click()
    page.wait_for_url("**/ask/sign/")
    page.goto(RECORDS)
    words = page.get_by_label("Words of the letter for «Sharing agreements»")
    assert words.input_value().endswith(
        "In Vigilant LEARN this is “Agency Data Sharing Report” (Sharing > Output Report)."
    )
