"""What a letter is composed of besides its law and its signature."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from foia.letters.compose import Addressee, AskItem, Circumstances
from foia.letters.fitting import Fit
from foia.models import Channel, Message, RecordsRequest, Team
from jurisdictions import Deadline, Event, fold, load_pack

_COMMA = re.compile(r"(?<!^\d)(?<!^\d\d)(?<!^\d\d\d),\s+")
#: The kind of the letter that opens a request.
FIRST = "request"


@dataclass(frozen=True)
class Where:
    """An address and the channel it is reached by; both empty if none is known."""

    recipient: str
    channel: str


@dataclass(frozen=True)
class Plan:
    """The parts of one letter at one moment. `fit` says why a later letter fits, if it does."""

    ask: tuple[AskItem, ...]
    where: Where
    addressee: Addressee
    known: Circumstances
    expected: Deadline | None
    fit: Fit | None = None
    problems: tuple[str, ...] = ()


def first_plan(message: Message, *, now: datetime) -> Plan:
    """Return what the first letter of a request consists of."""
    request = message.the_request
    where = typed_or_known(message)
    return Plan(
        ask=items_of(request.ask),
        where=where,
        addressee=addressee_at(where, request.agency.name, request.agency.records_office),
        known=Circumstances(),
        expected=_expected_answer(request, where, now),
    )


def items_of(rows: Iterable[Mapping[str, str]]) -> tuple[AskItem, ...]:
    """Return the records asked for, from their column."""
    return tuple(AskItem(row["category"], row["text"]) for row in rows)


def typed_or_known(message: Message) -> Where:
    """Return the address that a person typed for this letter, or else the body's own."""
    if message.recipient:
        return Where(message.recipient, message.channel or Channel.EMAIL)
    return where_of(message.the_request)


def addressee_at(where: Where, name: str, department: str = "") -> Addressee:
    """Return a body as it stands on the envelope; a letter by post shows its postal address."""
    is_post = where.channel == Channel.POST
    return Addressee(
        name=name,
        department=department,
        address_lines=address_lines(where.recipient, name) if is_post else (),
        email=where.recipient if where.channel == Channel.EMAIL else "",
    )


def address_lines(address: str, name: str = "") -> tuple[str, ...]:
    """Return a postal address line by line, without the body's name that stands above it.

    One on a single line breaks at its commas, but not after a house number ("10, rue Haute").
    """
    typed = address.strip()
    lines = typed.splitlines() if "\n" in typed else _COMMA.split(typed)
    return tuple(line.strip() for line in lines if line.strip() not in ("", name))


def where_of(request: RecordsRequest) -> Where:
    """Return the working address of the body that is asked, else where the request went."""
    contact = request.agency.contact(team_id_of(request))
    if contact:
        return Where(contact.address, contact.channel)
    first = request.messages.filter(kind=Message.Kind.LETTER, step=FIRST).first()
    return Where(first.recipient, first.channel) if first else Where("", "")


def team_id_of(request: RecordsRequest) -> int | None:
    """Return whose addresses a request uses: of its campaign, of its body, of who asks alone."""
    if request.campaign:
        return request.campaign.team_id
    own = Team.objects.own_of_each([request.requester_id])
    return request.agency.team_id or own.get(request.requester_id)


def _expected_answer(request: RecordsRequest, where: Where, now: datetime) -> Deadline | None:
    """Return when the law would require an answer to a letter sent now, if it says."""
    timeline = fold(
        load_pack(request.jurisdiction_code),
        [Event(kind="sent", at=now, channel=where.channel or "email")],
        as_of=now,
        variants=tuple(request.variants),
    )
    return next((due for due in timeline.deadlines if due.term == "response"), None)
