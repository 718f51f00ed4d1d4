"""The law pages: which laws are on file, and what each says, where, and whether it was checked."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from foia.web.law import law_at
from jurisdictions import codes, load_pack


@require_safe
def laws(request: HttpRequest) -> HttpResponse:
    """List the jurisdictions on file."""
    return render(request, "law/list.html", {"packs": [load_pack(code) for code in codes()]})


@require_safe
def law(request: HttpRequest, code: str) -> HttpResponse:
    """Show one jurisdiction's law as it stands today."""
    if code not in codes():
        raise Http404
    return render(request, "law/law.html", {"law": law_at(code, timezone.now())})
