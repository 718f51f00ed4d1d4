"""Settings: how one is told, one's details, calendars, one's data, and the end of an account."""

import io
import json
import re
import zipfile
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from foia import notices
from foia.flow import outbox, reminders
from foia.models import (
    Campaign,
    Deadline,
    Delivery,
    KeptDetails,
    LedgerEntry,
    Membership,
    Message,
    Note,
    RecordsRequest,
    Reminder,
    User,
)
from tests.conftest import NOW
from tests.web.conftest import campaign_of, signed_in

pytestmark = pytest.mark.django_db
WISHES = {
    "full_name": "Rosa Resident",
    "language": "en",
    "time_zone": "America/Chicago",
    "notices": "daily",
    "notices_hour": "7",
    "quiet_from": "22",
    "quiet_until": "6",
    "mailed": ["overdue"],
}


@pytest.fixture
def told(sent: RecordsRequest) -> Reminder:
    """One thing that the citizen was told of their request."""
    reminders.run(now=NOW + timedelta(days=5))
    return Reminder.objects.get()


def feed_of(browser: Client, **wishes: object) -> str:
    """Make a calendar on the screen; return its address as the page shows it."""
    page = browser.post("/settings/calendars/", wishes).content.decode()
    return re.search(r'value="http://testserver(/calendars/[^"]+)"', page).group(1)  # type: ignore[union-attr]


def events(answer: Any) -> list[Any]:
    return list(Calendar.from_ical(answer.content).walk("VEVENT"))


def test_what_is_chosen_is_kept_and_shown(owner: Client, citizen: User) -> None:
    assert owner.post("/settings/", WISHES).status_code == 302
    citizen.refresh_from_db()
    assert (citizen.notices, citizen.notices_hour, citizen.quiet_from) == ("daily", 7, 22)
    assert "due_soon" in citizen.muted
    assert "overdue" not in citizen.muted
    assert 'value="22" selected' in owner.get("/settings/").content.decode()


@pytest.mark.parametrize(
    "wrong",
    [
        {"quiet_until": ""},
        {"quiet_until": "22"},
        {"time_zone": "Nowhere"},
        {"notices": "hourly"},
        {"notices_hour": "24"},
        {"mailed": ["nothing"]},
    ],
)
def test_what_cannot_be_is_refused_and_nothing_typed_is_lost(
    owner: Client, citizen: User, wrong: dict[str, object]
) -> None:
    answer = owner.post("/settings/", {**WISHES, **wrong, "full_name": "Somebody else"})
    assert answer.status_code == 422
    assert "Somebody else" in answer.content.decode()
    citizen.refresh_from_db()
    assert citizen.notices == "at_once"


def test_the_list_shows_what_was_told_and_what_is_new(
    owner: Client, told: Reminder, django_assert_max_num_queries: Any
) -> None:
    Reminder.objects.update(send_at=NOW)
    with django_assert_max_num_queries(12):
        page = owner.get("/notices/").content.decode()
    assert "Answer due on November 23, 2026" in page
    assert "5 ILCS 140/3" in page
    assert '<span class="count">1' in page
    owner.post("/notices/read/", {"notice": told.pk})
    assert '<span class="count">' not in owner.get("/notices/").content.decode()


def test_nobody_marks_what_somebody_else_was_told(stranger: Client, told: Reminder) -> None:
    stranger.post("/notices/read/", {"notice": told.pk})
    stranger.post("/notices/read/")
    told.refresh_from_db()
    assert told.read_at is None


def test_one_click_ends_the_mails_without_signing_in_and_a_look_does_not(
    client: Client, citizen: User
) -> None:
    address = notices.stop_url(citizen.pk).partition("8000")[2]
    assert client.get(address).status_code == 200
    citizen.refresh_from_db()
    assert citizen.notices == "at_once"
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(address, {"List-Unsubscribe": "One-Click"}).status_code == 200
    citizen.refresh_from_db()
    assert citizen.notices == "never"
    assert client.post(address.replace(":", ":x")).status_code == 404


def test_a_calendar_is_read_by_a_real_parser_with_section_and_link(
    owner: Client, client: Client, sent: RecordsRequest
) -> None:
    answer = client.get(feed_of(owner))
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    (event,) = events(answer)
    assert event["dtstart"].dt == date(2026, 11, 23)
    assert sent.title in event["summary"]
    assert "5 ILCS 140/3" in event["description"]
    assert f"/requests/{sent.uuid}/" in event["url"]


def test_a_calendar_can_hide_who_is_asked_for_what(
    owner: Client, client: Client, sent: RecordsRequest
) -> None:
    (event,) = events(client.get(feed_of(owner, hides_details="on")))
    assert sent.title not in event["summary"]
    assert "5 ILCS 140/3" in event["description"]


def test_a_calendar_speaks_its_makers_language(
    owner: Client, client: Client, citizen: User, sent: RecordsRequest
) -> None:
    User.objects.update(language="es")
    Deadline.objects.update(state="missed", due_on=timezone.now().date())
    (event,) = events(client.get(feed_of(owner)))
    assert event["summary"].startswith("Pasado: ")


def test_a_calendar_keeps_its_lines_short_and_its_events_whatever_a_title_says(
    owner: Client, client: Client, sent: RecordsRequest
) -> None:
    title = "Ñandú, «vidéo»; \\ 監視カメラ\nBEGIN:VEVENT\r\n" * 6
    RecordsRequest.objects.update(title=title[:190])
    first = client.get(feed_of(owner)).content
    assert all(len(line) <= 75 for line in first.split(b"\r\n"))
    for line in first.split(b"\r\n"):
        line.decode()  # no letter is cut in two
    assert b"\n" not in first.replace(b"\r\n", b"")
    assert first.count(b"\r\nBEGIN:VEVENT") == 1
    address = feed_of(owner)
    uids = [events(client.get(address))[0]["uid"] for _ in range(2)]
    assert uids[0] == uids[1]


def test_a_calendar_that_has_not_changed_is_not_sent_again(
    owner: Client, client: Client, sent: RecordsRequest
) -> None:
    address = feed_of(owner)
    tag = client.get(address)["ETag"]
    assert client.get(address, headers={"if-none-match": tag}).status_code == 304
    Deadline.objects.update(due_on=date(2026, 11, 24))
    assert client.get(address, headers={"if-none-match": tag}).status_code == 200


def test_a_calendar_ends_with_its_row_and_with_its_makers_account(
    owner: Client, client: Client, citizen: User, sent: RecordsRequest
) -> None:
    first, second = feed_of(owner), feed_of(owner)
    pk = citizen.calendar_feeds.order_by("pk")[0].pk
    owner.post(reverse("calendar_end", args=[pk]))
    assert client.get(first).status_code == 404
    assert client.get(second).status_code == 200
    User.objects.update(is_active=False)
    assert client.get(second).status_code == 404


def test_only_a_hash_of_a_calendars_address_is_kept(owner: Client) -> None:
    token = feed_of(owner).removeprefix("/calendars/").removesuffix(".ics")
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM foia_calendarfeed")
        assert token not in str(cursor.fetchall())


def test_a_teams_calendar_counts_bodies_and_ends_when_its_maker_leaves(
    owner: Client, client: Client, citizen: User, sent: RecordsRequest
) -> None:
    campaign = campaign_of(citizen, NOW)
    left_out = ("id", "uuid", "reference", "reply_token", "campaign", "agency")
    columns = {f.name: getattr(sent, f.name) for f in sent._meta.fields if f.name not in left_out}
    (clock,) = sent.deadlines.all()
    for number, body in enumerate(campaign.bodies.all()):
        marks = {"reference": f"T{number}", "reply_token": f"t{number}"}
        one = RecordsRequest.objects.create(
            **columns, **marks, campaign=campaign, agency=body.agency
        )
        clock.pk, clock.request, clock.desk = None, one, one.desk
        clock.save()
    address = feed_of(owner, team=campaign.team.pk)
    (event,) = events(client.get(address))
    assert "(bodies: 3)" in event["summary"]
    assert campaign.name in event["summary"]
    Membership.objects.filter(user=citizen).delete()
    assert client.get(address).status_code == 404


def test_dangerous_places_stand_in_no_calendar(
    owner: Client, client: Client, sent: RecordsRequest
) -> None:
    RecordsRequest.objects.update(jurisdiction_code="ru")
    assert events(client.get(feed_of(owner))) == []


def test_details_are_kept_sealed_and_forgotten_on_wish(owner: Client, citizen: User) -> None:
    told = {"address": "1 Sample Street\nChicago", "born_on": "1980-02-29", "telephone": "+1 555"}
    assert owner.post("/settings/details/", told).status_code == 302
    kept = KeptDetails.objects.get()
    assert kept.details == {"born_on": "1980-02-29", "telephone": "+1 555"}
    with connection.cursor() as cursor:
        cursor.execute("SELECT address, details FROM foia_keptdetails")
        assert "Sample" not in str(cursor.fetchall())
    assert "1 Sample Street" in owner.get("/settings/details/").content.decode()
    owner.post("/settings/details/", {"act": "forget"})
    assert not KeptDetails.objects.exists()


def test_ones_own_data_is_a_zip_with_every_mail_and_nothing_of_others(
    owner: Client, sent: RecordsRequest, citizen: User
) -> None:
    User.objects.create_user("sam@openshutter.example")
    EmailAddress.objects.create(user=citizen, email="rosa@work.example")
    said = {"request": sent, "by": citizen, "at": NOW}
    Note.objects.create(text="Ring them", **said)
    paid = {"kind": "paid", "amount": Decimal("5.50"), "currency": "USD", "on": NOW.date()}
    LedgerEntry.objects.create(**said, **paid)
    answer = owner.post("/settings/data/export/")
    folder = zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))  # type: ignore[attr-defined]
    assert folder.testzip() is None
    (account,) = json.loads(folder.read("account.json"))
    assert account["email"] == citizen.email
    assert "password" not in account
    (request,) = json.loads(folder.read("requests.json"))
    assert request["uuid"] == str(sent.uuid)
    (letter,) = json.loads(folder.read("messages.json"))
    assert b"Illinois Freedom of Information Act" in folder.read(f"files/{letter['uuid']}/mail.eml")
    assert json.loads(folder.read("addresses.json"))[0]["email"] == "rosa@work.example"
    assert json.loads(folder.read("notes.json"))[0]["text"] == "Ring them"
    assert Decimal(json.loads(folder.read("ledger.json"))[0]["amount"]) == Decimal("5.50")
    everything = b"".join(folder.read(name) for name in folder.namelist())
    assert b"sam@openshutter.example" not in everything


def test_a_closed_account_loses_the_person_and_keeps_the_archive(
    owner: Client, sent: RecordsRequest, citizen: User
) -> None:
    RecordsRequest.objects.update(signed_address="1 Sample Street", identity={"document": "X1"})
    campaign = campaign_of(citizen, NOW)
    citizen.set_password("a long enough pass phrase")
    citizen.save()
    browser = signed_in(citizen)
    browser.post("/accounts/reauthenticate/", {"password": "a long enough pass phrase"})
    assert browser.post("/settings/close/", {"email": "x@y.example"}).status_code == 422
    letter = sent.messages.get()
    assert browser.post("/settings/close/", {"email": citizen.email}).status_code == 302
    person = User.objects.get(pk=citizen.pk)
    assert not person.is_active
    assert (person.full_name, person.has_usable_password()) == ("", False)
    assert "rosa" not in person.email
    assert not EmailAddress.objects.filter(user=person).exists()
    request = RecordsRequest.objects.get(pk=sent.pk)
    assert (request.signed_address, request.identity) == ("", {})
    assert Campaign.objects.get(pk=campaign.pk).signed_address == ""
    assert Message.objects.get(pk=letter.pk).body_text == letter.body_text
    assert request.docket.count() == 1
    assert owner.get("/home/").status_code == 302
    assert not Membership.objects.filter(user=person).exists()


def test_a_closed_account_lets_nothing_leave_that_waits(
    owner: Client, approved: Message, citizen: User
) -> None:
    owner.post("/settings/close/", {"email": citizen.email})
    assert Delivery.objects.get(message=approved).state == "settled"
    assert outbox.run(now=NOW) == 0


def test_the_only_owner_of_a_team_with_others_has_to_hand_it_on_first(
    owner: Client, sent: RecordsRequest, citizen: User
) -> None:
    team = campaign_of(citizen, NOW).team
    maya = User.objects.create_user("maya@openshutter.example")
    Membership.objects.create(team=team, user=maya, role="viewer")
    answer = owner.post("/settings/close/", {"email": citizen.email})
    assert answer.status_code == 422
    assert "make somebody else its owner" in answer.content.decode()
    citizen.refresh_from_db()
    assert citizen.is_active


def test_the_list_of_many_costs_no_more_than_the_list_of_one(
    owner: Client, citizen: User, told: Reminder, django_assert_max_num_queries: Any
) -> None:
    Reminder.objects.bulk_create(
        Reminder(
            person=citizen,
            request=told.request,
            occasion="overdue",
            term=f"t{number}",
            due_on=date(2026, 11, 1),
            state="on_screen",
            send_at=datetime(2026, 11, 2, tzinfo=UTC),
            created_at=NOW,
        )
        for number in range(200)
    )
    with django_assert_max_num_queries(12):
        assert "100" in owner.get("/notices/").content.decode()


def test_what_is_kept_fills_the_form_that_the_law_of_a_place_asks_for(
    owner: Client, citizen: User, sent: RecordsRequest
) -> None:
    told = {"address": "Avenida Uno 5\nMéxico", "citizenship": "Mexican"}
    owner.post("/settings/details/", told)
    owner.post("/ask/records/?place=Marseille&what=cctv", chosen_of(owner))
    page = owner.get("/ask/sign/").content.decode()
    assert 'value="Rosa Resident"' in page
    law_asks = 'name="signed_address"' in page
    assert ("Avenida Uno 5" in page) is law_asks


def chosen_of(browser: Client) -> dict[str, str]:
    """The ask as the wizard offers it, unchanged."""
    page = browser.get("/ask/records/?place=Marseille&what=cctv").context["form"]
    return {page[name].html_name: page[name].value() for name in page.fields if page[name].value()}
