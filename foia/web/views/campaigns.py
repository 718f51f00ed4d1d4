"""Campaigns on the screen: the list, planning one, and its page."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.db.models import Count, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from foia import access, drafts
from foia.flow import campaigns as room
from foia.flow import teams
from foia.gateways import clock
from foia.letters.catalogue import UnknownEntry, catalogue
from foia.letters.printable import one_line
from foia.letters.wording import languages
from foia.models import Campaign, Membership, System
from foia.web import campaign_ask, campaign_laws, words
from foia.web.days import reader
from foia.web.forms.ask import AskForm
from foia.web.forms.campaign_identity import IdentityForm
from foia.web.forms.campaigns import CampaignForm
from foia.web.forms.own_words import ChooseOwnForm
from foia.web.own import choose_form
from foia.web.owned import campaign_of, may_send, person
from jurisdictions import Pack

SENDING = Membership.SENDING


@login_required
@require_safe
def campaigns(request: HttpRequest) -> HttpResponse:
    """List the campaigns of a person's teams."""
    mine = access.campaigns_for(request.user).select_related("team")
    counted = mine.annotate(asked=Count("bodies")).order_by("is_closed", "-created_at", "-pk")
    context = {
        "campaigns": counted,
        "invitations": access.invitations_for(request.user).select_related("team"),
    }
    return render(request, "campaigns/list.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Plan a campaign: first about what, then the words, the name and the signature."""
    technology = request.GET.get("what", "")
    if not technology:
        technologies = catalogue().technologies
        return render(request, "campaigns/what.html", {"technologies": technologies})
    data = request.POST if request.method == "POST" else None
    dossier = access.systems_for(request.user).filter(slug=one_line(request.GET.get("dossier", "")))
    bodies = access.agencies_for(request.user).filter(systems__system__in=dossier).distinct()
    packs = campaign_laws.packs_for(bodies)
    language = _language(request, packs)
    form = CampaignForm(
        data,
        about=dossier.first(),
        teams=list(access.teams_for(request.user, *SENDING).order_by("name")),
        systems=_systems(request, technology),
        name=person(request).full_name,
    )
    ask, own = _words(request, technology, language)
    now = clock.now()
    identity = IdentityForm(data, packs=packs, today=now.date())
    forms = (form, identity, ask, own)
    is_valid = [one.is_valid() for one in forms]  # all of them, so that each says what it lacks
    if all(is_valid):
        with _refused_on(form):
            made = room.start(
                team=form.chosen_team() or teams.team_of(person(request), now=now),
                requester=person(request),
                technology=technology,
                now=now,
                **form.told(),
                **identity.told(),
                **_said(ask, own, technology, language),
            )
            room.add_bodies(campaign=made, agencies=bodies)
            return redirect("campaign", uuid=made.uuid)
    return _plan_page(request, *forms, technology=technology, language=language)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Change what a campaign asks for and who signs, in one language at a time."""
    campaign = campaign_of(request, uuid)
    if not may_send(request, campaign):
        return redirect("campaign", uuid=uuid)  # it says what the plan is
    packs, today = campaign_laws.packs_of(campaign), clock.now().date()
    language = _language(request, packs)
    data = request.POST if request.method == "POST" else None
    systems = _systems(request, campaign.technology)
    form = CampaignForm(data, teams=(), systems=systems, campaign=campaign)
    ask, own = _words(request, campaign.technology, language, campaign)
    identity = IdentityForm(data, packs=packs, today=today, campaign=campaign)
    forms = (form, identity, ask, own)
    is_valid = [one.is_valid() for one in forms]  # all of them, so that each says what it lacks
    if all(is_valid):
        said = _said(ask, own, campaign.technology, language, campaign)
        signed = form.told() | identity.told()
        with _refused_on(form):
            room.change(
                campaign=campaign,
                by=person(request),
                now=clock.now(),
                technology=campaign.technology,
                **signed,
                **said,
            )
            return redirect("campaign", uuid=uuid)
    return _plan_page(
        request, *forms, technology=campaign.technology, language=language, campaign=campaign
    )


@login_required
@require_safe
def campaign(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Show where a campaign stands, and what comes next."""
    found = campaign_of(request, uuid)
    context = {
        "campaign": found,
        "technology": catalogue().technology(found.technology),
        "may_send": may_send(request, found),
        "silent_on": campaign_laws.silent_on(found),
        "bodies": found.bodies.count(),
        "asked": found.requests.count(),
        "files": found.files.order_by("position"),
        "acts": found.acts.select_related("by").order_by("-pk")[:10],
        "waves": found.waves.select_related("approved_by", "seconded_by").order_by("-number"),
        "ask": campaign_ask.items_in(found.ask, found.technology, reader()),
        "languages": [
            (code, words.language_named(code))
            for code in campaign_ask.languages_of(found.ask, found.own)
        ],
    }
    return render(request, "campaigns/campaign.html", context)


@contextmanager
def _refused_on(form: CampaignForm) -> Iterator[None]:
    """Say what the room refuses above the form, so that nothing that was typed is lost."""
    try:
        yield
    except room.CampaignError as error:
        form.add_error(None, str(error))


def _language(request: HttpRequest, packs: Sequence[Pack]) -> str:
    """Return the language of the words: as chosen, else that of all bodies, else the reader's."""
    told = request.GET.get("language", "") or campaign_laws.language_of(packs) or reader()
    return told if told in languages() else "en"


def _systems(request: HttpRequest, technology: str) -> QuerySet[System]:
    return access.systems_for(request.user).filter(technology=_known(technology)).order_by("name")


def _known(technology: str) -> str:
    try:
        return catalogue().technology(technology).id
    except UnknownEntry as error:
        raise Http404(str(error)) from error


def _words(
    request: HttpRequest, technology: str, language: str, campaign: Campaign | None = None
) -> tuple[AskForm, ChooseOwnForm]:
    """Return the forms of the words in one language: what is asked for, and what frames it."""
    data = request.POST if request.method == "POST" else None
    ask = AskForm(
        data,
        technology=_known(technology),
        language=language,
        usual=catalogue().default_records(technology),
        chosen=campaign_ask.items_in(campaign.ask, technology, language) if campaign else None,
    )
    carries = campaign_ask.own_in(campaign.own if campaign else {}, language)
    return ask, choose_form(request, data, language=language, carries=carries)


def _said(
    ask: AskForm,
    own: ChooseOwnForm,
    technology: str,
    language: str,
    campaign: Campaign | None = None,
) -> dict[str, Any]:
    items = own.ask_with(ask.items(), technology=technology, language=language)
    was = campaign.ask if campaign else []
    column = drafts.as_column(own.own())
    owns = (campaign.own if campaign else {}) | {language: column}
    return {
        "ask": campaign_ask.ask_with(was, items, technology=technology, language=language),
        "own": {name: words for name, words in owns.items() if words},
    }


def _plan_page(
    request: HttpRequest,
    form: CampaignForm,
    identity: IdentityForm,
    ask: AskForm,
    own: ChooseOwnForm,
    *,
    technology: str,
    language: str,
    campaign: Campaign | None = None,
) -> HttpResponse:
    context = {
        "campaign": campaign,
        "technology": catalogue().technology(technology),
        "form": form,
        "identity": identity,
        "ask": ask,
        "own": own,
        "language": language,
        "language_name": words.language_named(language),
        "languages": sorted(
            ((code, words.language_named(code)) for code in languages()), key=_by_name
        ),
        "is_stuck": form.is_bound,
        "dossier": one_line(request.GET.get("dossier", "")),
    }
    return render(request, "campaigns/plan.html", context, status=422 if form.is_bound else 200)


def _by_name(language: tuple[str, str]) -> str:
    return language[1]
