"""The stories of who works here, in three languages, with script and without, on real mail."""

import csv
import io
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from foia.flow import desk
from foia.models import (
    Campaign,
    LedgerEntry,
    Membership,
    Message,
    Note,
    Reading,
    RecordsRequest,
    Team,
    User,
    Wave,
)
from tests.browser.person import Person, person, replies
from tests.conftest import NOW
from tests.published import shown_by
from tests.web.conftest import Rows, mail, receive

BODIES = (
    "id,name,city,state,email\n"
    "1,Sampletown Police,Sampletown,Illinois,foia@police.example\n"
    "2,Sampletown Schools,Sampletown,Illinois,foia@schools.example\n"
)
NONE_WAITS = (
    "No reply waits for a person. What comes in and is clear is filed by itself; "
    "the rest is asked here."
)
NONE_HELD = "We searched our files and hold no records responsive to your request."


def somebody(name: str) -> User:
    return User.objects.create_user(f"{name.lower()}@openshutter.example", full_name=name)


def founds_a_team(ines: Person, maya: Person) -> None:
    """Found a team, invite a second organizer, and have her join."""
    ines.goes("/teams/")
    ines.field("Name of the team").fill("Coalition")
    ines.presses("Make the team")
    ines.field("E-mail address of their account").fill("maya@openshutter.example")
    ines.field("What they may do").select_option("organizer")
    ines.presses("Invite")
    maya.goes("/teams/")
    maya.sees("You are invited to «%(team)s»", team="Coalition")
    maya.presses("Join")
    assert Membership.objects.get(user__email="maya@openshutter.example").role == "organizer"


def takes_bodies_in(ines: Person, folder: Path) -> None:
    """Take a table of bodies in for the team."""
    table = folder / "bodies.csv"
    table.write_text(BODIES, encoding="utf-8")
    ines.goes("/agencies/imports/new/")
    ines.field("The table").set_input_files(table)
    ines.presses("Upload and look at it")
    ines.follows("Compare the whole table with what is there")
    ines.presses("Take it in")


def plans(ines: Person) -> None:
    """Plan a campaign that two people must approve, and choose its bodies."""
    ines.goes("/campaigns/new/?what=frt_search")
    ines.field("Name of the campaign").fill("Sampletown")
    ines.field("Name under the letters").fill("Ines")
    ines.field("A second person must approve every wave").check()
    ines.presses("Make the campaign")
    ines.follows("Choose bodies")
    ines.field("Or by a search").fill("Sampletown")
    ines.presses("Add them")
    assert Campaign.objects.get().bodies.count() == 2


def has_written(ines: Person, house: Callable[[], None]) -> None:
    """Have a pilot of one letter written, and approve it as the first."""
    ines.follows("Before sending")
    ines.page.get_by_role("radio").first.check()
    ines.field("Bodies in a pilot").fill("1")
    ines.field("Only on working days, in the office hours of each body's place").uncheck()
    ines.presses("Write these letters")
    house()
    ines.looks_again()
    ines.presses(
        "Approve %(number)s letter as written|Approve all %(number)s letters as written", 1
    )
    assert Message.objects.get(kind="letter").state == "draft"


def approves_as_second(maya: Person, house: Callable[[], None]) -> Message:
    """Approve the pilot as the second person; return its letter after it has left."""
    wave = Wave.objects.get()
    maya.goes(f"/waves/{wave.uuid}/")
    maya.presses(
        "Approve %(number)s letter as the second person"
        "|Approve all %(number)s letters as the second person",
        1,
    )
    house()
    maya.looks_again()
    maya.sees("Done")
    return Message.objects.get(kind="letter")


@pytest.mark.parametrize(("language", "has_script"), [("en", False), ("es", True), ("fr", False)])
def test_an_organizer_asks_with_a_team_and_appeals_what_came_back(
    language: str,
    has_script: bool,
    new_page: Callable[..., Page],
    house: Callable[[], None],
    tmp_path: Path,
) -> None:
    ines = person(new_page, somebody("Ines"), language, has_script=has_script)
    maya = person(new_page, somebody("Maya"), language, has_script=has_script)
    founds_a_team(ines, maya)
    takes_bodies_in(ines, tmp_path)
    plans(ines)
    has_written(ines, house)
    replies(approves_as_second(maya, house), NONE_HELD)
    house()
    campaign = Campaign.objects.get()
    ines.goes(f"/campaigns/{campaign.uuid}/answers/")
    row = ines.page.get_by_role("row").filter(has_text="Sampletown Police")
    expect(row).to_contain_text(ines.words("They say they hold no such records"))
    row.get_by_role("checkbox").check()
    ines.field("With these bodies").select_option("appeal:pac")
    ines.presses("Do it")
    house()
    ines.looks_again()
    ines.sees("Ask for review")
    assert Wave.objects.get(number=2).bodies.count() == 1


def asked_by_a_team(new_page: Callable[..., Page], house: Callable[[], None]) -> RecordsRequest:
    """Return a request of a campaign whose letter has left."""
    ines = person(new_page, User.objects.get(email__startswith="ines"), "en")
    ines.goes("/campaigns/new/?what=frt_search")
    ines.field("Name of the campaign").fill("Sampletown")
    ines.field("Name under the letters").fill("Ines")
    ines.presses("Make the campaign")
    ines.follows("Choose bodies")
    ines.field("Or by a search").fill("Chicago Police Department")
    ines.presses("Add them")
    ines.follows("Before sending")
    ines.field("Only on working days, in the office hours of each body's place").uncheck()
    ines.presses("Write these letters")
    house()
    ines.presses("as written")
    house()
    return RecordsRequest.objects.get()


@pytest.mark.parametrize(("language", "has_script"), [("en", True), ("es", False), ("fr", True)])
def test_a_responder_works_through_what_came_in(
    language: str,
    has_script: bool,
    new_page: Callable[..., Page],
    house: Callable[[], None],
) -> None:
    somebody("Ines")
    request = asked_by_a_team(new_page, house)
    campaign = request.campaign
    assert campaign is not None
    rita = person(new_page, somebody("Rita"), language, has_script=has_script)
    user = User.objects.get(email__startswith="rita")
    Membership.objects.create(team=Team.objects.get(), user=user, role="responder")
    desk.add_question(campaign=campaign, kind="yes_no", text="¿?", choices=[])
    replies(request.messages.get(kind="letter"), "We are looking into the matter you raised.")
    house()
    rita.goes("/inbox/")
    rita.page.locator(".inbox .row a").first.wait_for()
    rita.goes("/replies/")
    if has_script:
        with rita.page.expect_navigation():
            rita.page.keyboard.press("1")
    else:
        rita.page.locator(".answers-list button").first.click()
    rita.sees(NONE_WAITS)
    decided = Reading.objects.latest("pk")
    assert decided.state != "asked" and decided.decided_by == user
    looks_after(rita, request, user)
    codes_and_pays(rita, request)


def looks_after(rita: Person, request: RecordsRequest, user: User) -> None:
    """Take a request on, tag it and write a note beside it."""
    rita.goes(f"/requests/{request.uuid}/")
    rita.unfolds("Hand it on, or tag it")
    rita.field("Give to").select_option(str(user.pk))
    rita.presses("Give")
    rita.unfolds("Hand it on, or tag it")
    rita.field("Put a tag on").fill("cámaras")
    rita.presses("Tag")
    rita.field("A note").fill("They called: wait for Friday.")
    rita.presses("Keep the note")
    assert Note.objects.get().by == user
    expect(rita.page.locator("#desk")).to_contain_text("cámaras")
    expect(rita.page.locator("#desk")).to_contain_text("rita@openshutter.example")


def codes_and_pays(rita: Person, request: RecordsRequest) -> None:
    """Code the answer and enter what the body asks for."""
    rita.goes(f"/requests/{request.uuid}/coding/")
    rita.page.get_by_label(rita.words("Yes"), exact=True).check()
    rita.presses("Keep, and on to the next")
    rita.goes(f"/requests/{request.uuid}/ledger/")
    rita.field("What").select_option("paid")
    rita.field("Amount").fill("12.50")
    rita.field("Currency").fill("USD")
    rita.presses("Enter it")
    assert LedgerEntry.objects.get().kind == "paid"


@pytest.mark.parametrize(("language", "has_script"), [("en", False), ("es", True), ("fr", False)])
def test_a_reader_finds_what_was_learnt_and_nothing_private(
    language: str, has_script: bool, rows: Rows, new_page: Callable[..., Page]
) -> None:
    desk.write(request=rows.sent, text="For us alone", by=rows.sent.requester, now=NOW)
    receive(mail(rows.sent, NONE_HELD, message_id="<3@agency.example>"))
    shown = shown_by(rows.sent, NOW)
    reader = person(new_page, None, language, has_script=has_script)
    reader.goes("/")
    reader.page.locator('main a[href*="/findings/place/"]').first.click()
    reader.sees("Does %(place)s have a published usage policy?", place="Chicago, Illinois")
    reader.sees("Ask there yourself")
    assert len(taken(reader, "CSV").splitlines()) > 1
    assert downloaded(reader, "PDF").startswith(b"%PDF-")
    assert downloaded(reader, "DOCX").startswith(b"PK")
    reader.page.locator("main table a").first.click()
    reader.follows("Read the letters")
    for private in ("Rosa", "rosa@", rows.sent.reply_token, "For us alone"):
        assert private not in reader.page.content()
    with reader.page.expect_download() as waiting:
        reader.page.locator(f'a[href*="{shown.copy.uuid}"]').click()
    assert Path(waiting.value.path()).read_bytes().startswith(b"%PDF-")
    answer = reader.page.goto(f"/requests/{rows.sent.uuid}/")
    assert answer is not None and "/accounts/login/" in answer.url


def downloaded(reader: Person, name: str) -> bytes:
    with reader.page.expect_download() as waiting:
        reader.page.get_by_role("link", name=name, exact=True).click()
    return Path(waiting.value.path()).read_bytes()


def taken(reader: Person, name: str) -> str:
    text = downloaded(reader, name).decode("utf-8-sig")
    assert all(len(row) > 1 for row in csv.reader(io.StringIO(text)))
    return text
