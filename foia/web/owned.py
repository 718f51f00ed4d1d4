"""Whose it is: the signed-in person behind a view, their letter, the request of a message."""

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from foia import access
from foia.models import Message, RecordsRequest, User


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
    """Return a letter of the signed-in person's own, with what its pages need."""
    letters = access.messages_for(request.user).filter(kind=Message.Kind.LETTER)
    letters = letters.select_related("request__agency", "request__system")
    return get_object_or_404(letters.prefetch_related("attachments__blob"), uuid=uuid)
