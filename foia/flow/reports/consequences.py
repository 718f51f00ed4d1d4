"""What follows when it is known what became of letters: for their clocks, addresses and people."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from foia import docket
from foia.drafts.leaving import EVENTS
from foia.flow.reports import addresses, telling
from foia.flow.reports.letters import RETURNED, News, pks
from foia.mail.kinds import MACHINE_WRITTEN
from foia.models import Delivery, DocketEntry, Message

Fate, State = Delivery.Fate, Delivery.State
#: How long a letter that came back for now waits before each further attempt; then a person looks.
PAUSES = (timedelta(hours=1), timedelta(hours=6))
IT_ARRIVED = "The hand-over broke off, and afterwards the mail service said that it arrived."


def follow(news: Sequence[News], now: datetime) -> None:
    """Draw the consequences, in a fixed number of statements however many letters there are."""
    letters = [item for item in news if item.is_letter]
    returned = [item for item in letters if item.delivery.fate in RETURNED]
    answered = _answered(returned)
    never_left = [item for item in returned if item.request.pk not in answered]
    undone = _undo(never_left, now)
    _end_unclear(news, now)
    _give_up_or_retry([item for item in undone if _is_soft(item)], now)
    _write_fates(news)
    complaints = [item for item in letters if item.delivery.fate == Fate.COMPLAINED]
    addresses.stop_using([*undone, *complaints], now)
    for item in letters:
        if item.was == Fate.BOUNCED_SOFT and item.delivery.fate == Fate.DELIVERED:
            _arrived_after_all(item, now)
    telling.tell(letters, now)


def _answered(returned: Sequence[News]) -> set[int]:
    """The requests in which a body has written since; that a letter came back is then a riddle."""
    mails = Message.objects.incoming().filter(request__in=[item.request.pk for item in returned])
    written = mails.exclude(reading__kind__in=MACHINE_WRITTEN).values_list("request_id", "at")
    left = {item.request.pk: item.delivery.started_at or item.report.at for item in returned}
    return {request for request, at in written if request and at and at > left[request]}


def _undo(returned: Sequence[News], now: datetime) -> list[News]:
    """Take the leaving of letters back, so that no clock has started; return those it was done for.

    A request whose later events rest on it keeps it, and a person is asked.
    """
    by_message = {item.message.pk: item for item in returned}
    entries = DocketEntry.objects.filter(
        message__in=by_message, kind__in=set(EVENTS.values()), voided_by=None
    )
    reasons = [
        (entry, f"It came back: {by_message[entry.message_id or 0].report.words}"[:500])
        for entry in entries
    ]
    void = docket.void_all(reasons, by=None, now=now)
    standing = {entry.message_id for entry, _ in reasons} - {entry.message_id for entry in void}
    undone = [item for pk, item in by_message.items() if pk not in standing]
    Message.objects.filter(pk__in=[item.message.pk for item in undone]).update(at=None)
    for item in undone:
        item.message.at = None
    return undone


def _is_soft(item: News) -> bool:
    return item.delivery.fate == Fate.BOUNCED_SOFT


def _give_up_or_retry(soft: Sequence[News], now: datetime) -> None:
    """Put letters in line again that came back for now; after the last pause they came back."""
    if not soft:
        return
    messages = [item.message.pk for item in soft]
    before = Delivery.objects.filter(message__in=messages, fate=Fate.BOUNCED_SOFT)
    tries = list(before.exclude(pk__in=pks(soft)).values_list("message_id", flat=True))
    again = []
    for item in soft:
        count = tries.count(item.message.pk)
        if count < len(PAUSES):
            again.append(_next_attempt(item.delivery, now + PAUSES[count]))
        else:
            item.delivery.fate = Fate.BOUNCED_HARD
    Delivery.objects.bulk_create(again, ignore_conflicts=True)  # it may be in line already


def _next_attempt(delivery: Delivery, not_before_at: datetime) -> Delivery:
    return Delivery(
        message=delivery.message,
        desk=delivery.desk,
        attempt=delivery.attempt + 1,
        is_sandbox=delivery.is_sandbox,
        wave_id=delivery.wave_id,
        domain=delivery.domain,
        not_before_at=not_before_at,
        not_after_at=delivery.not_after_at,
    )


def _end_unclear(news: Sequence[News], now: datetime) -> None:
    """End hand-overs nobody knew the end of: what came back has left, and can be tried again."""
    unclear = Delivery.objects.filter(state=State.UNCLEAR)
    back = pks(item for item in news if item.delivery.fate in RETURNED)
    unclear.filter(pk__in=back).update(state=State.HANDED_OVER, finished_at=now)
    came = pks(item for item in news if item.delivery.fate == Fate.DELIVERED)
    unclear.filter(pk__in=came).update(answer=IT_ARRIVED)


def _write_fates(news: Sequence[News]) -> None:
    for fate in Fate:
        of_it = pks(item for item in news if item.delivery.fate == fate)
        Delivery.objects.filter(pk__in=of_it).update(fate=fate)


def _arrived_after_all(item: News, now: datetime) -> None:
    """Call the next attempt off, and let the clock run from the first after all."""
    unbegun = Delivery.objects.unbegun().filter(message=item.message)
    if not unbegun.update(
        state=State.SETTLED,
        answer="An earlier attempt arrived after all.",
        finished_at=now,
        taken_until_at=None,
    ):
        return
    at = item.delivery.finished_at or item.report.at
    Message.objects.filter(pk=item.message.pk).update(at=at)
    kept = DocketEntry.objects.filter(message=item.message, kind__in=set(EVENTS.values()))
    for entry in kept.order_by("-seq")[:1]:
        docket.record(
            request=item.request,
            kind=entry.kind,
            at=entry.at,
            details=entry.details,
            message=item.message,
            by=entry.recorded_by,
            origin=f"report:{item.report.pk}",
            now=now,
        )
