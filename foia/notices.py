"""Notices: e-mails to a requester about their own request, written as rows to be handed over."""

from datetime import date, datetime

from django.conf import settings

from foia.letters.notices import notice
from foia.models import Delivery, Message, RecordsRequest
from jurisdictions import DomainError, codes, load_pack


def risky_codes() -> list[str]:
    """The places where asking is dangerous: nothing about a request there leaves by mail.

    One whose pack cannot be read may be such a place.
    """
    return [code for code in codes() if _is_risky(code)]


def _is_risky(code: str) -> bool:
    try:
        return load_pack(code).risk == "high"
    except DomainError:
        return True


def write(
    kind: str, *, request: RecordsRequest, name: str, now: datetime, **fields: str | date
) -> Message:
    """Write the notice of that kind and put it in line; `name` tells it from its like.

    `fields` are what its template names beside the request's own (see `letters.notices`).
    """
    requester = request.requester
    subject, text = notice(
        kind,
        requester.language,
        reference=request.reference,
        agency=request.agency.name,
        title=request.title,
        link=f"{settings.SITE_URL}/requests/{request.uuid}/",
        **fields,
    )
    message = Message.objects.create(
        request=request,
        direction=Message.Direction.OUT,
        kind=Message.Kind.NOTICE,
        state=Message.State.APPROVED,
        step=kind,
        language=requester.language,
        message_id=f"<notice.{request.uuid}.{name}@{settings.REPLY_DOMAIN}>",
        sender=settings.DEFAULT_FROM_EMAIL,
        recipient=requester.email,
        subject=subject,
        body_text=text,
        created_at=now,
    )
    Delivery.objects.create(message=message, is_sandbox=request.is_sandbox, not_before_at=now)
    return message
