"""A request's page, and what a person decides on it."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from foia import access
from foia.flow import desk, outbox, read
from foia.gateways import clock
from foia.models import RecordsRequest, SandboxMail
from foia.sandbox import agency
from foia.web import story
from foia.web.beside import beside
from foia.web.forms.answer import AgencyAnswerForm, SettleForm
from foia.web.leaps import leaps
from foia.web.learnt_tags import states_of
from foia.web.ledger import sums_of
from foia.web.next_step import next_step
from foia.web.offers import offers
from foia.web.owned import person, request_of
from foia.web.trouble import checked

#: What the page shows of a request's neighbours, read with it.
AT_ONCE = ("agency", "system", "campaign__team", "assignment__assignee")


@login_required
@require_safe
def records_request(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Tell a request as a story."""
    mine = access.with_rights(access.requests_for(request.user), request.user)
    mine = mine.annotate(seen_at=desk.seen_at(person(request))).select_related(*AT_ONCE)
    found: Any = get_object_or_404(mine, uuid=uuid)  # with what is said of it here
    now = clock.now()
    told = story.tell(found, now=now)
    step = next_step(told) if found.may_send else next_step(told).to_look_at()
    context = {
        "records_request": found,
        "story": told,
        "next_step": step,
        "offers": [offer for offer in offers(told) if found.may_send and offer != step.offer],
        "may_send": found.may_send,
        "may_answer": found.may_answer,
        "is_answer_coming": "answered" in request.GET,
        "beside": beside(found, told.happenings),
        "sums": sums_of(found.ledger.all()),
        "their_numbers": found.agency_references.order_by("pk"),
    }
    if request.method == "GET" and told.has_news_since(found.seen_at):
        desk.visit_all(requests=[found.pk], by=person(request), now=now)
    return render(request, "request/request.html", context | _sandbox(request, found, told))


@login_required
@require_POST
def settle(request: HttpRequest, pk: int) -> HttpResponse:
    """Say whether a letter left, after its hand-over broke off."""
    delivery = get_object_or_404(access.deliveries_for(request.user), pk=pk)
    form = checked(SettleForm(request.POST))
    was_sent = form.cleaned_data["was_sent"]
    outbox.settle(delivery=delivery, was_sent=was_sent, by=person(request), now=clock.now())
    messages.success(request, _("Recorded as sent.") if was_sent else _("It is sent again."))
    return redirect("records_request", uuid=request_of(delivery.message).uuid)


@login_required
@require_POST
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what a message is."""
    reading = get_object_or_404(access.readings_for(request.user), pk=pk)
    read.confirm(
        reading=reading,
        kind=request.POST.get("kind", ""),
        states=states_of(request.POST),
        by=person(request),
        now=clock.now(),
    )
    messages.success(request, _("Recorded. Dates and history follow what you said."))
    return redirect("records_request", uuid=request_of(reading.message).uuid)


def _sandbox(request: HttpRequest, found: RecordsRequest, told: story.Story) -> dict[str, object]:
    """Return what the panel needs that answers as the agency; only while in the sandbox."""
    if not (settings.IS_SANDBOX and found.is_sandbox):
        return {}
    caught: SandboxMail | None = (
        access.sandbox_mail_for(request.user)
        .filter(message_id__in=told.letter_ids())
        .order_by("pk")
        .last()
    )
    form = AgencyAnswerForm(initial={"subject": f"Re: {caught.subject}"} if caught else {})
    running = [due.deadline.due_on for due in told.dues if due.deadline.state == "running"]
    return {
        "caught": caught,
        "scripts": agency.scripts(found.language),
        "answer_form": form,
        "today": clock.today(),
        "leaps": leaps(clock.today(), min(running, default=None)),
    }
