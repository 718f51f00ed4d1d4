"""Messages climb the ladder, many in one transaction; each is filed, or waits with reasons."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial

from foia import incoming, rows
from foia.flow.match import ledger
from foia.flow.match.directory import Directory, is_one_party
from foia.flow.match.ledger import Placed
from foia.mail import match as ladder
from foia.mail.match import Marks, Match
from foia.models import Message, RecordsRequest, Suggestion, User
from foia.models.message import MessageQuerySet

CHUNK = 100
BROUGHT = "brought"


def run(*, now: datetime, limit: int = 500) -> int:
    """File what waits; return how many messages were looked at."""
    broken = partial(_unmatched, now=now)
    step = partial(match, now=now)
    return rows.together(waiting(), step, limit=limit, chunk=CHUNK, broken=broken)


def waiting() -> MessageQuerySet:
    """Return the messages that nobody has filed yet, oldest first."""
    return Message.objects.to_match().order_by("pk")


@dataclass
class _Told:
    """What the people say who brought some of the messages: by key, who they are, and where."""

    people: dict[int, User] = field(default_factory=dict)
    requests: dict[int, RecordsRequest] = field(default_factory=dict)


def match(messages: Sequence[Message], *, now: datetime) -> None:
    """Climb the ladder with several messages, in the caller's transaction."""
    told = _told(messages)
    marks = {message.pk: Marks.of(message.marks) for message in messages}
    directory = Directory(marks.values())
    placed: list[Placed] = []
    for message in messages:
        placed += _place(message, marks[message.pk], directory, told, now)
    ledger.write(placed, directory.references, now)


@dataclass(frozen=True)
class Certain:
    """New mails that are filed before they are written, and by whom each request is known."""

    placed: list[Placed]
    directory: Directory


def place_certain(messages: Sequence[Message]) -> Certain:
    """File plain new mails, unsaved: each by its reply address, as the only one of its request.

    Left as it is, so that it waits for `match`: all else, and what other mail comes before.
    """
    marks = [Marks.of(message.marks) for message in messages]
    directory = Directory(marks, ahead=True)
    placed: dict[int, Placed] = {}
    for message, seen in zip(messages, marks, strict=True):
        pks = directory.by_token(seen.tokens)
        is_told = "brought_by" in message.marks or "brought_to" in message.marks
        if is_told or len(pks) != 1 or pks[0] in directory.behind or pks[0] in placed:
            continue
        found = ladder.place(seen, directory)
        placed[pks[0]] = Placed(
            message, pks[0], found.rung, list(found.reasons), suggested=found.suggestions
        )
    ledger.put(list(placed.values()))
    for one in placed.values():
        one.message.awaits_reading = False  # whoever asks for this reads them on the way
    return Certain(list(placed.values()), directory)


def enter(certain: Certain, *, now: datetime) -> list[Message]:
    """Keep that they were filed, now that they are written; return those that were new."""
    written = [one for one in certain.placed if one.message.pk]
    ledger.enter(written, certain.directory.references, now)
    return [one.message for one in written]


def _place(
    message: Message, marks: Marks, directory: Directory, told: _Told, now: datetime
) -> list[Placed]:
    """Decide about one message: where it is filed, and where copies of it are."""
    person = told.people.get(message.marks.get("brought_by", 0))
    brought_to = told.requests.get(message.marks.get("brought_to", 0))
    if brought_to:
        directory.references[brought_to.pk] = brought_to.reference
        return [Placed(message, brought_to.pk, BROUGHT, [{"code": BROUGHT}], by=person)]
    found = ladder.place(marks, directory)
    # Whoever has an account could bring a made-up mail with a mark that they know from elsewhere.
    if not found.is_certain or (person and not person.is_staff):
        return [_left(message, marks, found, directory)]
    first, *others = found.request_ids
    reasons = list(found.reasons)
    placed = [Placed(message, first, found.rung, reasons, suggested=found.suggestions)]
    for request in RecordsRequest.objects.filter(pk__in=others):
        copy = incoming.copied(message, request, now=now)
        if copy.filing == Message.Filing.WAITING:
            placed.append(Placed(copy, request.pk, found.rung, reasons))
    return placed


def _left(message: Message, marks: Marks, found: Match, directory: Directory) -> Placed:
    """Leave a message to a person, and say whether its suggested requester may be that person."""
    suggested = tuple(dict.fromkeys([*found.request_ids, *found.suggestions]))
    message.marks = message.marks | {"for_owner": _is_theirs(marks, found, directory)}
    return Placed(message, None, found.rung, list(found.reasons), suggested=suggested)


def _is_theirs(marks: Marks, found: Match, directory: Directory) -> bool:
    """Say whether nobody else can be meant: a mail is never shown to another's correspondent."""
    if found.rung in ("reply address", "thread", "our reference"):
        return True
    if found.rung == "their reference":
        return all(directory.is_known_sender(pk, marks.sender) for pk in found.request_ids)
    return bool(found.request_ids or found.suggestions) and is_one_party(marks.domain)


def _told(messages: Sequence[Message]) -> _Told:
    people = {message.marks.get("brought_by") for message in messages} - {None}
    requests = {message.marks.get("brought_to") for message in messages} - {None}
    return _Told(
        User.objects.in_bulk(people) if people else {},
        RecordsRequest.objects.in_bulk(requests) if requests else {},
    )


def _unmatched(message: Message, error: Exception, *, now: datetime) -> None:
    """Leave a message that broke the ladder to a person, with what went wrong."""
    Suggestion.objects.filter(message=message).delete()
    message.filing = Message.Filing.TRIAGE
    message.filing_reasons = [{"code": "broken", "marks": str(error or type(error).__name__)[:500]}]
    message.save(update_fields=["filing", "filing_reasons"])
