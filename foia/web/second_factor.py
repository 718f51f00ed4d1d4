"""The second step of signing in: who must have one, and whether it was taken just now."""

import time
from collections.abc import Iterable

from allauth.account.authentication import get_authentication_records
from allauth.account.views import reauthenticate as allauth_reauthenticate
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from foia import access
from foia.models import Membership, Message
from foia.web.owned import person

#: So long a second step counts as taken just now.
FRESH_SECONDS = 15 * 60


def asked_for(request: HttpRequest, *, back_to: str) -> HttpResponse | None:
    """Return where the person has to go before letters are approved, or None if all is well.

    `back_to`: the address of the page where they press the button again.
    """
    if not settings.REQUIRE_SECOND_FACTOR:
        return None
    if not is_mfa_enabled(person(request)):
        messages.warning(
            request,
            _(
                "Whoever approves the letters of a campaign signs in with a second step. Set one up"
                " here, then approve; nothing was approved."
            ),
        )
        return redirect("mfa_index")
    if _is_fresh(request):
        return None
    messages.info(request, _("Show once more that it is you, then approve; nothing was approved."))
    return redirect(f"{reverse('mfa_reauthenticate')}?{urlencode({'next': back_to})}")


def asked_for_letters(
    request: HttpRequest, letters: Iterable[Message], *, back_to: str
) -> HttpResponse | None:
    """Return the same for letters approved one by one: of a campaign's the second step is asked."""
    if any(letter.the_request.campaign_id for letter in letters):
        return asked_for(request, back_to=back_to)
    return None


def reauthenticate(request: HttpRequest) -> HttpResponse:
    """Ask who it is by the password, or by the second step of whoever has one.

    Else the password of a browser left open would do to change or to read second steps.
    """
    if request.user.is_authenticated and is_mfa_enabled(request.user):
        query = request.GET.urlencode()
        return redirect(f"{reverse('mfa_reauthenticate')}?{query}")
    answer: HttpResponse = allauth_reauthenticate(request)
    return answer


def is_missing(request: HttpRequest) -> bool:
    """Say whether this person approves sending somewhere and has no second step yet."""
    if not settings.REQUIRE_SECOND_FACTOR or is_mfa_enabled(person(request)):
        return False
    return access.teams_for(request.user, *Membership.SENDING).exists()


def _is_fresh(request: HttpRequest) -> bool:
    taken = [
        float(record["at"])
        for record in get_authentication_records(request, request.user)
        if record.get("method") == "mfa"
    ]
    return bool(taken) and time.time() - max(taken) < FRESH_SECONDS
