"""The room at work: makes copies that no check of today has made, and ends embargoes."""

from datetime import datetime, timedelta

from django.db import transaction

from foia import rows
from foia.flow.publish.acts import note_acts
from foia.flow.publish.gate import PublishError, State, open_gate, today_of
from foia.flow.publish.making import make
from foia.gateways.cleaned.for_readers import CHECKS
from foia.models import Publication, PublicCopy, RecordsRequest


def run(*, now: datetime, limit: int = 20) -> int:
    """Make up to `limit` copies, each by itself; end the embargoes whose day has come."""
    to_make = PublicCopy.objects.to_make(CHECKS).select_related(
        "publication", "attachment", "message__request__agency", "message__request__requester"
    )
    waiting = list(to_make.order_by("made_by_version", "pk")[:limit])
    return sum(make(copy, now=now) for copy in waiting) + _end_embargoes(now)


def _end_embargoes(now: datetime) -> int:
    """Publish what has waited for its day, if it passes; else say why and keep it private."""
    latest = (now + timedelta(hours=14)).date()  # where the day comes first
    due = Publication.objects.filter(state=State.EMBARGOED, embargo_until_on__lte=latest)
    due = due.select_related("request__agency").order_by("embargo_until_on", "pk")
    done = 0
    for row in due.iterator(chunk_size=500):
        if row.embargo_until_on and row.embargo_until_on <= today_of(row.request, now):
            done += rows.one(due, row.pk, lambda row: _end(row, now))
    return done


def _end(row: Publication, now: datetime) -> None:
    try:
        with transaction.atomic():
            open_gate(row, by=None, now=now)
    except PublishError as error:
        row.state, row.trouble, row.published_at = State.PRIVATE, str(error), None
        row.embargo_until_on = None
        row.save()
        note_acts([row.pk], "kept private", by=None, now=now, words=str(error))
        RecordsRequest.objects.filter(pk=row.request_id).look_again(now)
