"""Drafts: a request's next letter, composed from its rows exactly as it would be sent."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from msgspec import convert, structs

from foia.drafts.enclosures import annex_of, enclosed_with, titles_of
from foia.drafts.known import addresses_behind, known_addresses, open_addresses
from foia.drafts.later import plan_of, standing_ask
from foia.drafts.leaving import event_of_leaving
from foia.drafts.loaded import with_history
from foia.drafts.own import as_column, own_of, signature_of
from foia.drafts.past import past_of, told
from foia.drafts.plan import FIRST, Plan, Where, first_plan, items_of, team_id_of, where_of
from foia.drafts.redrawn import as_approved
from foia.drafts.thread import in_reply_to
from foia.letters.compose import Letter, Requester, compose, problems
from foia.letters.docx import to_docx
from foia.letters.fitting import Fit
from foia.letters.letter import Details
from foia.letters.pdf import to_pdf
from foia.letters.text import to_text
from foia.mail import reply_address
from foia.models import Message, RecordsRequest
from jurisdictions import Deadline, load_pack

__all__ = [
    "FIRST",
    "Plan",
    "Preview",
    "Where",
    "addresses_behind",
    "as_column",
    "event_of_leaving",
    "in_reply_to",
    "items_of",
    "known_addresses",
    "open_addresses",
    "own_of",
    "past_of",
    "plan_for",
    "preview",
    "redrawn",
    "renderings",
    "reply_to",
    "signature_of",
    "standing_ask",
    "team_id_of",
    "told",
    "where_of",
    "with_history",
]


@dataclass(frozen=True)
class Preview:
    """A letter exactly as it will be sent, and the digest that its approval names.

    `text` is what is mailed: the letter, and under it what it encloses.
    """

    letter: Letter
    text: str
    digest: str
    recipient: str
    channel: str
    problems: tuple[str, ...]
    expected: Deadline | None
    fit: Fit | None
    enclosures: tuple[str, ...]


def plan_for(message: Message, *, now: datetime) -> Plan:
    """Return what a draft consists of at this moment, before it is composed."""
    is_first = message.step == FIRST
    return first_plan(message, now=now) if is_first else plan_of(message, now=now)


def preview(*, message: Message, now: datetime) -> Preview:
    """Compose a draft as it would be sent at this moment.

    Raises a domain error if the letter would speak of what is not known: say it, then look again.
    """
    request = message.the_request
    pack = load_pack(request.jurisdiction_code)
    plan = plan_for(message, now=now)
    requester = _requester(request)
    letter = compose(
        kind=message.step,
        pack=pack,
        technology=request.technology,
        ask=plan.ask,
        requester=requester,
        addressee=plan.addressee,
        on=now,
        reply_to=reply_to(request),
        reference=request.reference,
        language=request.language,
        expected=plan.expected,
        known=plan.known,
        asked=request.agency.name,
        own=own_of(message),
    )
    enclosed = enclosed_with(message)
    letter = structs.replace(letter, annex=annex_of(enclosed, request))
    text = to_text(letter)
    found = problems(
        pack=pack,
        ask=plan.ask,
        requester=requester,
        on=now,
        own=own_of(message),
        explanation=plan.known.explanation,
        is_first=message.step == FIRST,
    )
    return Preview(
        letter=letter,
        text=text,
        digest=_digest(request, plan.where.recipient, letter.subject, text),
        recipient=plan.where.recipient,
        channel=plan.where.channel,
        problems=(*plan.problems, *found),
        expected=plan.expected,
        fit=plan.fit,
        enclosures=titles_of(enclosed, request),
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


def redrawn(message: Message) -> Letter:
    """Return an approved letter again, word for word; a domain error if its words have changed."""

    def composed(moment: datetime) -> tuple[str, Letter]:
        shown = preview(message=message, now=moment)
        return shown.text, shown.letter

    return as_approved(message, composed)


def reply_to(request: RecordsRequest) -> str:
    """Return the address at which answers to this request, and to no other, arrive."""
    return reply_address.make(request.reply_token, settings.REPLY_DOMAIN)


def _requester(request: RecordsRequest) -> Requester:
    return Requester(
        name=request.signed_name,
        email=reply_to(request),
        postal_address=request.signed_address,
        organization=request.signed_organization,
        details=convert(request.identity, Details),
    )


def _digest(request: RecordsRequest, recipient: str, subject: str, text: str) -> str:
    shown = Message(
        recipient=recipient, reply_to=reply_to(request), subject=subject, body_text=text
    )
    return shown.content_digest()
