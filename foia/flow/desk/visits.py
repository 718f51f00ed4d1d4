"""Visits: when a person last looked at a request, so that what came in since is unread."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import DateTimeField, Exists, OuterRef, QuerySet, Subquery

from foia.models import Message, RecordsRequest, User, Visit

AT_ONCE = 1000


def visit(*, request: RecordsRequest, by: User, now: datetime) -> None:
    """Remember that a person looked; where nothing came in since they last did, nothing is written.

    So looking at a page again costs one question and no write.
    """
    if unread(Message.objects.filter(request=request), by).exists():
        visit_all(requests=[request.pk], by=by, now=now)


def visit_all(*, requests: Iterable[int], by: User, now: datetime) -> None:
    """Remember that a person looked at these requests, given by their keys."""
    Visit.objects.bulk_create(
        [Visit(user=by, request_id=pk, at=now) for pk in requests],
        update_conflicts=True,
        unique_fields=["user", "request"],
        update_fields=["at"],
        batch_size=AT_ONCE,
    )


def seen_at(by: User) -> Subquery:
    """Return when a person last looked, to be said of each of some requests."""
    visits = Visit.objects.filter(user=by, request=OuterRef("pk"))
    return Subquery(visits.values("at"), DateTimeField())


def unread(messages: QuerySet[Message], by: User) -> QuerySet[Message]:
    """Narrow to the mail that came in after this person last looked at its request."""
    looked = Visit.objects.filter(
        user=by, request=OuterRef("request"), at__gte=OuterRef("created_at")
    )
    came_in = messages.filter(direction=Message.Direction.IN, filing=Message.Filing.FILED)
    return came_in.filter(~Exists(looked))
