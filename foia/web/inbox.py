"""The shared inbox: what came in and what is due, of all requests a person may see, or of some."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import cached_property
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from django.db.models import DateTimeField, Exists, OuterRef, Q, QuerySet, Subquery

from foia import access
from foia.models import (
    Agency,
    Campaign,
    Deadline,
    Membership,
    Message,
    Reading,
    RecordsRequest,
    Tag,
    Team,
    User,
    Visit,
)
from foia.models.message import MessageQuerySet
from foia.web.among import among, few
from foia.web.ticked import key_of

PAGE = 50
CAME_IN, DUE = "came", "due"
ME, NOBODY = "me", "nobody"
UNREAD, NIGHT, QUESTIONS, WEEK, OVERDUE = "unread", "night", "questions", "week", "overdue"
DATES = (WEEK, OVERDUE)
SHELVES = (UNREAD, NIGHT, QUESTIONS, *DATES)
#: So far a shelf is counted; beyond, there are «99+».
MOST_COUNTED = 100
EVENING = time(17)
A_WEEK = timedelta(days=7)
#: What the lists show beside each row.
BESIDE = ("request__agency", "request__campaign", "request__assignment__assignee")
NAMES = ("team", "campaign", "who", "tag", "q", "show", "list")


@dataclass(frozen=True)
class Filters:
    """What the inbox is narrowed to, as it stands in the address; what is empty narrows nothing."""

    team: str = ""
    campaign: str = ""
    who: str = ""
    tag: str = ""
    q: str = ""
    show: str = ""
    list: str = ""

    @classmethod
    def told(cls, query: Mapping[str, str]) -> "Filters":
        """Return the filters of an address."""
        return cls(**{name: query.get(name, "").replace("\x00", "")[:200] for name in NAMES})

    @property
    def is_due(self) -> bool:
        """Say whether what is due is listed, and not what came in."""
        return self.list == DUE


@dataclass(frozen=True)
class Page:
    """Rows of one page, and the numbers of the pages beside it; 0 where there is none."""

    rows: Sequence[Any]
    newer: int
    older: int


class Shelf(NamedTuple):
    """One sort of what is there: in which list, under which name, and how much."""

    list: str
    name: str
    number: int

    @property
    def is_more(self) -> bool:
        """Say whether there may be more than were counted."""
        return self.number >= MOST_COUNTED


@dataclass
class Inbox:
    """What one person finds there."""

    person: User
    filters: Filters
    now: datetime

    @cached_property
    def teams(self) -> list[Team]:
        """The teams of the person, by name."""
        return list(access.teams_for(self.person).order_by("name", "pk"))

    @cached_property
    def answering_teams(self) -> list[Team]:
        """Those of the teams for which the person does more than look."""
        return list(access.teams_for(self.person, *Membership.ANSWERING).order_by("name", "pk"))

    @cached_property
    def team(self) -> Team | None:
        """The one team that is chosen."""
        return team_named(self.teams, self.filters.team)

    @cached_property
    def campaigns(self) -> list[Campaign]:
        """The campaigns to choose from, the newest first."""
        found = access.campaigns_for(self.person).order_by("-pk")
        return list(found.filter(team=self.team) if self.team else found)[:200]

    @cached_property
    def tags(self) -> list[str]:
        """The words to choose from."""
        teams = [self.team] if self.team else self.teams
        names = Tag.objects.filter(team__in=teams).order_by("name")
        return list(dict.fromkeys(names.values_list("name", flat=True)))

    @cached_property
    def members(self) -> list[User]:
        """Everybody in these teams."""
        teams = [self.team] if self.team else self.teams
        return list(User.objects.filter(memberships__team__in=teams).distinct().order_by("email"))

    @cached_property
    def requests(self) -> QuerySet[RecordsRequest]:
        """The requests that are meant, in no order."""
        return self.requests_of()

    def requests_of(self, *roles: Membership.Role) -> QuerySet[RecordsRequest]:
        """The same, of those teams alone in which the person has one of these roles."""
        found = access.requests_at_desk(self.person, *roles, team=self.team)
        told = self.filters
        if told.campaign:
            chosen = [c.pk for c in self.campaigns if str(c.uuid) == told.campaign]
            found = found.filter(campaign__in=chosen)
        if told.who == NOBODY:
            found = found.filter(assignment=None)
        elif told.who:
            found = found.filter(assignment__assignee=self._member())
        if told.tag:
            found = found.filter(
                taggings__tag__name__iexact=told.tag, taggings__tag__team__in=self.teams
            )
        if told.q:
            by_words = Q(agency__in=Agency.objects.at(told.q)) | Q(reference__iexact=told.q)
            found = found.filter(by_words)
        return found

    @cached_property
    def _few(self) -> list[int] | None:
        """The keys of the requests that are meant; None where they are many."""
        return few(self.requests)

    def came_in(self, number: int) -> Page:
        """Return a page of what came in, the newest first, each with when it was last looked at."""
        mail = self.seen(self._mail(self.filters.show))
        mail = mail.select_related("reading", *BESIDE).prefetch_related("request__taggings__tag")
        return _cut(mail.defer("body_text").order_by("-created_at", "-pk"), number)

    def due(self, number: int) -> Page:
        """Return a page of what is due, the next first, each with its request."""
        found = self._dates(self.filters.show).select_related(*BESIDE)
        found = found.prefetch_related("request__taggings__tag")
        return _cut(found.order_by("due_on", "pk"), number)

    def seen(self, mail: MessageQuerySet) -> MessageQuerySet:
        """Say of each mail when the person last looked at its request: `seen_at`."""
        return mail.annotate(seen_at=Subquery(self._visits().values("at"), DateTimeField()))

    def shelves(self, names: Sequence[str] = SHELVES) -> list[Shelf]:
        """Return what is worth looking at, with how much of it there is."""
        return [
            Shelf(list, name, rows.order_by()[:MOST_COUNTED].count())
            for name in names
            for list, rows in [self._shelf(name)]
        ]

    def _shelf(self, name: str) -> tuple[str, QuerySet[Any]]:
        """Return the list that a shelf stands in, and what stands on it."""
        return (DUE, self._dates(name)) if name in DATES else (CAME_IN, self._mail(name))

    def _mail(self, show: str) -> MessageQuerySet:
        """The mail that is meant, in no order."""
        mail = Message.objects.filter(
            direction=Message.Direction.IN,
            filing=Message.Filing.FILED,
        ).filter(among(self.requests, self._few))
        if show == UNREAD:
            return mail.filter(~Exists(self._visits().filter(at__gte=OuterRef("created_at"))))
        if show == NIGHT:
            return mail.filter(created_at__gte=self._evening())
        if show == QUESTIONS:
            return mail.filter(reading__state=Reading.State.ASKED)
        return mail

    def _dates(self, show: str) -> QuerySet[Deadline]:
        """The dates that are meant, in no order."""
        found = Deadline.objects.filter(among(self.requests, self._few))
        if show == OVERDUE:
            return found.filter(state="missed")
        found = found.filter(state="running")
        return found.filter(due_on__lte=(self.now + A_WEEK).date()) if show == WEEK else found

    def _visits(self) -> QuerySet[Visit]:
        """When the person last looked at the request of a mail."""
        return Visit.objects.filter(user=self.person, request=OuterRef("request"))

    def _evening(self) -> datetime:
        """Yesterday's evening, where the person is."""
        here = self.now.astimezone(ZoneInfo(self.person.time_zone))
        return datetime.combine(here.date() - timedelta(days=1), EVENING, here.tzinfo)

    def _member(self) -> User | None:
        if self.filters.who == ME:
            return self.person
        return next((m for m in self.members if str(m.pk) == self.filters.who), None)


def page_number(text: str) -> int:
    """Return the number of a page as an address has it; what makes no sense is the first."""
    return min(max(key_of(text), 1), 10_000)


def team_named(teams: Sequence[Team], uuid: str) -> Team | None:
    """Return the team that an address or a form names, or None."""
    return next((team for team in teams if str(team.uuid) == uuid), None)


def _cut(rows: QuerySet[Any], number: int) -> Page:
    """Cut a page out without counting them all."""
    first = (number - 1) * PAGE
    found = list(rows[first : first + PAGE + 1])
    older = number + 1 if len(found) > PAGE else 0
    return Page(found[:PAGE], newer=number - 1, older=older)
