"""Later letters in a real browser: a reminder, then an appeal, through the sandbox."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from foia.models import DocketEntry, RecordsRequest, SandboxMail
from tests.browser.test_story import draft_a_letter
from tests.flow.test_follow_ups import REFUSAL

WORDS = "The policy was shown to the council in May; <b>nothing</b> in it is secret."


@pytest.fixture
def pass_days(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """A function that sets the clock of the installation so many days ahead of the real one."""
    real_now = timezone.now

    def set_ahead(days: int) -> None:
        ahead = timedelta(days=days)

        def now() -> datetime:
            return real_now() + ahead

        monkeypatch.setattr("django.utils.timezone.now", now)

    return set_ahead


def next_panel(page: Page) -> str:
    return page.locator(".next").inner_text()


@pytest.mark.parametrize("has_script", [True, False], ids=["with script", "without script"])
def test_a_citizen_reminds_and_then_appeals(
    has_script: bool,
    new_page: Callable[..., Page],
    house: Callable[[], None],
    pass_days: Callable[[int], None],
) -> None:
    page = new_page(java_script_enabled=has_script)
    draft_a_letter(page)
    page.get_by_role("button", name="Approve and send").click()
    house()

    pass_days(11)
    house()
    page.reload()
    expect(page.locator(".stage")).to_have_text(
        "They stayed silent, which the law treats as a refusal"
    )
    assert "Remind them that the answer is late" in next_panel(page)
    expect(page.get_by_role("heading", name="What you can do now")).to_be_visible()
    page.locator(".next").get_by_role("button", name="Write this letter").click()
    expect(page.get_by_role("article", name="The letter")).to_contain_text("5 ILCS 140/3(d)")
    page.get_by_role("button", name="Approve and send").click()
    house()
    assert SandboxMail.objects.filter(subject__startswith="Overdue:").count() == 1

    page.reload()
    page.get_by_text("Or write an answer yourself").click()
    page.get_by_label("Subject").fill("Your request")
    page.get_by_label("Text", exact=True).fill(REFUSAL)
    page.get_by_role("button", name="Send as the agency").click()
    house()
    page.reload()
    assert "Ask for review: Public Access Counselor" in next_panel(page)
    page.locator(".next").get_by_role("button", name="Write this letter").click()
    expect(page.get_by_label("Police work and prosecution")).to_be_checked()
    expect(page.get_by_label("To whom")).to_have_value("Public Access Counselor")
    page.get_by_label("In your own words").fill(WORDS)
    page.get_by_label("Their address").fill("review@counselor.example")
    page.get_by_label("by e-mail, sent from here").check()
    page.get_by_role("button", name="Save and read the letter").click()
    sheet = page.get_by_role("article", name="The letter")
    expect(sheet).to_contain_text("are not records of an investigation")
    expect(sheet).to_contain_text(WORDS)
    page.get_by_role("button", name="Approve and send").click()
    house()
    page.reload()
    expect(page.locator(".stage")).to_have_text("On appeal")
    assert SandboxMail.objects.filter(recipient="review@counselor.example").count() == 1
    request = RecordsRequest.objects.get()
    kinds = (
        DocketEntry.objects.filter(request=request).order_by("seq").values_list("kind", flat=True)
    )
    assert list(kinds) == ["sent", "denied", "appealed"]
