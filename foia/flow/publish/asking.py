"""A person asks that a request, or a whole campaign, be made ready for readers."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.db.models import F, Q, QuerySet

from foia.flow.publish.acts import note_acts
from foia.flow.publish.gate import PublishError, embargo, publish
from foia.models import (
    Attachment,
    Campaign,
    Message,
    Publication,
    PublicCopy,
    RecordsRequest,
    User,
)

BATCH = 500
#: Our own drawing of a letter, whose text is shown instead, and proofs of filing, which are full
#: of the requester: neither is ever shown.
NEVER = (Attachment.Role.RENDERING, Attachment.Role.PROOF)


def prepare(*, request: RecordsRequest, by: User, now: datetime) -> Publication:
    """Have every item of a request checked for readers; nothing is shown by this.

    Asked again, it takes in what came since.
    """
    _prepare(RecordsRequest.objects.filter(pk=request.pk), by, now)
    return Publication.objects.get(request=request)


def prepare_campaign(*, campaign: Campaign, by: User, now: datetime) -> int:
    """Do the same for every request of a campaign that has left; return how many."""
    done, last = 0, 0
    while True:
        requests = campaign.requests.started().filter(pk__gt=last).order_by("pk")
        keys = list(requests.values_list("pk", flat=True)[:BATCH])
        if not keys:
            return done
        _prepare(RecordsRequest.objects.filter(pk__in=keys), by, now)
        done, last = done + len(keys), keys[-1]


def publish_campaign(
    *,
    campaign: Campaign,
    by: User,
    now: datetime,
    is_risk_accepted: bool = False,
    until_on: date | None = None,
) -> tuple[int, list[str]]:
    """Publish, or embargo until a day, each request of a campaign that passes the gate.

    Return how many did, and why each of the others stays private, in a sentence.
    """
    done, refused = 0, []
    waiting = Publication.objects.filter(request__campaign=campaign).order_by("pk")
    for publication in waiting.exclude(state=Publication.State.PUBLIC).iterator(chunk_size=BATCH):
        try:
            if until_on is None:
                publish(publication=publication, by=by, now=now, is_risk_accepted=is_risk_accepted)
            else:
                embargo(
                    publication=publication,
                    until_on=until_on,
                    by=by,
                    now=now,
                    is_risk_accepted=is_risk_accepted,
                )
            done += 1
        except PublishError as error:
            refused.append(f"{publication.request.reference}: {error}")
    return done, refused


def _prepare(requests: QuerySet[RecordsRequest], by: User, now: datetime) -> None:
    """Make the rows that are missing, in few statements however many requests there are."""
    with transaction.atomic():
        fresh = [
            Publication(request=request, desk=request.desk, asked_by=by, asked_at=now)
            for request in requests.filter(publication=None).only("campaign", "requester")
        ]
        Publication.objects.bulk_create(fresh, ignore_conflicts=True)
        asked = {row.request_id: row for row in Publication.objects.filter(request__in=requests)}
        _bring_along(requests, asked)
        PublicCopy.objects.bulk_create(
            [*_of_messages(requests, asked), *_of_files(requests, asked)], ignore_conflicts=True
        )
        note_acts([row.pk for row in asked.values()], "asked", by=by, now=now)


def _bring_along(requests: QuerySet[RecordsRequest], asked: dict[int, Publication]) -> None:
    """Have what was filed under another request before be checked for the one it is of now."""
    copies = PublicCopy.objects.filter(message__request__in=requests)
    moved = copies.exclude(publication__request=F("message__request"))
    for pk, request_id in moved.values_list("pk", "message__request"):
        PublicCopy.objects.filter(pk=pk).update(
            publication=asked[request_id],
            desk=asked[request_id].desk,
            state=PublicCopy.State.WAITING,
            made_by_version=0,
            decision="",
        )


def _of_messages(
    requests: QuerySet[RecordsRequest], asked: dict[int, Publication]
) -> Iterable[PublicCopy]:
    shown = _correspondence(requests).exclude(pk__in=_with_text(requests))
    for pk, request_id in shown.values_list("pk", "request_id"):
        yield _copy(asked[request_id], message_id=pk)


def _with_text(requests: QuerySet[RecordsRequest]) -> QuerySet[PublicCopy, int]:
    texts = PublicCopy.objects.filter(attachment=None, publication__request__in=requests)
    return texts.values_list("message_id", flat=True)


def _of_files(
    requests: QuerySet[RecordsRequest], asked: dict[int, Publication]
) -> Iterable[PublicCopy]:
    files = Attachment.objects.filter(
        message__in=_correspondence(requests), public_copy=None, is_inline=False
    ).exclude(role__in=NEVER)
    for pk, message_id, request_id in files.values_list("pk", "message_id", "message__request_id"):
        yield _copy(asked[request_id], message_id=message_id, attachment_id=pk)


def _copy(publication: Publication, **of: int) -> PublicCopy:
    return PublicCopy(publication=publication, desk=publication.desk, **of)


def _correspondence(requests: QuerySet[RecordsRequest]) -> QuerySet[Message]:
    """Return what passed between requester and body: what left, and what came in."""
    came_or_left = Q(direction=Message.Direction.IN) | Q(at__isnull=False)
    messages = Message.objects.correspondence().filter(came_or_left, request__in=requests)
    return messages.exclude(state=Message.State.DRAFT)
