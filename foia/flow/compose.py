"""Compose: a plan becomes a draft letter, and a person's approval makes it final.

Waits for: a person. Writes: RecordsRequest, Message (draft, then approved), Delivery.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction

from foia import custody, docket
from foia.letters.catalogue import catalogue
from foia.letters.compose import (
    Addressee,
    AskItem,
    Letter,
    Requester,
    compose,
    problems,
)
from foia.letters.docx import to_docx
from foia.letters.pdf import to_pdf
from foia.letters.printable import one_line, printable
from foia.letters.text import to_text
from foia.mail import reply_address
from foia.models import (
    Agency,
    AgencyReference,
    Attachment,
    Channel,
    Contact,
    Delivery,
    Message,
    RecordsRequest,
    System,
    User,
)
from jurisdictions import Deadline, DomainError, Event, fold, load_pack


class ComposeError(DomainError):
    """A letter that cannot be drafted or approved as it stands."""


@dataclass(frozen=True)
class Preview:
    """A letter exactly as it will be sent, and the digest that its approval names."""

    letter: Letter
    text: str
    digest: str
    recipient: str
    channel: str
    problems: tuple[str, ...]
    expected: Deadline | None


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


def preview(*, message: Message, now: datetime) -> Preview:
    """Compose a draft as it would be sent at this moment."""
    request = message.the_request
    pack = load_pack(request.jurisdiction_code)
    contact = request.agency.contact()
    expected = _expected_answer(request, contact, now)
    items = tuple(AskItem(item["category"], item["text"]) for item in request.ask)
    requester = Requester(
        name=request.signed_name,
        email=reply_to(request),
        postal_address=request.signed_address,
        organization=request.signed_organization,
    )
    letter = compose(
        kind=message.step,
        pack=pack,
        technology=request.technology,
        ask=items,
        requester=requester,
        addressee=_addressee(request.agency, contact),
        on=now,
        reply_to=reply_to(request),
        reference=request.reference,
        language=request.language,
        expected=expected,
    )
    text = to_text(letter)
    recipient = contact.address if contact else ""
    return Preview(
        letter=letter,
        text=text,
        digest=_digest(request, recipient, letter.subject, text),
        recipient=recipient,
        channel=contact.channel if contact else "",
        problems=problems(pack=pack, ask=items, requester=requester, on=now),
        expected=expected,
    )


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
        shown = preview(message=message, now=now)
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
        message.sender = f"{_display_name(request.signed_name)} <{reply_to(request)}>"
        message.recipient = shown.recipient
        message.reply_to = reply_to(request)
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


def renderings(letter: Letter) -> dict[str, tuple[str, bytes]]:
    """Return the letter as files: name → (media type, bytes)."""
    return {
        "letter.docx": (
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            to_docx(letter),
        ),
        "letter.pdf": ("application/pdf", to_pdf(letter)),
    }


def reply_to(request: RecordsRequest) -> str:
    """Return the address at which answers to this request, and to no other, arrive."""
    return reply_address.make(request.reply_token, settings.REPLY_DOMAIN)


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


def _digest(request: RecordsRequest, recipient: str, subject: str, text: str) -> str:
    shown = Message(
        recipient=recipient, reply_to=reply_to(request), subject=subject, body_text=text
    )
    return shown.content_digest()


def _expected_answer(
    request: RecordsRequest, contact: Contact | None, now: datetime
) -> Deadline | None:
    """Return when the law would require an answer to a letter sent now, if it says."""
    timeline = fold(
        load_pack(request.jurisdiction_code),
        [Event(kind="sent", at=now, channel=contact.channel if contact else "email")],
        as_of=now,
        variants=tuple(request.variants),
    )
    return next((due for due in timeline.deadlines if due.term == "response"), None)


def _addressee(agency: Agency, contact: Contact | None) -> Addressee:
    return Addressee(
        name=agency.name,
        department=agency.records_office,
        email=contact.address if contact and contact.channel == Channel.EMAIL else "",
    )


def _attach_renderings(message: Message, letter: Letter, now: datetime) -> None:
    for position, (name, (media_type, content)) in enumerate(renderings(letter).items()):
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
