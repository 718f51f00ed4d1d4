"""Search: one box for letters, mails, documents, requests and bodies."""

from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from foia import access
from foia.flow import search as room
from foia.gateways import clock
from foia.web.forms.search import SearchForm
from foia.web.owned import person


@login_required
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Show what was found, newest first; an address says only what was asked."""
    asked = [(name, str(value).strip()) for name, value in request.GET.items()]
    said = [(name, value) for name, value in asked if value]
    if len(said) < len(asked):
        return redirect(f"{request.path}?{urlencode(said)}" if said else request.path)
    form = SearchForm(request.GET, campaigns=access.campaigns_for(request.user))
    context: dict[str, object] = {"form": form, "typed": request.GET.get("q", "")}
    if request.GET and form.is_valid():
        context |= _found(request, form)
    return render(request, "search/search.html", context)


def _found(request: HttpRequest, form: SearchForm) -> dict[str, object]:
    """Return what the page shows of a valid search."""
    try:
        question = room.question_of(form.cleaned_data["q"])
    except room.SearchError as error:
        return {"trouble": str(error), "is_narrowed": form.is_narrowed()}
    user = person(request)
    teams = access.teams_for(user).values_list("pk", flat=True)
    scopes = room.seen_by(user.pk, teams)
    number = request.GET.get("page", "1")
    page = int(number) if number.isascii() and number.isdecimal() and len(number) < 4 else 1
    filters = form.filters()
    found = room.find(
        question,
        requests=access.requests_for(user),
        scopes=scopes,
        filters=filters,
        now=clock.now(),
        page=page,
    )
    is_first = found.number == 1 and not form.is_narrowed()
    return {
        "found": found,
        "is_narrowed": form.is_narrowed(),
        "bodies": _bodies(user, question, [*scopes, room.EVERYBODY]) if is_first else [],
        "same": urlencode([(key, value) for key, value in request.GET.items() if key != "page"]),
    }


def _bodies(user: access.Person, question: room.Question, scopes: list[str]) -> list[object]:
    return [*room.bodies(question, agencies=access.agencies_for(user), scopes=scopes)]
