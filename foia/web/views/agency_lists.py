"""Lists of bodies: all of a person's teams', one with its bodies, putting on and taking off."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from foia import access
from foia.flow import agencies as room
from foia.gateways import clock
from foia.models import AgencyImport, AgencyList, Membership
from foia.web.agency_pages import chosen_team, sending_teams, with_contacts
from foia.web.forms.agencies import NameForm, NewListForm
from foia.web.ticked import keys_of
from foia.web.views.agencies import PAGE, as_table, searched


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def lists(request: HttpRequest) -> HttpResponse:
    """Show the lists and the tables taken in; make a new list, by hand or of a search."""
    form = NewListForm(request.POST or None, teams=sending_teams(request))
    if request.method == "POST" and form.is_valid():
        told = request.POST.get("query", "")
        filters = searched(request, QueryDict(told))[0].filters() if told else None
        made = room.make_list(
            team=chosen_team(request, form, None),
            name=form.cleaned_data["name"],
            now=clock.now(),
            filters=filters,
        )
        messages.success(request, _("The list «{name}» is there.").format(name=made.name))
        return redirect("agency_list", uuid=made.uuid)
    imports = access.agency_imports_for(request.user).select_related("team", "agency_list")
    context = {
        "form": form,
        "lists": access.agency_lists_for(request.user).select_related("team").order_by("name"),
        "imports": imports.order_by("-pk")[:PAGE],
    }
    return render(request, "agencies/lists.html", context, status=422 if form.errors else 200)


@login_required
@require_safe
def agency_list(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Show the bodies of one list, a page at a time."""
    found = get_object_or_404(
        access.agency_lists_for(request.user).select_related("team"), uuid=uuid
    )
    members = room.members_of(found).order_by("name", "pk")
    page = Paginator(with_contacts(request, members), PAGE)
    may_change = access.agency_lists_for(request.user, *Membership.SENDING).filter(pk=found.pk)
    context = {
        "agency_list": found,
        "page": page.get_page(request.GET.get("page")),
        "may_change": may_change.exists(),
        "rename": NameForm({"name": found.name}),
    }
    return render(request, "agencies/list.html", context)


@login_required
@require_safe
def table(request: HttpRequest, uuid: UUID, kind: str) -> HttpResponse | StreamingHttpResponse:
    """Return the bodies of a list as a table."""
    found = get_object_or_404(access.agency_lists_for(request.user), uuid=uuid)
    return as_table(room.members_of(found), kind, [found.team_id], name="list")


@login_required
@require_POST
def put(request: HttpRequest) -> HttpResponse:
    """Put bodies on a list: those that were ticked, or all that a search finds."""
    target = _changeable(request, request.POST.get("agency_list", ""))
    if request.POST.get("which") == "all":
        chosen = searched(request, QueryDict(request.POST.get("query", "")))[1]
    else:
        chosen = access.agencies_for(request.user).filter(pk__in=_ticked(request))
    number = room.put_on(target, chosen)
    messages.success(
        request,
        ngettext(
            "{number} body was put on «{name}».", "{number} bodies were put on «{name}».", number
        ).format(number=number, name=target.name),
    )
    return redirect("agency_list", uuid=target.uuid)


@login_required
@require_POST
def take(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Take the ticked bodies off a list."""
    target = _changeable(request, str(uuid))
    room.take_off(target, access.agencies_for(request.user).filter(pk__in=_ticked(request)))
    messages.success(request, _("Taken off the list. They stay among your bodies."))
    return redirect("agency_list", uuid=uuid)


@login_required
@require_POST
def rename(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Give a list another name."""
    room.rename_list(_changeable(request, str(uuid)), name=request.POST.get("name", ""))
    messages.success(request, _("The list has its new name."))
    return redirect("agency_list", uuid=uuid)


@login_required
@require_POST
def remove(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Remove a list; its bodies stay."""
    _changeable(request, str(uuid)).delete()
    messages.success(request, _("The list is gone. Its bodies stay."))
    return redirect("agency_lists")


def _changeable(request: HttpRequest, uuid: str) -> AgencyList:
    lists = access.agency_lists_for(request.user, *Membership.SENDING)
    return get_object_or_404(lists, uuid=as_uuid(uuid))


def as_uuid(told: str) -> UUID:
    """Return the uuid that a form sent; one that is none is that of nothing."""
    try:
        return UUID(told)
    except ValueError:
        return UUID(int=0)


def _ticked(request: HttpRequest) -> list[int]:
    return keys_of(request.POST.getlist("agency")[: PAGE * 2])


def import_of(request: HttpRequest, uuid: UUID) -> AgencyImport:
    """Return an upload that the person may see, or change where a form was sent."""
    roles = Membership.SENDING if request.method == "POST" else ()
    rows = access.agency_imports_for(request.user, *roles)
    return get_object_or_404(rows.select_related("team", "agency_list"), uuid=uuid)
