"""The requester is told what did not arrive: once of a letter, once a day of a campaign."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from foia import notices
from foia.flow.reports.letters import News
from foia.letters.printable import one_line
from foia.models import Delivery, Message

Fate = Delivery.Fate
KIND = "not_delivered"
A_DAY = timedelta(days=1)


def tell(letters: Sequence[News], now: datetime) -> None:
    """Write a notice where a letter came back for good, or was called unwanted."""
    bad = [item for item in letters if item.delivery.fate in (Fate.BOUNCED_HARD, Fate.COMPLAINED)]
    if not bad:
        return
    risky = notices.risky_codes()
    campaigns = {item.request.campaign_id for item in bad} - {None}
    told = Message.objects.filter(
        kind=Message.Kind.NOTICE,
        step=KIND,
        request__campaign__in=campaigns,
        created_at__gt=now - A_DAY,
    )
    quiet = set(told.values_list("request__campaign_id", flat=True))
    for item in bad:
        campaign = item.request.campaign_id
        if campaign in quiet or item.request.jurisdiction_code in risky:
            continue
        if campaign:
            quiet.add(campaign)
        _tell(item, now)


def _tell(item: News, now: datetime) -> None:
    name = f"{KIND}.{item.delivery.pk}.{item.delivery.fate}"
    what = one_line(item.report.words)[:200] or item.delivery.get_fate_display()
    notices.write(KIND, request=item.request, name=name, now=now, what=what)
