"""Calendar feeds: made, found by their secret address, and what stands in them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db.models import Count, Q, QuerySet

from foia.models import CalendarFeed, Deadline, Membership, RecordsRequest, Team, User
from foia.models.calendar_feed import digest_of_token, new_token
from foia.notices.risky import risky_codes

#: So many events at most; those that come first.
MOST = 2000
#: What a body missed stays in the calendar for so long.
MISSED_FOR = timedelta(days=60)


@dataclass(frozen=True)
class Due:
    """One day of a calendar: of one request, or of so many bodies of a campaign."""

    key: str
    due_on: date
    label: str
    cite: str
    title: str
    link: str
    is_missed: bool
    is_verified: bool
    bodies: int = 1


def make_feed(
    *, person: User, team: Team | None, hides_details: bool, now: datetime
) -> tuple[CalendarFeed, str]:
    """Make a feed; return it with its secret, which is kept nowhere and cannot be shown again."""
    token = new_token()
    feed = CalendarFeed.objects.create(
        user=person,
        team=team,
        token_digest=digest_of_token(token),
        hides_details=hides_details,
        made_at=now,
    )
    return feed, token


def opened_feed(*, token: str, now: datetime) -> CalendarFeed | None:
    """Return the feed of this secret while its maker has an account, and is in its team."""
    feeds = CalendarFeed.objects.select_related("user", "team")
    feed = feeds.filter(token_digest=digest_of_token(token), user__is_active=True).first()
    if feed is None or (feed.team and not _is_in(feed.user, feed.team)):
        return None
    if feed.read_at is None or feed.read_at.date() != now.date():
        CalendarFeed.objects.filter(pk=feed.pk).update(read_at=now)
    return feed


def due_in(feed: CalendarFeed, *, now: datetime) -> list[Due]:
    """Return what stands in a feed; nothing of places where asking is dangerous."""
    counted = Deadline.objects.filter(
        Q(state="running") | Q(state="missed", due_on__gt=(now - MISSED_FOR).date())
    )
    return list(_of_team(counted, feed.team) if feed.team else _of_person(counted, feed.user))


def _is_in(person: User, team: Team) -> bool:
    return Membership.objects.filter(user=person, team=team).exists()


def _of_person(counted: QuerySet[Deadline], person: User) -> Iterator[Due]:
    rows = counted.filter(desk=-person.pk).exclude(request__jurisdiction_code__in=risky_codes())
    rows = rows.select_related("request").order_by("due_on", "pk")
    for row in rows[:MOST]:
        yield Due(
            key=f"{row.request.uuid} {row.term} {row.step} {row.due_on}",
            due_on=row.due_on,
            label=row.label,
            cite=row.cite,
            title=row.request.title,
            link=f"{settings.SITE_URL}/requests/{row.request.uuid}/#deadline-{row.position}",
            is_missed=row.state == "missed",
            is_verified=row.is_verified,
        )


def _of_team(counted: QuerySet[Deadline], team: Team) -> Iterable[Due]:
    """The days of a team's campaigns, each with the number of its bodies, not body by body."""
    columns = ("due_on", "label", "cite", "state", "is_verified")
    campaigns = team.campaigns.filter(is_closed=False).in_bulk()
    left_out = RecordsRequest.objects.filter(
        campaign__in=campaigns, jurisdiction_code__in=risky_codes()
    )
    rows = counted.filter(desk__in=campaigns).exclude(request__in=left_out)
    grouped = rows.order_by("due_on").values(*columns, "desk")
    for row in grouped.annotate(bodies=Count("request", distinct=True))[:MOST]:
        campaign = campaigns[row["desk"]]
        yield Due(
            key=" ".join([str(campaign.uuid), *(str(row[name]) for name in columns)]),
            due_on=row["due_on"],
            label=row["label"],
            cite=row["cite"],
            title=campaign.name,
            link=f"{settings.SITE_URL}/campaigns/{campaign.uuid}/answers/",
            is_missed=row["state"] == "missed",
            is_verified=row["is_verified"],
            bodies=row["bodies"],
        )
