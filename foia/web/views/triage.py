"""Triage: mail that no rule could place waits here until a person files it."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from foia import access
from foia.flow import match
from foia.models import RecordsRequest, Suggestion
from foia.web.forms.answer import PlaceForm
from foia.web.owned import person

PAGE = 30


@login_required
@require_safe
def triage(request: HttpRequest) -> HttpResponse:
    """List the mail that waits, each with why it could not be placed."""
    _must_be_staff(request)
    suggested = Suggestion.objects.select_related("request__agency").order_by("position")
    mail = access.triage_for(request.user).order_by("-pk")
    mail = mail.prefetch_related("attachments", Prefetch("suggestions", suggested))
    page = Paginator(mail, PAGE).get_page(request.GET.get("page"))
    rows = [(message, [row.request for row in message.suggestions.all()]) for message in page]
    return render(request, "triage.html", {"page": page, "rows": rows})


@login_required
@require_POST
def file(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """File one message under the request whose reference the person gives."""
    _must_be_staff(request)
    message = get_object_or_404(access.triage_for(request.user), uuid=uuid)
    form = PlaceForm(request.POST)
    wanted = form.cleaned_data["reference"] if form.is_valid() else ""
    records_request = RecordsRequest.objects.filter(reference=wanted).first()
    if records_request is None:
        messages.error(
            request,
            _(
                "There is no request with the reference «{wanted}»; check it, then file again."
            ).format(wanted=wanted),
        )
        return redirect("triage")
    match.file_by_hand(
        message=message, requests=[records_request], by=person(request), now=timezone.now()
    )
    messages.success(
        request, _("Filed under {reference}.").format(reference=records_request.reference)
    )
    return redirect("triage")


def _must_be_staff(request: HttpRequest) -> None:
    if not person(request).is_staff:
        raise Http404
