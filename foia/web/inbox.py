"""The shared inbox: what came in and what is due, of all requests a person may see, or of some."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from functools import cached_property
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from django.db.models import DateTimeField, Exists, OuterRef, Q, QuerySet, Subquery

from foia import access
from foia.models import (
    Agency,
    Assignment,
    Campaign,
    Deadline,
    Membership,
    Message,
    Reading,
    RecordsRequest,
    Tag,
    Tagging,
    Team,
    User,
    Visit,
)
from foia.web.among import among, few
from foia.web.cut import Page, cut

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

    @property
    def _tags(self) -> QuerySet[Tag]:
        """The words of these teams, and the person's own."""
        return Tag.objects.filter(Q(team__in=self.teams) | Q(owner=self.person))

    @cached_property
    def tags(self) -> list[str]:
        """The words to choose from."""
        known = Tag.objects.filter(team=self.team) if self.team else self._tags
        names = known.order_by("name")
        return list(dict.fromkeys(names.values_list("name", flat=True)))

    @cached_property
    def members(self) -> list[User]:
        """Everybody in these teams."""
        teams = [self.team] if self.team else self.teams
        return list(User.objects.filter(memberships__team__in=teams).distinct().order_by("email"))

    @property
    def requests(self) -> QuerySet[RecordsRequest]:
        """The requests that are meant, in no order."""
        return self._requests_on(self._desks())

    def meant(self, *roles: Membership.Role) -> Q:
        """Return what narrows rows that know their desk to those of the requests that are meant.

        With `roles`, of those teams alone in which the person has one of them.
        """
        desks = self._desks(*roles)
        here = Q(desk__in=desks) & self._chosen("request")
        if self.filters.q:
            kinds = ([desk for desk in desks if desk < 0], [desk for desk in desks if desk > 0])
            keys = few(*map(self._requests_on, kinds))  # one's own and the teams': two indexes
            here &= Q(among(self._requests_on(desks), keys))
        return here

    @cached_property
    def _meant(self) -> Q:
        return self.meant()

    def _desks(self, *roles: Membership.Role) -> list[int]:
        """The desks of the teams and of the campaign that are chosen."""
        desks = access.desks_of(self.person, *roles, team=self.team)
        if not self.filters.campaign:
            return desks
        chosen = {c.pk for c in self.campaigns if str(c.uuid) == self.filters.campaign}
        return [desk for desk in desks if desk in chosen]

    def _requests_on(self, desks: Sequence[int]) -> QuerySet[RecordsRequest]:
        """The requests on these desks that are meant."""
        found = RecordsRequest.objects.on_desks(desks).filter(self._chosen("pk"))
        words = self.filters.q
        if words:
            named = RecordsRequest.objects.filter(reference=words.strip().upper())
            found = found.filter(Q(agency__in=Agency.objects.at(words)) | Q(pk__in=named))
        return found

    def _chosen(self, request: str) -> Q:
        """Whose hands and which tag are meant, of rows with their request's key in a column."""
        told, chosen = self.filters, Q()
        given = Assignment.objects.filter(request=OuterRef(request))
        if told.who == NOBODY:
            chosen &= ~Q(Exists(given))
        elif told.who:
            chosen &= Q(Exists(given.filter(assignee=self._member())))
        if told.tag:
            tags = self._tags.filter(name__iexact=told.tag)
            taggings = Tagging.objects.filter(request=OuterRef(request), tag__in=tags)
            chosen &= Q(Exists(taggings))
        return chosen

    def came_in(self, number: int) -> Page:
        """Return a page of what came in, the newest first, each with when it was last looked at."""
        page = cut(newest(self._mail(self.filters.show)), number)
        mail = self.seen(page.rows).select_related("reading", *BESIDE)
        return replace(page, rows=list(mail.prefetch_related("request__taggings__tag")))

    def due(self, number: int) -> Page:
        """Return a page of what is due, the next first, each with its request."""
        found = self._dates(self.filters.show).order_by("due_on", "pk")
        page = cut(found.values_list("pk", flat=True), number)
        dates = Deadline.objects.filter(pk__in=page.rows).order_by("due_on", "pk")
        dates = dates.select_related(*BESIDE).prefetch_related("request__taggings__tag")
        return replace(page, rows=list(dates))

    def seen(self, keys: Iterable[int] | QuerySet[Reading, Any]) -> QuerySet[Message]:
        """Return these mails, the newest first, and when the person last looked: `seen_at`."""
        looked = Subquery(self._visits().values("at"), DateTimeField())
        mail = Message.objects.filter(pk__in=keys).annotate(seen_at=looked)
        return mail.defer("body_text").order_by("-created_at", "-pk")

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

    def _mail(self, show: str) -> QuerySet[Reading]:
        """What was read of the mail that is meant, in no order."""
        mail = Reading.objects.filter(self._meant)
        if show == UNREAD:
            return mail.filter(~Exists(self._visits().filter(at__gte=OuterRef("came_at"))))
        if show == NIGHT:
            return mail.filter(came_at__gte=self._evening())
        if show == QUESTIONS:
            return mail.filter(state=Reading.State.ASKED)
        return mail

    def _dates(self, show: str) -> QuerySet[Deadline]:
        """The dates that are meant, in no order."""
        found = Deadline.objects.filter(self._meant)
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


def newest(readings: QuerySet[Reading]) -> QuerySet[Reading, Any]:
    """Return the mails of these readings by their keys alone, the newest first, out of an index."""
    return readings.order_by("-came_at", "-message").values_list("message", flat=True)


def team_named(teams: Sequence[Team], uuid: str) -> Team | None:
    """Return the team that an address or a form names, or None."""
    return next((team for team in teams if str(team.uuid) == uuid), None)
