"""What a letter is composed of besides its law and its signature."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from foia.letters.compose import Addressee, AskItem, Circumstances
from foia.letters.fitting import Fit
from foia.models import Channel, Message, RecordsRequest
from jurisdictions import Deadline, Event, fold, load_pack

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
    where = where_of(request)
    return Plan(
        ask=items_of(request.ask),
        where=where,
        addressee=Addressee(
            name=request.agency.name,
            department=request.agency.records_office,
            email=where.recipient if where.channel == Channel.EMAIL else "",
        ),
        known=Circumstances(),
        expected=_expected_answer(request, where, now),
    )


def items_of(rows: Iterable[Mapping[str, str]]) -> tuple[AskItem, ...]:
    """Return the records asked for, from their column."""
    return tuple(AskItem(row["category"], row["text"]) for row in rows)


def where_of(request: RecordsRequest) -> Where:
    """Return the working address of the body that is asked."""
    contact = request.agency.contact()
    return Where(contact.address, contact.channel) if contact else Where("", "")


def _expected_answer(request: RecordsRequest, where: Where, now: datetime) -> Deadline | None:
    """Return when the law would require an answer to a letter sent now, if it says."""
    timeline = fold(
        load_pack(request.jurisdiction_code),
        [Event(kind="sent", at=now, channel=where.channel or "email")],
        as_of=now,
        variants=tuple(request.variants),
    )
    return next((due for due in timeline.deadlines if due.term == "response"), None)
