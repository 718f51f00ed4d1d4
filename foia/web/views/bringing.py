"""Bringing something in: what came by post, in a portal, by telephone, or into another mailbox."""

from datetime import datetime, time
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import ngettext

from foia import access
from foia.flow import inbound
from foia.gateways import clock
from foia.models import Arrival, Membership, RecordsRequest
from foia.web.forms.bring import BringForm
from foia.web.owned import person
from jurisdictions import load_pack

ZONE = ZoneInfo("UTC")


@login_required
def bring_in(request: HttpRequest) -> HttpResponse:
    """Bring something in of which nobody says where it belongs."""
    return _bring(request, None)


@login_required
def bring_in_request(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Bring something in to one request."""
    mine = access.requests_for(request.user, *Membership.ANSWERING).select_related("agency")
    return _bring(request, get_object_or_404(mine, uuid=uuid))


def _bring(request: HttpRequest, to: RecordsRequest | None) -> HttpResponse:
    now = clock.now()
    zone = ZoneInfo(load_pack(to.jurisdiction_code).time_zone) if to else ZONE
    today = now.astimezone(zone).date()
    form = BringForm(request.POST or None, request.FILES or None, today=today)
    if request.method == "POST" and form.is_valid():
        try:
            brought = inbound.bring(_said(form, zone, now), by=person(request), now=now, request=to)
        except inbound.BringingError as error:
            form.add_error(None, str(error))
        else:
            return _done(request, brought, to)
    status = 422 if form.errors else 200
    context = {"form": form, "records_request": to}
    return render(request, "bring_in.html", context, status=status)


def _said(form: BringForm, zone: ZoneInfo, now: datetime) -> inbound.Brought:
    """What the form says, its day as noon at that place."""
    said = form.cleaned_data
    on = said["on"]
    return inbound.Brought(
        files=form.pages(),
        text=said["text"],
        channel=said["channel"],
        at=min(datetime.combine(on, time(12), tzinfo=zone), now) if on else None,
        sender=said["sender"],
        subject=said["subject"],
    )


def _done(request: HttpRequest, brought: list[Arrival], to: RecordsRequest | None) -> HttpResponse:
    number = len(brought)
    kept = ngettext(
        "It is kept, and is taken in now.",
        "{number} things are kept, and are taken in now.",
        number,
    ).format(number=number)
    messages.success(request, kept)
    if to is None:
        return redirect("triage")
    return redirect(f"{reverse('records_request', args=[to.uuid])}?answered")
