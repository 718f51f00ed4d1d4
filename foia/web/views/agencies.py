"""Bodies: searching them, one on its page with its addresses, naming an address, merging."""

from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from foia import access
from foia.flow import addresses
from foia.flow import agencies as room
from foia.gateways import clock, tables
from foia.models import Agency, AgencyMerge, Membership, SystemBody
from foia.web.agency_pages import (
    chosen_team,
    contacts_seen,
    sending_teams,
    team_ids,
    with_contacts,
)
from foia.web.capped import Capped
from foia.web.forms.agencies import AddressForm, BodyForm, NewListForm, PutForm, SearchForm
from foia.web.owned import person
from foia.web.ticked import key_of

PAGE = 50
LIKE = 8


@login_required
@require_safe
def agencies(request: HttpRequest) -> HttpResponse:
    """Search the bodies that a person may ask, a page at a time."""
    form, found = searched(request, request.GET)
    shown = with_contacts(request, found.order_by("name", "pk"))
    page = Capped(shown, PAGE).get_page(request.GET.get("page"))
    lists = list(access.agency_lists_for(request.user, *Membership.SENDING).order_by("name"))
    query = {name: value for name, value in request.GET.items() if value and name != "page"}
    context = {
        "form": form,
        "page": page,
        "query": urlencode(query),
        "put": PutForm(lists=[one for one in lists if not one.filters]),
        "keep": NewListForm(teams=sending_teams(request)),
        "is_narrowed": bool(query),
    }
    return render(request, "agencies/search.html", context)


def searched(request: HttpRequest, query: QueryDict) -> tuple[SearchForm, QuerySet[Agency]]:
    """Return the search as it was filled in, and what it finds among the person's bodies."""
    visible = access.agencies_for(request.user)
    form = SearchForm(query, kinds=room.kinds_in(visible))
    return form, room.found(visible, form.filters(), team_ids(request))


@login_required
@require_safe
def table(request: HttpRequest, kind: str) -> HttpResponse | StreamingHttpResponse:
    """Return what a search finds as a table."""
    found = searched(request, request.GET)[1]
    return as_table(found, kind, team_ids(request), name="bodies")


def as_table(
    found: QuerySet[Agency], kind: str, teams: list[int], *, name: str
) -> HttpResponse | StreamingHttpResponse:
    """Return bodies as CSV or XLSX, to be kept as a file."""
    rows = room.exported(found, teams)
    answer: HttpResponse | StreamingHttpResponse
    if kind == "xlsx":
        content = tables.xlsx(room.HEADER, rows, sheet=name)
        answer = HttpResponse(content, content_type=tables.XLSX_TYPE)
    else:
        lines = tables.csv_lines(room.HEADER, rows)
        answer = StreamingHttpResponse(lines, content_type=tables.CSV_TYPE)
    answer["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    return answer


@login_required
@require_safe
def agency(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Show one body: its law, its addresses with source and day, its systems, what it may be."""
    found = _agency_of(request, uuid)
    return _page(request, found, AddressForm(teams=sending_teams(request)))


def _agency_of(request: HttpRequest, uuid: UUID) -> Agency:
    parts = SystemBody.objects.filter(system__in=access.systems_for(request.user))
    rows = access.agencies_for(request.user).prefetch_related(
        Prefetch("contacts", queryset=contacts_seen(request)),
        Prefetch("systems", queryset=parts.select_related("system")),
    )
    return get_object_or_404(rows.select_related("team"), uuid=uuid)


def _page(request: HttpRequest, found: Agency, form: AddressForm) -> HttpResponse:
    teams = sending_teams(request)
    is_own = found.team_id in {team.pk for team in teams}
    merged = AgencyMerge.objects.filter(into=found, undone_at=None, agency__team__in=teams)
    context = {
        "agency": found,
        "form": form,
        "may_change": bool(teams),
        "own_teams": {team.pk for team in teams},
        "may_merge": is_own,
        "like": _like(request, found) if is_own else (),
        "words": request.GET.get("words", ""),
        "merged": merged.select_related("agency"),
    }
    return render(request, "agencies/agency.html", context, status=422 if form.errors else 200)


def _like(request: HttpRequest, agency: Agency) -> list[Agency]:
    """Return bodies that this one may be merged into: those a person looks for, or like-named."""
    words = request.GET.get("words", "") or max(agency.name.split(), key=len)
    under_law = access.agencies_for(request.user).filter(jurisdiction_code=agency.jurisdiction_code)
    near = room.found(under_law, room.Filters(words=words[:200]), team_ids(request))
    return list(near.exclude(pk=agency.pk).order_by("name", "pk")[:LIKE])


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Write down a body that no table has."""
    form = BodyForm(request.POST or None, teams=sending_teams(request))
    if request.method == "POST" and form.is_valid():
        team = chosen_team(request, form, None)
        told = {name: value for name, value in form.cleaned_data.items() if name != "team"}
        try:
            made = room.write_down(team=team, **told)
        except room.BodyTrouble as trouble:
            form.add_error("name", str(trouble))
        else:
            messages.success(request, _("Written down. Name an address, so that it can be asked."))
            return redirect("agency", uuid=made.uuid)
    return render(request, "agencies/new.html", {"form": form}, status=422 if form.errors else 200)


@login_required
@require_POST
def address(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Keep an address that a person found for a body."""
    found = _agency_of(request, uuid)
    form = AddressForm(request.POST, teams=sending_teams(request))
    team = chosen_team(request, form, found.team)
    if not form.is_valid():
        return _page(request, found, form)
    told = form.cleaned_data
    addresses.mend(
        agency=found,
        teams=[team],
        channel=told["channel"],
        address=told["address"],
        source_url=told["source_url"],
        checked_on=clock.now().date(),
    )
    messages.success(request, _("Kept. Letters of your team to this body go there from now on."))
    return redirect("agency", uuid=uuid)


@login_required
@require_POST
def out_of_use(request: HttpRequest, uuid: UUID, pk: int) -> HttpResponse:
    """Have the team's letters not use an address any more."""
    found = get_object_or_404(access.agencies_for(request.user), uuid=uuid)
    contact = get_object_or_404(contacts_seen(request).filter(agency=found), pk=pk)
    team = contact.team or found.team or chosen_team(request, None, None)
    get_object_or_404(access.teams_for(request.user, *Membership.SENDING), pk=team.pk)
    room.take_out_of_use(contact=contact, team=team)
    messages.success(request, _("Letters of your team do not use this address any more."))
    return redirect("agency", uuid=uuid)


@login_required
@require_POST
def found_right(request: HttpRequest, uuid: UUID, pk: int) -> HttpResponse:
    """Note that an address of the team's is published as it stands here, today."""
    found = get_object_or_404(access.agencies_for(request.user), uuid=uuid)
    own = contacts_seen(request).filter(agency=found, team__in=sending_teams(request))
    contact = get_object_or_404(own.select_related("team"), pk=pk)
    if contact.team is not None:
        room.found_right(contact=contact, team=contact.team, on=clock.now().date())
    messages.success(request, _("Noted with the day of today."))
    return redirect("agency", uuid=uuid)


@login_required
@require_POST
def merge(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Have a body stand under another that is the same."""
    teams = sending_teams(request)
    one = get_object_or_404(access.agencies_for(request.user).filter(team__in=teams), uuid=uuid)
    into = get_object_or_404(
        access.agencies_for(request.user).select_related("team"),
        pk=key_of(request.POST.get("into", "")),
    )
    room.merge(agency=one, into=into, by=person(request), now=clock.now())
    messages.success(request, _("«{name}» stands here now.").format(name=one.name))
    return redirect("agency", uuid=into.uuid)


@login_required
@require_POST
def part(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a merge back."""
    teams = sending_teams(request)
    done = get_object_or_404(
        AgencyMerge.objects.filter(agency__team__in=teams).select_related("agency"), pk=pk
    )
    room.part(merged=done, now=clock.now())
    messages.success(request, _("Parted. It is a body of its own again."))
    return redirect("agency", uuid=done.agency.uuid)
