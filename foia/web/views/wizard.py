"""The wizard: where, what, whom and for which records, who signs; then a draft.

Each step has its own address and can be gone back to. Nothing is stored before the last one
but the choices, in the session, so that signing up loses nothing.
"""

from dataclasses import replace

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from foia import access
from foia.flow import compose
from foia.gateways import clock
from foia.letters.annexes import products_named
from foia.letters.catalogue import UnknownEntry, catalogue
from foia.letters.compose import letter_language
from foia.letters.printable import one_line
from foia.models import Agency, KeptDetails, Team, User
from foia.web import places, plan
from foia.web.forms.ask import AskForm
from foia.web.forms.own_words import ChooseOwnForm
from foia.web.forms.sign import Signed, SignForm
from foia.web.law import law_at
from foia.web.own import choose_form
from foia.web.owned import person
from foia.web.places import Body
from foia.web.plan import Plan


@require_safe
def where(request: HttpRequest) -> HttpResponse:
    """Step 1: find the place."""
    words = _told(request, "q")
    found = places.search(words, request.user) if words else ()
    if len(found) == 1:  # there is nothing to choose
        return redirect(f"{reverse('ask_what')}?{urlencode({'place': found[0].name})}")
    context = {"q": words, "found": found, "known": places.known(request.user)}
    return render(request, "wizard/where.html", context)


@require_safe
def what(request: HttpRequest) -> HttpResponse:
    """Step 2: choose the kind of system; those known at the place come first.

    Who comes from the page of a body asks that one, at the place where it is.
    """
    place, slug = _told(request, "place"), _told(request, "agency")
    agencies = access.agencies_for(request.user).filter(place=place)
    context = {
        "place": place,
        "agency": get_object_or_404(agencies, slug=slug) if slug else None,
        "systems": places.systems_at(place, request.user),
        "technologies": catalogue().technologies,
    }
    return render(request, "wizard/what.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """Step 3: the body, its law, and the records to ask for."""
    place, technology = _told(request, "place"), request.GET.get("what", "")
    dossier = _told(request, "system")
    bodies = places.bodies_at(place, _known_technology(technology), request.user, dossier)
    body = _chosen(bodies, request.GET.get("agency", ""))
    if body is None:
        return render(
            request, "wizard/nobody.html", {"place": place, "known": places.known(request.user)}
        )
    law = law_at(body.agency.jurisdiction_code, clock.now())
    system = body.part.system if body.part else None
    form = _ask_form(request, body, technology, letter_language(law.pack, None))
    if request.method == "POST" and form.is_valid():
        kept = plan.kept(request) or Plan("", "", "")
        chosen = Plan(
            place=place,
            technology=technology,
            agency=body.agency.slug,
            system=system.slug if system else "",
        )
        signed = kept.for_body(body.agency.slug)
        plan.keep(request, chosen.with_ask(form.items()).signed(signed))
        return redirect("ask_sign")
    context = {
        "place": place,
        "technology": catalogue().technology(technology),
        "bodies": bodies,
        "dossier": dossier,
        "body": body,
        "law": law,
        "form": form,
    }
    return render(request, "wizard/ask.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def sign(request: HttpRequest) -> HttpResponse:
    """Step 4: who signs. Here, and only here, an account is needed."""
    chosen = plan.kept(request)
    agencies = access.agencies_for(request.user)
    agency = agencies.filter(slug=chosen.agency).first() if chosen else None
    if chosen is None or agency is None:
        messages.info(request, _("Start here: choose a place, and what to ask about."))
        return redirect("ask_where")
    law = law_at(agency.jurisdiction_code, clock.now())
    signed = _with_known_name(request, chosen)
    form = SignForm(
        request.POST or None,
        agency=agency,
        today=law.today,
        team_id=_team_id(request, agency),
        signed=signed,
    )
    language = letter_language(law.pack, None)
    own = choose_form(request, request.POST or None, language=language)
    if request.method == "POST" and all([form.is_valid(), own.is_valid()]):
        chosen = chosen.signed(form.signed())
        plan.keep(request, chosen)
        if not request.user.is_authenticated:
            return redirect(f"{reverse('account_signup')}?{urlencode({'next': request.path})}")
        return _drafted(request, chosen, agency, own, language)
    context = {
        "plan": chosen,
        "agency": agency,
        "technology": catalogue().technology(chosen.technology),
        "law": law,
        "form": form,
        "own": own,
        "ask_url": _ask_url(chosen),
    }
    return render(request, "wizard/sign.html", context)


def _told(request: HttpRequest, name: str) -> str:
    """Return words of the address bar that a database can be asked for: no NUL, not endless."""
    return one_line(request.GET.get(name, ""))[:200]


def _drafted(
    request: HttpRequest, chosen: Plan, agency: Agency, own: ChooseOwnForm, language: str
) -> HttpResponse:
    draft = compose.start(
        requester=person(request),
        agency=agency,
        technology=chosen.technology,
        ask=own.ask_with(chosen.items(), technology=chosen.technology, language=language),
        own=own.own(),
        system=access.systems_for(request.user).filter(slug=chosen.system).first(),
        now=clock.now(),
        **vars(chosen.signature()),
    )
    plan.drop(request)
    return redirect("letter", uuid=draft.uuid)


def _known_technology(technology: str) -> str:
    try:
        return catalogue().technology(technology).id
    except UnknownEntry as error:
        raise Http404(str(error)) from error


def _chosen(bodies: list[Body], slug: str) -> Body | None:
    if not slug:
        return bodies[0] if bodies else None
    for body in bodies:
        if body.agency.slug == slug:
            return body
    raise Http404


def _ask_form(request: HttpRequest, body: Body, technology: str, language: str) -> AskForm:
    kept = plan.kept(request)
    is_same = kept and kept.is_about(technology=technology, agency=body.agency.slug)
    known = {category.id for category in catalogue().categories}
    named = [id for id in body.part.records if id in known] if body.part else []
    return AskForm(
        request.POST if request.method == "POST" else None,
        technology=technology,
        language=language,
        usual=named or catalogue().default_records(technology),
        chosen=kept.items() if kept and is_same else None,
        products={product.id for product in products_named(_vendors(body))},
    )


def _vendors(body: Body) -> str:
    """Return who is known to have made the system, in the words of its dossier."""
    return body.part.system.vendor_names if body.part else ""


def _team_id(request: HttpRequest, agency: Agency) -> int | None:
    """Return whose addresses the letter will use: of the body's team, of who asks alone."""
    if agency.team_id or not request.user.is_authenticated:
        return agency.team_id
    return Team.objects.own_of_each([request.user.pk]).get(request.user.pk)


def _with_known_name(request: HttpRequest, chosen: Plan) -> Signed:
    """Return the signature so far; what is empty is filled with what the account keeps."""
    signed = chosen.signature()
    if not isinstance(request.user, User):
        return signed
    kept = KeptDetails.objects.filter(user=request.user).first() or KeptDetails()
    return replace(
        signed,
        signed_name=signed.signed_name or request.user.full_name,
        signed_address=signed.signed_address or kept.address,
        identity=kept.details | signed.identity,
    )


def _ask_url(chosen: Plan) -> str:
    query = {"place": chosen.place, "what": chosen.technology, "agency": chosen.agency}
    query |= {"system": chosen.system} if chosen.system else {}
    return f"{reverse('ask_records')}?{urlencode(query)}"
