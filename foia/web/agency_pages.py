"""What the pages on bodies share: the person's teams, and the addresses that they may see."""

from django import forms
from django.db.models import Prefetch, Q, QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from foia import access
from foia.flow import teams
from foia.gateways import clock
from foia.models import Agency, Contact, Membership, Team
from foia.web.owned import person


def sending_teams(request: HttpRequest) -> list[Team]:
    """Return the teams for which a person may change bodies and lists."""
    return list(access.teams_for(request.user, *Membership.SENDING).order_by("name", "pk"))


def team_ids(request: HttpRequest) -> list[int]:
    """Return the keys of all teams of a person."""
    return list(access.teams_for(request.user).values_list("pk", flat=True))


def contacts_seen(request: HttpRequest) -> QuerySet[Contact]:
    """Return the addresses that a person may see: everybody's and those of their teams."""
    seen = Contact.objects.filter(Q(team=None) | Q(team__in=access.teams_for(request.user)))
    return seen.order_by("-is_working", "rank", "pk")


def with_contacts(request: HttpRequest, rows: QuerySet[Agency]) -> QuerySet[Agency]:
    """Return bodies that come with the working addresses that a person may see."""
    return rows.prefetch_related(
        Prefetch("contacts", queryset=contacts_seen(request).filter(is_working=True))
    )


def chosen_team(request: HttpRequest, form: forms.Form | None, first: Team | None) -> Team:
    """Return the team a form names, else `first`, else the person's own, made on first use.

    One in which the person may not send is not found.
    """
    told = form.cleaned_data.get("team") if form is not None and form.is_valid() else ""
    sending = access.teams_for(request.user, *Membership.SENDING)
    if told:
        return get_object_or_404(sending, uuid=told)
    if first is not None:
        return get_object_or_404(sending, pk=first.pk)
    return teams.team_of(person(request), now=clock.now())
