"""The whole story of letters in a real browser, in French and in Spanish: asked, late, appealed."""

from collections.abc import Callable
from typing import Any, NamedTuple
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Page, expect

from foia.models import DocketEntry, Message, User
from tests.browser.test_follow_ups import pass_days  # noqa: F401  (a fixture shared)

A_YEAR = 366 * 24 * 3600  # so that nobody is signed out while the days pass
ADDRESS = "1 rue de l'Exemple\n13000 Marseille"
REMINDERS = (
    "Remind them that the answer is late",
    "Remind them a second time",
    "Remind them for the last time",
)


class Abroad(NamedTuple):
    """A place, what its letters must cite, when each reminder is due, and who reviews."""

    place: str
    what: str
    own: str
    request: str
    late: str
    days: tuple[int, int, int]
    appeal: str
    review: str


PLACES = {
    "fr": Abroad(
        place="Marseille",
        what="cctv",
        own="Les règles d'emploi, y compris la charte d'éthique.",
        request="art. L311-1",
        late="Réponse en retard",
        days=(34, 42, 50),
        appeal="CADA",
        review="saisine@cada.example",
    ),
    "es": Abroad(
        place="Mexico City (Ciudad de México)",
        what="rtcc",
        own="Los protocolos, con sus anexos.",
        request="Con fundamento en",
        late="Respuesta vencida",
        days=(16, 24, 32),
        appeal="Recurso de revisión",
        review="recursos@garante.example",
    ),
}


def leave(page: Page, house: Callable[[], None]) -> None:
    """Approve the letter on the page, and see it leave by mail or by the person's own hand."""
    page.get_by_role("button", name="Approve").click()
    filed = page.get_by_role("button", name="Record that I filed it")
    if filed.count():
        filed.click()
    house()
    page.reload()


def write(page: Page, title: str) -> None:
    page.get_by_role("button", name=f"Write this letter: {title}").first.click()


@pytest.mark.parametrize("language", PLACES)
def test_a_letter_is_asked_signed_compared_sent_chased_and_appealed(
    language: str,
    citizen: User,
    new_page: Callable[..., Page],
    house: Callable[[], None],
    pass_days: Callable[[int], None],  # noqa: F811
    settings: Any,
) -> None:
    settings.SESSION_COOKIE_AGE = A_YEAR
    told = PLACES[language]
    page = new_page(citizen)
    page.goto(f"/ask/records/?{urlencode({'place': told.place, 'what': told.what})}")
    page.locator("#id_text_usage_policy").fill(told.own)
    page.get_by_role("button", name="Next: who signs").click()
    page.get_by_label("Name under the letter").fill("Rosa Resident")
    address = page.get_by_label("Postal address")
    if address.count():
        address.first.fill(ADDRESS)
    page.get_by_role("button", name="Write my letter").click()
    sheet = page.get_by_role("article", name="The letter")
    expect(sheet).to_contain_text(told.request)
    expect(sheet).to_contain_text(told.own)
    assert page.locator("ins").count() + page.locator("del").count() > 0
    leave(page, house)
    for days, title in zip(told.days, REMINDERS, strict=True):
        pass_days(days)
        house()
        page.reload()
        write(page, title)
        expect(page.get_by_role("article", name="The letter")).to_contain_text("Rosa Resident")
        leave(page, house)
    expect(page.locator(".happened")).to_contain_text("You wrote to them: Remind them")
    write(page, "Ask for review")
    page.get_by_label("Their address").fill(told.review)
    page.get_by_label("by e-mail, sent from here").check()
    page.get_by_role("button", name="Save and read the letter").click()
    expect(sheet).to_contain_text(told.appeal)
    leave(page, house)
    expect(page.locator(".stage")).to_have_text("On appeal")
    kinds = DocketEntry.objects.order_by("seq").values_list("kind", flat=True)
    assert list(kinds) == ["sent", "appealed"]
    reminder = Message.objects.get(kind="letter", step="overdue")
    assert told.late in reminder.subject and reminder.language == language
    assert Message.objects.get(kind="letter", step="overdue_second").in_reply_to or language == "es"
