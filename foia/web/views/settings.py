"""Settings: how one is told, one's details, calendars and sessions, one's data, and the end."""

import tempfile

from allauth.account.decorators import reauthentication_required
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from foia import access
from foia.flow import accounts as room
from foia.gateways import clock
from foia.models import KeptDetails
from foia.web import second_factor
from foia.web.forms.settings import CloseForm, FeedForm, KeptDetailsForm, WishesForm
from foia.web.owned import person


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: HttpRequest) -> HttpResponse:
    """Show and keep how a person is told."""
    form = WishesForm(request.POST if request.method == "POST" else None, person=person(request))
    if form.is_valid():
        room.choose(person=person(request), **form.wishes())
        messages.success(request, _("Kept."))
        return redirect("settings")
    context = {"form": form, "needs_second_factor": second_factor.is_missing(request)}
    return render(request, "settings/settings.html", context, status=_status(form))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def details(request: HttpRequest) -> HttpResponse:
    """Show, keep or forget the address and the details that fill forms."""
    kept = KeptDetails.objects.filter(user=person(request)).first()
    now = clock.now()
    data = request.POST if request.method == "POST" else None
    form = KeptDetailsForm(data, kept=kept, today=now.date())
    if request.POST.get("act") == "forget":
        room.forget_details(person=person(request))
        messages.success(request, _("Forgotten. Letters that you signed keep what they say."))
        return redirect("settings_details")
    if form.is_valid():
        address = form.cleaned_data["address"]
        room.keep_details(person=person(request), address=address, details=form.details(), now=now)
        messages.success(request, _("Kept, encrypted. Only forms that you fill in show it."))
        return redirect("settings_details")
    context = {"form": form, "kept": kept}
    return render(request, "settings/details.html", context, status=_status(form))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def calendars(request: HttpRequest) -> HttpResponse:
    """List a person's calendars, and make one; its address is shown this once."""
    data = request.POST if request.method == "POST" else None
    form = FeedForm(data, teams=access.teams_for(request.user).order_by("name"))
    made = ""
    if form.is_valid():
        _feed, token = room.make_feed(person=person(request), now=clock.now(), **form.cleaned_data)
        made = request.build_absolute_uri(reverse("calendar_feed", args=[token]))
    feeds = access.calendar_feeds_for(request.user).select_related("team").order_by("-pk")
    context = {"form": form, "made": made, "feeds": feeds}
    return render(
        request, "settings/calendars.html", context, status=200 if made else _status(form)
    )


@login_required
@require_POST
def remove_calendar(request: HttpRequest, pk: int) -> HttpResponse:
    """End a calendar: its address answers nobody any more."""
    get_object_or_404(access.calendar_feeds_for(request.user), pk=pk).delete()
    messages.success(request, _("Ended. Its address shows nothing any more."))
    return redirect("calendars")


@login_required
@require_POST
def end_session(request: HttpRequest, pk: int) -> HttpResponse:
    """Sign out one of a person's other browsers."""
    get_object_or_404(UserSession, pk=pk, user=person(request)).end()
    messages.success(request, _("Signed out there."))
    return redirect("usersessions_list")


@login_required
@require_safe
def own_data(request: HttpRequest) -> HttpResponse:
    """Say what is kept of a person, with the ways to take it along and to end the account."""
    return render(request, "settings/data.html", {"stays": room.what_stays(person(request))})


@login_required
@require_POST
@reauthentication_required  # type: ignore[untyped-decorator]
def export(request: HttpRequest) -> FileResponse:
    """Return everything that is kept of a person as a ZIP."""
    file = tempfile.TemporaryFile()  # noqa: SIM115 (the response closes it)
    room.exported(person=person(request), into=file)
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename="open-shutter-my-data.zip")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@reauthentication_required  # type: ignore[untyped-decorator]
def close(request: HttpRequest) -> HttpResponse:
    """Close an account, after saying what stays."""
    someone = person(request)
    form = CloseForm(request.POST if request.method == "POST" else None, person=someone)
    if form.is_valid():
        room.close(person=someone, now=clock.now())
        logout(request)
        messages.success(request, _("Your account is closed."))
        return redirect("front")
    context = {"form": form, "stays": room.what_stays(someone)}
    return render(request, "settings/close.html", context, status=_status(form))


def _status(form: WishesForm | KeptDetailsForm | FeedForm | CloseForm) -> int:
    return 422 if form.is_bound else 200
