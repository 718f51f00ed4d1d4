"""Addresses: what came back or was refused, by body; mended once, read again, and sent."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from foia import access, drafts
from foia.drafts import Preview
from foia.flow import addresses as room
from foia.flow import compose, teams
from foia.gateways import clock
from foia.models import Agency, Contact, Membership, Message, Team, Wave, WaveBody
from foia.web import second_factor
from foia.web.forms.address import AddressForm
from foia.web.owned import letter_of, person

PAGE = 30
#: So many letters are read and sent at a time; the others follow.
MOST = 20
SENDING = Membership.SENDING


@dataclass(frozen=True)
class Again:
    """A letter that reached nobody, as it would be sent now."""

    message: Message
    preview: Preview


@login_required
@require_safe
def addresses(request: HttpRequest) -> HttpResponse:
    """List the bodies that wait for an address, and the letters nobody is sure about."""
    found = room.bodies(_letters(request), _held_back(request))
    keys = list(found.values_list("pk", flat=True))  # looked for once, and counted here
    page = Paginator(keys, PAGE).get_page(request.GET.get("page"))
    agencies = Agency.objects.filter(pk__in=list(page)).order_by("name", "pk")
    counts = _counts(request, list(page))
    riddles = room.riddles(access.deliveries_that_failed(request.user, *SENDING))
    context = {
        "page": page,
        "rows": [(agency, counts.get(agency.pk, 0)) for agency in agencies],
        "riddles": riddles.select_related("message__request__agency")[:PAGE],
    }
    return render(request, "addresses/list.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def address(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Show what waits for one body; keep the address that works, and make its letters drafts."""
    agency = _agency(request, uuid)
    form = AddressForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            _mend(request, agency, form)
        except room.AddressError as error:
            form.add_error("address", str(error))
        else:
            messages.success(request, _("Kept. Read the letters again before they leave."))
            return redirect("address", uuid=uuid)
    status = 422 if form.errors else 200
    return render(request, "addresses/body.html", _context(request, agency, form), status=status)


@login_required
@require_POST
def send(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Approve the letters to one body, exactly as their digest says the person saw them."""
    agency, now = _agency(request, uuid), clock.now()
    again = _again(request, agency)
    if request.POST.get("digest") != digest_of(again):
        messages.error(request, _("The letters have changed since you looked; read them again."))
        return redirect("address", uuid=uuid)
    letters, back_to = [letter.message for letter in again], reverse("address", args=[uuid])
    if first := second_factor.asked_for_letters(request, letters, back_to=back_to):
        return first
    with transaction.atomic():
        for letter in again:
            compose.approve(
                message=letter.message, digest=letter.preview.digest, by=person(request), now=now
            )
    told = ngettext("{total} letter is approved.", "{total} letters are approved.", len(again))
    messages.success(request, told.format(total=len(again)))
    return redirect("addresses")


@login_required
@require_POST
def again(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Make one letter that reached nobody a draft again."""
    message = letter_of(request, uuid)
    room.take_back(message=message, by=person(request), now=clock.now())
    messages.success(request, _("It is a draft again: check where it goes, and approve it anew."))
    return redirect("letter", uuid=uuid)


@login_required
@require_POST
def arrived(request: HttpRequest, pk: int) -> HttpResponse:
    """Say whether a letter arrived that came back although its body has written since."""
    delivery = get_object_or_404(access.deliveries_for(request.user), pk=pk)
    has_arrived = request.POST.get("arrived") == "yes"
    room.decide(delivery=delivery, has_arrived=has_arrived, by=person(request), now=clock.now())
    messages.success(request, _("Recorded."))
    return redirect("addresses")


def digest_of(letters: Sequence[Again]) -> str:
    """Return the SHA-256 over the digests of these letters, in order."""
    words = " ".join(letter.preview.digest for letter in letters)
    return hashlib.sha256(words.encode()).hexdigest()


def _agency(request: HttpRequest, uuid: UUID) -> Agency:
    """Return a body of which letters wait that the person may send."""
    mine = room.bodies(_letters(request), _held_back(request))
    return get_object_or_404(mine, uuid=uuid)


def _letters(request: HttpRequest) -> QuerySet[Message]:
    """Return the letters that the person may send and of which an attempt reached nobody."""
    failed = access.deliveries_that_failed(request.user, *SENDING)
    return Message.objects.filter(pk__in=failed.values("message"))


def _held_back(request: HttpRequest) -> QuerySet[WaveBody]:
    return WaveBody.objects.filter(wave__in=access.waves_for(request.user, *SENDING))


def _counts(request: HttpRequest, agencies: Sequence[int]) -> dict[int, int]:
    """Return how many letters wait by body."""
    mine = _letters(request).filter(request__agency__in=agencies)
    back = room.taken_back(mine).order_by().values_list("pk")
    keys = room.undelivered(mine).order_by().values_list("pk").union(back)
    waiting = Message.objects.filter(pk__in=keys)
    by_body = waiting.values_list("request__agency").annotate(Count("pk")).order_by()
    return dict(by_body)


def _waiting(request: HttpRequest, agency: Agency) -> QuerySet[Message]:
    mine = _letters(request).filter(request__agency=agency)
    return mine.select_related("request__agency", "request__campaign__team", "wave__campaign")


def _again(request: HttpRequest, agency: Agency) -> list[Again]:
    """Compose the letters that were taken back, for this moment and the address that works now."""
    now = clock.now()
    letters = room.taken_back(_waiting(request, agency))[:MOST]
    return [Again(letter, drafts.preview(message=letter, now=now)) for letter in letters]


def _context(request: HttpRequest, agency: Agency, form: AddressForm) -> dict[str, object]:
    waiting = list(room.undelivered(_waiting(request, agency))[: MOST * 5])
    ready = _again(request, agency)
    held = room.unwritten(_held_back(request)).filter(body__agency=agency)
    keys = {letter.wave_id for letter in waiting if letter.wave_id}
    keys |= set(held.values_list("wave", flat=True))
    seen = Q(team=None) | Q(team__in=access.teams_for(request.user))
    return {
        "agency": agency,
        "form": form,
        "singles": [letter for letter in waiting if not letter.wave_id],
        "waves": Wave.objects.filter(pk__in=keys).select_related("campaign"),
        "ready": ready,
        "digest": digest_of(ready),
        "contacts": Contact.objects.filter(seen, agency=agency).order_by("team", "rank", "pk"),
    }


@transaction.atomic
def _mend(request: HttpRequest, agency: Agency, form: AddressForm) -> None:
    """Keep the address for every team whose letters wait, and take back those of no campaign."""
    waiting = list(room.undelivered(_waiting(request, agency)))
    held = room.unwritten(_held_back(request)).filter(body__agency=agency)
    keys = {letter.wave.campaign.team_id for letter in waiting if letter.wave}
    keys |= set(held.values_list("wave__campaign__team", flat=True))
    singles = [letter for letter in waiting if not letter.wave_id and not letter.remedy]
    found = list(Team.objects.filter(pk__in=keys))
    if singles or room.taken_back(_waiting(request, agency)).exists():
        found.append(agency.team or _own_team(request))
    room.mend(agency=agency, teams=found, **form.cleaned_data)
    for letter in singles:
        room.take_back(message=letter, by=person(request), now=clock.now())


def _own_team(request: HttpRequest) -> Team:
    """Return the person's team of one, made when it is needed first."""
    user = person(request)
    name = user.full_name or user.email
    return Team.objects.own_of(user.pk) or teams.make(name=name, by=user, now=clock.now())
