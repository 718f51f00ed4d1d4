"""What was decided about messages is written, however many they are, in few statements."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from foia import custody
from foia.mail.match import Reason
from foia.models import FilingAct, Message, Suggestion, User
from foia.models.many import update_each

COLUMNS = ["request_id", "filing", "filing_rung", "filing_reasons", "marks", "awaits_reading"]
Act = FilingAct.Act


@dataclass(frozen=True)
class Placed:
    """Where a message goes: to a request, or (`request_id` None) to a person in triage."""

    message: Message
    request_id: int | None
    rung: str
    reasons: list[Reason]
    suggested: tuple[int, ...] = ()
    by: User | None = None


def write(placed: Sequence[Placed], references: Mapping[int, str], now: datetime) -> None:
    """Write decisions, in the caller's transaction; `references` names requests by their key."""
    put(placed)
    messages = [one.message for one in placed]
    update_each(Message, COLUMNS, [[*(getattr(m, c) for c in COLUMNS), m.pk] for m in messages])
    enter(placed, references, now)


def put(placed: Sequence[Placed]) -> None:
    """Put decisions into the columns of their messages, unsaved."""
    for one in placed:
        message = one.message
        message.request_id = one.request_id
        message.filing = Message.Filing.FILED if one.request_id else Message.Filing.TRIAGE
        message.filing_rung, message.filing_reasons = one.rung, one.reasons
        message.awaits_reading = one.request_id is not None


def enter(placed: Sequence[Placed], references: Mapping[int, str], now: datetime) -> None:
    """Keep what was decided of messages that are saved: proposals, acts of people, the chain.

    What the rules decided is told by the message itself and by the chain.
    """
    _suggest(placed)
    filed = [one for one in placed if one.request_id]
    acts = [
        FilingAct(
            message=one.message,
            act=Act.FILED,
            request_id=one.request_id,
            rung=one.rung,
            reasons=one.reasons,
            by=one.by,
            at=now,
        )
        for one in filed
        if one.by
    ]
    if acts:
        FilingAct.objects.bulk_create(acts)
    custody.note_all(
        [link(one.message, "filed", references[one.request_id or 0]) for one in filed], now=now
    )


def link(message: Message, act: str, reference: str) -> tuple[str, str, str]:
    """Return what the custody chain keeps of an act of filing."""
    return act, f"{reference} message {message.uuid}"[:120], message.raw_id or ""


def _suggest(placed: Sequence[Placed]) -> None:
    """Write what triage proposes; a message that is filed needs no proposal."""
    waiting = [one for one in placed if not one.request_id]
    if waiting:
        Suggestion.objects.filter(message__in=[one.message for one in waiting]).delete()
    suggestions = [
        Suggestion(message=one.message, request_id=pk, position=position)
        for one in placed
        for position, pk in enumerate(one.suggested)
    ]
    if suggestions:
        Suggestion.objects.bulk_create(suggestions)
