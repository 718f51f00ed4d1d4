"""An address is mended once for a body; its letters are drafts again, dated and approved anew."""

from collections.abc import Sequence
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from foia import custody, docket
from foia.letters.printable import one_line, printable
from foia.models import (
    Agency,
    Attachment,
    Channel,
    Contact,
    Delivery,
    DocketEntry,
    Message,
    Team,
    User,
)
from jurisdictions import DomainError


class AddressError(DomainError):
    """An address or a returned letter that cannot be mended as asked."""


def mend(
    *,
    agency: Agency,
    teams: Sequence[Team],
    channel: str,
    address: str,
    source_url: str = "",
    checked_on: date | None = None,
) -> None:
    """Keep the address that these teams use for a body from now on, before every other.

    `source_url` and `checked_on`: where it is published, and the day somebody read it there.
    What they used so far and came back stays marked; that of everybody else is not touched.
    """
    found = _address(channel, address)
    with transaction.atomic():
        for team in teams:
            row, _ = Contact.objects.update_or_create(
                team=team,
                agency=agency,
                channel=channel,
                address=found,
                defaults={
                    "rank": 0,
                    "is_working": True,
                    "source_url": source_url[:500],
                    "verified_on": checked_on,
                },
            )
            others = Contact.objects.filter(team=team, agency=agency, rank=0).exclude(pk=row.pk)
            others.update(rank=1)


def take_back(*, message: Message, by: User, now: datetime) -> None:
    """Make a letter that reached nobody a draft again, under the Message-ID it always had.

    It is composed for the day it leaves on, for the address that works then, and approved anew.
    A campaign's letters are renewed with their wave instead.
    """
    with transaction.atomic():
        rows = Message.objects.select_for_update(of=("self",)).select_related("request")
        message = rows.get(pk=message.pk)
        _must_have_failed(message)
        message.attachments.filter(role__in=("", Attachment.Role.RENDERING)).delete()
        if not message.remedy:  # an appeal keeps the address that a person typed, to be mended
            message.recipient = message.channel = ""
        message.state = Message.State.DRAFT
        message.approved_by = message.approved_at = None
        message.approved_digest = ""
        message.save()
        subject = f"{message.the_request.reference} {message.message_id}"[:120]
        custody.note(act="taken back", subject=subject, digest=message.raw_id or "", now=now)


def decide(*, delivery: Delivery, has_arrived: bool, by: User, now: datetime) -> None:
    """Settle whether a letter arrived that came back although its body has written since."""
    with transaction.atomic():
        rows = Delivery.objects.select_for_update(of=("self",)).select_related("message__request")
        delivery = rows.get(pk=delivery.pk)
        message = delivery.message
        if delivery.fate != Delivery.Fate.BOUNCED_HARD or message.at is None:
            raise AddressError("Somebody has decided about this letter already; look again.")
        if has_arrived:
            delivery.fate = Delivery.Fate.DELIVERED
            delivery.settled_by = by
            delivery.save(update_fields=["fate", "settled_by"])
            return
        standing = DocketEntry.objects.filter(message=message, voided_by=None)
        for entry in standing.exclude(kind=docket.VOID).select_related("request"):
            docket.void(entry=entry, reason="Somebody found that it came back.", by=by, now=now)
        message.at = None
        message.save(update_fields=["at"])


def _address(channel: str, given: str) -> str:
    """Return an address as it is kept; AddressError where the channel cannot use it."""
    found = printable(given).strip() if channel == Channel.POST else one_line(given).strip()
    if not found:
        raise AddressError("There is no address to keep; type the one that works.")
    if channel == Channel.EMAIL:
        found = found.rpartition("<")[2].rstrip("> ")  # as in: Records Office <it@city.example>
        try:
            validate_email(found)
        except ValidationError as error:
            raise AddressError(
                f"«{found}» is no e-mail address; type it like records@city.example."
            ) from error
    return found[:500]


def _must_have_failed(message: Message) -> None:
    """Refuse a letter that left, or may leave yet, or that is another room's."""
    last = message.deliveries.order_by("-attempt").first()
    came_back = (Delivery.Fate.BOUNCED_HARD, Delivery.Fate.COMPLAINED)
    has_failed = last and (last.state == Delivery.State.REFUSED or last.fate in came_back)
    if message.state != Message.State.APPROVED or message.at or not has_failed:
        raise AddressError("This letter has not come back; nothing was changed.")
    if message.wave_id:
        raise AddressError("This letter belongs to a campaign; renew its wave there.")
    drafts = Message.objects.filter(
        request=message.request_id,
        kind=Message.Kind.LETTER,
        state=Message.State.DRAFT,
        step=message.step,
        remedy=message.remedy,
    )
    if drafts.exists():
        raise AddressError(
            "Another draft of the same letter is open; send or discard that one first."
        )
