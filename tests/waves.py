"""Waves of approved letters, made in few statements: for benchmarks, chaos and tests."""

from datetime import datetime, timedelta
from typing import Any

from foia.models import Agency, Campaign, Delivery, Message, RecordsRequest, Team, User, Wave

BODY = (
    "Dear records officer,\n\n"
    + (
        "Under the Illinois Freedom of Information Act, 5 ILCS 140, I request the records that are "
        "named below. Please send them by e-mail to the address of this letter.\n\n"
    )
    * 8
)


def a_wave(sender: User, *, now: datetime, team: Team | None = None, **columns: Any) -> Wave:
    """A wave that is being sent, of a campaign of its own; fast unless a pace is given."""
    number = Campaign.objects.count() + 1
    team = team or Team.objects.create(name=f"Team {number}", created_at=now)
    campaign = Campaign.objects.create(
        team=team,
        name=f"Campaign {number}",
        technology="frt_search",
        requester=sender,
        signed_name="Rosa Resident",
        is_sandbox=True,
        created_at=now,
    )
    facts = {
        "number": 1,
        "state": Wave.State.SENDING,
        "per_minute": 1_000_000,
        "approved_by": sender,
        "approved_at": now,
        "created_by": sender,
        "created_at": now,
    }
    return Wave.objects.create(campaign=campaign, **(facts | columns))


def letters_of(wave: Wave, count: int, *, now: datetime, domains: int = 0) -> list[Message]:
    """So many letters of a wave, approved and in line, to bodies of their own.

    `domains`: over how many mail domains they are spread; each its own unless given.
    """
    pattern = Agency.objects.get(slug="chicago-police-department")
    first = Agency.objects.count()
    requests = RecordsRequest.objects.bulk_create(
        _request(wave, agency, number, now)
        for number, agency in enumerate(
            Agency.objects.bulk_create(_agency(pattern, first + n) for n in range(count)), first
        )
    )
    letters = Message.objects.bulk_create(
        _letter(wave, request, f"body{n % (domains or count)}.example", now)
        for n, request in enumerate(requests)
    )
    Delivery.objects.bulk_create(
        Delivery(
            message=letter,
            wave=wave,
            desk=wave.campaign_id,
            domain=letter.recipient.rpartition("@")[2],
            is_sandbox=True,
            not_before_at=now,
            not_after_at=now + timedelta(days=1),
        )
        for letter in letters
    )
    return letters


def _agency(pattern: Agency, number: int) -> Agency:
    copied = {
        field.attname: getattr(pattern, field.attname)
        for field in Agency._meta.concrete_fields
        if field.attname not in ("id", "uuid", "slug", "name")
    }
    return Agency(slug=f"body-{number}", name=f"Body {number}", **copied)


def _request(wave: Wave, agency: Agency, number: int, now: datetime) -> RecordsRequest:
    return RecordsRequest(
        reference=f"OS-W{number}",
        reply_token=f"wave-{number}",
        requester=wave.created_by,
        agency=agency,
        campaign=wave.campaign,
        jurisdiction_code=agency.jurisdiction_code,
        technology="frt_search",
        ask=[],
        language="en",
        title=f"Face search: {agency.name}",
        signed_name="Rosa Resident",
        is_sandbox=True,
        created_at=now,
    )


def _letter(wave: Wave, request: RecordsRequest, domain: str, now: datetime) -> Message:
    letter = Message(
        request=request,
        wave=wave,
        direction=Message.Direction.OUT,
        kind=Message.Kind.LETTER,
        state=Message.State.APPROVED,
        step="request",
        language="en",
        channel="email",
        message_id=f"<{request.reply_token}@openshutter.example>",
        sender=f'"Rosa Resident" <r-{request.reply_token}@reply.openshutter.example>',
        recipient=f"records@{domain}",
        reply_to=f"r-{request.reply_token}@reply.openshutter.example",
        subject=f"FOIA request [{request.reference}]",
        body_text=BODY,
        approved_by=wave.approved_by,
        approved_at=now,
        created_at=now,
    )
    letter.approved_digest = letter.prepared_digest = letter.content_digest()
    return letter
