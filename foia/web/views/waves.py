"""Waves on the screen: having one written, approving it, and watching and steering it."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from foia.flow import campaigns as room
from foia.gateways import clock
from foia.letters.catalogue import catalogue
from foia.letters.wording import wording
from foia.models import LineTrouble, Wave
from foia.web import campaign_laws, second_factor
from foia.web.forms.campaigns import NewWaveForm, PaceForm
from foia.web.owned import campaign_of, may_send, person, wave_of
from foia.web.pictures.expected import expected_answers
from foia.web.progress import shown
from foia.web.trouble import checked

#: So many bodies are looked at without being asked to; more take some seconds.
AT_ONCE = 2000
#: What is done with a wave by one button, and what is said afterwards.
ACTS: dict[str, tuple[Callable[..., Any], Any]] = {
    "pause": (room.pause, gettext_lazy("Paused. Nothing leaves until somebody resumes.")),
    "resume": (room.resume, gettext_lazy("It goes on.")),
    "stop": (room.stop, gettext_lazy("Stopped. What has not left does not leave.")),
}
APPROVALS: dict[str, Callable[..., Any]] = {"approve": room.approve, "second": room.second}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def before(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Show what the letters would be, where and when, and have a wave of them written."""
    campaign = campaign_of(request, uuid)
    now = clock.now()
    bodies_asked, waiting = campaign.bodies.count(), room.without_letter(campaign).count()
    form = NewWaveForm(
        request.POST if request.method == "POST" else None,
        now=now,
        waiting=waiting,
        is_first=waiting == bodies_asked,
    )
    if form.is_valid():
        bodies = None
        if form.cleaned_data["scope"] == NewWaveForm.PILOT:
            bodies = room.pilot_of(campaign=campaign, size=form.cleaned_data["size"], now=now)
        wave = room.new_wave(
            campaign=campaign,
            by=person(request),
            now=now,
            bodies=bodies,
            is_pilot=bodies is not None,
            **form.schedule(),
        )
        return redirect("wave", uuid=wave.uuid)
    context = {
        "campaign": campaign,
        "form": form,
        "may_send": may_send(request, campaign),
        "bodies": bodies_asked,
        "waiting": waiting,
        "silent_on": campaign_laws.silent_on(campaign),
    }
    if waiting and (waiting <= AT_ONCE or "look" in request.GET):
        seen = room.forecast(campaign=campaign, now=now)
        context |= {
            "forecast": seen,
            "is_in_vain": not seen.letters,
            "calendar": expected_answers(seen.expected),
        }
    return render(request, "campaigns/before.html", context, status=422 if form.is_bound else 200)


@login_required
@require_safe
def wave(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Show how far a wave is, what needs a person, and what can be done."""
    found = wave_of(request, uuid)
    context = {
        **_progress(request, found),
        "pace": PaceForm(initial=vars(found)),
        "acts": found.acts.select_related("by").order_by("-pk")[:50],
        "is_mine": found.approved_by_id == person(request).pk,
        **(_before_approval(found) if found.state == Wave.State.READY else {}),
    }
    return render(request, "campaigns/wave.html", context)


@login_required
@require_safe
def part(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Return the part of a wave's page that changes while it runs."""
    return render(request, "campaigns/progress.html", _progress(request, wave_of(request, uuid)))


@login_required
@require_POST
def act(request: HttpRequest, uuid: UUID, act: str) -> HttpResponse:
    """Approve a wave, pause it, let it go on, stop it, or have what did not leave written anew."""
    found, now = wave_of(request, uuid), clock.now()
    by = person(request)
    if act in (*APPROVALS, "resume"):
        back_to = reverse("wave", args=[uuid])
        if first := second_factor.asked_for(request, back_to=back_to):
            return first
    if act in APPROVALS:
        APPROVALS[act](wave=found, digest=request.POST.get("digest", ""), by=by, now=now)
        messages.success(request, _("Approved."))
    elif act == "renew":
        renewed = room.renew(wave=found, by=by, now=now)
        messages.success(request, _("These letters are written anew; read and approve them."))
        return redirect("wave", uuid=renewed.uuid)
    elif act == "stop" and not request.POST.get("is_sure"):
        context = {"wave": found, "campaign": found.campaign}
        return render(request, "campaigns/stop.html", context)
    elif act in ACTS:
        do, said = ACTS[act]
        do(wave=found, by=by, now=now)
        messages.success(request, str(said))
    else:
        raise Http404
    return redirect("wave", uuid=uuid)


@login_required
@require_POST
def pace(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Change how fast a wave leaves, while it runs."""
    found = wave_of(request, uuid)
    form = checked(PaceForm(request.POST))
    room.change_pace(wave=found, by=person(request), now=clock.now(), **form.cleaned_data)
    messages.success(request, _("The new pace counts from the next letter on."))
    return redirect("wave", uuid=uuid)


def _progress(request: HttpRequest, found: Wave) -> dict[str, object]:
    """Return what the changing part shows, in a fixed number of queries."""
    counted = room.progress(wave=found, now=clock.now())
    trouble = found.deliveries.filter(state__in=["refused", "unclear"]).order_by("-finished_at")
    return {
        "wave": found,
        "campaign": found.campaign,
        "may_send": may_send(request, found.campaign),
        "progress": counted,
        "shown": shown(counted),
        "last_trouble": trouble.values_list("answer", flat=True).first(),
        "line_trouble": LineTrouble.objects.filter(is_sandbox=found.campaign.is_sandbox).first(),
    }


def _before_approval(found: Wave) -> dict[str, object]:
    """Return what whoever approves a wave has to know besides its letters."""
    return {
        "laws": _laws(found),
        "arrived": room.arrived(found).count(),
        "made_lone": room.made_lone(found.campaign),
    }


def _laws(found: Wave) -> list[dict[str, object]]:
    """Return how many letters there are under which law, in which language, by which way."""
    names = ("request__jurisdiction_code", "language", "channel")
    rows = found.messages.values(*names).annotate(number=Count("pk")).order_by(*names)
    return [dict(row) | {"is_reviewed": _is_reviewed(found, row)} for row in rows]


def _is_reviewed(found: Wave, row: Mapping[str, str]) -> bool:
    """Say whether somebody who speaks the language has proofed the words of these letters."""
    words = wording(found.step, row["language"], row["request__jurisdiction_code"])
    return words.is_reviewed and catalogue().reviewed.get(row["language"], False)
