"""Match: each message that arrived is filed under its request, or waits for a person.

Waits for: Message rows whose filing is `waiting`. Writes: Message.request, filing, reasons.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import partial

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from foia import custody, rows
from foia.gateways import blobs
from foia.mail import match as ladder
from foia.mail.parse import parse
from foia.models import AgencyReference, Channel, Message, RecordsRequest, Suggestion, User
from foia.models.message import MessageQuerySet
from jurisdictions import DomainError

MOST = 20  # how many requests a mark may point to before more of them say nothing new


class FilingError(DomainError):
    """A message that cannot be filed as asked."""


class Directory:
    """What the matching ladder asks the record; each answer is a list of request ids."""

    def by_token(self, tokens: Iterable[str]) -> list[int]:
        return self._ids(RecordsRequest.objects.all(), reply_token__in=list(tokens))

    def by_message_ids(self, ids: Iterable[str]) -> list[int]:
        sent = Message.objects.filter(direction=Message.Direction.OUT, message_id__in=list(ids))
        return list(
            sent.exclude(request=None).values_list("request_id", flat=True).distinct()[:MOST]
        )

    def by_reference(self, codes: Iterable[str]) -> list[int]:
        return self._ids(RecordsRequest.objects.all(), reference__in=list(codes))

    def by_body_reference(self, texts: Sequence[str]) -> list[int]:
        known = AgencyReference.objects.known_as(texts)
        return list(known.values_list("request_id", flat=True).distinct()[:MOST])

    def open_by_sender_domain(self, domain: str) -> list[int]:
        still_open, domain = RecordsRequest.objects.open(), domain.lower()
        by_body = self._ids(
            still_open,
            agency__contacts__channel=Channel.EMAIL,
            agency__contacts__domain=domain,
        )
        return [*by_body, *self._ids(still_open, pk__in=_written_to(domain))][:MOST]

    def _ids(self, among: QuerySet[RecordsRequest], **condition: object) -> list[int]:
        return list(among.filter(**condition).values_list("pk", flat=True).distinct()[:MOST])


def _written_to(domain: str) -> QuerySet[Message, int | None]:
    """The requests of which a letter, such as an appeal, was mailed to this very domain."""
    letters = Message.objects.filter(
        kind=Message.Kind.LETTER,
        state=Message.State.APPROVED,
        channel=Channel.EMAIL,
        recipient__iendswith=f"@{domain}",
    )
    return letters.values_list("request_id", flat=True)


def run(*, now: datetime, limit: int = 200) -> int:
    """File what waits; return how many messages were looked at."""
    return rows.each(waiting(), partial(match, now=now), limit=limit, broken=_unmatched)


def waiting() -> MessageQuerySet:
    """Return the messages that nobody has filed yet, oldest first."""
    return Message.objects.to_match().order_by("pk")


def match(message: Message, *, now: datetime) -> None:
    """Climb the ladder with one message, in the caller's transaction."""
    mail = parse(blobs.read(message.raw_id or ""))
    envelope = [to for arrival in message.arrivals.all() for to in arrival.envelope_to]
    found = ladder.match(
        mail,
        Directory(),
        reply_domain=settings.REPLY_DOMAIN,
        envelope_to=tuple(envelope),
    )
    message.filing_rung = found.rung
    message.filing_reasons = list(found.reasons)
    if found.is_certain and len(found.request_ids) == 1:
        request = RecordsRequest.objects.get(pk=found.request_ids[0])
        _file(message, request, now)
    else:
        message.filing = Message.Filing.TRIAGE
        message.save()
        Suggestion.objects.bulk_create(
            Suggestion(message=message, request_id=pk, position=position)
            for position, pk in enumerate(found.suggestions or found.request_ids)
        )


def file_by_hand(*, message: Message, request: RecordsRequest, by: User, now: datetime) -> None:
    """File a message from triage where a person says it belongs."""
    with transaction.atomic():
        message = Message.objects.select_for_update().get(pk=message.pk)
        if message.filing != Message.Filing.TRIAGE:
            raise FilingError("This message has been filed already; nothing was changed.")
        message.filing_rung = "by hand"
        message.filing_reasons = [*message.filing_reasons, f"Filed by {by}."]
        _file(message, request, now)


def _unmatched(message: Message, error: Exception) -> None:
    """Leave a message that broke the ladder to a person, with what went wrong."""
    message.filing = Message.Filing.TRIAGE
    message.filing_reasons = [f"It could not be matched: {error or type(error).__name__}"]
    message.save(update_fields=["filing", "filing_reasons"])


def _file(message: Message, request: RecordsRequest, now: datetime) -> None:
    message.request = request
    message.filing = Message.Filing.FILED
    message.save()
    custody.note(
        act="filed",
        subject=f"{request.reference} message {message.uuid}",
        digest=message.raw_id or "",
        now=now,
    )
