"""Afterwards: a follow-up to those who owe an answer, and closing what has ended."""

from datetime import datetime

from django.db.models import QuerySet

from foia import docket
from foia.docket import Happened
from foia.drafts.plan import FIRST
from foia.flow.campaigns.held import CampaignError, must_be_able
from foia.flow.campaigns.waves import PER_DOMAIN_HOUR, PER_MINUTE, new_wave
from foia.letters.fitting import LATE
from foia.letters.outline import OUTLINES
from foia.letters.past import REMINDERS
from foia.models import Campaign, RecordsRequest, User, Wave


def follow_up_wave(
    *,
    campaign: Campaign,
    kind: str,
    by: User,
    now: datetime,
    remedy: str = "",
    requests: QuerySet[RecordsRequest] | None = None,
    starts_at: datetime | None = None,
    per_minute: int = PER_MINUTE,
    per_domain_hour: int = PER_DOMAIN_HOUR,
    keeps_office_hours: bool = True,
) -> Wave:
    """Have a later letter written to the bodies of these requests, or to all it can concern.

    Whose docket does not call for it on the day it would leave is held back with the reason.
    """
    if kind not in OUTLINES or kind == FIRST:
        known = ", ".join(name for name in OUTLINES if name != FIRST)
        raise CampaignError(f"«{kind}» is no later letter; choose from: {known}.")
    asked = (_concerned(kind) if requests is None else requests).filter(campaign=campaign)
    return new_wave(
        campaign=campaign,
        by=by,
        now=now,
        bodies=campaign.bodies.filter(agency_id__in=asked.values("agency_id")),
        step=kind,
        remedy=remedy,
        starts_at=starts_at,
        per_minute=per_minute,
        per_domain_hour=per_domain_hour,
        keeps_office_hours=keeps_office_hours,
    )


def close(
    *, campaign: Campaign, requests: QuerySet[RecordsRequest], by: User, now: datetime
) -> int:
    """Close requests of a campaign; return how many. Those that have ended stay as they are."""
    must_be_able(by, campaign)
    open_ones = RecordsRequest.objects.filter(
        pk__in=requests.filter(campaign=campaign).values("pk")
    ).open()
    events = [Happened(request=one, kind="closed", at=now, by=by) for one in open_ones]
    return len(docket.record_all(events, now=now))


def _concerned(kind: str) -> QuerySet[RecordsRequest]:
    """Return the requests that a kind of letter can concern: a reminder those that are late."""
    requests = RecordsRequest.objects.all().open()
    return requests.filter(stage__in=LATE) if kind in REMINDERS else requests
