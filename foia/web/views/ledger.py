"""Fees and post: what was demanded, paid and spent, of one request, a campaign, or all."""

from collections.abc import Iterator
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from foia import access
from foia.flow import desk
from foia.gateways import blobs, clock, tables
from foia.models import Campaign, LedgerEntry, Membership
from foia.web import desk_words, words
from foia.web.answers import as_file
from foia.web.by_keys import ByKeys
from foia.web.forms.ledger import LedgerForm
from foia.web.law import law_at, moment_on
from foia.web.ledger import currency_of, sums_of
from foia.web.owned import person

PAGE = 50
AT_ONCE = 1000


@login_required
@require_safe
def ledger(request: HttpRequest) -> HttpResponse:
    """List all amounts that a person may see, or those of one campaign, with their sums."""
    campaigns = list(access.campaigns_for(request.user).order_by("name")[:200])
    campaign = _chosen(campaigns, request.GET.get("campaign", ""))
    entries = _entries(request, campaign)
    context = {
        "campaigns": campaigns,
        "campaign": campaign,
        "sums": sums_of(entries),
        "page": ByKeys(_shown(entries), PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "desk/ledger.html", context)


@login_required
@require_safe
def table(request: HttpRequest, kind: str) -> HttpResponse:
    """Hand out the same rows as CSV or XLSX."""
    campaigns = list(access.campaigns_for(request.user))
    campaign = _chosen(campaigns, request.GET.get("campaign", ""))
    rows = _rows(_entries(request, campaign))
    header = [str(name) for name in desk_words.LEDGER_COLUMNS]
    if kind == "xlsx":
        content = tables.xlsx(header, rows, sheet=_("Fees and post"))
        return as_file(content, name="ledger.xlsx", content_type=tables.XLSX_TYPE)
    content = b"".join(tables.csv_lines(header, rows))
    return as_file(content, name="ledger.csv", content_type=tables.CSV_TYPE)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def of_request(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Show the ledger of one request, and enter an amount."""
    roles = Membership.ANSWERING if request.method == "POST" else ()
    requests = access.requests_for(request.user, *roles).select_related("agency", "campaign")
    found = get_object_or_404(requests, uuid=uuid)
    now = clock.now()
    law = law_at(found.jurisdiction_code, now)
    given = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = LedgerForm(*given, today=law.today, currency=currency_of(found))
    if request.method == "POST" and form.is_valid():
        is_received, on = form.cleaned_data["is_received"], form.cleaned_data["on"]
        received_at = moment_on(on, law, now) if is_received else None
        desk.enter(
            request=found,
            told=form.told(),
            proof=form.receipt(),
            received_at=received_at,
            by=person(request),
            now=now,
        )
        messages.success(request, _("Entered."))
        return redirect("request_ledger", uuid=uuid)
    context = {
        "records_request": found,
        "entries": _shown(found.ledger.all()),
        "sums": sums_of(found.ledger.all()),
        "form": form,
        "may_answer": access.may_act(request.user, found, *Membership.ANSWERING),
    }
    return render(request, "desk/request_ledger.html", context)


@login_required
@require_POST
def strike(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an amount out of the count, and say why."""
    entries = access.ledger_for(request.user, *Membership.ANSWERING).select_related("request")
    entry = get_object_or_404(entries, pk=pk)
    why = request.POST.get("why", "")
    desk.strike(entry=entry, why=why, by=person(request), now=clock.now())
    messages.success(request, _("Struck; it stays to be read."))
    return redirect("request_ledger", uuid=entry.request.uuid)


@login_required
@require_safe
def proof(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand out the receipt of an amount."""
    entries = access.ledger_for(request.user).exclude(proof=None)
    entry = get_object_or_404(entries, pk=pk)
    content = blobs.read(entry.proof_id or "")
    return as_file(content, name=entry.proof_name, content_type=entry.proof_type)


def _chosen(campaigns: list[Campaign], uuid: str) -> Campaign | None:
    return next((campaign for campaign in campaigns if str(campaign.uuid) == uuid), None)


def _entries(request: HttpRequest, campaign: Campaign | None) -> QuerySet[LedgerEntry]:
    desks = [campaign.pk] if campaign else access.desks_of(request.user)
    return LedgerEntry.objects.filter(desk__in=desks)


def _shown(entries: QuerySet[LedgerEntry]) -> QuerySet[LedgerEntry]:
    found = entries.select_related("request__agency", "request__campaign", "by", "struck_by")
    return found.order_by("-on", "-pk")


def _rows(entries: QuerySet[LedgerEntry]) -> Iterator[list[object]]:
    """Yield one row for an amount; what was struck says so."""
    for entry in _shown(entries).iterator(chunk_size=AT_ONCE):
        yield [
            entry.request.reference,
            entry.request.agency.name,
            entry.request.campaign.name if entry.request.campaign else "",
            words.said(desk_words.LEDGER_KINDS, entry.kind),
            entry.amount,
            entry.currency,
            entry.on,
            entry.words,
            entry.proof_name,
            str(entry.by),
            entry.struck_why,
        ]
