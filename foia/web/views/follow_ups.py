"""Later letters: draft one that fits, say what only a person can say in it, or discard it."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from foia import access, drafts
from foia.flow import compose
from foia.gateways import clock
from foia.letters.outline import APPEALS
from foia.models import Membership, Message
from foia.web import letter_words
from foia.web.forms.follow_up import FollowUpForm
from foia.web.law import law_at
from foia.web.own import choose_form, language_of
from foia.web.owned import letter_of, request_of


@login_required
@require_POST
def write(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Draft the letter the person chose, or lead to the draft that is open already."""
    mine = access.requests_for(request.user, *Membership.SENDING).select_related("agency")
    draft = compose.follow_up(
        request=get_object_or_404(mine, uuid=uuid),
        kind=request.POST.get("kind", ""),
        remedy=request.POST.get("step", ""),
        now=clock.now(),
    )
    needs_words = draft.step in ("clarification", "narrowing", "fee_objection", *APPEALS)
    return redirect("letter_edit" if needs_words else "letter", uuid=draft.uuid)


def revise(request: HttpRequest, message: Message) -> HttpResponse:
    """Say what a later letter lists, says and answers, and where it goes."""
    plan = drafts.plan_for(message, now=clock.now())
    data = request.POST if request.method == "POST" else None
    form = FollowUpForm(data, message=message, plan=plan)
    language, carries = language_of(message), drafts.own_of(message)
    own = choose_form(request, data, language=language, carries=carries, has_asks=False)
    if data is not None and all([form.is_valid(), own.is_valid()]):
        compose.revise(message=message, said=form.said(), own=own.own())
        return redirect("letter", uuid=message.uuid)
    context = {
        "message": message,
        "records_request": request_of(message),
        "title": title_of(message),
        "plan": plan,
        "form": form,
        "own": own,
    }
    return render(request, "letter/follow_up.html", context)


@login_required
@require_POST
def discard(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Throw a draft away."""
    message = letter_of(request, uuid)
    compose.discard(message=message)
    messages.success(request, _("Discarded. Nothing was sent."))
    return redirect("records_request", uuid=request_of(message).uuid)


def title_of(message: Message) -> str:
    """Return what a letter is called on the screen."""
    law = law_at(request_of(message).jurisdiction_code, message.created_at)
    return letter_words.title(message.step, message.remedy, law.statute)
