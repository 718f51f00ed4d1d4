"""Reports are applied, many in one transaction; one that breaks steps back alone."""

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from foia import rows
from foia.flow.reports.consequences import follow
from foia.flow.reports.letters import News, deliveries_of, is_news
from foia.models import DeliveryReport

logger = logging.getLogger(__name__)
CHUNK = 200
#: A report may come before the hand-over of its letter is on file.
GRACE = timedelta(minutes=10)
State = DeliveryReport.State


def waiting() -> QuerySet[DeliveryReport]:
    """Return the reports that nobody has applied, oldest first."""
    return DeliveryReport.objects.filter(state=State.WAITING).order_by("pk")


def run(*, now: datetime, limit: int = 2000) -> int:
    """Apply the reports that wait; return how many were decided."""
    seen = done = last = 0
    while seen < limit:
        found = list(waiting().filter(pk__gt=last).values_list("pk", flat=True)[:CHUNK])
        if not found:
            break
        seen, last = seen + len(found), found[-1]
        done += _all_or_each(found, now)
    return done


def _all_or_each(pks: Sequence[int], now: datetime) -> int:
    """Apply several reports at once; if that breaks, each alone, and the broken is set aside."""
    try:
        return _apply(pks, now)
    except rows.AWAY:
        raise
    except Exception:
        if len(pks) > 1:
            return sum(_all_or_each([pk], now) for pk in pks)
        logger.exception("Report %s steps back", pks[0])
        return DeliveryReport.objects.filter(pk=pks[0]).update(state=State.UNMATCHED)


def _apply(pks: Sequence[int], now: datetime) -> int:
    with transaction.atomic():
        found = list(waiting().select_for_update(skip_locked=True).filter(pk__in=pks))
        deliveries = deliveries_of(found)
        decided: list[DeliveryReport] = []
        news: dict[int, News] = {}
        for report in found:
            delivery = deliveries.get(report.pk)
            if delivery is None and report.received_at > now - GRACE:
                continue
            report.state = State.APPLIED if delivery else State.UNMATCHED
            report.delivery = delivery
            decided.append(report)
            if delivery and is_news(delivery.fate, report.kind):
                was = news[delivery.pk].was if delivery.pk in news else delivery.fate
                delivery.fate = report.kind
                news[delivery.pk] = News(delivery, report, was)
        follow(list(news.values()), now)
        DeliveryReport.objects.bulk_update(decided, ["state", "delivery"])
    return len(decided)
