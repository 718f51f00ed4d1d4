"""Evidence bags: asked for, watched while they are made, fetched; the nightly proof for staff."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from foia import access
from foia.flow import archive as room
from foia.gateways import clock
from foia.models import Campaign, EvidenceBag, Membership, RecordsRequest, Verification
from foia.web.answers import as_stream
from foia.web.owned import person

SHOWN = 20


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def of_request(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """List the bags of a request, or have one made."""
    found = get_object_or_404(access.requests_for(request.user), uuid=uuid)
    if request.method == "POST":
        return _ask(request, records_request=found)
    return _page(request, EvidenceBag.objects.filter(request=found), {"records_request": found})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def of_campaign(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """List the bags of a campaign, or have one made."""
    found = get_object_or_404(access.campaigns_for(request.user), uuid=uuid)
    if request.method == "POST":
        return _ask(request, campaign=found)
    return _page(request, EvidenceBag.objects.filter(campaign=found), {"campaign": found})


@login_required
@require_safe
def fetch(request: HttpRequest, uuid: UUID) -> HttpResponseBase:
    """Hand out a finished bag, read from the disk piece by piece."""
    bag = get_object_or_404(access.bags_for(request.user), uuid=uuid)
    name = bag.request.reference if bag.request else "campaign"
    kind = "public" if bag.is_public else "evidence"
    file = room.file_of_bag(bag).open("rb")
    return as_stream(file, name=f"{name}-{kind}.zip", content_type="application/zip")


@login_required
@require_POST
def drop(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Delete a bag; what it was made of stays."""
    bag = get_object_or_404(access.bags_for(request.user, *Membership.ANSWERING), uuid=uuid)
    back = _back(bag.request, bag.campaign)
    room.drop_bag(asked=bag)
    messages.success(request, _("The bag is deleted. What it was made of stays."))
    return back


@login_required
@require_safe
def proofs(request: HttpRequest) -> HttpResponse:
    """Show staff what the nightly proofs of the store found."""
    if not person(request).is_staff:
        raise Http404
    rows = Verification.objects.order_by("-day_on")[:SHOWN]
    return render(request, "evidence/proofs.html", {"rows": rows})


def _ask(
    request: HttpRequest,
    records_request: RecordsRequest | None = None,
    campaign: Campaign | None = None,
) -> HttpResponse:
    room.ask_for_bag(
        by=person(request),
        now=clock.now(),
        request=records_request,
        campaign=campaign,
        is_public=request.POST.get("for") == "everybody",
    )
    messages.success(request, _("The bag is being made. You can leave this page."))
    return _back(records_request, campaign)


def _back(records_request: RecordsRequest | None, campaign: Campaign | None) -> HttpResponse:
    if campaign is not None:
        return redirect("campaign_bags", uuid=campaign.uuid)
    if records_request is None:
        raise Http404
    return redirect("request_bags", uuid=records_request.uuid)


def _page(
    request: HttpRequest, bags: QuerySet[EvidenceBag], context: dict[str, object]
) -> HttpResponse:
    found = access.bags_for(request.user).filter(pk__in=bags)
    rows = list(found.select_related("asked_by").order_by("-asked_at", "-pk")[:SHOWN])
    is_making = any(bag.state == EvidenceBag.State.WAITING for bag in rows)
    droppable = access.bags_for(request.user, *Membership.ANSWERING).filter(pk__in=bags)
    shown = {"bags": rows, "is_making": is_making, "may_drop": droppable.exists()}
    return render(request, "evidence/bags.html", shown | context)
