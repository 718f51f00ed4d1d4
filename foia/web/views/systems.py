"""Dossiers of systems: the list, one on its page, its plan, and as files."""

from urllib.parse import urlencode
from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from foia import access
from foia.flow import systems as room
from foia.gateways import clock, tables
from foia.letters.catalogue import catalogue
from foia.models import System, SystemAct, SystemBody, SystemVendor, User
from foia.web.agency_pages import contacts_seen
from foia.web.answers import as_file
from foia.web.forms.systems import SearchForm
from foia.web.law import law_at
from foia.web.system_words import PARTS

PAGE = 30
#: So much of a dossier's history stands on its page, the latest first.
ACTS = 100


def of(request: HttpRequest, uuid: UUID) -> System:
    """Return a dossier that the person may see, whole."""
    return get_object_or_404(_whole(request), uuid=uuid)


@require_safe
def systems(request: HttpRequest) -> HttpResponse:
    """List the dossiers that a person may see, a page at a time."""
    form = SearchForm(request.GET)
    found = room.found(access.systems_for(request.user), form.filters())
    shown = found.order_by("name", "pk").select_related("team").prefetch_related("vendors")
    query = {name: value for name, value in request.GET.items() if value and name != "page"}
    context = {
        "form": form,
        "page": Paginator(shown, PAGE).get_page(request.GET.get("page")),
        "query": urlencode(query),
        "is_narrowed": bool(query),
        "may_add": request.user.is_authenticated,
    }
    return render(request, "systems/list.html", context)


@require_safe
def system(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Show a dossier: every statement with its source, and how sure it is.

    Who changed what is for the team whose dossier it is; of everybody's, for staff.
    """
    found = of(request, uuid)
    facts: dict[str, list[object]] = {}
    for fact in found.facts.all():
        facts.setdefault(fact.topic, []).append(fact)
    may_see_who = found.team_id or (isinstance(request.user, User) and request.user.is_staff)
    acts = SystemAct.objects.filter(system=found).select_related("by")
    context = {
        "acts": acts.order_by("-pk")[:ACTS] if may_see_who else [],
        "system": found,
        "technology": catalogue().technology(found.technology),
        "topics": [(topic, facts[topic]) for topic in _topics() if topic in facts],
        "answers": room.answered(found.answers.all()),
        "may_edit": access.systems_to_edit(request.user).filter(pk=found.pk).exists(),
        "parts": PARTS,
    }
    return render(request, "systems/system.html", context)


@require_safe
def plan(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Show whom to ask for which records, each with its law, channel, risk and letter."""
    found = of(request, uuid)
    now = clock.now()
    parts = room.plan_of(
        list(found.bodies.all()), technology=found.technology, team_id=found.team_id, now=now
    )
    laws = {asked.pack.code: law_at(asked.pack.code, now) for asked in parts}
    context = {
        "system": found,
        "technology": catalogue().technology(found.technology),
        "asked": [(asked, laws[asked.pack.code]) for asked in parts],
        "risky": next((asked.pack for asked in parts if asked.is_risky), None),
        "letters": sum(asked.letter is not None for asked in parts),
        "may_campaign": request.user.is_authenticated,
    }
    return render(request, "systems/plan.html", context)


@require_safe
def table(request: HttpRequest, kind: str) -> HttpResponse | StreamingHttpResponse | JsonResponse:
    """Hand out the dossiers that the search finds: CSV, XLSX, or JSON with every source."""
    found = room.found(_whole(request), SearchForm(request.GET).filters())
    if kind == "json":
        rows = [room.as_dossier(one) for one in found.order_by("name", "pk")]
        answer = JsonResponse({"systems": rows}, json_dumps_params={"ensure_ascii": False})
        answer["Content-Disposition"] = 'attachment; filename="systems.json"'
        return answer
    if kind == "xlsx":
        content = tables.xlsx(room.HEADER, room.as_rows(found), sheet="Systems")
        return as_file(content, name="systems.xlsx", content_type=tables.XLSX_TYPE)
    lines = tables.csv_lines(room.HEADER, room.as_rows(found))
    stream = StreamingHttpResponse(lines, content_type=tables.CSV_TYPE)
    stream["Content-Disposition"] = 'attachment; filename="systems.csv"'
    return stream


def _whole(request: HttpRequest) -> QuerySet[System]:
    """Return the dossiers that a person may see, with all parts and the addresses they may see."""
    bodies = (
        SystemBody.objects.filter(agency__in=access.agencies_for(request.user))
        .select_related("agency")
        .prefetch_related(Prefetch("agency__contacts", queryset=contacts_seen(request)))
        .order_by("pk")
    )
    vendors = SystemVendor.objects.order_by("pk")
    return access.systems_for(request.user).prefetch_related(
        Prefetch("bodies", queryset=bodies),
        Prefetch("vendors", queryset=vendors),
        "facts",
        "documents",
        "answers",
    )


def _topics() -> list[str]:
    """Return what facts are about, in the order of the page."""
    return ["area", "goals", "works", "bias", "status", "money", "law", "other"]
