"""What came of a campaign: the grid, what can be done with many rows at once, and the table."""

from collections.abc import Iterator
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from foia.gateways import tables
from foia.letters.catalogue import catalogue
from foia.models import Finding
from foia.web import words
from foia.web.answers import as_file
from foia.web.days import reader
from foia.web.forms.grid import FilterForm
from foia.web.grid import Filters, Grid
from foia.web.owned import campaign_of

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
    }
    return render(request, "campaigns/grid.html", context)


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
