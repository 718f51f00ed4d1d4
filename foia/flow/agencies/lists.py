"""Lists of bodies: put together by hand, or a search that is kept under a name."""

from datetime import datetime

import msgspec
from django.db import transaction
from django.db.models import Q, QuerySet

from foia.flow.agencies.search import Filters
from foia.letters.printable import one_line
from foia.models import Agency, AgencyList, ListedAgency, Team
from jurisdictions import DomainError


class ListTrouble(DomainError):
    """A list that cannot be made or changed as asked."""


def make_list(
    *, team: Team, name: str, now: datetime, filters: Filters | None = None
) -> AgencyList:
    """Make a list; with `filters` it holds whatever that search finds on the day it is used.

    Raises ListTrouble if the name is empty or taken, or the search narrows nothing.
    """
    kept = msgspec.to_builtins(filters) if filters else {}
    if filters is not None and not kept:
        raise ListTrouble("This search narrows nothing; choose at least one thing to look for.")
    with transaction.atomic():
        Team.objects.select_for_update().get(pk=team.pk)
        name = _free_name(team.pk, name)
        return AgencyList.objects.create(team=team, name=name, filters=kept, created_at=now)


def rename_list(agency_list: AgencyList, *, name: str) -> None:
    """Give a list another name. Raises ListTrouble if it is empty or taken."""
    with transaction.atomic():
        Team.objects.select_for_update().get(pk=agency_list.team_id)
        if one_line(name) != agency_list.name:
            agency_list.name = _free_name(agency_list.team_id, name)
            agency_list.save(update_fields=["name"])


def _free_name(team: int, told: str) -> str:
    name = one_line(told)[:200]
    if not name:
        raise ListTrouble("A list needs a name; give it one.")
    if AgencyList.objects.filter(team=team, name=name).exists():
        raise ListTrouble(f"The team has a list «{name}» already; choose another name.")
    return name


def put_on(agency_list: AgencyList, agencies: QuerySet[Agency]) -> int:
    """Put bodies on a list by hand, each once; return how many were not there before."""
    _must_be_by_hand(agency_list)
    usable = agencies.filter(Q(team=None) | Q(team=agency_list.team_id), merged_into=None)
    with transaction.atomic():
        there = ListedAgency.objects.filter(agency_list=agency_list)
        before = there.count()
        pks = usable.order_by().values_list("pk", flat=True)
        ListedAgency.objects.bulk_create(
            [ListedAgency(agency_list=agency_list, agency_id=pk) for pk in pks],
            ignore_conflicts=True,
        )
        return there.count() - before


def take_off(agency_list: AgencyList, agencies: QuerySet[Agency]) -> int:
    """Take bodies off a list; they stay bodies. Return how many were on it."""
    _must_be_by_hand(agency_list)
    listed = ListedAgency.objects.filter(agency_list=agency_list, agency__in=agencies)
    return listed.delete()[0]


def _must_be_by_hand(agency_list: AgencyList) -> None:
    if agency_list.filters:
        raise ListTrouble(
            f"«{agency_list.name}» is a search that is kept, so its bodies are found and not put"
            " there; make another list for bodies of your choice."
        )
