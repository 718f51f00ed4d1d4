"""What was found, ready to be shown: whose it is, where it stands, the words around."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from foia.flow.search.question import Question
from foia.flow.search.snippets import Piece, excerpt
from foia.models import Attachment, DocumentPage, Message, RecordsRequest, SearchEntry


@dataclass(frozen=True)
class Hit:
    """One thing found; `message` and `attachment` are empty where it is none of them."""

    kind: str
    request: RecordsRequest
    message: Message | None
    attachment: Attachment | None
    page: int
    at: datetime | None
    excerpt: tuple[Piece, ...]


def hits_of(keys: Sequence[int], question: Question) -> Iterable[Hit]:
    """Yield the things of these entries, in this order, in two queries."""
    entries = (
        SearchEntry.objects.filter(pk__in=keys)
        .select_related("request__agency", "message", "attachment__document")
        .defer("words", "source")
        .in_bulk()
    )
    pages = _pages(entries.values())
    stems = question.stems()
    for key in keys:
        if entry := entries.get(key):
            yield _hit(entry, pages, stems)


def _pages(entries: Iterable[SearchEntry]) -> dict[tuple[int, int], str]:
    """Return the texts of the pages among these, by document and number."""
    wanted = {
        (entry.attachment.document_id, entry.page)
        for entry in entries
        if entry.attachment and entry.attachment.document_id
    }
    found = DocumentPage.objects.filter(
        document__in={document for document, _ in wanted}, number__in={page for _, page in wanted}
    )
    return {(page.document_id, page.number): page.text for page in found}


def _hit(entry: SearchEntry, pages: dict[tuple[int, int], str], stems: frozenset[str]) -> Hit:
    request = entry.request
    assert request is not None  # only bodies have none, and they are found apart
    text, language = f"{request.title}. {request.agency.name}", request.language
    if entry.attachment and entry.attachment.document:
        document = entry.attachment.document
        text, language = pages.get((document.pk, entry.page), ""), document.language
    elif entry.message:
        message = entry.message
        text, language = message.body_text, message.language or request.language
    return Hit(
        kind=entry.kind,
        request=request,
        message=entry.message,
        attachment=entry.attachment,
        page=entry.page,
        at=entry.at,
        excerpt=tuple(excerpt(text, language, stems)),
    )
