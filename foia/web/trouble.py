"""Anticipated trouble becomes a sentence on a page, in one place, for every view."""

from collections.abc import Callable
from copy import copy
from typing import TypeVar
from urllib.parse import urlsplit

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import resolve
from django.utils.datastructures import MultiValueDict
from django.utils.http import url_has_allowed_host_and_scheme

from foia.web.sentences import to_reader
from foia.web.typed import PAGE, TOKEN, put_back
from jurisdictions import DomainError

AnyForm = TypeVar("AnyForm", bound=Form)
UNPROCESSABLE = 422  # RFC 9110, 15.5.21: understood, but it cannot be done as asked


class Refused(DomainError):
    """What was filled in cannot be taken; the sentence is what its form says."""


class TroubleMiddleware:
    """Shows a domain error where the person was, with what they typed: nothing of it is lost."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Return the page for a domain error; everything else is not anticipated and goes on."""
        if not isinstance(error, DomainError):
            return None
        messages.error(request, to_reader(error))
        return _page_again(request) or _page_of_its_own(request)


def checked(form: AnyForm) -> AnyForm:
    """Return a form that is right; or raise what is wrong in it, for the page it stands on."""
    if not form.is_valid():
        raise Refused(sentences(form))
    return form


def sentences(form: Form) -> str:
    """Return what is wrong in a form as one line, for a page that shows it elsewhere."""
    return " ".join(to_reader(error) for errors in form.errors.values() for error in errors)


def page_they_acted_from(request: HttpRequest) -> str:
    """Return the page of ours that posted this form, or nothing."""
    referer = request.POST.get(PAGE) or request.headers.get("Referer", "")
    is_ours = url_has_allowed_host_and_scheme(
        referer, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return referer if request.method == "POST" and is_ours else ""


def _page_again(request: HttpRequest) -> HttpResponse | None:
    """Return the page they acted from with what they typed in its form; None if there is none."""
    told = urlsplit(page_they_acted_from(request))
    try:
        page = _looked_at(request, told.path, told.query)
    except (Http404, DomainError):
        return None
    if page.status_code != 200 or not page.get("Content-Type", "").startswith("text/html"):
        return None
    address = told._replace(scheme="", netloc="", fragment="").geturl()
    text = put_back(page.content.decode(), request.POST, sent_to=request.path, address=address)
    page.content, page.status_code = text.encode(), UNPROCESSABLE
    return page


def _looked_at(request: HttpRequest, path: str, query: str) -> HttpResponse:
    """Return what the same person sees who opens a page of ours now."""
    again = copy(request)
    again.method, again.path, again.path_info = "GET", path, path
    again.GET, again.POST, again._files = QueryDict(query), QueryDict(), MultiValueDict()  # type: ignore[attr-defined]
    again.META = {**request.META, "REQUEST_METHOD": "GET", "QUERY_STRING": query, "PATH_INFO": path}
    found = again.resolver_match = resolve(path)
    page: HttpResponse = found.func(again, *found.args, **found.kwargs)
    return page


def _page_of_its_own(request: HttpRequest) -> HttpResponse:
    """Return a page with the trouble and what was sent, to be copied; no secrets."""
    names = [n for n in request.POST if n not in (TOKEN, PAGE) and "password" not in n]
    typed = [text for name in names for text in request.POST.getlist(name) if text.strip()]
    return render(request, "trouble.html", {"typed": typed}, status=UNPROCESSABLE)
