"""What there is to tell of requests, as queries: near and missed days, unread mail, embargoes."""

from datetime import UTC, date, datetime, time, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from foia.mail.kinds import MACHINE_WRITTEN
from foia.models import Deadline, Message, Publication, Reading, Reminder, Visit

Occasion = Reminder.Occasion
#: How many days ahead a person wants to know: their own windows need action, a body's does not.
LEAD_DAYS = {"agency": 2, "requester": 10}
EMBARGO_DAYS = 7
#: A reply is unread when nobody looked for so long; older mail than the last is nobody's news.
UNREAD_AFTER = timedelta(days=2)
NEWS_FOR = timedelta(days=30)
#: Occasions that a reply which waits for a person's word may have settled already.
OF_THE_BODY = (Occasion.DUE_SOON, Occasion.OVERDUE)
#: What happened once, and is not untrue later.
EVENTS = (Occasion.NOT_DELIVERED, Occasion.DATES_MOVED)
#: Terms that bind the requester but belong to no appeal.
FEES = ("fee_reply", "payment")
APPEALS = ("appeal", "second_appeal", "court", "complaint", "review")


def occasion_of(*, code: str, term: str, binds: str, step: str, state: str) -> Reminder.Occasion:
    """Return what a near or missed deadline is an occasion for."""
    if binds == "agency":
        return Occasion.OVERDUE if state == "missed" else Occasion.DUE_SOON
    if term in FEES:
        return Occasion.FEE_DUE
    if code == "fr" and step == "cada" and term == "appeal":
        return Occasion.CADA_CLOSING
    return Occasion.APPEAL_CLOSING if step or term in APPEALS else Occasion.OWN_DUE


def told_from(due_on: date, binds: str) -> datetime:
    """Return the moment from which a running deadline is near."""
    return datetime.combine(due_on - timedelta(days=LEAD_DAYS[binds]), time.min, tzinfo=UTC)


def counted() -> QuerySet[Deadline]:
    """Return the deadlines that run, and those a body let pass and nothing has settled since."""
    return Deadline.objects.filter(Q(state="running") | Q(state="missed", binds="agency"))


def near_or_missed(now: datetime) -> QuerySet[Deadline]:
    """Return of `counted` those there is something to tell of, in whichever time zone."""
    today = now.astimezone(UTC).date()
    near = [
        Q(binds=binds, due_on__lte=today + timedelta(days=days))
        for binds, days in LEAD_DAYS.items()
    ]
    open_still = Q(due_on__gte=today - timedelta(days=1))
    return counted().filter(Q(state="missed") | (near[0] | near[1]) & open_still)


def unread(now: datetime) -> QuerySet[Message]:
    """Return the mail of people that came in lately and that nobody has looked at since."""
    looked = Visit.objects.filter(request=OuterRef("request"), at__gte=OuterRef("created_at"))
    decided = (Reading.State.CONFIRMED, Reading.State.REJECTED)
    return (
        Message.objects.incoming()
        .filter(~Exists(looked), filing=Message.Filing.FILED, created_at__gt=now - NEWS_FOR)
        .exclude(reading__kind__in=MACHINE_WRITTEN)
        .exclude(reading__state__in=decided)
    )


def asked() -> QuerySet[Reading]:
    """Return the readings that wait for a person's word."""
    return Reading.objects.filter(state=Reading.State.ASKED).exclude(kind__in=MACHINE_WRITTEN)


def embargoes() -> QuerySet[Publication]:
    """Return the requests that readers may not see until a date."""
    return Publication.objects.filter(state=Publication.State.EMBARGOED)
