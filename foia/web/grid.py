"""The grid of a campaign: bodies × kinds of record, what needs a person first.

Sorting 50,000 rows for every page would be slow, so the rows stand on shelves, one for each stage,
in the order of an index; a page is cut out of the few shelves that it touches.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.core import paginator as pages
from django.db.models import Case, Count, Exists, OuterRef, Q, QuerySet, Value, When

from foia.models import Agency, Campaign, Finding, Reading, RecordsRequest

PAGE = 50
#: What needs a person comes first, what is over last. A question is a shelf before all stages.
QUESTION = "question"
STAGES = (
    "appeal_overdue",
    "overdue",
    "silent_refusal",
    "refused",
    "no_records",
    "partly_answered",
    "appeal_decided",
    "silent_grant",
    "answered",
    "paused",
    "on_appeal",
    "awaiting_receipt",
    "awaiting_response",
    "in_court",
    RecordsRequest.NOT_SENT,
    "withdrawn",
    "closed",
)


@dataclass(frozen=True)
class Filters:
    """What the grid is narrowed to; what is empty narrows nothing."""

    words: str = ""
    law: str = ""
    stage: str = ""
    category: str = ""
    finding: str = ""

    @classmethod
    def told(cls, query: Mapping[str, str]) -> "Filters":
        """Return the filters of an address or a form."""
        names = {"q": "words", "law": "law", "stage": "stage", "record": "category"}
        told = {to: query.get(name, "").replace("\x00", "")[:200] for name, to in names.items()}
        return cls(finding=query.get("finding", "")[:20], **told)

    def of(self, campaign: Campaign, *, is_page: bool = False) -> QuerySet[RecordsRequest]:
        """Return those of a campaign's requests that are meant, in no order.

        `is_page`: few of them will be read, so findings are looked up row by row, not listed first.
        """
        requests = RecordsRequest.objects.filter(campaign=campaign)
        if self.words:
            requests = requests.filter(agency__in=Agency.objects.at(self.words))
        if self.law:
            requests = requests.filter(jurisdiction_code=self.law.strip().lower())
        if self.stage == QUESTION:
            requests = requests.filter(pk__in=questions(campaign))
        elif self.stage:
            requests = requests.filter(stage=self.stage)
        if self.finding:
            found = Finding.objects.filter(desk=campaign.pk, state=self.finding)
            found = found.filter(category=self.category) if self.category else found
            here = Exists(found.filter(request=OuterRef("pk")))
            requests = requests.filter(here if is_page else Q(pk__in=found.values("request")))
        return requests


@dataclass(frozen=True)
class Row:
    """One body: its request, whether a person must say what it wrote, and its cells in order."""

    request: RecordsRequest
    is_question: bool
    cells: tuple[Finding, ...]


@dataclass(frozen=True)
class Page:
    """One page of rows, and where it stands among the others."""

    cut: pages.Page[int]
    rows: Sequence[Row]
    total: int


def questions(campaign: Campaign) -> QuerySet[Reading, int]:
    """Return the requests with a mail of which a person must say what it is."""
    asked = Reading.objects.filter(state=Reading.State.ASKED, desk=campaign.pk)
    return asked.values_list("request", flat=True)


@dataclass
class Grid:
    """The rows of a campaign that its filters leave."""

    campaign: Campaign
    filters: Filters

    @cached_property
    def requests(self) -> QuerySet[RecordsRequest]:
        """The requests that are meant, in no order."""
        return self.filters.of(self.campaign)

    @cached_property
    def few(self) -> QuerySet[RecordsRequest]:
        """The same, for reading few of them."""
        return self.filters.of(self.campaign, is_page=True)

    @cached_property
    def categories(self) -> tuple[str, ...]:
        """The kinds of record that are asked for, in the order of the letter."""
        named = (row["category"] for row in self.campaign.ask)
        return tuple(dict.fromkeys(category for category in named if category))

    @cached_property
    def by_stage(self) -> dict[str, int]:
        """How many requests stand where, questions included."""
        rows = self.requests.order_by().values_list("stage").annotate(number=Count("*"))
        return dict(rows)

    @cached_property
    def shelves(self) -> list[tuple[str, int]]:
        """The shelves that are not empty: name, and how many rows."""
        asked = self.few.filter(pk__in=questions(self.campaign)).order_by()
        taken = dict(asked.values_list("stage").annotate(number=Count("*")))
        there = [(stage, self.by_stage.get(stage, 0) - taken.get(stage, 0)) for stage in STAGES]
        return [shelf for shelf in [(QUESTION, sum(taken.values())), *there] if shelf[1]]

    def page(self, number: str | None) -> "Page":
        """Return one page of rows."""
        total = sum(count for _, count in self.shelves)
        cut = pages.Paginator(range(total), PAGE).get_page(number)
        first = max(cut.start_index() - 1, 0)
        found = self._between(first, min(first + PAGE, total))
        rows = [Row(request, asked, self.cells_of(request)) for request, asked in found]
        return Page(cut=cut, rows=rows, total=total)

    def cells_of(self, request: RecordsRequest) -> tuple[Finding, ...]:
        """Return what was learnt of each kind of record; what is not known yet is pending."""
        found = {one.category: one for one in request.findings.all()}
        return tuple(
            found.get(category, Finding(category=category, state=Finding.State.PENDING))
            for category in self.categories
        )

    def _between(self, first: int, last: int) -> Iterator[tuple[RecordsRequest, bool]]:
        """Yield the rows between two positions: at most four queries, none sorting much."""
        whole: list[str] = []
        at = 0
        for name, count in self.shelves:
            start, end = max(first - at, 0), min(last - at, count)
            at += count
            if start >= end:
                continue
            if name != QUESTION and (start, end) == (0, count):
                whole.append(name)
                continue
            yield from self._on(whole)
            whole = []
            yield from self._on([name], start, end)
        yield from self._on(whole)

    def _on(
        self, names: Sequence[str], start: int = 0, end: int | None = None
    ) -> Iterator[tuple[RecordsRequest, bool]]:
        """Yield the rows of some shelves, of one of them perhaps a part."""
        if not names:
            return
        is_question = list(names) == [QUESTION]
        rows = self.few.select_related("agency").prefetch_related("findings")
        if is_question:
            rows = rows.filter(pk__in=questions(self.campaign))
        else:
            rows = rows.filter(stage__in=names).exclude(pk__in=questions(self.campaign))
        order = [When(stage=name, then=Value(place)) for place, name in enumerate(names)]
        ranked = [] if len(names) == 1 else [Case(*order)]
        for row in rows.order_by(*ranked, "next_due_on", "pk")[start:end]:
            yield row, is_question
