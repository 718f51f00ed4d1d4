"""A citizen's story in a real browser: from the front page to an answer that became a finding."""

import io
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from playwright.sync_api import Page, expect

from foia.models import Deadline, DocketEntry, RecordsRequest
from foia.sandbox import agency

CONTRACT = Path(agency.__file__).with_name("replies") / "sample-contract.pdf"
MINE = "The policy on face searches, and any list of who may run them; if none exists, say so."


def draft_a_letter(page: Page) -> None:
    """Walk from the front page through signing up to the finished draft."""
    page.goto("/")
    page.get_by_label("Where?").fill("Chicago")
    page.get_by_role("button", name="Start").click()
    page.get_by_role("link", name="Face search by the Chicago Police").click()
    expect(page.get_by_text("5 ILCS 140/3(d)")).to_be_visible()
    page.get_by_label("Words of the letter for «Use policy»").fill(MINE)
    page.get_by_label("Training material", exact=True).uncheck()
    page.get_by_role("button", name="Next: who signs").click()
    page.get_by_label("Name under the letter").fill("Rosa Resident")
    page.get_by_role("button", name="Sign up or in").click()
    page.get_by_label("E-mail address").fill("rosa.resident@openshutter.example")
    page.get_by_label("Password", exact=True).fill("correct-horse-9")
    page.get_by_role("button", name="Make my account").click()
    page.get_by_role("button", name="Write my letter").click()
    expect(page.get_by_role("heading", name="Read your letter")).to_be_visible()


def download(page: Page, name: str) -> bytes:
    with page.expect_download() as waiting:
        page.get_by_role("link", name=name, exact=True).click()
    return Path(waiting.value.path()).read_bytes()


def due_days() -> dict[str, str]:
    return {deadline.term: str(deadline.due_on) for deadline in Deadline.objects.all()}


@pytest.mark.parametrize("has_script", [True, False], ids=["with script", "without script"])
def test_a_citizen_asks_and_is_answered(
    has_script: bool, new_page: Callable[..., Page], house: Callable[[], None]
) -> None:
    page = new_page(java_script_enabled=has_script)
    draft_a_letter(page)
    sheet = page.get_by_role("article", name="The letter")
    expect(sheet).to_contain_text(MINE)
    expect(sheet).not_to_contain_text("Training material")
    document = docx.Document(io.BytesIO(download(page, "DOCX")))
    assert any(MINE in paragraph.text for paragraph in document.paragraphs)
    assert download(page, "PDF").startswith(b"%PDF-")

    page.get_by_role("button", name="Approve and send").click()
    expect(page.get_by_role("heading", name="Your letter is being sent")).to_be_visible()
    house()
    page.reload()
    expect(page.locator(".stage")).to_have_text("Waiting for their answer")
    expect(page.locator("svg.is-wide")).to_be_visible()
    expect(page.get_by_text("An automatic reply (no clock moves)")).to_be_visible()
    assert [entry.kind for entry in DocketEntry.objects.all()] == ["sent"]
    first = due_days()["response"]

    page.get_by_role("button", name="Written extension").click()
    expect(page.get_by_text("on its way; it arrives")).to_be_visible()
    house()
    page.reload()
    assert due_days()["response"] > first
    expect(page.get_by_role("cell", name="The day of receipt is not counted").first).to_be_visible()
    assert page.locator("mark").count() > 0

    page.get_by_role("button", name="Final answer").click()
    house()
    page.reload()
    learnt = page.get_by_role("table").filter(has_text="What it rests on")
    expect(learnt).to_contain_text("They say it does not exist")
    expect(learnt).to_contain_text("no policy responsive to item 1")
    assert download(page, "Download sample-contract.pdf") == CONTRACT.read_bytes()

    page.get_by_role("link", name="sandbox mailbox").click()
    page.get_by_role("link", name=RecordsRequest.objects.get().reference).first.click()
    expect(page.get_by_text("Answer as the agency").first).to_be_visible()
    page.get_by_role("link", name="Home").first.click()
    expect(page.locator("#due + ul")).to_contain_text("Public Access Counselor")


def tab_to(page: Page, name: str) -> None:
    """Press Tab until the thing of that name has the focus, and see that it shows."""
    for _ in range(150):
        page.keyboard.press("Tab")
        focused = page.evaluate(
            """() => { const it = document.activeElement, label = it.labels?.[0];
            return {name: (label ?? it).textContent.trim().replace(/\\s+/g, " "),
                    outline: getComputedStyle(it).outlineStyle}; }"""
        )
        assert focused["outline"] != "none", f"{focused['name']!r} has the focus and hides it"
        if focused["name"].startswith(name):
            return
    pytest.fail(f"No Tab leads to «{name}» on {page.url}.")


def test_the_keyboard_alone_is_enough(
    new_page: Callable[..., Page], house: Callable[[], None]
) -> None:
    page = new_page()
    page.goto("/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    tab_to(page, "Where?")
    page.keyboard.type("chicago")
    page.keyboard.press("Enter")
    page.wait_for_url("**/ask/what/?place=Chicago*")
    for target in ("Face search by the Chicago Police", "Next: who signs"):
        tab_to(page, target)
        with page.expect_navigation():
            page.keyboard.press("Enter")
    tab_to(page, "Name under the letter")
    page.keyboard.type("Rosa Resident")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    tab_to(page, "E-mail address")
    page.keyboard.type("rosa.keys@openshutter.example")
    tab_to(page, "Password")
    page.keyboard.type("correct-horse-9")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    for target in ("Write my letter", "Approve and send"):
        tab_to(page, target)
        with page.expect_navigation():
            page.keyboard.press("Enter")
    house()
    page.reload()
    tab_to(page, "Written extension")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    house()
    assert [entry.kind for entry in DocketEntry.objects.all()] == ["sent", "extended"]


def test_an_error_takes_the_keyboard_to_its_explanation(
    new_page: Callable[..., Page], house: Callable[[], None]
) -> None:
    page = new_page()
    page.goto("/ask/records/?place=Chicago, Illinois&what=frt_search")
    while page.get_by_role("checkbox", checked=True).count():
        page.get_by_role("checkbox", checked=True).first.uncheck()
    page.get_by_role("button", name="Next: who signs").click()
    summary = page.get_by_role("alert")
    expect(summary).to_be_focused()
    expect(summary).to_contain_text("Tick at least one kind of record to ask for.")
