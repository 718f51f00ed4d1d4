"""Whose it is: the signed-in person behind a view, their letter, the request of a message."""

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from foia import access
from foia.models import Campaign, Membership, Message, RecordsRequest, Team, User, Wave

SAFE = ("GET", "HEAD")


def person(request: HttpRequest) -> User:
    """Return who is signed in; views that ask have `login_required`, so somebody always is."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


def request_of(message: Message) -> RecordsRequest:
    """Return the request a message belongs to; one that belongs to none is not on these pages."""
    if message.request is None:
        raise Http404
    return message.request


def letter_of(request: HttpRequest, uuid: UUID) -> Message:
    """Return a letter that the signed-in person may see, or act on where a form was sent.

    A campaign's letter is approved with its wave: until then it is not on these pages.
    """
    letters = access.messages_for(request.user, *_acting(request)).filter(kind=Message.Kind.LETTER)
    letters = letters.exclude(state=Message.State.DRAFT, wave__isnull=False)
    letters = letters.select_related("request__agency", "request__system")
    return get_object_or_404(letters.prefetch_related("attachments__blob"), uuid=uuid)


def team_of(request: HttpRequest, uuid: UUID, *roles: Membership.Role) -> Team:
    """Return a team of the signed-in person's, in which they have one of these roles."""
    return get_object_or_404(access.teams_for(request.user, *roles), uuid=uuid)


def campaign_of(request: HttpRequest, uuid: UUID) -> Campaign:
    """Return a campaign that the person may see, or plan and send where a form was sent."""
    campaigns = access.campaigns_for(request.user, *_acting(request))
    return get_object_or_404(campaigns.select_related("team", "system"), uuid=uuid)


def wave_of(request: HttpRequest, uuid: UUID) -> Wave:
    """Return a wave that the person may see, or approve, send and stop where a form was sent."""
    waves = access.waves_for(request.user, *_acting(request))
    return get_object_or_404(waves.select_related("campaign__team"), uuid=uuid)


def may_send(request: HttpRequest, campaign: Campaign) -> bool:
    """Say whether the person may plan, approve and send in this campaign's team."""
    return access.teams_for(request.user, *Membership.SENDING).filter(pk=campaign.team_id).exists()


def _acting(request: HttpRequest) -> tuple[Membership.Role, ...]:
    """Return the roles that a request needs: whoever only looks needs none."""
    return () if request.method in SAFE else Membership.SENDING
