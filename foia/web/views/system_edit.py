"""Writing dossiers: a new one, its head, its statements one by one, and a file of many."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from foia import access
from foia.flow import systems as room
from foia.flow import teams
from foia.gateways import clock
from foia.models import System, Team
from foia.web.forms.system_parts import FORMS, HeadForm
from foia.web.forms.systems import UploadForm
from foia.web.owned import person
from foia.web.system_words import PARTS
from foia.web.trouble import UNPROCESSABLE

#: The file of dossiers that a person looks at, until they take it in.
KEY = "dossiers"
WRITES = ["GET", "HEAD", "POST"]


@login_required
@require_http_methods(WRITES)
def new(request: HttpRequest) -> HttpResponse:
    """Write down a dossier for the person's team."""
    form = HeadForm(_told(request))
    if form.is_valid():
        made = room.write_down(
            team=_team(request), by=person(request), now=clock.now(), fields=form.cleaned_data
        )
        return redirect("system", uuid=made.uuid)
    return _page(request, "systems/head.html", form)


@login_required
@require_http_methods(WRITES)
def edit(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Write the head of a dossier anew."""
    system = _of(request, uuid)
    form = HeadForm(_told(request), instance=System.objects.get(pk=system.pk))
    if form.is_valid():
        room.change(system=system, by=person(request), now=clock.now(), fields=form.cleaned_data)
        return redirect("system", uuid=uuid)
    return _page(request, "systems/head.html", form, system=system)


@login_required
@require_http_methods(WRITES)
def add(request: HttpRequest, uuid: UUID, kind: str) -> HttpResponse:
    """Add a statement to a dossier."""
    system = _of(request, uuid)
    return _statement(request, system, kind, _form_of(kind)._meta.model(system=system))


@login_required
@require_http_methods(WRITES)
def part(request: HttpRequest, uuid: UUID, kind: str, pk: int) -> HttpResponse:
    """Change a statement of a dossier, or take it out."""
    system = _of(request, uuid)
    model = _form_of(kind)._meta.model
    row = get_object_or_404(model._default_manager.filter(system=system), pk=pk)
    if "take_out" in request.POST:
        room.take_out(part=row, by=person(request), now=clock.now())
        messages.success(request, _("It does not stand in this dossier any more."))
        return redirect("system", uuid=uuid)
    return _statement(request, system, kind, row)


@login_required
@require_http_methods(WRITES)
def take_in(request: HttpRequest) -> HttpResponse:
    """Take a file of dossiers in: first what would come of it, then, if wanted, the deed."""
    if "take_in" in request.POST and (kept := request.session.pop(KEY, "")):
        done = room.take_in(blob_id=kept, team=_team(request), by=person(request), now=clock.now())
        said = ngettext("%d dossier was taken in.", "%d dossiers were taken in.", len(done.new))
        messages.success(request, said % len(done.new))
        return redirect("systems")
    form = UploadForm(_told(request), request.FILES or None)
    shown = None
    if form.is_valid():
        file = form.cleaned_data["file"]
        kept = room.kept_file(content=file.read(), file_name=file.name, now=clock.now()).pk
        shown = room.read_kept(blob_id=kept, team=_team(request))
        request.session[KEY] = kept
    return _page(request, "systems/take_in.html", form, shown=shown)


def _statement(request: HttpRequest, system: System, kind: str, row: Any) -> HttpResponse:
    """Show the form of one statement, or keep it."""
    more = {"agencies": access.agencies_for(request.user)} if kind == "bodies" else {}
    form = _form_of(kind)(_told(request), instance=row, **more)
    if form.is_valid():
        room.put(part=form.save(commit=False), by=person(request), now=clock.now())
        return redirect("system", uuid=system.uuid)
    context = {"system": system, "kind": kind, "title": PARTS[kind], "row": row}
    return _page(request, "systems/part.html", form, **context)


def _of(request: HttpRequest, uuid: UUID) -> System:
    return get_object_or_404(access.systems_to_edit(request.user), uuid=uuid)


def _form_of(kind: str) -> Any:
    if kind not in FORMS:
        raise Http404
    return FORMS[kind]


def _told(request: HttpRequest) -> QueryDict | None:
    """Return what a form was filled in with, if one was sent."""
    return request.POST if request.method == "POST" else None


def _team(request: HttpRequest) -> Team:
    return teams.team_of(person(request), now=clock.now())


def _page(request: HttpRequest, page: str, form: forms.BaseForm, **more: Any) -> HttpResponse:
    status = UNPROCESSABLE if form.errors else 200
    return render(request, page, {"form": form} | more, status=status)
