"""Files: attachments, handed out byte for byte to those who may see their message."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from foia import access
from foia.gateways import blobs
from foia.web.answers import as_file


@login_required
@require_safe
def attachment(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand out one attachment, checked against its digest."""
    file = get_object_or_404(access.attachments_for(request.user), pk=pk)
    content = blobs.read(file.blob_id)
    return as_file(content, name=file.name, content_type=file.content_type)
