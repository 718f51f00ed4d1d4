"""The text of a message's documents, as far as it is read: many bodies answer in an attachment."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from foia.mail.kinds import Page
from foia.mail.sources import MAX_PAGES, letters_among
from foia.models import (
    Arrival,
    Attachment,
    DocumentPage,
    DocumentText,
    Message,
    Reading,
    RecordsRequest,
)

_OPEN = Q(blob__document=None) | Q(blob__document__state=DocumentText.State.WAITING)


def pages_of(message: Message) -> list[Page]:
    """Return the first pages of the letters among a message's documents; `document` is its pk.

    A letter that a person brought as pictures or scans is all pages, whatever they say.
    """
    files = dict(_files(message).values_list("blob_id", "pk"))
    rows = DocumentPage.objects.filter(document__blob__in=files, number__lte=MAX_PAGES)
    told = rows.values_list("document__blob_id", "number", "text")
    pages = sorted((files[blob], number, text) for blob, number, text in told)
    found = [Page(*page) for page in pages]
    if message.form == Arrival.Form.DOCUMENT:
        return found
    request = message.the_request
    return letters_among(found, language=request.language, known=_names(request))


def is_open(message: Message) -> bool:
    """Say whether a document of the message waits to be read."""
    return _files(message).filter(_OPEN).exists()


def to_read_again() -> QuerySet[Reading]:
    """Return the readings that waited for text which is there now, oldest first."""
    files = Attachment.objects.filter(message=OuterRef("message"), is_inline=False)
    rows = Reading.objects.filter(~Exists(files.filter(_OPEN)), waits_for_text=True)
    return rows.select_related("message__request__agency").order_by("pk")


def _files(message: Message) -> QuerySet[Attachment]:
    return Attachment.objects.filter(message=message, is_inline=False).order_by("position")


def _names(request: RecordsRequest) -> list[str]:
    """What a letter about this request names: our reference, the body's number, who asked."""
    numbers = request.agency_references.values_list("text", flat=True)
    return [request.reference, request.signed_name, *numbers]
