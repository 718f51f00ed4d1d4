"""Whose findings are meant: those readers may see or those of a team, narrowed by filters."""

import json
from dataclasses import dataclass
from typing import Any

import msgspec
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery, TextField
from django.db.models.functions import Cast

from foia.models import Agency, Campaign, Finding, RecordsRequest, System, SystemVendor
from jurisdictions import codes

#: What was learnt where a body cites an exemption for what it keeps.
WITHHOLDS = (Finding.State.WITHHELD, Finding.State.PARTLY)
#: Up to so many requests are named one by one; whatever is asked of them is short work.
MOST_NAMED = 1_000
#: The order in which bodies are told.
IN_TURN = ("place", "name", "pk")
#: So that an index finds the first of very many, where readers see them.
NEWEST = ("-publication__published_at", "-publication__pk")


class Filters(msgspec.Struct, frozen=True, omit_defaults=True):
    """What to look at; what is empty does not narrow. `place` is exact, `words` are looked for.

    `law` has those on file below it with it, as a country its states, unless something is said in
    `alone`.
    """

    words: str = ""
    place: str = ""
    law: str = ""
    alone: str = ""
    technology: str = ""
    category: str = ""
    state: str = ""
    vendor: str = ""
    system: str = ""
    campaign: str = ""
    exemption: str = ""

    @property
    def is_narrow(self) -> bool:
        """Say whether these may leave few requests; an index finds them."""
        of_request = (self.law, self.technology, self.vendor, self.system, self.campaign)
        return any((self.words, self.place, *of_request))


@dataclass(frozen=True)
class Scope:
    """Requests that have left, and what was learnt by them.

    `findings` are for counting; `few` are the same rows, for reading some of very many: each is
    looked up by itself, so that a page stops when it is full. `is_public`: for readers, who never
    see the words a finding rests on but on the public page of the request, which blacks out who
    asked. `is_small`: the requests are few, and named one by one.
    """

    requests: QuerySet[RecordsRequest]
    findings: QuerySet[Finding]
    few: QuerySet[Finding]
    filters: Filters
    is_public: bool
    is_small: bool

    @property
    def bodies(self) -> QuerySet[Agency]:
        """Return the bodies that were asked, for reading some of very many."""
        if self.is_small:
            return Agency.objects.filter(pk__in=self.requests.values("agency"))
        return Agency.objects.filter(Exists(self.requests.filter(agency=OuterRef("pk"))))


def scope_of(
    requests: QuerySet[RecordsRequest], filters: Filters, *, is_public: bool = True
) -> Scope:
    """Return what the filters leave of these requests; the caller says whose they are."""
    requests, is_small = _named(requests.order_by(*NEWEST if is_public else ()))
    bodies = _bodies(filters)
    found = _narrowed(requests.exclude(stage=RecordsRequest.NOT_SENT), filters, is_public)
    if bodies is not None:
        found = found.filter(agency__in=bodies)
    if filters.is_narrow and not is_small and not isinstance(bodies, QuerySet):
        found, is_small = _named(found.order_by())
    findings = _findings(filters, is_public)
    whole = findings.filter(request__in=found)
    # a value, which the database looks up row by row: of Exists it may make a join of all
    there = Subquery(found.filter(pk=OuterRef("request")).values("pk")[:1])
    looked_up = findings.alias(there=there).filter(there__isnull=False)
    return Scope(
        requests=found,
        findings=whole,
        few=whole if is_small or isinstance(bodies, QuerySet) else looked_up,
        filters=filters,
        is_public=is_public,
        is_small=is_small,
    )


def _named(requests: QuerySet[RecordsRequest]) -> tuple[QuerySet[RecordsRequest], bool]:
    """Return these requests, named one by one if they are few; and whether they are."""
    keys = list(requests.values_list("pk", flat=True)[: MOST_NAMED + 1])
    if len(keys) > MOST_NAMED:
        return requests.order_by(), False
    return RecordsRequest.objects.filter(pk__in=keys), True


def _findings(filters: Filters, is_public: bool) -> QuerySet[Finding]:
    findings = Finding.objects.all()
    if filters.category:
        findings = findings.filter(category=filters.category)
    if filters.state:
        findings = findings.filter(state=filters.state)
    if filters.exemption:
        findings = findings.alias(cited=Cast("exemptions", TextField()))
        findings = findings.filter(_cites(filters.exemption), state__in=WITHHOLDS)
    return findings.defer("quote", "reason") if is_public else findings


def _bodies(filters: Filters) -> QuerySet[Agency, Any] | list[int] | None:
    """Return the bodies that words and a place leave, if any narrow: their keys if they are few."""
    if not (filters.words or filters.place):
        return None
    bodies = Agency.objects.at(filters.words)
    if filters.place:
        bodies = bodies.filter(place=filters.place)
    keys = list(bodies.order_by().values_list("pk", flat=True)[: MOST_NAMED + 1])
    return keys if len(keys) <= MOST_NAMED else bodies.values("pk")


def _cites(section: str) -> Q:
    """Return that a section stands among those cited, however the database writes its JSON."""
    plain, escaped = json.dumps(section, ensure_ascii=False), json.dumps(section)
    return Q(cited__contains=plain) | Q(cited__contains=escaped)


def _narrowed(
    requests: QuerySet[RecordsRequest], filters: Filters, is_public: bool
) -> QuerySet[RecordsRequest]:
    systems = System.objects.filter(team=None) if is_public else System.objects.all()
    if filters.law:
        below = [code for code in codes() if code.startswith(f"{filters.law}-")]
        meant = [filters.law, *([] if filters.alone else below)]
        requests = requests.filter(jurisdiction_code__in=meant)
    if filters.technology:
        requests = requests.filter(technology=filters.technology)
    if filters.vendor:
        made = SystemVendor.objects.filter(name=filters.vendor).values("system")
        requests = requests.filter(system__in=systems.filter(pk__in=made))
    if filters.system:
        requests = requests.filter(system__in=systems.filter(slug=filters.system))
    if filters.campaign:
        # by its key, so that an index has its requests in their order
        campaign = Campaign.objects.filter(uuid=filters.campaign).values_list("pk", flat=True)
        requests = requests.filter(campaign=campaign.first() or 0)
    return requests
