"""The response desk in a real browser: by keys, by forms without script, and with the keys off."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from foia.flow import desk
from foia.models import Membership, Reading, RecordsRequest, Team, User
from tests.web.test_inbox import grow, wave  # noqa: F401 (a fixture and its helper)

ODD = "/replies/"


@pytest.fixture
def replies(wave: object, citizen: User) -> list[RecordsRequest]:  # noqa: F811
    """Three requests, each with a reply of which somebody must say what it is."""
    return grow(wave, 3)  # type: ignore[arg-type]


def shown(page: Page, request: RecordsRequest) -> None:
    expect(page.locator("#reply")).to_have_text(f"Reply to {request.reference}")


def states() -> list[str]:
    return list(Reading.objects.order_by("pk").values_list("state", flat=True))


def press(page: Page, key: str) -> None:
    with page.expect_navigation():
        page.keyboard.press(key)


def test_replies_are_answered_by_keys_one_after_the_other(
    replies: list[RecordsRequest], citizen: User, new_page: Callable[..., Page]
) -> None:
    page = new_page(citizen)
    page.goto(ODD)
    shown(page, replies[0])
    press(page, "j")
    shown(page, replies[1])
    press(page, "k")
    shown(page, replies[0])
    press(page, "1")
    shown(page, replies[1])
    assert states() == ["confirmed", "asked", "asked"]
    press(page, "u")
    shown(page, replies[0])
    assert states() == ["asked", "asked", "asked"]
    press(page, "o")
    expect(page.locator("h1")).to_contain_text(replies[0].agency.name)


def test_keys_do_nothing_where_somebody_types_or_has_turned_them_off(
    replies: list[RecordsRequest], citizen: User, new_page: Callable[..., Page]
) -> None:
    page = new_page(citizen)
    page.goto(ODD)
    page.get_by_text("Something else").click()
    page.get_by_label("What is this message?").focus()
    page.keyboard.press("j")
    page.keyboard.press("Control+j")
    shown(page, replies[0])
    page.get_by_label("Keys 1 to 9").uncheck()
    page.locator("main").focus()
    page.keyboard.press("1")
    page.goto(ODD)
    expect(page.get_by_label("Keys 1 to 9")).not_to_be_checked()
    page.keyboard.press("1")
    shown(page, replies[0])
    assert states() == ["asked", "asked", "asked"]


def test_without_script_the_same_forms_do(
    replies: list[RecordsRequest], citizen: User, new_page: Callable[..., Page]
) -> None:
    page = new_page(citizen, java_script_enabled=False)
    page.goto(ODD)
    page.get_by_role("button", name="our guess").click()
    shown(page, replies[1])
    page.get_by_role("link", name="Later").click()
    shown(page, replies[2])
    page.get_by_role("button", name="Take it back").click()
    shown(page, replies[0])
    assert states() == ["asked", "asked", "asked"]


def test_two_members_code_an_answer_and_the_organizer_settles_it(
    replies: list[RecordsRequest], citizen: User, new_page: Callable[..., Page]
) -> None:
    campaign = replies[0].campaign
    assert campaign is not None
    maya = User.objects.create_user("maya@openshutter.example")
    Membership.objects.create(team=Team.objects.get(), user=maya, role="responder")
    desk.add_question(campaign=campaign, kind="yes_no", text="Is there a policy?", choices=[])
    for person, said in ((citizen, "Yes"), (maya, "No")):
        page = new_page(person)
        page.goto(f"/campaigns/{campaign.uuid}/coding/")
        page.get_by_role("link", name="Code the next").click()
        page.get_by_label(said, exact=True).check()
        page.get_by_role("button", name="Keep, and on to the next").click()
    page = new_page(citizen)
    page.goto(f"/campaigns/{campaign.uuid}/coding/")
    page.get_by_role("link", name="Coders differ once").click()
    page.get_by_label("No maya").check()
    page.get_by_label("Why?").fill("Page 1 says so")
    page.get_by_role("button", name="This stands").click()
    expect(page.get_by_text("Nowhere.")).to_be_visible()
    assert desk.agreements(campaign).popitem()[1] == (1, 0)
