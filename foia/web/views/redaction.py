"""Blacking out parts of a file: by words, by lines, by boxes; never in the original."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from foia import access
from foia.flow import publish as room
from foia.gateways import clock
from foia.gateways.cleaned import jobs
from foia.models import Attachment, Membership, Redaction
from foia.web.forms.publish import CoverForm
from foia.web.owned import person
from foia.web.ticked import key_of
from foia.web.trouble import checked


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def redact(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one page of a file with its boxes; put boxes on it, take them off, make the copy."""
    file = _file(request, pk)
    page = _page(request)
    told = jobs.lines_of(file.blob_id, page)
    page = min(page, told["pages"])
    if request.method == "POST":
        _act(request, file, page, told["lines"])
        return redirect(f"{reverse('redact', args=[pk])}?page={page}")
    boxes = list(file.redactions.order_by("page", "top", "left"))
    context = {
        "file": file,
        "records_request": file.message.the_request,
        "page": page,
        "pages": told["pages"],
        "lines": told["lines"],
        "boxes": boxes,
        "here": [box for box in boxes if box.page == page],
        "made": file.redacted_copies.filter(is_current=True).select_related("made_by").first(),
        "form": CoverForm(),
    }
    return render(request, "publish/redact.html", context)


@login_required
@require_safe
def picture(request: HttpRequest, pk: int, page: int) -> HttpResponse:
    """Draw one page of a file with its boxes, as it will look."""
    file = _file(request, pk)
    boxes = file.redactions.filter(page=page).values("page", "left", "top", "right", "bottom")
    response = HttpResponse(
        jobs.page_picture(file.blob_id, page, list(map(dict, boxes))), content_type="image/jpeg"
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


def _act(request: HttpRequest, file: Attachment, page: int, lines: list[Any]) -> None:
    by, now = person(request), clock.now()
    match request.POST.get("act"):
        case "make":
            room.make(attachment=file, by=by, now=now)
            messages.success(
                request,
                _("The copy is made; what was covered is not in it. Look at it once more."),
            )
        case "uncover":
            named = key_of(request.POST.get("box", ""))
            box = get_object_or_404(Redaction, pk=named, attachment=file)
            room.uncover(redaction=box)
            messages.success(request, _("The box is taken off."))
        case "requester":
            reason = _("The requester's name or address")
            _say(request, room.cover_requester(attachment=file, reason=reason, by=by, now=now))
        case "cover":
            _cover(request, file, page, lines)
        case _:
            raise Http404


def _cover(request: HttpRequest, file: Attachment, page: int, lines: list[Any]) -> None:
    told = checked(CoverForm(request.POST, number_of_lines=len(lines))).cleaned_data
    who: dict[str, Any] = {
        "attachment": file,
        "reason": told["reason"],
        "by": person(request),
        "now": clock.now(),
    }
    boxes = [lines[number]["box"] for number in told["lines"]]
    if told["box"]:
        names = ("left", "top", "right", "bottom")
        boxes.append({"page": page, **dict(zip(names, told["box"], strict=True))})
    count = room.cover(boxes=boxes, **who) if boxes else 0
    if told["words"]:
        count += room.cover_words(words=told["words"], **who)
    _say(request, count)


def _say(request: HttpRequest, count: int) -> None:
    said = ngettext("{count} place is covered.", "{count} places are covered.", count)
    messages.success(request, said.format(count=count))


def _page(request: HttpRequest) -> int:
    return max(key_of(request.GET.get("page", "")), 1)


def _file(request: HttpRequest, pk: int) -> Attachment:
    """Return a file that this person may black out; what is neither PDF nor picture is none."""
    mine = access.messages_for(request.user, *Membership.SENDING)
    files = Attachment.objects.filter(message__in=mine)
    return get_object_or_404(files.select_related("message__request"), pk=pk)
