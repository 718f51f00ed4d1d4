"""Coding of a campaign's answers: questions, one request after the other, and differences."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from foia import access
from foia.flow import desk
from foia.gateways import clock, tables
from foia.models import Campaign, Coding, Membership, Question, RecordsRequest
from foia.web import coding
from foia.web.answers import as_file
from foia.web.correspondence import items_of
from foia.web.cut import page_number
from foia.web.forms.coding import CodingForm, QuestionForm
from foia.web.owned import campaign_of, may_send, person
from foia.web.ticked import key_of

PAGE = 20
MOST_COUNTED = 1000


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def overview(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Show the questions and how far coders agree, and take a new question."""
    campaign = campaign_of(request, uuid)
    form = QuestionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        desk.add_question(
            campaign=campaign, kind=told["kind"], text=told["text"], choices=form.lines()
        )
        messages.success(request, _("The question is asked from now on."))
        return redirect("campaign_coding", uuid=uuid)
    found = desk.agreements(campaign)
    questions = campaign.questions.order_by("position")
    context = {
        "campaign": campaign,
        "questions": [(each, found.get(each.pk, desk.Agreement())) for each in questions],
        "to_code": desk.to_code(campaign, person(request))[:MOST_COUNTED].count(),
        "different": desk.differences(campaign)[:MOST_COUNTED].count(),
        "form": form,
        "may_send": may_send(request, campaign),
        "may_answer": _may_answer(request, campaign),
    }
    return render(request, "coding/overview.html", context)


@login_required
@require_POST
def retire(request: HttpRequest, uuid: UUID, pk: int) -> HttpResponse:
    """Ask a question no longer."""
    question = get_object_or_404(campaign_of(request, uuid).questions, pk=pk)
    desk.retire_question(question=question)
    messages.success(request, _("It is asked no longer; what was answered stays."))
    return redirect("campaign_coding", uuid=uuid)


@login_required
@require_safe
def following(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Go to the next request that this person can code."""
    campaign = get_object_or_404(
        access.campaigns_for(request.user, *Membership.ANSWERING), uuid=uuid
    )
    after = key_of(request.GET.get("after", ""))
    keys = desk.to_code(campaign, person(request)).values_list("pk", flat=True)
    next_one = keys.filter(pk__gt=after).first() or keys.first()
    if next_one is None:
        messages.info(request, _("There is nothing left for you to code."))
        return redirect("campaign_coding", uuid=uuid)
    return redirect("request_coding", uuid=campaign.requests.get(pk=next_one).uuid)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def of_request(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Show one request's answers beside the questions; keep what the coder says."""
    requests = access.requests_for(request.user, *Membership.ANSWERING).exclude(campaign=None)
    found = get_object_or_404(requests.select_related("campaign", "agency"), uuid=uuid)
    campaign = _campaign(found)
    questions = list(campaign.questions.filter(is_retired=False).order_by("position"))
    mine = Coding.objects.filter(request=found, coder=person(request))
    said = dict(mine.values_list("question", "value"))
    form = CodingForm(request.POST or None, questions=questions, said=said)
    if request.method == "POST" and form.is_valid():
        desk.code(request=found, answers=form.answers(), by=person(request), now=clock.now())
        messages.success(request, _("Kept. Here is the next."))
        to = redirect("coding_next", uuid=campaign.uuid)
        to["Location"] += f"?after={found.pk}"
        return to
    items = [item for item in items_of(found) if item.message.direction == "in"]
    context = {"records_request": found, "campaign": campaign, "form": form, "items": items}
    return render(request, "coding/request.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def differences(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """List where coders differ, and settle one."""
    campaign = campaign_of(request, uuid)
    if request.method == "POST":
        _settle(request, campaign)
        return redirect("coding_differences", uuid=uuid)
    number = page_number(request.GET.get("page", ""))
    found = coding.differing(campaign, (number - 1) * PAGE, PAGE + 1)
    context = {
        "campaign": campaign,
        "differences": found[:PAGE],
        "older": number + 1 if len(found) > PAGE else 0,
        "newer": number - 1,
        "may_send": may_send(request, campaign),
    }
    return render(request, "coding/differences.html", context)


@login_required
@require_safe
def table(request: HttpRequest, uuid: UUID, kind: str) -> HttpResponse:
    """Hand out what was coded as CSV or XLSX."""
    campaign = campaign_of(request, uuid)
    questions = list(campaign.questions.order_by("position"))
    header = coding.header(questions)
    rows = coding.rows(campaign, questions, to=person(request))
    if kind == "xlsx":
        content = tables.xlsx(header, rows, sheet=campaign.name)
        return as_file(content, name="coding.xlsx", content_type=tables.XLSX_TYPE)
    content = b"".join(tables.csv_lines(header, rows))
    return as_file(content, name="coding.csv", content_type=tables.CSV_TYPE)


def _settle(request: HttpRequest, campaign: Campaign) -> None:
    told = request.POST
    question: Question = get_object_or_404(campaign.questions, pk=key_of(told.get("question", "")))
    asked = get_object_or_404(campaign.requests, pk=key_of(told.get("request", "")))
    desk.settle(
        question=question,
        request=asked,
        value=told.get("value", ""),
        reason=told.get("reason", ""),
        by=person(request),
        now=clock.now(),
    )
    messages.success(request, _("Settled."))


def _may_answer(request: HttpRequest, campaign: Campaign) -> bool:
    teams = access.teams_for(request.user, *Membership.ANSWERING)
    return teams.filter(pk=campaign.team_id).exists()


def _campaign(found: RecordsRequest) -> Campaign:
    assert found.campaign is not None  # the query leaves the others out
    return found.campaign
