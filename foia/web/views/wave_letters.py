"""The letters of a wave: each one exactly as it will be sent, and the bodies that got none."""

from datetime import UTC, datetime, time
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from foia import access, drafts
from foia.letters.wording import languages
from foia.models import Agency, Delivery, Message, RecordsRequest, Wave
from foia.web import campaign_laws, words
from foia.web.by_keys import ByKeys
from foia.web.forms.agencies import law_choices
from foia.web.owned import wave_of
from jurisdictions import DomainError

PAGE = 50
#: What is looked for, by the name that the page of the wave links to.
SHOWN = {
    "unclear": Q(deliveries__state=Delivery.State.UNCLEAR),
    "refused": Q(deliveries__state=Delivery.State.REFUSED),
    "bounced": Q(deliveries__fate__in=["bounced_soft", "bounced_hard"]),
    "waiting": Q(deliveries__state__in=[Delivery.State.WAITING, Delivery.State.HANDING_OVER]),
    "handed_over": Q(deliveries__state=Delivery.State.HANDED_OVER),
    "to_file": Q(state=Message.State.APPROVED, at=None) & ~Q(channel="email"),
    "filed": Q(at__isnull=False) & ~Q(channel="email"),
    "arrived": Q(state=Message.State.DRAFT, deliveries__fate=Delivery.Fate.DELIVERED),
    "drafts": Q(state=Message.State.DRAFT),
}


@login_required
@require_safe
def letters(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """List the letters of a wave, narrowed by words, law, language and what became of them."""
    wave = wave_of(request, uuid)
    query = request.GET.copy()
    query.pop("page", None)
    listed = _narrowed(wave, request).select_related("request__agency").order_by("pk")
    context = {
        "wave": wave,
        "campaign": wave.campaign,
        "page": ByKeys(listed, PAGE).get_page(request.GET.get("page")),
        "query": query.urlencode(),
        "told": query,
        "laws": law_choices(_("Any")),
        "languages": sorted((code, words.language_named(code)) for code in languages()),
    }
    return render(request, "campaigns/letters.html", context)


@login_required
@require_safe
def held_back(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """List the bodies that got no letter in a wave, each with the reason."""
    wave = wave_of(request, uuid)
    asked = RecordsRequest.objects.filter(
        campaign=wave.campaign_id, agency=OuterRef("body__agency")
    )
    listed = wave.bodies.exclude(trouble="").annotate(asked=Subquery(asked.values("uuid")[:1]))
    listed = listed.select_related("body__agency").order_by("pk")
    page = Paginator(listed, PAGE).get_page(request.GET.get("page"))
    context = {
        "wave": wave,
        "campaign": wave.campaign,
        "page": page,
        "silent_on": campaign_laws.silent_on(wave.campaign),
    }
    return render(request, "campaigns/held_back.html", context)


@login_required
@require_safe
def letter(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Show one letter of a wave to the word, with the ones beside it."""
    mine = access.messages_for(request.user).filter(wave__isnull=False)
    mine = mine.select_related("request__agency", "wave__campaign__team")
    message = get_object_or_404(mine.prefetch_related("attachments__blob"), uuid=uuid)
    beside = Message.objects.filter(wave=message.wave_id)
    context = {
        "message": message,
        "wave": message.wave,
        "campaign": message.wave.campaign if message.wave else None,
        "records_request": message.request,
        "notes": _doubts(message),
        "previous": beside.filter(pk__lt=message.pk).order_by("-pk").first(),
        "following": beside.filter(pk__gt=message.pk).order_by("pk").first(),
    }
    return render(request, "campaigns/letter.html", context)


def _doubts(message: Message) -> tuple[str, ...]:
    """What is not sure of a letter that waits for approval, on the day it leaves on."""
    if message.state != Message.State.DRAFT or message.dated_on is None:
        return ()
    at = datetime.combine(message.dated_on, time(12), tzinfo=UTC)
    try:
        return drafts.preview(message=message, now=at).letter.notes
    except DomainError:
        return ()  # its wave says why it does not fit any more


def _narrowed(wave: Wave, request: HttpRequest) -> QuerySet[Message]:
    told = {name: request.GET.get(name, "").replace("\x00", "")[:200] for name in request.GET}
    found = wave.messages.all()
    if told.get("q"):
        found = found.filter(request__agency__in=Agency.objects.at(told["q"]))
    if told.get("law"):
        found = found.filter(request__jurisdiction_code=told["law"].strip().lower())
    if told.get("language"):
        found = found.filter(language=told["language"].strip().lower())
    if meant := SHOWN.get(told.get("show", "")):
        found = found.filter(meant).distinct()
    return found
