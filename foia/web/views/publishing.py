"""Publishing a request: what readers would see, what stays private and why, and the decision."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from foia import access
from foia.flow import publish as room
from foia.gateways import blobs, clock
from foia.gateways.cleaned.for_readers import CHECKS
from foia.models import Campaign, Membership, Publication, PublicCopy, RecordsRequest
from foia.web.answers import as_file
from foia.web.forms.publish import WhenForm
from foia.web.owned import campaign_of, may_send, person

SHOWN = 50


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def publishing(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Show how far a request is on its way to readers; take a decision about it."""
    roles = Membership.SENDING if request.method == "POST" else ()
    found = get_object_or_404(access.requests_for(request.user, *roles), uuid=uuid)
    if request.method == "POST":
        _act(request, found)
        return redirect("publishing", uuid=uuid)
    publication = Publication.objects.filter(request=found).first()
    dangerous = room.is_dangerous(found)
    context = {
        "records_request": found,
        "publication": publication,
        "is_dangerous": dangerous,
        "may_send": access.may_act(request.user, found, *Membership.SENDING),
        "form": WhenForm(is_dangerous=dangerous),
    }
    return render(request, "publish/publishing.html", context | _copies(publication))


@login_required
@require_POST
def decide(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Say of one item: I looked at it, keep it private, show its text only, or check it anew."""
    copy = _copy(request, uuid, *Membership.SENDING)
    by, now = person(request), clock.now()
    match request.POST.get("act"):
        case "looked":
            room.looked_at(copy=copy, by=by, now=now)
        case "private":
            reason = request.POST.get("reason", "")[:500]
            room.keep_private(copy=copy, reason=reason, by=by, now=now)
        case "text" if copy.attachment is not None:
            room.show_as_text(attachment=copy.attachment, by=by, now=now)
        case "again":
            room.decide_again(copy=copy, by=by, now=now)
        case _:
            raise Http404
    messages.success(request, _("Recorded."))
    return redirect("publishing", uuid=copy.publication.request.uuid)


@login_required
@require_safe
def preview(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Hand out a file as readers would get it, to those who decide."""
    copy = _copy(request, uuid)
    if copy.blob_id is None:
        raise Http404
    return as_file(blobs.read(copy.blob_id), name=copy.name, content_type=copy.content_type)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def campaign(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Publish a campaign at once: every request of it that passes the gate."""
    found = campaign_of(request, uuid)
    if request.method == "POST":
        _act_on_all(request, found)
        return redirect("campaign_publishing", uuid=uuid)
    context = {
        "campaign": found,
        "may_send": may_send(request, found),
        "form": WhenForm(is_dangerous=True),
        "started": found.requests.started().count(),
        "stuck": _stuck(found),
    }
    context |= _asked(found) | _checked(found)
    return render(request, "publish/campaign.html", context)


def _act(request: HttpRequest, found: RecordsRequest) -> None:
    by, now, act = person(request), clock.now(), request.POST.get("act")
    if act == "prepare":
        room.prepare(request=found, by=by, now=now)
        messages.success(request, _("Everything is checked now; this takes a moment."))
        return
    publication = get_object_or_404(Publication, request=found)
    if act == "unpublish":
        room.unpublish(publication=publication, by=by, now=now)
        messages.success(request, _("It is private again."))
    elif act in ("named", "unnamed"):
        room.name_requester(publication=publication, is_named=act == "named", by=by, now=now)
        messages.success(request, _("Recorded. Everything is checked anew for it."))
    elif act == "publish":
        _publish(request, publication)
    else:
        raise Http404


def _publish(request: HttpRequest, publication: Publication) -> None:
    form = WhenForm(request.POST, is_dangerous=room.is_dangerous(publication.request))
    if not form.is_valid():
        raise room.PublishError(_("That is no day; choose one, or leave it empty."))
    told, by, now = form.told(), person(request), clock.now()
    if "until_on" in told:
        room.embargo(publication=publication, by=by, now=now, **told)
        messages.success(request, _("It stays private until that day."))
    else:
        room.publish(publication=publication, by=by, now=now, **told)
        messages.success(request, _("Published. Readers see it from now on."))


def _act_on_all(request: HttpRequest, found: Campaign) -> None:
    by, now, act = person(request), clock.now(), request.POST.get("act")
    if act == "prepare":
        room.prepare_campaign(campaign=found, by=by, now=now)
        messages.success(request, _("Everything is checked now; this takes a while."))
        return
    form = WhenForm(request.POST, is_dangerous=True)
    if act != "publish" or not form.is_valid():
        raise room.PublishError(_("That is no day; choose one, or leave it empty."))
    done, refused = room.publish_campaign(campaign=found, by=by, now=now, **form.told())
    messages.success(request, _("Done for {number} requests.").format(number=done))
    for sentence in refused[:SHOWN]:
        messages.warning(request, sentence)


def _asked(found: Campaign) -> dict[str, int]:
    """Count the requests of a campaign that were asked to be published, by what came of it."""
    state = Publication.State
    return Publication.objects.filter(desk=found.pk).aggregate(
        asked=Count("pk"),
        public=Count("pk", filter=Q(state=state.PUBLIC)),
        embargoed=Count("pk", filter=Q(state=state.EMBARGOED)),
    )


def _checked(found: Campaign) -> dict[str, int]:
    """Count the items of a campaign by what the checks say of them, out of an index alone."""
    state = PublicCopy.State
    return PublicCopy.objects.filter(desk=found.pk).aggregate(
        copies=Count("pk"),
        to_make=Count("pk", filter=Q(made_by_version__lt=CHECKS)),
        to_look_at=Count("pk", filter=Q(state=state.TO_LOOK_AT)),
        kept=Count("pk", filter=Q(state=state.KEPT)),
        quarantined=Count("pk", filter=Q(state=state.QUARANTINED)),
    )


def _stuck(found: Campaign) -> list[PublicCopy]:
    """Return the items of a campaign that wait for a person, the first of them."""
    copies = PublicCopy.objects.filter(
        desk=found.pk,
        state__in=[PublicCopy.State.TO_LOOK_AT, PublicCopy.State.QUARANTINED],
    )
    return list(copies.select_related("publication__request__agency").order_by("pk")[:SHOWN])


def _copies(publication: Publication | None) -> dict[str, object]:
    """Return the items of a request with what was found in each."""
    if publication is None:
        return {"copies": [], "is_checking": False, "in_the_way": []}
    rows = publication.copies.select_related("message", "attachment", "decided_by")
    copies = list(rows.order_by("message__at", "message_id", "attachment__position"))
    return {
        "copies": copies,
        "is_checking": any(copy.made_by_version < CHECKS for copy in copies),
        "in_the_way": room.in_the_way(publication),
        "acts": publication.acts.select_related("by").order_by("-pk")[:SHOWN],
    }


def _copy(request: HttpRequest, uuid: UUID, *roles: Membership.Role) -> PublicCopy:
    mine = access.requests_for(request.user, *roles)
    copies = PublicCopy.objects.select_related("publication__request", "attachment")
    return get_object_or_404(copies.filter(publication__request__in=mine), uuid=uuid)
