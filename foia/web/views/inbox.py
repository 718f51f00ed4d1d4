"""The shared inbox: what came in, what is due, whose it is; and what is done with many at once."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from foia import access
from foia.flow import desk
from foia.gateways import clock
from foia.models import Membership, User
from foia.web.cut import page_number
from foia.web.forms.inbox import GIVE, READ, RELEASE, TAG, InboxActForm, InboxFilterForm, ViewForm
from foia.web.inbox import Filters, Inbox, team_named
from foia.web.owned import person
from foia.web.trouble import checked


@login_required
@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """Show what came in or what is due, a page at a time."""
    found = _inbox(request)
    number = page_number(request.GET.get("page", ""))
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "inbox": found,
        "page": found.due(number) if found.filters.is_due else found.came_in(number),
        "shelves": found.shelves(),
        "filters": InboxFilterForm(found),
        "is_narrowed": any(query.get(name) for name in InboxFilterForm.base_fields),
        "query": query.urlencode(),
        "kept": access.saved_views_for(request.user).select_related("team").order_by("name"),
        "act_form": InboxActForm(None, inbox=found),
        "view_form": ViewForm(None, inbox=found),
    }
    return render(request, "desk/inbox.html", context)


@login_required
@require_POST
def act(request: HttpRequest) -> HttpResponse:
    """Mark, hand out or tag the requests that were ticked."""
    found = _inbox(request)
    form = checked(InboxActForm(request.POST, inbox=found))
    messages.success(request, _done(request, found, form))
    return redirect(f"{reverse('inbox')}?{request.GET.urlencode()}")


@login_required
@require_POST
def save(request: HttpRequest) -> HttpResponse:
    """Keep the filters that are shown under a name, for a team."""
    found = _inbox(request)
    form = checked(ViewForm(request.POST, inbox=found))
    team = team_named(found.answering_teams, form.cleaned_data["team"])
    assert team is not None  # one of the form's choices
    query = request.GET.urlencode()
    desk.save_view(team=team, name=form.cleaned_data["name"], query=query, by=found.person)
    messages.success(request, _("The view is kept."))
    return redirect(f"{reverse('inbox')}?{request.GET.urlencode()}")


@login_required
@require_POST
def drop(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Forget a view."""
    views = access.saved_views_for(request.user, *Membership.ANSWERING)
    desk.drop_view(view=get_object_or_404(views, uuid=uuid))
    messages.success(request, _("The view is forgotten; what it showed stays."))
    return redirect("inbox")


def _inbox(request: HttpRequest) -> Inbox:
    return Inbox(person(request), Filters.told(request.GET), clock.now())


def _done(request: HttpRequest, found: Inbox, form: InboxActForm) -> str:
    """Do it with the ticked requests, and say how many it changed."""
    told, now, by = form.cleaned_data, clock.now(), found.person
    requests = form.requests()
    if told["do"] == READ:
        desk.visit_all(requests=[r.pk for r in requests], by=by, now=now)
        return _said(len(requests))
    allowed = access.requests_for(by, *Membership.ANSWERING)
    requests = list(allowed.filter(pk__in=[r.pk for r in requests]))
    if told["do"] in (GIVE, RELEASE):
        to = User.objects.get(pk=told["to"]) if told["do"] == GIVE else None
        return _said(desk.assign(requests=requests, to=to, by=by, now=now))
    sort = desk.tag if told["do"] == TAG else desk.untag
    return _said(sort(requests=requests, name=told["name"], by=by, now=now))


def _said(number: int) -> str:
    said = ngettext("Done with %d request.", "Done with %d requests.", number)
    return said % number
