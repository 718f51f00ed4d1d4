"""The files that go with every first letter of a campaign: added, read again, taken away."""

import mimetypes
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from foia.flow import campaigns as room
from foia.gateways import blobs, clock
from foia.web.answers import as_file
from foia.web.forms.campaigns import AttachForm
from foia.web.owned import campaign_of, may_send

UNKNOWN = "application/octet-stream"


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def files(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """List the files, or add one."""
    campaign = campaign_of(request, uuid)
    is_told = request.method == "POST"
    form = AttachForm(request.POST, request.FILES) if is_told else AttachForm()
    if form.is_valid():
        file = form.cleaned_data["file"]
        room.attach(
            campaign=campaign,
            content=file.read(),
            name=file.name,
            content_type=mimetypes.guess_type(file.name)[0] or UNKNOWN,
            now=clock.now(),
        )
        messages.success(request, _("Kept. It goes with the letters that are written from now on."))
        return redirect("campaign_files", uuid=uuid)
    context = {
        "campaign": campaign,
        "files": campaign.files.select_related("blob").order_by("position"),
        "form": form,
        "may_send": may_send(request, campaign),
    }
    return render(request, "campaigns/files.html", context, status=422 if form.errors else 200)


@login_required
@require_safe
def file(request: HttpRequest, uuid: UUID, pk: int) -> HttpResponse:
    """Hand out one of the files, checked against its digest."""
    kept = get_object_or_404(campaign_of(request, uuid).files, pk=pk)
    content = blobs.read(kept.blob_id)
    return as_file(content, name=kept.name, content_type=kept.content_type)


@login_required
@require_POST
def remove(request: HttpRequest, uuid: UUID, pk: int) -> HttpResponse:
    """Let a file no longer go with the letters that are written from now on."""
    kept = get_object_or_404(campaign_of(request, uuid).files.select_related("campaign"), pk=pk)
    room.detach(file=kept)
    messages.success(request, _("Letters that are written from now on go without it."))
    return redirect("campaign_files", uuid=uuid)
