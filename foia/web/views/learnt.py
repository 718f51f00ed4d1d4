"""What was learnt of one kind of record: its history, its correction; undoing what was decided."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from foia import access, learnt
from foia.flow import read
from foia.gateways import clock
from foia.models import Finding, Membership, RecordsRequest
from foia.web.forms.finding import CorrectionForm
from foia.web.learnt_tags import asked_records
from foia.web.owned import person, request_of

SAFE = ("GET", "HEAD")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def finding(request: HttpRequest, uuid: UUID, category: str) -> HttpResponse:
    """Tell what is known of one kind of record and how; take a correction with its reason."""
    roles = () if request.method in SAFE else Membership.ANSWERING
    mine = access.requests_for(request.user, *roles).select_related("agency", "campaign")
    found = get_object_or_404(mine, uuid=uuid)
    record = next((one for one in asked_records(found) if one.category == category), None)
    if record is None:
        raise Http404
    standing = Finding.objects.filter(request=found, category=category)
    standing = standing.select_related("attachment", "message", "said_by")
    known = standing.first()
    form = CorrectionForm(request.POST or None, request=found, finding=known)
    if request.method == "POST" and form.is_valid():
        _correct(request, found, category, form)
        return redirect("finding", uuid=uuid, category=category)
    context = {
        "records_request": found,
        "record": record,
        "finding": known,
        "history": learnt.history(found, category),
        "form": form,
        "may_answer": access.may_act(request.user, found, *Membership.ANSWERING),
    }
    return render(request, "request/finding.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back what was decided of a message, by whomever; it is a question again."""
    reading = get_object_or_404(access.readings_for(request.user), pk=pk)
    read.undo(reading=reading, by=person(request), now=clock.now())
    messages.success(request, _("Taken back: dates, history and findings are as before."))
    return redirect("records_request", uuid=request_of(reading.message).uuid)


def _correct(
    request: HttpRequest, found: RecordsRequest, category: str, form: CorrectionForm
) -> None:
    learnt.correct(
        request=found,
        said=form.said(category),
        reason=form.cleaned_data["reason"],
        attachment=form.cleaned_data["attachment"],
        by=person(request),
        now=clock.now(),
    )
    messages.success(request, _("Recorded. What was read before stays in the history."))
