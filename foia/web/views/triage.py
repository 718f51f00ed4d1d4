"""Triage: mail that no rule could place waits here until a person files it."""

from collections.abc import Sequence
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Prefetch, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from foia import access
from foia.flow import match
from foia.gateways import clock
from foia.models import (
    Arrival,
    FilingAct,
    Mailbox,
    Membership,
    Message,
    RecordsRequest,
    Suggestion,
)
from foia.web.capped import Capped
from foia.web.forms.bring import PlaceForm
from foia.web.owned import person, request_of
from foia.web.trouble import Refused

PAGE = 20
MOST_FOUND = 20
LATELY = 10


@login_required
@require_safe
def triage(request: HttpRequest) -> HttpResponse:
    """List the mail that waits, each with why it could not be placed."""
    is_aside = "aside" in request.GET
    mail = access.set_aside_for(request.user) if is_aside else access.triage_for(request.user)
    mail = _with_pieces(request, mail).order_by("-pk")
    page = Capped(mail, PAGE).get_page(request.GET.get("page"))
    for message in page:
        _tell_own(request, message)
    mine = FilingAct.objects.filter(by=person(request), act=FilingAct.Act.FILED)
    mine = mine.filter(message__filing=Message.Filing.FILED, message__in=_filed(request))
    lately = mine.select_related("message", "request").order_by("-pk")[:LATELY]
    context = {
        "page": page,
        "is_aside": is_aside,
        "lately": lately,
        **(_in_trouble() if person(request).is_staff else {}),
    }
    return render(request, "triage/list.html", context)


@login_required
@require_safe
def triage_message(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Show one message whole, and search the requests that it may belong to."""
    waiting = _with_pieces(request, access.triage_for(request.user))
    message = get_object_or_404(waiting, uuid=uuid)
    _tell_own(request, message)
    words = request.GET.get("q", "").strip()
    found = _found(request, words) if words else []
    context = {"message": message, "words": words, "found": found, "most": MOST_FOUND}
    return render(request, "triage/message.html", context)


@login_required
@require_POST
def file(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """File one message under the requests whose references the person gives."""
    message = get_object_or_404(access.triage_for(request.user), uuid=uuid)
    form = PlaceForm(request.POST)
    wanted = form.cleaned_data["reference"] if form.is_valid() else []
    found = {each.reference: each for each in _fileable(request).filter(reference__in=wanted)}
    missing = [reference for reference in wanted if reference not in found]
    if missing or not wanted:
        said = _("There is no request with the reference «{wanted}»; check it, then file again.")
        raise Refused(said.format(wanted=", ".join(missing)))
    match.file_by_hand(
        message=message,
        requests=[found[reference] for reference in wanted],
        by=person(request),
        now=clock.now(),
    )
    said = _("Filed under {reference}. You can take it back below.")
    messages.success(request, said.format(reference=", ".join(wanted)))
    return redirect("triage")


@login_required
@require_POST
def set_aside(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Say that a message belongs to no request."""
    message = get_object_or_404(access.triage_for(request.user), uuid=uuid)
    match.set_aside(message=message, by=person(request), now=clock.now())
    messages.success(request, _("Set aside. It is kept, and can be put back."))
    return redirect("triage")


@login_required
@require_POST
def put_back(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Put a message that was set aside back into triage."""
    message = get_object_or_404(access.set_aside_for(request.user), uuid=uuid)
    match.put_back(message=message, by=person(request), now=clock.now())
    messages.success(request, _("It waits in triage again."))
    return redirect("triage")


@login_required
@require_POST
def take_back(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Take a message that was filed wrongly back to triage, with all that it caused."""
    message = get_object_or_404(_filed(request).select_related("request"), uuid=uuid)
    reference = request_of(message).reference
    match.take_back(message=message, by=person(request), now=clock.now())
    said = _("Taken back from {reference}, with all that it caused there.")
    messages.success(request, said.format(reference=reference))
    return redirect("triage")


def _in_trouble() -> dict[str, object]:
    """What staff must know of: mailboxes that cannot be read, and what could not be taken in."""
    failed = Arrival.objects.filter(state=Arrival.State.FAILED).order_by("-pk")[:LATELY]
    return {"troubled": Mailbox.objects.exclude(trouble=""), "failed": failed}


def _filed(request: HttpRequest) -> QuerySet[Message]:
    """The filed messages that this person may take back."""
    return access.filed_for(request.user)


def _fileable(request: HttpRequest) -> QuerySet[RecordsRequest]:
    """The requests under which this person may file: staff under all that have left."""
    if person(request).is_staff:
        return RecordsRequest.objects.all()
    return access.requests_for(request.user, *Membership.ANSWERING)


def _with_pieces(request: HttpRequest, mail: QuerySet[Message]) -> QuerySet[Message]:
    """Load files and suggestions; of others' requests whoever brought a mail is told nothing."""
    suggested = Suggestion.objects.select_related("request__agency").order_by("position")
    if not person(request).is_staff:
        suggested = suggested.filter(request__in=_fileable(request))
    return mail.prefetch_related("attachments", Prefetch("suggestions", suggested))


def _tell_own(request: HttpRequest, message: Message) -> None:
    """Leave out the reasons that count requests under which this person may not file."""
    if not person(request).is_staff:
        own = len(message.suggestions.all())
        message.filing_reasons = [
            why
            for why in message.filing_reasons
            if isinstance(why, str) or why.get("number", 0) <= own
        ]


def _found(request: HttpRequest, words: str) -> Sequence[RecordsRequest]:
    """Requests by their reference, the body's own number, or its name."""
    among = _fileable(request).exclude(stage=RecordsRequest.NOT_SENT)
    among = among.select_related("agency")
    for word in words.split()[:6]:
        bare = word.strip("[]")
        among = among.filter(
            Q(reference__iexact=bare)
            | Q(agency__name__icontains=word)
            | Q(agency_references__key=bare.casefold())
        )
    return list(among.distinct().order_by("-pk")[:MOST_FOUND])
