"""The bodies of a campaign: which are asked, and what each one's own letter says."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from foia import access
from foia.flow import agencies
from foia.flow import campaigns as room
from foia.gateways import tables
from foia.models import Agency, AgencyList, Campaign
from foia.web import merge_fields
from foia.web.answers import as_file
from foia.web.by_keys import ByKeys
from foia.web.forms.campaigns import AddBodiesForm, FieldsForm
from foia.web.owned import campaign_of, may_send
from foia.web.ticked import keys_of

PAGE = 50


@login_required
@require_safe
def bodies(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """List the bodies that a campaign asks, a page at a time."""
    campaign = campaign_of(request, uuid)
    return _page(request, campaign, AddBodiesForm(None, lists=_lists(request, campaign)))


@login_required
@require_POST
def add(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Add the bodies of a list, or those that a search finds."""
    campaign = campaign_of(request, uuid)
    form = AddBodiesForm(request.POST, lists=_lists(request, campaign))
    if not form.is_valid():
        return _page(request, campaign, form, status=422)
    added = room.add_bodies(campaign=campaign, agencies=_found(request, campaign, form))
    said = ngettext("%d body was added.", "%d bodies were added.", added)
    messages.success(request, said % added)
    return redirect("campaign_bodies", uuid=uuid)


@login_required
@require_POST
def remove(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Take the ticked bodies out; those that have a letter already stay."""
    campaign = campaign_of(request, uuid)
    picked = keys_of(request.POST.getlist("picked"))
    removed = room.remove_bodies(campaign=campaign, bodies=campaign.bodies.filter(pk__in=picked))
    said = ngettext("%d body was taken out.", "%d bodies were taken out.", removed)
    messages.success(request, said % removed)
    return redirect("campaign_bodies", uuid=uuid)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def fields(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Fill in what each body's own letter says, from a pasted table."""
    campaign = campaign_of(request, uuid)
    is_told = request.method == "POST"
    form = FieldsForm(request.POST, request.FILES) if is_told else FieldsForm()
    if form.is_valid():
        told = merge_fields.read(form.content)
        changed = room.set_fields(campaign=campaign, rows=told)
        said = ngettext("%d body has new fields.", "%d bodies have new fields.", changed)
        messages.success(request, said % changed)
        return redirect("campaign_bodies", uuid=uuid)
    context = {"campaign": campaign, "form": form, "may_send": may_send(request, campaign)}
    return render(request, "campaigns/fields.html", context, status=422 if form.is_bound else 200)


@login_required
@require_safe
def fields_table(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Hand out the bodies with their fields as CSV, to be filled in and pasted back."""
    campaign = campaign_of(request, uuid)
    asked = campaign.bodies.select_related("agency").order_by("pk")
    header, rows = merge_fields.table(list(asked))
    content = b"".join(tables.csv_lines(header, rows))
    return as_file(content, name="bodies.csv", content_type=tables.CSV_TYPE)


def _lists(request: HttpRequest, campaign: Campaign) -> list[AgencyList]:
    return list(access.agency_lists_for(request.user).filter(team=campaign.team).order_by("name"))


def _found(request: HttpRequest, campaign: Campaign, form: AddBodiesForm) -> QuerySet[Agency]:
    """Return the bodies that the form names, of those this campaign's team may ask."""
    found = access.agencies_for(request.user).filter(Q(team=None) | Q(team=campaign.team))
    if chosen := form.chosen_list():
        found = found.filter(pk__in=agencies.members_of(chosen).values("pk"))
    if words := form.cleaned_data["words"]:
        found = Agency.objects.at(words) & found
    if law := form.cleaned_data["law"]:
        found = found.filter(jurisdiction_code=law)
    return found


def _page(
    request: HttpRequest, campaign: Campaign, form: AddBodiesForm, status: int = 200
) -> HttpResponse:
    words = request.GET.get("q", "")[:200].replace("\x00", "")
    asked = campaign.requests.filter(agency=OuterRef("agency_id"))
    listed = campaign.bodies.select_related("agency").annotate(has_letter=Exists(asked))
    if words:
        listed = listed.filter(agency__in=Agency.objects.at(words))
    page = ByKeys(listed.order_by("pk"), PAGE).get_page(request.GET.get("page"))
    context = {
        "campaign": campaign,
        "q": words,
        "form": form,
        "page": page,
        "may_send": may_send(request, campaign),
    }
    return render(request, "campaigns/bodies.html", context, status=status)
