"""A campaign's requests are its team's: who may act on them by a form, and what they are shown."""

from datetime import datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from foia import samples
from foia.flow import campaigns, outbox, teams
from foia.gateways import blobs
from foia.gateways.door import HandedIn
from foia.models import (
    Membership,
    Reading,
    SandboxMail,
    User,
    Wave,
)
from foia.sandbox import mailbox
from tests.web.conftest import campaign_of, mail, receive, signed_in, written

ASKED = "chicago-police-department"
FORMS = ("letter_write", "reading_decide", "sandbox_answer", "delivery_settle", "letter_again")


@pytest.fixture
def now() -> datetime:
    """This moment: the views read the clock themselves."""
    return timezone.now()


@pytest.fixture(autouse=True)
def bodies(db: None) -> None:
    """The sample bodies."""
    samples.load()


@pytest.fixture
def wave(citizen: User, now: datetime, real_smtp: None) -> Wave:
    """A wave of a campaign that was sent, and to which one body has answered something odd."""
    campaign = campaign_of(citizen, now)
    campaign.bodies.exclude(agency__slug=ASKED).delete()
    wave = written(campaign, now, keeps_office_hours=False)
    campaigns.approve(wave=wave, digest=wave.digest, by=citizen, now=now)
    campaigns.run(now=now)
    outbox.run(now=now + timedelta(minutes=1))
    left = blobs.read(wave.messages.get().raw_id)
    mailbox.catch(HandedIn("a@b.example", ("foia@chicago-police.example",), left), now=now)
    receive(mail(campaign.requests.get(), "We are looking into it."), now)
    return wave


def member(wave: Wave, role: str) -> Client:
    """Return the browser of somebody with a role in the team."""
    maya = User.objects.create_user("maya@openshutter.example")
    Membership.objects.create(team=wave.campaign.team, user=maya, role=role)
    return signed_in(maya)


def acts(wave: Wave) -> dict[str, str]:
    """Return the addresses of the forms about the wave's request."""
    letter = wave.messages.get()
    keys = {
        "letter_write": letter.the_request.uuid,
        "reading_decide": Reading.objects.get().pk,
        "sandbox_answer": SandboxMail.objects.get(message_id=letter.message_id).pk,
        "delivery_settle": letter.deliveries.get().pk,
        "letter_again": letter.uuid,
    }
    return {name: reverse(name, args=[key]) for name, key in keys.items()}


def refused(browser: Client, wave: Wave) -> set[str]:
    """Return the forms that do not exist for somebody."""
    return {name for name, to in acts(wave).items() if browser.post(to).status_code == 404}


@pytest.mark.parametrize(
    ("role", "not_there"),
    [
        ("organizer", set()),
        ("responder", set(FORMS) - {"reading_decide", "sandbox_answer"}),
        ("viewer", set(FORMS)),
    ],
)
def test_a_member_acts_on_a_request_as_the_role_allows(
    role: str, not_there: set[str], wave: Wave
) -> None:
    assert refused(member(wave, role), wave) == not_there


def test_who_asked_for_the_team_acts_no_longer_once_made_a_viewer_or_taken_out(
    wave: Wave, owner: Client, citizen: User
) -> None:
    page = reverse("records_request", args=[wave.campaign.requests.get().uuid])
    mine = Membership.objects.get(user=citizen)
    member(wave, "owner")
    teams.set_role(membership=mine, role="viewer")
    assert refused(owner, wave) == set(FORMS)
    assert owner.get(page).status_code == 200
    teams.leave(membership=mine)
    assert owner.get(page).status_code == 404
    assert (
        owner.get(reverse("sandbox_mail", args=[SandboxMail.objects.first().pk])).status_code == 404
    )  # type: ignore[union-attr]


@pytest.mark.parametrize(("role", "number"), [("viewer", 0), ("responder", 7)])
def test_a_page_shows_no_form_that_the_role_could_not_send(
    role: str, number: int, wave: Wave
) -> None:
    asked = wave.campaign.requests.get()
    page = member(wave, role).get(reverse("records_request", args=[asked.uuid])).content.decode()
    main = page.partition("<main")[2].partition("</main>")[0]
    forms = main.count("<form") - main.count('enctype="multipart/form-data"')
    assert forms == number
    assert "Say what they wrote" in page
    assert wave.campaign.name in page


def test_a_draft_of_a_wave_is_read_among_its_letters(
    owner: Client, citizen: User, now: datetime
) -> None:
    wave = written(campaign_of(citizen, now), now)
    letter = wave.messages.filter(channel="email").first()
    assert letter is not None
    page = owner.get(reverse("records_request", args=[letter.the_request.uuid]))
    assert "Your letter waits with its wave" in page.content.decode()
    assert reverse("wave_letter", args=[letter.uuid]) in page.content.decode()
    assert f'"{reverse("letter", args=[letter.uuid])}"' not in page.content.decode()


HUGE = ["9" * 25, "9" * 5000, "²", "-1", "0"]


@pytest.mark.parametrize("key", HUGE, ids=["25 digits", "5000 digits", "square", "below", "none"])
def test_a_ticked_row_that_no_table_could_have_is_no_row(
    key: str, owner: Client, citizen: User, now: datetime
) -> None:
    campaign = campaign_of(citizen, now)
    table = {"table": f"body,street\n{key},Main\n"}
    pages = {
        "campaign_bodies_remove": {"picked": [key]},
        "campaign_grid_act": {"picked": [key], "do": "overdue"},
        "campaign_fields": table,
    }
    for name, told in pages.items():
        answer = owner.post(reverse(name, args=[campaign.uuid]), told)
        assert answer.status_code in (302, 422), name
    assert campaign.bodies.count() == 3


def test_a_wave_cannot_begin_in_a_year_that_no_calendar_knows(
    owner: Client, citizen: User, now: datetime
) -> None:
    campaign = campaign_of(citizen, now)
    told = {"scope": "rest", "size": 1, "per_minute": 60, "per_domain_hour": 30}
    address = reverse("campaign_before", args=[campaign.uuid])
    page = owner.post(address, told | {"starts_at": "9999-12-31T23:59"})
    assert page.status_code == 422
    assert "within a year" in page.content.decode()
    assert not campaign.waves.exists()


def test_a_file_goes_with_the_letters_until_it_is_taken_away(
    owner: Client, citizen: User, now: datetime
) -> None:
    campaign = campaign_of(citizen, now)
    address = reverse("campaign_files", args=[campaign.uuid])
    hostile = '"><script>alert(1)</script>.html'
    for name in ("map of cameras.pdf", hostile):
        kept = owner.post(address, {"file": SimpleUploadedFile(name, b"<b>bytes</b>")}, follow=True)
        assert "Kept." in kept.content.decode()
    assert "<script>alert" not in kept.content.decode()
    first, second = campaign.files.order_by("position")
    page = owner.get(reverse("campaign_file", args=[campaign.uuid, second.pk]))
    assert page.content == b"<b>bytes</b>"
    assert page["Content-Disposition"].startswith("attachment")
    owner.post(reverse("campaign_file_remove", args=[campaign.uuid, second.pk]))
    letter = written(campaign, now).messages.filter(channel="email").first()
    assert letter is not None
    assert [file.name for file in letter.attachments.all()] == [first.name]
    waits = owner.post(address, {"file": SimpleUploadedFile("late.pdf", b"x")})
    assert waits.status_code == 422
    for empty in ({}, {"file": SimpleUploadedFile("none.pdf", b"")}):
        assert owner.post(address, empty).status_code == 422


def test_a_file_that_is_too_large_is_refused_before_it_is_read(
    owner: Client, citizen: User, now: datetime
) -> None:
    campaign = campaign_of(citizen, now)
    large = SimpleUploadedFile("large.bin", b"x" * 5_000_001)
    page = owner.post(reverse("campaign_files", args=[campaign.uuid]), {"file": large})
    assert page.status_code == 422
    assert "larger than 5 MB" in page.content.decode()
    assert not campaign.files.exists()
