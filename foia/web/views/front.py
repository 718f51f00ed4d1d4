"""The front page: what this is, and where to start."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from foia import access
from foia.flow import findings
from foia.gateways import clock
from foia.letters.catalogue import catalogue
from foia.web import places


@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """Say what this is in a few sentences."""
    published = findings.scope_of(access.published_requests(), findings.Filters())
    context = {
        "technologies": catalogue().technologies,
        "places": places.known(request.user),
        "learnt": findings.newest_places(published, now=clock.now()),
    }
    return render(request, "front.html", context)
