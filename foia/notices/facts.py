"""What is true of requests at this moment and worth telling, and when to look at them again."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple

from django.db.models import Count, Exists, OuterRef
from django.db.models.functions import TruncDate

from foia.models import Reminder
from foia.notices.occasions import (
    EMBARGO_DAYS,
    OF_THE_BODY,
    UNREAD_AFTER,
    asked,
    counted,
    embargoes,
    near_or_missed,
    occasion_of,
    told_from,
    unread,
)

A_DAY = timedelta(days=1)
Occasion = Reminder.Occasion
ROW = ("request__jurisdiction_code", "term", "binds", "step", "state", "due_on")


class Fact(NamedTuple):
    """One thing to tell of a request; the first three say which it is."""

    occasion: str
    term: str
    due_on: date
    label: str = ""
    cite: str = ""

    @property
    def key(self) -> tuple[str, str, date]:
        return self[:3]


@dataclass(frozen=True)
class Facts:
    """By request: what there is to tell, and the next moment at which there may be more."""

    told: Mapping[int, tuple[Fact, ...]]
    next_at: Mapping[int, datetime]


def facts_of(requests: Iterable[int], now: datetime) -> Facts:
    """Return what is to be told of these requests, in four statements however many they are."""
    pks = list(requests)
    told: dict[int, list[Fact]] = defaultdict(list)
    moments: dict[int, list[datetime]] = defaultdict(list)
    for look in (_days, _mail, _embargoed):
        for pk, at in look(pks, now, told):
            if at > now:
                moments[pk].append(at)
    return Facts(
        {pk: tuple(facts) for pk, facts in told.items()},
        {pk: min(ahead) for pk, ahead in moments.items()},
    )


def numbers_of(campaigns: Iterable[int], now: datetime) -> dict[tuple[int, str, str, date], int]:
    """Return of how many bodies each thing is true, by campaign, occasion, term and day."""
    campaigns = set(campaigns)
    found: dict[tuple[int, str, str, date], int] = defaultdict(int)
    waits = asked().filter(message__request=OuterRef("request"))
    rows = near_or_missed(now).filter(request__campaign__in=campaigns)
    grouped = rows.annotate(waits=Exists(waits)).values_list("request__campaign", "waits", *ROW)
    for campaign, waits_for, *row, number in grouped.annotate(Count("request", distinct=True)):
        occasion = _occasion(row)
        if not (waits_for and occasion in OF_THE_BODY):
            found[campaign, occasion, row[1], row[-1]] += number
    mail = unread(now).filter(request__campaign__in=campaigns)
    days = mail.annotate(on=TruncDate("created_at", tzinfo=UTC)).values_list(
        "request__campaign", "on"
    )
    for campaign, on, number in days.order_by().annotate(Count("request", distinct=True)):
        found[campaign, Occasion.UNREAD_REPLY, "", on] += number
    held = embargoes().filter(request__campaign__in=campaigns)
    ends = held.values_list("request__campaign", "embargo_until_on").order_by()
    for campaign, until_on, number in ends.annotate(Count("request")):
        found[campaign, Occasion.EMBARGO_ENDING, "", until_on] += number
    return found


def _days(
    pks: list[int], now: datetime, told: dict[int, list[Fact]]
) -> Iterable[tuple[int, datetime]]:
    """Add near and missed days; yield when the days of the others come near.

    What a reply may have settled is not told while that reply waits for a person's word.
    """
    waiting = set(
        asked().filter(message__request__in=pks).values_list("message__request_id", flat=True)
    )
    now_true = near_or_missed(now).filter(request__in=pks)
    columns = ("request_id", "label", "cite", *ROW)
    for pk, label, cite, *row in now_true.order_by("due_on", "pk").values_list(*columns):
        occasion = _occasion(row)
        if pk in waiting and occasion in OF_THE_BODY:
            yield pk, now + A_DAY
        else:
            told[pk].append(Fact(occasion, row[1], row[-1], label, cite))
    ahead = counted().filter(request__in=pks, state="running")
    for pk, due_on, binds in ahead.values_list("request_id", "due_on", "binds"):
        yield pk, told_from(due_on, binds)


def _mail(
    pks: list[int], now: datetime, told: dict[int, list[Fact]]
) -> Iterable[tuple[int, datetime]]:
    rows = unread(now).filter(request__in=pks).order_by("created_at")
    for pk, created_at in rows.values_list("request_id", "created_at"):
        if created_at + UNREAD_AFTER <= now:
            on = created_at.astimezone(UTC).date()
            fact = Fact(Occasion.UNREAD_REPLY, "", on)
            if fact not in told[pk]:
                told[pk].append(fact)
        else:
            yield pk, created_at + UNREAD_AFTER


def _embargoed(
    pks: list[int], now: datetime, told: dict[int, list[Fact]]
) -> Iterable[tuple[int, datetime]]:
    held = embargoes().filter(request__in=pks).values_list("request_id", "embargo_until_on")
    for pk, until_on in held:
        if until_on is None:
            continue
        near_at = datetime.combine(until_on - timedelta(days=EMBARGO_DAYS), time.min, tzinfo=UTC)
        if near_at <= now:
            told[pk].append(Fact(Occasion.EMBARGO_ENDING, "", until_on))
        else:
            yield pk, near_at


def _occasion(row: list[str]) -> Reminder.Occasion:
    code, term, binds, step, state, _due_on = row
    return occasion_of(code=code, term=term, binds=binds, step=step, state=state)
