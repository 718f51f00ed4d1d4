"""What the pages on findings share: whose they are, the filters of the address, the charts."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlencode
from uuid import UUID

import msgspec
from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse

from foia import access
from foia.access import Person
from foia.flow import findings as room
from foia.flow.findings import saying
from foia.letters.printable import one_line
from foia.models import Campaign, Finding, RecordsRequest
from foia.web.leafing import Leaf, leaf
from foia.web.pictures import bars, maps
from foia.web.pictures.maps import Placed

#: Said in the address: not what readers see, but what one's own requests and teams' have taught.
MINE = "mine"
STATES = tuple(saying.STATES)
PAGE = 50
#: Months that are drawn; all of them stand in the tables that are handed out.
MOST_MONTHS = 24


@dataclass(frozen=True)
class Shown:
    """Whose findings a page shows, what narrows them, and the address of each of them.

    `desks`: where the requests lie, if they are the person's own.
    """

    scope: room.Scope
    query: dict[str, str]
    desks: tuple[int, ...] = ()

    @property
    def is_mine(self) -> bool:
        """Say whether they are of the person's own requests and teams."""
        return not self.scope.is_public

    def link(self, **more: str) -> str:
        """Return the address of the findings that a number stands for; of a law those alone."""
        more |= {"alone": "1"} if "law" in more else {}
        told = {name: value for name, value in (self.query | more).items() if value}
        return f"{reverse('findings_list')}?{urlencode(told)}" if told else reverse("findings_list")

    def address(self, finding: Finding) -> str:
        """Return where a finding can be read: the public page of its request, or one's own."""
        name = "records_request" if self.is_mine else "public_request"
        return reverse(name, args=[finding.request.uuid])


def shown(request: HttpRequest) -> Shown:
    """Return the findings that an address asks for, as far as the person may see them."""
    told = {name: one_line(str(value))[:300] for name, value in request.GET.items()}
    is_mine = told.get("of") == MINE and request.user.is_authenticated
    known = {name: told[name] for name in room.Filters.__struct_fields__ if told.get(name)}
    known |= {"campaign": _uuid(known["campaign"])} if "campaign" in known else {}
    filters = msgspec.convert(known, room.Filters)
    if not is_mine:
        return Shown(room.scope_of(access.published_requests(), filters), known)
    desks = _desks(request.user, filters.campaign)
    requests = RecordsRequest.objects.on_desks(desks)
    scope = room.scope_of(requests, filters, is_public=False)
    return Shown(scope, known | {"of": MINE}, tuple(desks))


def one_by_one(shown: Shown, after: str) -> Leaf[Finding]:
    """Return a page of findings, those of the newest requests first.

    `after`: the last finding of the page before, as its request and its record.
    """
    scope = shown.scope
    told, _dot, category = after.partition(".")
    named = (
        RecordsRequest.objects.filter(uuid=_uuid(told)) if told else RecordsRequest.objects.none()
    )
    request = named.values_list("pk").first()
    return leaf(
        scope.few.select_related("request__agency", "attachment"),
        ("-request_id", "-category"),
        size=PAGE,
        last=(*request, category) if request else None,
        mark=lambda one: f"{one.request.uuid}.{one.category}",
        parts=() if scope.is_small else [Q(desk=desk) for desk in shown.desks],
    )


def _desks(person: Person, campaign: str) -> list[int]:
    """Return the desks of a person, or of these the one of a campaign."""
    desks = access.desks_of(person)
    if not campaign:
        return desks
    meant = Campaign.objects.filter(uuid=campaign).values_list("pk", flat=True).first()
    return [desk for desk in desks if desk == meant]


def _uuid(told: str) -> str:
    """Return a campaign's uuid; what is none is that of no campaign."""
    try:
        return str(UUID(told))
    except ValueError:
        return str(UUID(int=0))


class Charts:
    """The numbers of one page, drawn."""

    def __init__(self, numbers: room.Numbers, category: str) -> None:
        self.numbers = numbers
        self.category = category

    @cached_property
    def laws(self) -> bars.Bars:
        return bars.bars(room.folded(self.numbers.cells, lambda cell: cell.law), STATES)

    @cached_property
    def records(self) -> bars.Bars:
        by_record = room.folded(self.numbers.cells, lambda cell: cell.category)
        return bars.bars(by_record, STATES, most=len(by_record))

    @cached_property
    def policies(self) -> dict[str, Counter[str]]:
        """What was said of usage policies under each law; of another record if one is chosen."""
        chosen = [cell for cell in self.numbers.cells if cell.category == self.category]
        return room.folded(chosen, lambda cell: cell.law)

    @cached_property
    def vendors(self) -> bars.Bars:
        return bars.bars(room.by_name(self.numbers.vendors), STATES)

    @cached_property
    def clocks(self) -> bars.Bars:
        return bars.bars(room.by_name(self.numbers.clocks), tuple(saying.CLOCKS))

    @cached_property
    def months(self) -> bars.Columns:
        counted: dict[str, Counter[str]] = {}
        for month in self.numbers.months:
            counted.setdefault(month.name, Counter())[month.state] = month.number
        newest = dict(list(counted.items())[-MOST_MONTHS:])
        return bars.columns(newest, STATES)

    def map(self, which: str, systems: Iterable[Placed] = ()) -> maps.Map:
        """Return one of the maps of what was said of usage policies."""
        return maps.draw(which, self.policies, systems)
