"""Beside the letters of one request: notes, who looks after it, and its tags."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from foia import access
from foia.flow import desk
from foia.gateways import clock
from foia.models import Membership, RecordsRequest, User
from foia.web.owned import person
from foia.web.ticked import key_of


@login_required
@require_POST
def note(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Write a note beside a request."""
    found = _request(request, uuid)
    text = request.POST.get("text", "")
    written = desk.write(request=found, text=text, by=person(request), now=clock.now())
    return redirect(f"{_page(found)}#note-{written.pk}")


@login_required
@require_POST
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Take one's own note back."""
    notes = access.notes_for(request.user).filter(by=person(request)).select_related("request")
    found = get_object_or_404(notes, pk=pk)
    desk.take_back(note=found, by=person(request), now=clock.now())
    messages.success(request, _("The words are gone; that there was a note stays."))
    return redirect(f"{_page(found.request)}#desk")


@login_required
@require_POST
def assign(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Say who looks after a request of a campaign."""
    found = _request(request, uuid)
    members = User.objects.filter(memberships__team__campaigns__requests=found)
    told = key_of(request.POST.get("to", ""))
    to = get_object_or_404(members, pk=told) if told else None
    desk.assign(requests=[found], to=to, by=person(request), now=clock.now())
    return redirect(f"{_page(found)}#desk")


@login_required
@require_POST
def tags(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Put a tag on a request, or take one off."""
    found, by, now = _request(request, uuid), person(request), clock.now()
    if off := request.POST.get("off", ""):
        desk.untag(requests=[found], name=off, by=by, now=now)
    else:
        desk.tag(requests=[found], name=request.POST.get("name", ""), by=by, now=now)
    return redirect(f"{_page(found)}#desk")


def _request(request: HttpRequest, uuid: UUID) -> RecordsRequest:
    """Return a request beside which this person may write."""
    found = access.requests_for(request.user, *Membership.ANSWERING)
    return get_object_or_404(found.select_related("campaign__team"), uuid=uuid)


def _page(found: RecordsRequest) -> str:
    return reverse("records_request", args=[found.uuid])
