"""Compose: a plan becomes a draft letter, and a person's approval makes it final.

Waits for: a person. Writes: RecordsRequest, Message (draft, then approved), Delivery.
"""

import secrets
from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.db import transaction

from foia import custody, docket, drafts
from foia.drafts import Preview
from foia.letters.catalogue import catalogue
from foia.letters.letter import AskItem, Letter
from foia.letters.printable import one_line, printable
from foia.mail import reply_address
from foia.models import (
    Agency,
    AgencyReference,
    Attachment,
    Channel,
    Delivery,
    Message,
    RecordsRequest,
    System,
    User,
)
from jurisdictions import DomainError, load_pack


class ComposeError(DomainError):
    """A letter that cannot be drafted or approved as it stands."""


def start(
    *,
    requester: User,
    agency: Agency,
    technology: str,
    ask: Sequence[AskItem],
    signed_name: str,
    now: datetime,
    signed_address: str = "",
    signed_organization: str = "",
    system: System | None = None,
    language: str = "",
    variants: Sequence[str] = (),
) -> Message:
    """Open a request to one agency and return its first letter, a draft."""
    pack = load_pack(agency.jurisdiction_code)
    language = language or pack.languages[0]
    named = catalogue().technology(technology).label(language)
    with transaction.atomic():
        request = RecordsRequest.objects.create(
            reference=reply_address.reference_of(_random(8)),
            reply_token=_random(26),
            requester=requester,
            agency=agency,
            system=system,
            jurisdiction_code=pack.code,
            variants=list(variants),
            technology=technology,
            ask=[{"category": item.category, "text": item.text} for item in ask],
            language=language,
            title=f"{named}: {agency.name}",
            signed_name=one_line(signed_name),
            signed_address=printable(signed_address),
            signed_organization=one_line(signed_organization),
            is_sandbox=settings.IS_SANDBOX,
            created_at=now,
        )
        return Message.objects.create(
            request=request,
            direction=Message.Direction.OUT,
            kind=Message.Kind.LETTER,
            state=Message.State.DRAFT,
            step="request",
            language=language,
            message_id=f"<{request.reference.lower()}.{_random(16)}@{settings.REPLY_DOMAIN}>",
            created_at=now,
        )


def edit(
    *, message: Message, ask: Sequence[AskItem], signed_name: str, signed_address: str
) -> None:
    """Change what a draft asks for and who signs it. The words of the law stay the pack's."""
    with transaction.atomic():
        message = _locked(message)
        _must_be_draft(message)
        request = message.the_request
        request.ask = [{"category": item.category, "text": item.text} for item in ask]
        request.signed_name = one_line(signed_name)
        request.signed_address = printable(signed_address)
        request.save(update_fields=["ask", "signed_name", "signed_address"])


def approve(*, message: Message, digest: str, by: User, now: datetime) -> None:
    """Make a draft final: exactly the text whose digest the person saw, or nothing at all.

    A letter for an e-mail channel is then waiting to be handed over; for a portal or the post
    it is ready for the person to file by hand.
    """
    with transaction.atomic():
        message = _locked(message)
        _must_be_draft(message)
        request = message.the_request
        pack = load_pack(request.jurisdiction_code)
        shown = drafts.preview(message=message, now=now)
        _must_be_approvable(shown, digest)
        if pack.risk == "high":
            raise ComposeError(
                f"Nothing is sent from here to bodies of {pack.name['en']}: asking there can be "
                "dangerous. Keep the draft as a plan, and read the warning on this page."
            )
        message.state = Message.State.APPROVED
        message.approved_by = by
        message.approved_at = now
        message.approved_digest = digest
        message.sender = f"{_display_name(request.signed_name)} <{drafts.reply_to(request)}>"
        message.recipient = shown.recipient
        message.reply_to = drafts.reply_to(request)
        message.subject = shown.letter.subject
        message.body_text = shown.text
        message.save()
        _attach_renderings(message, shown.letter, now)
        custody.note(act="approved", subject=message.message_id[:120], digest=digest, now=now)
        if shown.channel == Channel.EMAIL:
            Delivery.objects.create(
                message=message, is_sandbox=request.is_sandbox, not_before_at=now
            )


def filed_by_hand(
    *, message: Message, at: datetime, agency_reference: str, by: User, now: datetime
) -> None:
    """Record that a person filed an approved letter on a portal, by post or by fax."""
    if at > now:
        raise ComposeError(f"The letter cannot have been filed on {at:%Y-%m-%d %H:%M}: not yet.")
    with transaction.atomic():
        message = _locked(message)
        _must_be_fileable(message)
        request = message.the_request
        contact = request.agency.contact()
        message.at = at
        message.save(update_fields=["at"])
        AgencyReference.objects.learn(request, agency_reference)
        docket.record(
            request=request,
            kind="sent",
            at=at,
            details={"channel": contact.channel if contact else Channel.POST.value},
            message=message,
            by=by,
            origin=f"message:{message.pk}:sent",
            now=now,
        )


def _locked(message: Message) -> Message:
    """Return the message as it stands now, for this transaction alone."""
    mail = Message.objects.select_for_update(of=("self",)).select_related("request__agency")
    return mail.get(pk=message.pk)


def _must_be_fileable(message: Message) -> None:
    if message.state != Message.State.APPROVED or message.at:
        raise ComposeError("Only an approved letter that has not gone out can be marked as filed.")
    if message.deliveries.filter(state__in=Delivery.OPEN).exists():
        raise ComposeError("This letter is on its way by e-mail; see what becomes of that first.")


def _must_be_draft(message: Message) -> None:
    if message.state != Message.State.DRAFT:
        raise ComposeError(
            "This letter has been approved and can no longer be changed; draft the next one."
        )


def _must_be_approvable(shown: Preview, digest: str) -> None:
    if shown.problems:
        raise ComposeError(" ".join(shown.problems))
    if not shown.recipient:
        raise ComposeError("No working address is known for this body; add one, then approve.")
    if digest != shown.digest:
        raise ComposeError(
            "The letter has changed since you looked at it; read it again, then approve."
        )


def _attach_renderings(message: Message, letter: Letter, now: datetime) -> None:
    for position, (name, (media_type, content)) in enumerate(drafts.renderings(letter).items()):
        blob = custody.keep(content, subject=f"{message.the_request.reference}/{name}", now=now)
        Attachment.objects.create(
            message=message,
            position=position,
            blob=blob,
            name=name,
            content_type=media_type,
        )


def _display_name(name: str) -> str:
    """Return a name that is safe as the display name of an address."""
    quoted = "".join(" " if ord(c) < 32 else c for c in name).replace("\\", "").replace('"', "'")
    return f'"{quoted.strip()}"'


def _random(length: int) -> str:
    return "".join(secrets.choice(reply_address.ALPHABET) for _ in range(length))
