"""Drafts: a request's next letter, composed from its rows exactly as it would be sent."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from foia.letters.compose import Addressee, AskItem, Letter, Requester, compose, problems
from foia.letters.docx import to_docx
from foia.letters.pdf import to_pdf
from foia.letters.text import to_text
from foia.mail import reply_address
from foia.models import Agency, Channel, Contact, Message, RecordsRequest
from jurisdictions import Deadline, Event, fold, load_pack


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
