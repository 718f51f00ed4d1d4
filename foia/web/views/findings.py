"""Findings: what was learnt, for readers or for a team; as charts, maps, lists, and files."""

from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from foia import access
from foia.flow import findings as room
from foia.gateways import clock, tables
from foia.letters.printable import one_line
from foia.letters.report_docx import report_docx
from foia.letters.report_pdf import report_pdf
from foia.models import Agency, Finding
from foia.web.answers import as_file
from foia.web.findings_grid import FindingsGrid
from foia.web.findings_pages import MINE, Charts, Shown, one_by_one, shown
from foia.web.forms.findings import FilterForm
from foia.web.leafing import Leaf
from foia.web.owned import person
from foia.web.pictures import maps

PAGE = 50
MOST_DOTS = 500
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@require_safe
def findings(request: HttpRequest) -> HttpResponse:
    """Show what was learnt in numbers: charts with their tables, a map, and where it rests."""
    told = shown(request)
    numbers, counted_at = _numbers(request, told)
    context = _context(request, told) | {"numbers": numbers, "counted_at": counted_at}
    if numbers is not None:
        context |= _drawn(request, told, numbers)
    return render(request, "findings/findings.html", context)


def _numbers(request: HttpRequest, told: Shown) -> tuple[room.Numbers | None, datetime | None]:
    whose = person(request) if told.is_mine else None
    return room.numbers_of(told.scope, person=whose, now=clock.now())


def _drawn(request: HttpRequest, told: Shown, numbers: room.Numbers) -> dict[str, object]:
    """Return the charts of a page and its maps."""
    policy = told.scope.filters.category or room.POLICY
    charts = Charts(numbers, policy)
    placed = access.systems_for(request.user).exclude(latitude=None)
    rows = placed.values_list("name", "latitude", "longitude")[:MOST_DOTS]
    dots = [maps.Placed(name, float(lat or 0), float(lon or 0)) for name, lat, lon in rows]
    return {
        "charts": charts,
        "world": charts.map(maps.WORLD, dots),
        "states": charts.map(maps.STATES),
        "policy": policy,
    }


@require_safe
def places(request: HttpRequest) -> HttpResponse:
    """List the places where somebody was asked: has each a published usage policy?"""
    told = shown(request)
    numbers, counted_at = _numbers(request, told)
    after = one_line(request.GET.get("after", ""))[:200]
    known = numbers.places if numbers else []
    rows = [place for place in known if place.name > after][: PAGE + 1]
    context = _context(request, told) | {"numbers": numbers, "counted_at": counted_at}
    mark = rows[PAGE - 1].name if len(rows) > PAGE else ""
    context["page"] = Leaf(rows[:PAGE], mark, is_first=not after)
    context["cut_at"] = len(known) if len(known) == room.MOST_PLACES else None
    return render(request, "findings/places.html", context)


@require_safe
def place(request: HttpRequest) -> HttpResponse:
    """Answer for one place: has it a published usage policy, and what else is known of it?"""
    told = shown(request)
    name = one_line(request.GET.get("place", ""))[:200]
    systems = access.systems_for(request.user).filter(place=name).prefetch_related("answers")
    bodies = _bodies(request, told)
    numbers = bodies["numbers"]
    found: room.Place | None = numbers.at(name) if numbers else None
    if told.scope.is_small:
        found = room.places(told.scope, [name])[0]
    if not name or not (found is None or found.bodies or systems.exists()):
        raise Http404
    context = _context(request, told) | bodies
    context |= {"name": name, "place": found, "systems": systems.order_by("name")}
    return render(request, "findings/place.html", context)


def _bodies(request: HttpRequest, told: Shown) -> dict[str, Any]:
    """Return the grid of the bodies that were asked; none while very many are being counted."""
    after = request.GET.get("after", "")
    if told.scope.is_small:
        return {"numbers": None, "grid": FindingsGrid(told.scope, told.scope.bodies, after)}
    numbers, counted_at = _numbers(request, told)
    known = numbers.bodies if numbers else []
    return {
        "numbers": numbers,
        "counted_at": counted_at,
        "is_being_counted": numbers is None,
        "grid": FindingsGrid(told.scope, Agency.objects.filter(pk__in=known), after),
        "cut_at": room.MOST_BODIES if len(known) == room.MOST_BODIES else None,
    }


@require_safe
def grid(request: HttpRequest) -> HttpResponse:
    """Show bodies × kinds of record, a page at a time."""
    told = shown(request)
    context = _context(request, told) | _bodies(request, told)
    return render(request, "findings/grid.html", context)


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """List the findings that a number stands for, each with the request it rests on."""
    told = shown(request)
    page = one_by_one(told, request.GET.get("after", ""))
    context = _context(request, told) | {"page": page}
    context["number"] = told.scope.few.count() if told.scope.is_small else None
    context["rows"] = [(one, told.address(one)) for one in page.rows]
    return render(request, "findings/list.html", context)


@require_safe
def table(request: HttpRequest, kind: str) -> HttpResponse | StreamingHttpResponse:
    """Hand the findings out: as CSV, XLSX, or a data package."""
    told = shown(request)
    address = _absolute(request, told)
    if kind == "zip":
        content = room.package(told.scope, address=address, now=clock.now())
        return as_file(content, name="findings.zip", content_type="application/zip")
    rows = room.rows(told.scope, address)
    if kind == "xlsx":
        content = tables.xlsx(room.HEADER, rows, sheet="Findings")
        return as_file(content, name="findings.xlsx", content_type=tables.XLSX_TYPE)
    stream = StreamingHttpResponse(
        tables.csv_lines(room.HEADER, rows), content_type=tables.CSV_TYPE
    )
    stream["Content-Disposition"] = 'attachment; filename="findings.csv"'
    return stream


@require_safe
def report(request: HttpRequest, kind: str) -> HttpResponse:
    """Hand out the report that a journalist can pass on, as DOCX or PDF."""
    told = shown(request)
    made = room.report_of(told.scope, on=clock.today())
    if kind == "docx":
        return as_file(report_docx(made), name="report.docx", content_type=DOCX)
    return as_file(report_pdf(made), name="report.pdf", content_type="application/pdf")


def _absolute(request: HttpRequest, told: Shown) -> room.Address:
    def address(finding: Finding) -> str:
        return request.build_absolute_uri(told.address(finding))

    return address


def _context(request: HttpRequest, told: Shown) -> dict[str, object]:
    query = urlencode(told.query)
    others = {name: value for name, value in told.query.items() if name != "of"}
    return {
        "shown": told,
        "filters": FilterForm(told.query),
        "query": query,
        "told": list(told.query.items()),
        "is_narrowed": bool(others),
        "mine_query": urlencode(others | {"of": MINE}),
        "public_query": urlencode(others),
    }
