"""The cast of the web tests: an owner, a stranger and staff, and one row of everything."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import pytest
from django.test import Client

from foia.flow import campaigns, compose, inbound, match, read, teams
from foia.gateways import blobs
from foia.gateways.door import HandedIn
from foia.letters.own_checks import Written
from foia.models import (
    Agency,
    Attachment,
    Campaign,
    Delivery,
    Invitation,
    Membership,
    Message,
    OwnWords,
    Reading,
    RecordsRequest,
    SandboxMail,
    Team,
    User,
    Wave,
)
from foia.sandbox import mailbox
from tests.agency_tables import taken, team, uploaded  # noqa: F401 (fixtures)
from tests.conftest import NOW, approve


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def owner(citizen: User) -> Client:
    """A browser in which the citizen is signed in."""
    return signed_in(citizen)


@pytest.fixture
def stranger(db: None) -> Client:
    """A browser of somebody else with an account."""
    return signed_in(User.objects.create_user("sam@openshutter.example"))


@pytest.fixture
def staff(db: None) -> Client:
    """A browser of somebody who runs the site."""
    return signed_in(User.objects.create_user("olive@openshutter.example", is_staff=True))


def mail(
    request: RecordsRequest,
    text: str,
    *,
    subject: str = "Your request",
    to: str | None = None,
    attachment: tuple[str, str, str] | None = None,
    message_id: str = "<1@agency.example>",
) -> bytes:
    """Return a mail from the agency as bytes."""
    address = to or f"r-{request.reply_token}@reply.openshutter.example"
    head = (
        f"From: Records Office <foia@chicago-police.example>\nTo: {address}\n"
        f"Subject: {subject}\nMessage-ID: {message_id}\n"
        "Date: Tue, 17 Nov 2026 10:00:00 -0600\nMIME-Version: 1.0\n"
    )
    if attachment is None:
        return f"{head}Content-Type: text/plain; charset=utf-8\n\n{text}\n".encode()
    name, kind, content = attachment
    return (
        f'{head}Content-Type: multipart/mixed; boundary="b"\n\n--b\n'
        f"Content-Type: text/plain; charset=utf-8\n\n{text}\n--b\n"
        f'Content-Type: {kind}\nContent-Disposition: attachment; filename="{name}"\n\n'
        f"{content}\n--b--\n"
    ).encode()


def receive(content: bytes, now: datetime = NOW) -> Message:
    """Take a mail in through the real rooms and return its message."""
    arrival = inbound.take(content=content, door="file", now=now)
    for room in (inbound, match, read):
        room.run(now=now)
    arrival.refresh_from_db()
    assert arrival.message is not None
    return Message.objects.select_related("request").get(pk=arrival.message.pk)


@dataclass
class Rows:
    """One row of everything an address can name."""

    draft: Message
    portal: Message
    refused: Message
    sent: RecordsRequest
    attachment: Attachment
    reading: Reading
    unclear: Delivery
    caught: SandboxMail
    unplaced: Message
    words: OwnWords
    invitation: Invitation
    member: Membership
    campaign: Campaign
    wave: Wave
    campaign_letter: Message


ASKED = ("chicago-police-department", "ville-de-marseille", "c5-cdmx")


def campaign_of(person: User, now: datetime, **more: object) -> Campaign:
    """Return a campaign of this person's team that asks three of the sample bodies."""
    made = campaigns.start(
        team=teams.team_of(person, now=now),
        requester=person,
        name="Who searches faces?",
        technology="frt_search",
        ask=[{"category": name, "texts": {}} for name in ("usage_policy", "contract")],
        signed_name="Rosa Resident",
        signed_address="1 Sample Street\nChicago",
        now=now,
        **more,  # type: ignore[arg-type]
    )
    campaigns.add_bodies(campaign=made, agencies=Agency.objects.filter(slug__in=ASKED))
    return made


def written(campaign: Campaign, now: datetime, **more: object) -> Wave:
    """Return a wave of a campaign whose letters are written and wait for approval."""
    wave = campaigns.new_wave(
        campaign=campaign,
        by=campaign.requester,
        now=now,
        **more,  # type: ignore[arg-type]
    )
    campaigns.run(now=now)
    wave.refresh_from_db()
    return wave


def invited(into: Team, by: User, now: datetime) -> Invitation:
    """Return an invitation of somebody to a team."""
    told = {"email": "ines@openshutter.example", "role": "viewer"}
    return teams.invite(team=into, by=by, now=now, **told)


@pytest.fixture
def rows(
    draft_to: Callable[..., Message], sent: RecordsRequest, citizen: User, now: datetime
) -> Rows:
    """A citizen's draft, portal letter, sent request with an odd answer, and unplaced mail."""
    letter = sent.messages.get()
    caught = mailbox.catch(
        HandedIn("a@b.example", ("foia@chicago-police.example",), blobs.read(letter.raw_id)),
        now=now,
    )
    words = compose.keep(
        owner=citizen,
        written=Written("frame", "Coalition", "en", opening="We write to $agency together."),
        now=now,
    )
    html = ("page.html", "text/html", "<script>alert(1)</script>")
    answer = receive(mail(sent, "We are looking into the matter you raised.", attachment=html))
    other = approve(draft_to("chicago-oemc"), citizen)
    campaign = campaign_of(citizen, now)
    wave = written(campaign, now)
    Delivery.objects.filter(message=other).update(state="unclear", answer="The line broke.")
    refused = approve(draft_to("chicago-police-department"), citizen)
    Delivery.objects.filter(message=refused).update(state="refused", answer="550 5.1.1 nobody")
    return Rows(
        refused=refused,
        draft=draft_to("chicago-police-department"),
        portal=approve(draft_to("c5-cdmx", technology="rtcc"), citizen),
        sent=sent,
        attachment=answer.attachments.get(),
        reading=answer.reading,
        unclear=other.deliveries.get(),
        caught=caught,
        words=words,
        invitation=invited(campaign.team, citizen, now),
        member=campaign.team.memberships.get(),
        campaign=campaign,
        wave=wave,
        campaign_letter=wave.messages.order_by("pk")[0],
        unplaced=receive(
            mail(sent, "Hello there.", to="x@elsewhere.example", message_id="<2@x.example>")
        ),
    )
