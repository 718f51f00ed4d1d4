"""What came of a campaign: the grid, what can be done with many rows at once, and the table."""

from collections.abc import Iterator
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from foia.flow import campaigns as room
from foia.gateways import clock, tables
from foia.letters.catalogue import catalogue
from foia.models import Finding
from foia.web import words
from foia.web.answers import as_file
from foia.web.days import reader
from foia.web.forms.grid import CLOSE, ActForm, FilterForm
from foia.web.grid import Filters, Grid
from foia.web.owned import campaign_of, may_send, person
from foia.web.trouble import checked

AT_ONCE = 1000


@login_required
@require_safe
def grid(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Show what each body answered on each kind of record, a page at a time."""
    campaign = campaign_of(request, uuid)
    found = Grid(campaign, Filters.told(request.GET))
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "campaign": campaign,
        "filters": FilterForm(request.GET, categories=found.categories),
        "query": query.urlencode(),
        "told": [(name, value) for name, value in query.items() if value],
        "stages": found.shelves,
        "labels": [catalogue().category(id).label(reader()) for id in found.categories],
        "legend": Finding.State.values,
        "shown": found.page(request.GET.get("page")),
        "may_send": may_send(request, campaign),
        "form": ActForm(None, campaign=campaign),
    }
    return render(request, "campaigns/grid.html", context)


@login_required
@require_POST
def act(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Write a later letter to many bodies, or close many requests."""
    campaign = campaign_of(request, uuid)
    form = checked(ActForm(request.POST, campaign=campaign))
    meant, by, now = form.requests(), person(request), clock.now()
    if form.cleaned_data["do"] == CLOSE:
        closed = room.close(campaign=campaign, requests=meant, by=by, now=now)
        said = ngettext("%d request was closed.", "%d requests were closed.", closed)
        messages.success(request, said % closed)
        return redirect("campaign_grid", uuid=uuid)
    kind, step = form.letter()
    wave = room.follow_up_wave(
        campaign=campaign, kind=kind, remedy=step, requests=meant, by=by, now=now
    )
    return redirect("wave", uuid=wave.uuid)


@login_required
@require_safe
def table(request: HttpRequest, uuid: UUID, kind: str) -> HttpResponse:
    """Hand out the rows that the filters leave, as CSV or XLSX."""
    campaign = campaign_of(request, uuid)
    found = Grid(campaign, Filters.told(request.GET))
    labels = [catalogue().category(id).label(reader()) for id in found.categories]
    head = [_("Reference"), _("Body"), _("Place"), _("Law"), _("Where it stands"), _("Next date")]
    quotes = [_("{record}: their words").format(record=label) for label in labels]
    header = [str(name) for name in [*head, *labels, *quotes]]
    if kind == "xlsx":
        content = tables.xlsx(header, _table_rows(found), sheet=campaign.name)
        return as_file(content, name="campaign.xlsx", content_type=tables.XLSX_TYPE)
    content = b"".join(tables.csv_lines(header, _table_rows(found)))
    return as_file(content, name="campaign.csv", content_type=tables.CSV_TYPE)


def _table_rows(found: Grid) -> Iterator[list[object]]:
    """Yield one row for a request, some hundred at a time."""
    rows = found.requests.select_related("agency").prefetch_related("findings").order_by("pk")
    for each in rows.iterator(chunk_size=AT_ONCE):
        cells = found.cells_of(each)
        yield [
            each.reference,
            each.agency.name,
            each.agency.place,
            each.jurisdiction_code,
            words.said(words.STAGES, each.stage),
            each.next_due_on,
            *(words.said(words.FINDINGS, cell.state) for cell in cells),
            *(cell.quote for cell in cells),
        ]
