"""Pictures of pages, so that nobody has to open a file to see it."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from foia import custody
from foia.flow.texts.reading import keep_lineage
from foia.gateways import blobs, extract, limited
from foia.models import Derivative, DocumentText
from jurisdictions import DomainError

#: Pages pictured in one go, and of one file at all.
AT_ONCE, MOST = 10, 200


class TextsError(DomainError):
    """Something asked of a document that cannot be."""


def ask_for_pictures(document: DocumentText) -> None:
    """Have the room picture the next pages of a document."""
    most = min(document.pages or 0, MOST)
    if not extract.is_pictured(document.content_type) or document.pictures_wanted >= most:
        raise TextsError(_("There are no more pages to be shown as pictures."))
    wanted = min(document.pictures_wanted + AT_ONCE, most)
    DocumentText.objects.filter(pk=document.pk).update(pictures_wanted=wanted)


def picture(document: DocumentText, *, now: datetime) -> None:
    """Make the pictures that are wanted of a document; in the caller's transaction.

    Pages that cannot be pictured are not asked for again.
    """
    first = document.pictures_made + 1
    last = min(document.pictures_wanted, first + AT_ONCE - 1)
    made: list[extract.Picture] = []
    try:
        made.extend(
            extract.pictures(
                blobs.path_of(document.blob_id),
                content_type=document.content_type,
                numbers=range(first, last + 1),
            )
        )
    except limited.Trouble:
        document.pictures_wanted = last = first - 1 + len(made)
    with transaction.atomic():
        for one in made:
            subject = f"picture of page {one.number} of {document.blob_id}"[:120]
            kept = custody.keep(one.content, subject=subject, now=now)
            keep_lineage(document, kept, Derivative.Role.PICTURE, one.number, now)
        document.pictures_made = last
        document.save(update_fields=["pictures_made", "pictures_wanted"])
