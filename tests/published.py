"""A request that readers see, for tests that look at addresses and pages."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from foia import custody
from foia.flow import publish
from foia.models import Attachment, Publication, PublicCopy, RecordsRequest
from tests.mails import contract


@dataclass(frozen=True)
class Shown:
    """A publication, the copy of one of its files, and that file."""

    publication: Publication
    copy: PublicCopy
    file: Attachment


def shown_by(request: RecordsRequest, now: datetime) -> Shown:
    """Return a published request with the sample contract among its files, made once."""
    file = Attachment.objects.filter(message__request=request, name="contract.pdf").first()
    file = file or _with_contract(request, now)
    publication = publish.prepare(request=request, by=request.requester, now=now)
    if publication.state != Publication.State.PUBLIC:
        while publish.run(now=now):
            pass
        publish.publish(publication=publication, by=request.requester, now=now)
        publication.refresh_from_db()
    return Shown(publication, PublicCopy.objects.get(attachment=file), file)


def _with_contract(request: RecordsRequest, now: datetime) -> Attachment:
    """Have the last message of the request carry the contract."""
    message = request.messages.incoming().order_by("pk").last()
    assert message is not None
    with transaction.atomic():
        blob = custody.keep(contract(), subject="test", now=now)
    return Attachment.objects.create(
        message=message,
        position=90,
        blob=blob,
        name="contract.pdf",
        content_type="application/pdf",
    )
