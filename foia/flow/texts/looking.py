"""A first look at files: what each is, and whether it is known already."""

from django.db import transaction

from foia.gateways import blobs, extract
from foia.models import Attachment, Blob, DocumentText


def look(*, limit: int) -> int:
    """Give up to `limit` attachments that nobody has looked at their document."""
    waiting = Attachment.objects.filter(document=None).order_by("pk")
    with transaction.atomic():
        files = list(
            waiting.select_for_update(skip_locked=True, of=("self",)).select_related(
                "message__request"
            )[:limit]
        )
        if not files:
            return 0
        known = _known([file.blob_id for file in files])
        new = {file.blob_id: file for file in files if file.blob_id not in known}
        DocumentText.objects.bulk_create(
            [_document(file) for file in new.values()], ignore_conflicts=True
        )
        known |= _known(list(new))
        for file in files:
            file.document_id = known[file.blob_id]
        Attachment.objects.bulk_update(files, ["document"])
    return len(files)


def _known(digests: list[str]) -> dict[str, int]:
    """Return the documents of these files that there are already."""
    return dict(DocumentText.objects.filter(blob__in=digests).values_list("blob_id", "pk"))


def _document(file: Attachment) -> DocumentText:
    request = file.message.request
    kind = extract.type_of(blobs.edges_of(file.blob_id), file.content_type)
    is_read = extract.reads(kind)
    return DocumentText(
        blob=Blob(pk=file.blob_id),
        content_type=kind,
        language=request.language if request else file.message.language,
        state=DocumentText.State.WAITING if is_read else DocumentText.State.UNREADABLE,
    )
