"""Search: one box for letters, mails, documents, requests and bodies; readers find copies."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from foia import access
from foia.flow import search as room
from foia.gateways import clock
from foia.gateways.cleaned.for_readers import CHECKS
from foia.web.forms.search import ReadersSearchForm, SearchForm
from foia.web.owned import person


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Show what was found, newest first; an address says only what was asked.

    Signed in, people find what they may see, or with `in=published` what readers do.
    """
    asked = [(name, str(value).strip()) for name, value in request.GET.items()]
    said = [(name, value) for name, value in asked if value]
    if len(said) < len(asked):
        return redirect(f"{request.path}?{urlencode(said)}" if said else request.path)
    is_reader = request.user.is_anonymous or request.GET.get("in") == "published"
    return _of_readers(request) if is_reader else _of_person(request)


def _of_person(request: HttpRequest) -> HttpResponse:
    form = SearchForm(request.GET, campaigns=access.campaigns_for(request.user))
    context: dict[str, object] = {"form": form, "typed": request.GET.get("q", "")}
    if request.GET and form.is_valid():
        context |= _found(request, form)
    return render(request, "search/search.html", context)


def _of_readers(request: HttpRequest) -> HttpResponse:
    """Show readers what they find in the copies that were made for them."""
    form = ReadersSearchForm(request.GET)
    typed = request.GET.get("q", "")
    context: dict[str, object] = {"form": form, "typed": typed, "is_reader": True}
    if typed and form.is_valid():
        context |= _found_by_readers(request, form)
    return render(request, "search/published.html", context)


def _found(request: HttpRequest, form: SearchForm) -> dict[str, object]:
    """Return what the page shows of a valid search."""
    try:
        question = room.question_of(form.cleaned_data["q"])
    except room.SearchError as error:
        return {"trouble": str(error), "is_narrowed": form.is_narrowed()}
    user = person(request)
    teams = access.teams_for(user).values_list("pk", flat=True)
    scopes = room.seen_by(user.pk, teams)
    found = room.find(
        question,
        requests=access.requests_at_desk(user),
        scopes=scopes,
        filters=form.filters(),
        now=clock.now(),
        page=_page(request),
    )
    is_first = found.number == 1 and not form.is_narrowed()
    return {
        "found": found,
        "is_narrowed": form.is_narrowed(),
        "bodies": _bodies(user, question, [*scopes, room.EVERYBODY]) if is_first else [],
        "same": _same(request),
    }


def _found_by_readers(request: HttpRequest, form: SearchForm) -> dict[str, object]:
    try:
        question = room.question_of(form.cleaned_data["q"])
    except room.SearchError as error:
        return {"trouble": str(error), "is_narrowed": form.is_narrowed()}
    found = room.find_published(
        question,
        copies=access.public_copies(CHECKS),
        filters=form.filters(),
        now=clock.now(),
        page=_page(request),
    )
    return {"found": found, "is_narrowed": form.is_narrowed(), "same": _same(request)}


def _page(request: HttpRequest) -> int:
    number = request.GET.get("page", "1")
    return int(number) if number.isascii() and number.isdecimal() and len(number) < 4 else 1


def _same(request: HttpRequest) -> str:
    """Return the search as it stands in the address, for its other pages."""
    return urlencode([(key, value) for key, value in request.GET.items() if key != "page"])


def _bodies(user: access.Person, question: room.Question, scopes: list[str]) -> list[object]:
    return [*room.bodies(question, agencies=access.agencies_for(user), scopes=scopes)]
