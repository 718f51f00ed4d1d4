"""Letters that wait to be filed by hand, as one file to print."""

from collections.abc import Iterator
from typing import BinaryIO

from django.db.models import Prefetch, QuerySet

from foia import drafts
from foia.flow.compose.held import ComposeError
from foia.gateways import blobs
from foia.letters.docx import to_docx
from foia.letters.docx_pile import pile_docx
from foia.letters.pdf import to_pdf
from foia.letters.pile import pile_pdf
from foia.models import Attachment, Message

PILES = {"pdf": pile_pdf, "docx": pile_docx}
DRAW = {"pdf": to_pdf, "docx": to_docx}
#: Attachments of a letter that are its own drawing; older ones name no role.
DRAWN = (Attachment.Role.RENDERING, "")
#: How many rows are fetched at a time.
CHUNK = 100


def write_pile(
    letters: QuerySet[Message], out: BinaryIO, *, kind: str, title: str, is_two_sided: bool
) -> None:
    """Write letters to `out` as one `pdf` or `docx`, each as it was approved, one at a time.

    Raises a domain error that names the letter which cannot be printed; `out` is then unfinished.
    """
    PILES[kind](_drawn(letters, kind), out, title=title, is_two_sided=is_two_sided)


def _drawn(letters: QuerySet[Message], kind: str) -> Iterator[tuple[str, bytes]]:
    """Yield each letter's rendering of its approval, one at a time.

    A campaign's letters are kept as text alone, so they are drawn here, word for word.
    """
    name, draw = f"letter.{kind}", DRAW[kind]
    files = Prefetch("attachments", Attachment.objects.order_by("-position"))  # the newest first
    found = letters.select_related("request__agency", "request__campaign").prefetch_related(files)
    for message in found.iterator(chunk_size=CHUNK):
        told = f"{message.the_request.reference} {message.subject}"
        attached = message.attachments.all()
        enclosed = [f.blob_id for f in reversed(attached) if f.role == Attachment.Role.ENCLOSED]
        if message.content_digest(enclosed) != message.approved_digest:
            raise ComposeError(f"{told} is not what was approved; leave it out.")
        drawing = next((f for f in attached if f.name == name and f.role in DRAWN), None)
        yield told, blobs.read(drawing.blob_id) if drawing else draw(drafts.redrawn(message))
