"""Whose it is: the signed-in person behind a view, and the request a message is filed under."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest

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
