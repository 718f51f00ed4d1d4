"""Files: attachments, handed out byte for byte to those who may see their message."""

from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from foia import access
from foia.flow import texts
from foia.gateways import blobs
from foia.models import Attachment, Derivative, DocumentText
from foia.web.answers import as_file, as_picture
from foia.web.file_pages import shown
from jurisdictions import DomainError

INFECTED = DocumentText.Scan.INFECTED


class FileRefused(DomainError):
    """A file that is kept and not handed out."""


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def attachment(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand out one attachment, checked against its digest.

    One in which a virus was found is handed out to staff alone, after a warning.
    """
    file = _file(request, pk)
    if file.document and file.document.scan == INFECTED and request.method != "POST":
        if not request.user.is_staff:
            raise FileRefused(
                _(
                    "A virus was found in «%(name)s», so it is not handed out; it is kept. Its "
                    "text can be read on its page; ask whoever runs this site if you need it."
                )
                % {"name": file.name}
            )
        return render(request, "files/infected.html", {"file": file})
    if request.method == "POST" and not request.user.is_staff:
        raise Http404
    content = blobs.read(file.blob_id)
    return as_file(content, name=file.name, content_type=file.content_type)


@login_required
@require_safe
def file_pages(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a file's pages, as pictures and as text, ten at a time."""
    file = _file(request, pk)
    first = request.GET.get("from", "1")
    view = shown(file, first=int(first) if first.isdecimal() and len(first) < 7 else 1)
    return render(request, "files/pages.html", {"file": file, "view": view})


@login_required
@require_POST
def more_pictures(request: HttpRequest, pk: int) -> HttpResponse:
    """Have more pages of a file shown as pictures."""
    file = _file(request, pk)
    if file.document is None:
        raise texts.TextsError(_("Nobody has looked at this file yet; try again in a minute."))
    texts.ask_for_pictures(file.document)
    return redirect(f"{reverse('file', args=[pk])}?from={file.document.pictures_made + 1}")


@login_required
@require_safe
def picture(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Show one page of a file as a picture that was made of it."""
    file = _file(request, pk)
    made = Derivative.objects.filter(
        original=file.blob_id, role=Derivative.Role.PICTURE, page=number
    ).order_by("pk")
    found = get_object_or_404(made[:1])
    return as_picture(blobs.read(found.derived_id), content_type="image/webp")


def _file(request: HttpRequest, pk: int) -> Attachment:
    files: QuerySet[Attachment] = access.attachments_for(request.user)
    return get_object_or_404(files.select_related("document", "blob", "message__request"), pk=pk)
