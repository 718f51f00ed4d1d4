"""What a person is told: their list, marking it read, ending the mails, and the calendar feed."""

import hashlib

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.cache import get_conditional_response
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from foia import access, notices
from foia.flow import accounts as room
from foia.gateways import clock
from foia.web.feed import feed_file
from foia.web.owned import person
from foia.web.ticked import keys_of

PAGE = 30


@login_required
@require_safe
def notifications(request: HttpRequest) -> HttpResponse:
    """List what a person was told, the newest first."""
    shown = access.reminders_for(request.user).shown(clock.now())
    rows = shown.select_related("request__agency", "campaign").order_by("-send_at", "-pk")
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    return render(request, "settings/notifications.html", {"page": page})


@login_required
@require_POST
def read(request: HttpRequest) -> HttpResponse:
    """Mark one of the list as read, or all."""
    pks = keys_of(request.POST.getlist("notice"))
    room.mark_read(person=person(request), now=clock.now(), pks=pks or None)
    return redirect("notifications")


@csrf_exempt  # mail programs post it without a page of ours (RFC 8058); the token is the proof
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """End a person's notices by mail, signed in or not; looking at the page ends nothing."""
    try:
        someone = notices.person_of(token)
    except notices.UnknownToken as error:
        raise Http404(str(error)) from error
    if request.method == "POST":
        room.end_notices(person=someone)
    return render(request, "settings/stop.html", {"is_ended": request.method == "POST"})


@require_safe
def calendar_feed(request: HttpRequest, token: str) -> HttpResponseBase:
    """Return a calendar to whoever knows its address, or say that it has not changed."""
    feed = room.opened_feed(token=token, now=clock.now())
    if feed is None:
        raise Http404
    with translation.override(feed.user.language):  # a calendar program says no language
        content = feed_file(feed, room.due_in(feed, now=clock.now()))
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["ETag"] = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    response["Cache-Control"] = "private, max-age=3600"
    response["Content-Disposition"] = 'inline; filename="open-shutter.ics"'
    found = get_conditional_response(request, etag=response["ETag"], response=response)
    return found or response
