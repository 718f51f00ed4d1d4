"""The law pages: which laws are on file, and what each says, where, and whether it was checked."""

from collections.abc import Callable
from functools import wraps

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from foia.gateways import clock
from foia.web.forms.dates import StartForm
from foia.web.lawbook.index import LONGEST_WORDS, index
from foia.web.lawbook.page import law_page
from jurisdictions import Pack, codes, load_pack
from jurisdictions.packs import ALIASES

PlaceView = Callable[[HttpRequest, Pack], HttpResponse]


def of_a_place(name: str) -> Callable[[PlaceView], Callable[[HttpRequest, str], HttpResponse]]:
    """Hand a view the pack of the code in its address; other spellings lead to the one address."""

    def with_pack(view: PlaceView) -> Callable[[HttpRequest, str], HttpResponse]:
        @wraps(view)
        def found(request: HttpRequest, code: str) -> HttpResponse:
            real = ALIASES.get(code.lower(), code.lower())
            if real not in codes():
                raise Http404
            if real == code:
                return view(request, load_pack(real))
            query = request.META.get("QUERY_STRING", "")
            address = reverse(name, args=[real])
            return HttpResponsePermanentRedirect(f"{address}?{query}" if query else address)

        return found

    return with_pack


@require_safe
def laws(request: HttpRequest) -> HttpResponse:
    """List the jurisdictions on file, or those that were asked for."""
    words = request.GET.get("q", "").replace("\0", "")[:LONGEST_WORDS]
    found = index(words, clock.now().date())
    return render(request, "law/list.html", {"q": words, "index": found})


@require_safe
@of_a_place("law")
def law(request: HttpRequest, pack: Pack) -> HttpResponse:
    """Show one jurisdiction's law as it stands today."""
    page = law_page(pack, clock.now())
    context = {
        "law": page,
        "pack": pack,
        "statute": page.statute,
        "standing": page.standing,
        "form": StartForm(pack=pack),
    }
    return render(request, "law/law.html", context)
