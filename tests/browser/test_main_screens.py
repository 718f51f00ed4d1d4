"""The twelve main screens, measured: in three languages, from phone to wide, in light and dark.

PICTURES=FOLDER keeps a picture of each, for a person to look at.
"""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

from foia.flow import search
from foia.models import User
from tests.browser.test_pages import open_page, pages_of
from tests.conftest import NOW
from tests.published import shown_by
from tests.web.conftest import Rows

SCREENS = (
    *("front", "home", "ask_records", "letter", "records_request", "search"),
    *("findings", "system", "campaign", "campaign_grid", "replies", "public_request"),
)
WIDTHS = (390, 768, 1200, 1920)
GEOMETRY = Path(__file__).with_name("geometry.js").read_text(encoding="utf-8")
#: How much has moved since the page was opened, without anybody's doing (Layout Instability API).
MOVED = """() => new Promise(done => {
  let moved = 0;
  const look = list => list.getEntries().forEach(one => {
    if (!one.hadRecentInput) moved += one.value; });
  new PerformanceObserver(look).observe({type: "layout-shift", buffered: true});
  setTimeout(() => done(moved), 60);
})"""
#: Where the name and the first place of the menu stand.
HEAD = """() => [".name", ".top nav"].map(one => {
  const box = document.querySelector(one).getBoundingClientRect();
  return [box.left, box.top].map(Math.round); })"""


def screens(rows: Rows) -> dict[str, str]:
    pages = pages_of(rows)
    return {name: pages[name] for name in SCREENS}


def picture(page: Page, name: str, language: str) -> None:
    """Keep a picture, where somebody wants to look at them."""
    if folder := os.environ.get("PICTURES"):
        dark = page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches")
        width = page.evaluate("window.innerWidth")
        path = Path(folder) / f"{name}.{language}.{width}{'.dark' * dark}.png"
        page.screenshot(path=path, full_page=True)


@pytest.mark.parametrize("language", ["en", "es", "fr"])
def test_nothing_sticks_out_overlaps_or_is_too_small_to_hit(
    language: str, rows: Rows, new_page: Callable[..., Page]
) -> None:
    page, _ = open_page(new_page, rows)
    User.objects.update(language=language)
    shown_by(rows.sent, NOW)
    search.run(now=NOW)
    found: dict[tuple[str, int], object] = {}
    heads: dict[int, set[str]] = {width: set() for width in WIDTHS}
    for name, address in screens(rows).items():
        page.set_viewport_size({"width": WIDTHS[0], "height": 800})
        page.emulate_media(color_scheme="light")
        page.goto(address)
        if (moved := page.evaluate(MOVED)) > 0.1:
            found[name, 0] = f"moved by {moved}"
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            page.emulate_media(color_scheme="dark" if width == 768 else "light")
            if wrong := page.evaluate(GEOMETRY):
                found[name, width] = wrong
            heads[width].add(str(page.evaluate(HEAD)))
            picture(page, name, language)
    assert found == {}
    assert {width: len(places) for width, places in heads.items()} == dict.fromkeys(WIDTHS, 1)


def test_these_eyes_see_what_lies_wrong(rows: Rows, new_page: Callable[..., Page]) -> None:
    page = new_page(viewport={"width": 1200, "height": 800})
    page.goto("/accounts/login/")
    assert page.evaluate(GEOMETRY) == []
    page.evaluate(
        """() => { const main = document.querySelector("main"), put = (html) =>
          main.insertAdjacentHTML("beforeend", html);
        main.style.maxWidth = "none";
        put("<p id=long>" + "So long a line that nobody finds the next one. ".repeat(9) + "</p>");
        put("<p id=under>Under</p><p id=over>Over</p><ul id=near><li><a href=#>a</a></li>"
          + "<li><a href=#>b</a></li></ul><p id=cut>Cut off at its end</p><p id=off>Off</p>");
        const style = (id, css) => Object.assign(document.getElementById(id).style, css);
        style("long", {maxWidth: "none"});
        style("over", {marginTop: "-2.6em"}); style("near", {lineHeight: "9px", fontSize: "9px"});
        style("cut", {width: "30px", overflow: "hidden", whiteSpace: "nowrap"});
        style("off", {marginLeft: "2000px", width: "60px"}); }"""
    )
    assert {what for what, _ in page.evaluate(GEOMETRY)} >= {
        *("too long a line", "over one another", "too small", "clipped", "cut off", "sticks out"),
    }
