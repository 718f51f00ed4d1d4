"""Anticipated trouble becomes a sentence on a page, in one place, for every view."""

from collections.abc import Callable

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme

from foia.web.sentences import to_reader
from jurisdictions import DomainError

UNPROCESSABLE = 422  # RFC 9110, 15.5.21: understood, but it cannot be done as asked


class TroubleMiddleware:
    """Shows a domain error where the person was: on the page they acted from, or on its own."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Return the page for a domain error; everything else is not anticipated and goes on."""
        if not isinstance(error, DomainError):
            return None
        came_from = page_they_acted_from(request)
        if came_from:
            messages.error(request, to_reader(error))
            return HttpResponseRedirect(came_from)
        return render(request, "trouble.html", {"trouble": str(error)}, status=UNPROCESSABLE)


def sentences(form: Form) -> str:
    """Return what is wrong in a form as one line, for a page that shows it elsewhere."""
    return " ".join(to_reader(error) for errors in form.errors.values() for error in errors)


def page_they_acted_from(request: HttpRequest) -> str:
    """Return the page of ours that posted this form, or nothing."""
    referer = request.headers.get("Referer", "")
    is_ours = url_has_allowed_host_and_scheme(
        referer, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return referer if request.method == "POST" and is_ours else ""
