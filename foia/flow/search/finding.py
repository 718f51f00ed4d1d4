"""Finding: the index narrows by words and scope, the tables decide what may be seen."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from foia.flow.search.hits import Hit, hits_of
from foia.flow.search.question import Question, asked
from foia.flow.search.windows import newest_first
from foia.models import Agency, Attachment, RecordsRequest, SearchEntry

Kind = SearchEntry.Kind
#: Things shown on a page of results.
PAGE = 20
#: Pages of results that can be turned; who looks further narrows the question.
MOST_PAGES = 50
#: So many more than a page are asked about, because filters leave some of them out.
SPARE = 200
#: Nothing that is searched was before this day.
EARLIEST = date(1900, 1, 1)


@dataclass(frozen=True)
class Filters:
    """What else must be true of what is found; what is empty does not narrow.

    `what`: message, page or request; `place`: of the body, or the code of its law; `files`: "with"
    or "without"; `message_kind`: as it was read; days are inclusive.
    """

    what: str = ""
    place: str = ""
    agency: str = ""
    message_kind: str = ""
    stage: str = ""
    campaign: str = ""
    files: str = ""
    after_on: date | None = None
    before_on: date | None = None

    def last_on(self, now: datetime) -> date:
        """Return the last day on which something can have been that they leave."""
        today = now.date()
        return min(max(self.before_on or today, EARLIEST), today)


@dataclass(frozen=True)
class Found:
    """One page of what was found, newest first."""

    hits: tuple[Hit, ...]
    number: int
    has_more: bool


def find(
    question: Question,
    *,
    requests: QuerySet[RecordsRequest],
    scopes: Sequence[str],
    filters: Filters,
    now: datetime,
    page: int = 1,
) -> Found:
    """Find messages, pages of documents and requests among the requests that may be seen."""
    known = dated(SearchEntry.objects.exclude(kind__in=[Kind.PUBLIC, Kind.AGENCY]), filters)
    filed = known.filter(Q(message=None) | Q(message__request=F("request")))
    entries = narrowed(filed.filter(request__in=requests), filters)
    found = page_of(known, entries, question, scopes, last_on=filters.last_on(now), page=page)
    return Found(tuple(hits_of(found.keys, question)), found.number, found.has_more)


@dataclass(frozen=True)
class Keys:
    """The keys of one page of entries, newest first."""

    keys: list[int]
    number: int
    has_more: bool


def page_of(
    known: QuerySet[SearchEntry],
    entries: QuerySet[SearchEntry],
    question: Question,
    scopes: Sequence[str],
    *,
    last_on: date,
    page: int,
) -> Keys:
    """Return a page of those among the entries that have the words.

    `known`: what of them the index alone can tell; no entry is from after `last_on`.
    """
    page = min(max(page, 1), MOST_PAGES)
    start = (page - 1) * PAGE
    keys: list[int] = []
    for window in newest_first(last_on):
        words = asked(question, scopes, window)
        keys = _newest(known, entries, words, start + PAGE + 1)[start:]
        if len(keys) > PAGE:
            break
    return Keys(keys[:PAGE], page, len(keys) > PAGE and page < MOST_PAGES)


def _newest(
    known: QuerySet[SearchEntry], entries: QuerySet[SearchEntry], words: str, most: int
) -> list[int]:
    """Return the keys of the newest of the entries that have the words, so many at the most.

    The words narrow to what may be seen, all but exactly: so the tables are asked about the newest
    that have them, and about all of them only where these do not fill the page.
    """
    near = _first(known.filter(words__match=words), most + SPARE)
    keys = _first(entries.filter(pk__in=near), most)
    if len(keys) < most and len(near) == most + SPARE:
        keys = _first(entries.filter(words__match=words), most)
    return keys


def _first(entries: QuerySet[SearchEntry], most: int) -> list[int]:
    return list(entries.order_by("-at", "-pk").values_list("pk", flat=True)[:most])


def bodies(
    question: Question, *, agencies: QuerySet[Agency], scopes: Sequence[str], most: int = 5
) -> list[Agency]:
    """Find bodies by name and place, among those that may be seen."""
    entries = SearchEntry.objects.filter(
        words__match=asked(question, scopes), kind=Kind.AGENCY
    ).values("agency")
    return list(agencies.filter(pk__in=entries).order_by("name", "pk")[:most])


def dated(entries: QuerySet[SearchEntry], filters: Filters) -> QuerySet[SearchEntry]:
    """Return the entries of the kind and the days that the filters say."""
    plain = {
        "kind": filters.what,
        "at__date__gte": filters.after_on,
        "at__date__lte": filters.before_on,
    }
    return entries.filter(**{name: value for name, value in plain.items() if value})


def narrowed(entries: QuerySet[SearchEntry], filters: Filters) -> QuerySet[SearchEntry]:
    """Return the entries of which all else that the filters say is true."""
    plain = {
        "message__reading__kind": filters.message_kind,
        "request__stage": filters.stage,
        "request__campaign__uuid": filters.campaign,
        "request__agency__uuid": filters.agency,
    }
    entries = entries.filter(**{name: value for name, value in plain.items() if value})
    if filters.place:
        code = filters.place.lower()
        entries = entries.filter(
            Q(request__agency__place__icontains=filters.place)
            | Q(request__jurisdiction_code=code)
            | Q(request__jurisdiction_code__startswith=f"{code}-")
        )
    if filters.files:
        carries = Exists(Attachment.objects.filter(message=OuterRef("message")))
        entries = entries.filter(carries if filters.files == "with" else ~carries)
    return entries
