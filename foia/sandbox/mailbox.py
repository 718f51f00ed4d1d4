"""The sandbox mailbox: catches every mail that goes out, and sends none of it on."""

from datetime import datetime

from django.db import transaction

from foia import custody
from foia.gateways.door import HandedIn
from foia.mail.parse import parse
from foia.models import SandboxMail


def catch(mail: HandedIn, *, now: datetime) -> SandboxMail:
    """Keep one mail that would have left."""
    parsed = parse(mail.content)
    with transaction.atomic():
        blob = custody.keep(mail.content, subject="mail caught by the sandbox", now=now)
        return SandboxMail.objects.create(
            blob=blob,
            envelope_from=mail.sender[:500],
            envelope_to=list(mail.recipients),
            caught_at=now,
            message_id=parsed.message_id[:255],
            sender=parsed.from_address[:500],
            recipient=", ".join(parsed.to)[:500],
            reply_to=parsed.from_address[:300],
            subject=parsed.subject,
            body_text=parsed.text,
        )
