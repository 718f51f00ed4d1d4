"""The deadline calculator: what is known of a request → every date, on a page or as a calendar."""

from typing import Any

from django.core.exceptions import TooManyFieldsSent
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from foia.gateways import clock
from foia.web.answers import as_file
from foia.web.forms.happened import EventForm
from foia.web.lawbook.answer import answer
from foia.web.lawbook.ics import calendar_of
from foia.web.lawbook.question import Question, TooMuch, ask, read_question
from foia.web.trouble import UNPROCESSABLE
from foia.web.views.laws import of_a_place
from jurisdictions import DomainError, Pack

#: What tells one request from another in a calendar file: how it began, not what came of it.
BEGINNING = ("got", "on", "at", "by", "variant", "calendar")


@require_safe
@of_a_place("law_dates")
def dates(request: HttpRequest, pack: Pack) -> HttpResponse:
    """Show the form and, if the address asks something, the dates or what is wrong with it."""
    context: dict[str, Any] = {"pack": pack, "query": request.META.get("QUERY_STRING", "")}
    try:
        question = read_question(pack, _query(request))
        context["question"] = question
        if question.is_asked and question.is_valid():
            context["answer"] = answer(question, ask(question, clock.now()))
    except TooMuch as error:
        context |= {"question": read_question(pack, QueryDict()), "trouble": str(error)}
    except DomainError as error:
        context["trouble"] = str(error)
    context["pattern"] = _pattern(context["question"])
    return render(request, "law/dates.html", context)


@require_safe
@of_a_place("law_dates_file")
def dates_file(request: HttpRequest, pack: Pack) -> HttpResponse:
    """Return the same dates as a calendar file."""
    query = _query(request)
    question = read_question(pack, query)
    if not (question.is_asked and question.is_valid()):
        said = {"trouble": _("The dates cannot be saved before every field of the form is right.")}
        return render(request, "trouble.html", said, status=UNPROCESSABLE)
    now = clock.now()
    address = f"{reverse('law_dates', args=[pack.code])}?{query.urlencode()}"
    content = calendar_of(
        pack,
        ask(question, now),
        about=repr([query.getlist(name) for name in BEGINNING]),
        url=request.build_absolute_uri(address),
        now=now,
    )
    return as_file(
        content, name=f"{pack.code}-dates.ics", content_type="text/calendar; charset=utf-8"
    )


def _query(request: HttpRequest) -> QueryDict:
    """Return the query; `TooMuch` for more fields than a page is willing to read."""
    try:
        return request.GET
    except TooManyFieldsSent:
        raise TooMuch(
            _("The address has more fields than this page reads: leave out some events.")
        ) from None


def _pattern(question: Question) -> EventForm:
    """Return a row with every field, from which the browser makes new ones."""
    return EventForm(None, prefix="e0", pack=question.pack, zone=question.start.zone)
