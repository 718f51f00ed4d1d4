"""Lists of bodies in a real browser: a table from upload to receipt, found, listed, merged."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page, ViewportSize, expect

from foia.flow import agencies
from foia.models import Agency, User
from tests.browser.conftest import PHONE, WIDE
from tests.browser.test_pages import Scheme, unfold, wrongs

OLD = "id,name,city,state,email\n1,Town Police,Sampletown,Illinois,old@police.example\n"
NEW = (
    "id,name,city,state,email\n"
    "1,Town Police Department,Sampletown,Illinois,new@police.example\n"
    "2,Sampletown Schools,Sampletown,Illinois,foia@schools.example\n"
    "3,Sampletown School,Sampletown,Illinois,\n"
    "4,Lost Board,Atlantis,Atlantis,foia@lost.example\n"
    "5,Two,cells\n"
)


def upload(page: Page, text: str, folder: Path) -> None:
    table = folder / "bodies.csv"
    table.write_text(text, encoding="utf-8")
    page.goto("/agencies/imports/new/")
    page.get_by_label("The table").set_input_files(table)
    page.get_by_role("button", name="Upload and look at it").click()


@pytest.mark.parametrize(
    ("scheme", "width"), [("light", WIDE), ("dark", PHONE)], ids=["light, wide", "dark, phone"]
)
def test_a_table_becomes_a_list_and_axe_finds_nothing_on_the_way(
    scheme: Scheme,
    width: ViewportSize,
    citizen: User,
    new_page: Callable[..., Page],
    tmp_path: Path,
) -> None:
    page = new_page(citizen, color_scheme=scheme, viewport=width)
    found: dict[str, object] = {}

    def look(name: str) -> None:
        unfold(page)
        if wrong := wrongs(page):
            found[name] = wrong

    page.goto("/agencies/imports/new/")
    look("upload")
    for text in (OLD, NEW):
        upload(page, text, tmp_path)
        look("reading")
        page.get_by_role("link", name="Compare the whole table").click()
        look("compare")
        if text == NEW:
            page.get_by_label("Atlantis").select_option("us-ak")
            page.get_by_role("button", name="Read them like this").click()
        page.get_by_role("button", name="Take it in").click()
        look("receipt")
    assert Agency.objects.count() == 4
    page.goto("/agencies/?place=Sampletown")
    look("search")
    page.get_by_label("Name of the list").fill("Sampletown")
    page.get_by_role("button", name="Keep it").click()
    look("list")
    page.get_by_role("link", name="Sampletown Schools").click()
    page.get_by_label("Sampletown School, Sampletown").check()
    look("body")
    page.get_by_role("button", name="They are one body").click()
    look("body with another")
    page.goto("/agencies/lists/")
    look("lists")
    assert found == {}


@pytest.mark.parametrize("has_script", [True, False], ids=["with script", "without"])
def test_a_large_table_tells_how_far_it_is_and_ends_in_its_receipt(
    has_script: bool,
    citizen: User,
    new_page: Callable[..., Page],
    tmp_path: Path,
) -> None:
    page = new_page(citizen, java_script_enabled=has_script)
    rows = "".join(f"{n},Board {n} of Town {n},Town {n},Illinois,\n" for n in range(10, 1_300))
    upload(page, OLD + rows, tmp_path)
    for button, comes in (
        ("Compare the whole table", "Nothing is stored yet"),
        ("Take it in", "Every row was in order"),
    ):
        page.get_by_role("button", name=button).click()
        expect(page.get_by_role("progressbar")).to_be_visible()
        if has_script:
            assert wrongs(page) == []
        agencies.run(now=timezone.now())
        if not has_script:
            page.get_by_role("link", name="Look again").click()
        expect(page.get_by_text(comes)).to_be_visible()
    assert Agency.objects.count() == 1_291
