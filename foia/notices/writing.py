"""Notices of what happened to a request: written to its requester as rows to be handed over."""

from datetime import UTC, date, datetime

from django.conf import settings

from foia.letters.notices import notice
from foia.models import Delivery, Message, RecordsRequest, Reminder, User
from foia.notices.audience import audience_of
from foia.notices.moments import after_quiet
from foia.notices.truth import is_mailed


def write(
    kind: str, *, request: RecordsRequest, name: str, now: datetime, **fields: str | date
) -> Message | None:
    """Tell a request's requester what happened: in their list, and by mail if they want that.

    `kind`: an occasion and the template of that name; `name` tells the notice from its like;
    `fields` are what the template names beside the request's own (see `letters.notices`). Nobody
    is told who may no longer see the request. Return the mail, or None where there is none.
    """
    requester = request.requester
    if not audience_of([request]).concerns(requester, request):
        return None
    reminder = Reminder(
        person=requester,
        request=request,
        occasion=kind,
        term=name[:80],
        due_on=now.astimezone(UTC).date(),
        state=Reminder.State.MAILED,
        send_at=now,
        created_at=now,
    )
    if is_mailed(requester, reminder):
        reminder.message = _mail(kind, request, requester, name, now, fields)
    else:
        reminder.state = Reminder.State.ON_SCREEN
    reminder.save()
    return reminder.message


def _mail(
    kind: str,
    request: RecordsRequest,
    requester: User,
    name: str,
    now: datetime,
    fields: dict[str, str | date],
) -> Message:
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
        notice_for=requester,
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
    at = after_quiet(requester, now)
    Delivery.objects.create(message=message, is_sandbox=request.is_sandbox, not_before_at=at)
    return message
