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
    page = min(max(page, 1), MOST_PAGES)
    start = (page - 1) * PAGE
    keys: list[int] = []
    for window in newest_first(now):
        words = asked(question, scopes, window)
        known = SearchEntry.objects.filter(words__match=words)
        filed = known.filter(Q(message=None) | Q(message__request=F("request")))
        entries = _narrowed(filed.filter(request__in=requests), filters).order_by("-at", "-pk")
        keys = list(entries.values_list("pk", flat=True)[start : start + PAGE + 1])
        if len(keys) > PAGE:
            break
    has_more = len(keys) > PAGE and page < MOST_PAGES
    return Found(tuple(hits_of(keys[:PAGE], question)), page, has_more)


def bodies(
    question: Question, *, agencies: QuerySet[Agency], scopes: Sequence[str], most: int = 5
) -> list[Agency]:
    """Find bodies by name and place, among those that may be seen."""
    entries = SearchEntry.objects.filter(
        words__match=asked(question, scopes), kind=Kind.AGENCY
    ).values("agency")
    return list(agencies.filter(pk__in=entries).order_by("name", "pk")[:most])


def _narrowed(entries: QuerySet[SearchEntry], filters: Filters) -> QuerySet[SearchEntry]:
    plain = {
        "kind": filters.what,
        "message__reading__kind": filters.message_kind,
        "request__stage": filters.stage,
        "request__campaign__uuid": filters.campaign,
        "request__agency__uuid": filters.agency,
        "at__date__gte": filters.after_on,
        "at__date__lte": filters.before_on,
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
