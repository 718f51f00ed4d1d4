"""Taking a table in: uploaded, read as a person says, compared, taken in, and its receipt."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from foia import access
from foia.flow import agencies as room
from foia.flow.agencies.profiles import profile
from foia.gateways import clock, tables
from foia.models import AgencyImport, AgencyList, Membership
from foia.web.agency_pages import chosen_team, sending_teams
from foia.web.forms.agencies import law_choices
from foia.web.forms.agency_imports import ReadingForm, UploadForm
from foia.web.owned import person
from foia.web.views.agency_lists import import_of
from jurisdictions import DomainError

PAGE = 50
State = AgencyImport.State


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Upload a table; it is kept as it came."""
    teams = sending_teams(request)
    lists = list(access.agency_lists_for(request.user, *Membership.SENDING).order_by("name"))
    is_sent = request.method == "POST"
    form = UploadForm(
        request.POST if is_sent else None,
        request.FILES if is_sent else None,
        teams=teams,
        lists=lists,
    )
    if is_sent and form.is_valid():
        row = _upload(request, form, lists)
        if row is not None:
            return redirect("agency_import", uuid=row.uuid)
    return render(request, "agencies/upload.html", {"form": form}, status=_status(form))


def _upload(request: HttpRequest, form: UploadForm, lists: list[AgencyList]) -> AgencyImport | None:
    """Keep the file; if it is no table, say so beside it."""
    table = form.cleaned_data["table"]
    chosen = form.cleaned_data["agency_list"]
    target = next((one for one in lists if str(one.uuid) == chosen), None)
    team = chosen_team(request, form, target.team if target else None)
    try:
        return room.upload(
            team=team,
            by=person(request),
            content=table.read(),
            file_name=table.name or "",
            now=clock.now(),
            agency_list=target if target and target.team_id == team.pk else None,
            jurisdiction=form.cleaned_data["jurisdiction"],
        )
    except DomainError as error:
        form.add_error("table", str(error))
        return None


def _status(form: UploadForm | ReadingForm) -> int:
    return 422 if form.is_bound and form.errors else 200


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def agency_import(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Show how a table is read and its first rows as they would be stored; or its receipt."""
    row = import_of(request, uuid)
    if row.state == State.APPLIED:
        return _receipt(request, row)
    if row.state in room.WORKING:
        return redirect("agency_import_compare", uuid=uuid)
    form = ReadingForm(
        request.POST if request.method == "POST" else None,
        row=row,
        options=room.options_of(row),
        cells=room.first_cells(row),
        sheets=room.sheets_of(row),
    )
    if request.method == "POST" and form.is_valid():
        room.read_as(row, **form.reading())
        messages.success(request, _("The table is read like this now."))
        return redirect("agency_import", uuid=uuid)
    context = {
        "row": row,
        "form": form,
        "profile": profile(row.profile),
        "is_large": room.is_large(row),
        "may_change": _may_change(request, row),
    }
    return render(request, "agencies/reading.html", context | _first(row), status=_status(form))


def _first(row: AgencyImport) -> dict[str, object]:
    """Return the first rows as they would be stored, or why there are none."""
    try:
        bodies, reader = room.first_bodies(row)
    except DomainError as error:
        return {"trouble": str(error)}
    return {"bodies": bodies, "problems": reader.problems}


def _may_change(request: HttpRequest, row: AgencyImport) -> bool:
    return row.team_id in {team.pk for team in sending_teams(request)}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def compare(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Show what the whole table would change; of a large one, have that found out, and how far."""
    row = import_of(request, uuid)
    if request.method == "POST":
        return _compared(request, row)
    if row.state in room.WORKING:
        return render(request, "agencies/working.html", {"row": row})
    if row.state == State.APPLIED or (room.is_large(row) and row.state != State.COMPARED):
        return redirect("agency_import", uuid=uuid)
    is_kept = row.state == State.COMPARED
    context = {
        "row": row,
        "found": room.kept(row.comparison) if is_kept else room.comparison_of(room.plan(row)),
        "laws": law_choices(_("Not known: those rows wait")),
        "may_change": _may_change(request, row),
    }
    return render(request, "agencies/compare.html", context)


def _compared(request: HttpRequest, row: AgencyImport) -> HttpResponse:
    """Lead to what the table would change, found out at once or by the room."""
    if room.is_large(row):
        room.ask_to_compare(row, by=person(request), now=clock.now())
    return redirect("agency_import_compare", uuid=row.uuid)


@login_required
@require_safe
def part(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Return the part of the page that changes while the room has a table."""
    return render(request, "agencies/progress.html", {"row": import_of(request, uuid)})


@login_required
@require_POST
def laws(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Keep which law the words of a table mean."""
    row = import_of(request, uuid)
    told = zip(request.POST.getlist("words"), request.POST.getlist("law"), strict=False)
    room.read_as(row, laws=dict(told))
    return _compared(request, row)


@login_required
@require_POST
def apply(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Take the table in; a large one is left to the room."""
    row = import_of(request, uuid)
    if room.is_large(row):
        room.ask_to_apply(row, by=person(request), now=clock.now())
        return redirect("agency_import_compare", uuid=uuid)
    room.apply(row, now=clock.now())
    messages.success(request, _("Taken in. This is the receipt."))
    return redirect("agency_import", uuid=uuid)


@login_required
@require_POST
def discard(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Remove an upload that was a mistake."""
    room.discard(import_of(request, uuid))
    messages.success(request, _("The table is discarded. Nothing of it was taken in."))
    return redirect("agency_lists")


def _receipt(request: HttpRequest, row: AgencyImport) -> HttpResponse:
    problems = row.problems.order_by("line", "pk")
    page = Paginator(problems, PAGE).get_page(request.GET.get("page"))
    return render(request, "agencies/receipt.html", {"row": row, "page": page})


@login_required
@require_safe
def receipt(request: HttpRequest, uuid: UUID) -> StreamingHttpResponse:
    """Return what was left out or doubted as a table."""
    row = import_of(request, uuid)
    answer = StreamingHttpResponse(room.receipt(row), content_type=tables.CSV_TYPE)
    answer["Content-Disposition"] = 'attachment; filename="left-out.csv"'
    return answer
