"""Whose findings are meant: those readers may see or those of a team, narrowed by filters."""

import json
from dataclasses import dataclass

import msgspec
from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast

from foia.models import Agency, Finding, RecordsRequest, System, SystemVendor


class Filters(msgspec.Struct, frozen=True, omit_defaults=True):
    """What to look at; what is empty does not narrow. `place` is exact, `words` are looked for."""

    words: str = ""
    place: str = ""
    law: str = ""
    technology: str = ""
    category: str = ""
    state: str = ""
    vendor: str = ""
    system: str = ""
    campaign: str = ""
    exemption: str = ""


@dataclass(frozen=True)
class Scope:
    """Requests that have left, and what was learnt by them.

    `is_public`: for readers, who never see the words a finding rests on but on the public page of
    the request, which blacks out who asked.
    """

    requests: QuerySet[RecordsRequest]
    findings: QuerySet[Finding]
    filters: Filters
    is_public: bool


def scope_of(
    requests: QuerySet[RecordsRequest], filters: Filters, *, is_public: bool = True
) -> Scope:
    """Return what the filters leave of these requests; the caller says whose they are."""
    found = _narrowed(requests.exclude(stage=RecordsRequest.NOT_SENT), filters)
    findings = Finding.objects.filter(request__in=found)
    if filters.category:
        findings = findings.filter(category=filters.category)
    if filters.state:
        findings = findings.filter(state=filters.state)
    if filters.exemption:
        findings = findings.alias(cited=Cast("exemptions", TextField()))
        findings = findings.filter(_cites(filters.exemption))
    if is_public:
        findings = findings.defer("quote", "reason")
    return Scope(found, findings, filters, is_public)


def _cites(section: str) -> Q:
    """Return that a section stands among those cited, however the database writes its JSON."""
    plain, escaped = json.dumps(section, ensure_ascii=False), json.dumps(section)
    return Q(cited__contains=plain) | Q(cited__contains=escaped)


def _narrowed(requests: QuerySet[RecordsRequest], filters: Filters) -> QuerySet[RecordsRequest]:
    if filters.words:
        requests = requests.filter(agency__in=Agency.objects.at(filters.words).values("pk"))
    if filters.place:
        requests = requests.filter(agency__place=filters.place)
    if filters.law:
        code = filters.law
        under = Q(jurisdiction_code=code) | Q(jurisdiction_code__startswith=f"{code}-")
        requests = requests.filter(under)
    if filters.technology:
        requests = requests.filter(technology=filters.technology)
    if filters.vendor:
        made = SystemVendor.objects.filter(name=filters.vendor)
        requests = requests.filter(system__in=made.values("system"))
    if filters.system:
        requests = requests.filter(system__in=System.objects.filter(slug=filters.system))
    if filters.campaign:
        requests = requests.filter(campaign__uuid=filters.campaign)
    return requests
