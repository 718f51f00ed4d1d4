"""A campaign's story in a real browser: three bodies, from the plan to an answer and an appeal."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from foia.models import Membership, RecordsRequest, User, Wave


def organizer() -> User:
    return User.objects.create_user("ines@openshutter.example", full_name="Ines Organizer")


def plan(page: Page) -> None:
    """Plan a campaign about face search and choose four bodies in Chicago."""
    page.goto("/home/")
    page.get_by_role("link", name="Campaigns").first.click()
    page.get_by_role("link", name="Plan a campaign").click()
    page.get_by_role("link", name="Face search", exact=False).first.click()
    page.get_by_label("Name of the campaign").fill("Who searches faces?")
    page.get_by_role("button", name="Make the campaign").click()
    page.get_by_role("link", name="Choose bodies").click()
    page.get_by_label("Or by a search").fill("Chicago")
    page.get_by_role("button", name="Add them").click()
    expect(page.get_by_text("4 bodies were added.")).to_be_visible()


def write(page: Page, scope: str) -> None:
    """Have letters written that leave at once, whatever the hour."""
    page.get_by_role("link", name="Before sending").click()
    expect(page.get_by_text("5 ILCS 140").first).to_be_visible()
    page.get_by_label(scope).check()
    page.get_by_label("Bodies in a pilot").fill("1")
    page.get_by_label("Only on working days").uncheck()
    page.get_by_role("button", name="Write these letters").click()


def approve(page: Page, house: Callable[[], None], number: str) -> None:
    """Read the letters of a wave and approve them."""
    house()
    page.reload()
    page.get_by_role("link", name="Read the letters").click()
    page.get_by_role("table").get_by_role("link").first.click()
    expect(page.locator("pre.mailed")).to_contain_text("Freedom of Information Act")
    page.get_by_role("link", name="Wave").first.click()
    page.get_by_role("button", name=f"Approve {number} as written").click()
    expect(page.get_by_text("Approved.").first).to_be_visible()
    house()
    page.get_by_role("link", name="Look again").click()


@pytest.mark.parametrize("has_script", [True, False], ids=["with script", "without script"])
def test_a_campaign_asks_is_answered_and_asks_again(
    has_script: bool, new_page: Callable[..., Page], house: Callable[[], None]
) -> None:
    page = new_page(organizer(), java_script_enabled=has_script)
    plan(page)
    write(page, "A pilot: a few bodies first")
    approve(page, house, "1 letter")
    expect(page.locator(".stage")).to_contain_text("Done")
    page.get_by_role("link", name="Who searches faces?").first.click()
    write(page, "Every body that has not been asked yet")
    approve(page, house, "all 3 letters")
    expect(page.locator(".shares-told")).to_contain_text("Sent")
    assert RecordsRequest.objects.filter(stage="awaiting_response").count() == 4
    asked = RecordsRequest.objects.get(agency__slug="chicago-police-department")
    page.goto(f"/requests/{asked.uuid}/")
    page.get_by_role("button", name="Final answer").click()
    house()
    page.goto(f"/campaigns/{asked.campaign.uuid}/answers/")
    row = page.get_by_role("row").filter(has_text="Chicago Police Department")
    expect(row).to_contain_text("They say it does not exist")
    row.get_by_role("checkbox").check()
    page.get_by_label("With these bodies").select_option("appeal:pac")
    page.get_by_role("button", name="Do it").click()
    house()
    page.reload()
    expect(page.get_by_role("heading", name="Wave 3: Ask for review")).to_be_visible()
    assert Wave.objects.get(number=3).bodies.count() == 1


def test_the_progress_moves_by_itself_and_says_so_politely(
    new_page: Callable[..., Page], house: Callable[[], None]
) -> None:
    page = new_page(organizer())
    plan(page)
    write(page, "Every body that has not been asked yet")
    expect(page.locator(".stage")).to_contain_text("The letters are being written")
    house()
    expect(page.locator(".stage")).to_contain_text("Written, waiting for approval")
    expect(page.get_by_role("button", name="Approve all 4 letters as written")).to_be_visible()


def test_two_members_see_the_same_campaign_and_a_viewer_has_no_buttons(
    new_page: Callable[..., Page], house: Callable[[], None]
) -> None:
    page = new_page(organizer())
    plan(page)
    write(page, "A pilot: a few bodies first")
    house()
    viewer = User.objects.create_user("vera@openshutter.example")
    wave = Wave.objects.select_related("campaign").get()
    Membership.objects.create(team_id=wave.campaign.team_id, user=viewer, role="viewer")
    theirs = new_page(viewer)
    theirs.goto(f"/waves/{wave.uuid}/")
    expect(theirs.get_by_role("link", name="Read the letters")).to_be_visible()
    assert theirs.locator("main form").count() == 0


def reach(page: Page, wanted: Locator) -> None:
    """Press Tab until the focus is on it, as somebody without a mouse does."""
    for _ in range(120):
        page.keyboard.press("Tab")
        if wanted.evaluate("one => one === document.activeElement"):
            return
    raise AssertionError(f"Tab never reaches {wanted}")


def press(page: Page, wanted: Locator, key: str = "Enter") -> None:
    """Reach a link or a button and press a key on it."""
    reach(page, wanted)
    with page.expect_navigation():
        page.keyboard.press(key)


def test_the_keyboard_alone_plans_approves_and_pauses(
    new_page: Callable[..., Page], house: Callable[[], None]
) -> None:
    page = new_page(organizer())
    page.goto("/campaigns/new/")
    press(page, page.get_by_role("link", name="Face search", exact=False).first)
    reach(page, page.get_by_label("Name of the campaign"))
    page.keyboard.type("By keyboard")
    press(page, page.get_by_role("button", name="Make the campaign"))
    press(page, page.get_by_role("link", name="Choose bodies"))
    reach(page, page.get_by_label("Or by a search"))
    page.keyboard.type("Chicago")
    press(page, page.get_by_role("button", name="Add them"), "Space")
    press(page, page.get_by_role("link", name="Before sending"))
    reach(page, page.get_by_label("A pilot: a few bodies first"))
    page.keyboard.press("ArrowDown")
    reach(page, page.get_by_label("Only on working days"))
    page.keyboard.press("Space")
    press(page, page.get_by_role("button", name="Write these letters"))
    house()
    page.reload()
    press(page, page.get_by_role("button", name="Approve all 4 letters as written"))
    expect(page.get_by_text("Approved.").first).to_be_visible()
    press(page, page.get_by_role("button", name="Pause"), "Space")
    expect(page.locator(".stage")).to_contain_text("Paused")
    assert Wave.objects.get().state == "paused"
