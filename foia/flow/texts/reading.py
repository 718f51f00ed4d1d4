"""Reading a document page by page; what is read stays, whatever happens to the rest."""

from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import datetime, timedelta
from time import monotonic

from django.db import transaction

from foia import custody
from foia.gateways import blobs, extract, limited
from foia.gateways.extract import tesseract
from foia.models import Blob, Derivative, DocumentPage, DocumentText, Message

Clock = Callable[[], datetime]
State, Why = DocumentText.State, DocumentText.Trouble
#: Pages are written when there are so many, or after so many seconds.
PAGES_AT_ONCE, WRITE_EVERY = 50, 3.0
#: How long a document is somebody's who is at it and says nothing.
LEASE = timedelta(minutes=2)
#: A document that stopped its readers so often, at one page, is left alone.
MOST_TRIES = 3
#: Pages that are pictured without being asked for.
FIRST_PICTURES = 3
TROUBLES = {
    "locked": Why.LOCKED,
    "too_slow": Why.TOO_SLOW,
    "too_large": Why.TOO_LARGE,
    "broken": Why.BROKEN,
}


def claim(document: DocumentText, now: datetime) -> bool:
    """Make a document this worker's for a while; false if it is another's."""
    mine = DocumentText.objects.filter(
        pk=document.pk, state=State.WAITING, taken_until_at=document.taken_until_at
    )
    document.taken_until_at = now + LEASE
    document.tries += 1
    return bool(mine.update(taken_until_at=document.taken_until_at, tries=document.tries))


def read(document: DocumentText, *, clock: Clock, until: float) -> bool:
    """Read on in a claimed document until its end, or until the clock says `until`.

    Returns whether it is through, one way or another.
    """
    if document.tries > MOST_TRIES:
        return _finish(document, State.FAILED, Why.TOO_SLOW, clock())
    language = _ocr_language(document.language)
    try:
        is_through = _read_pages(document, language, clock, until)
    except limited.Trouble as trouble:
        return _after(document, trouble, clock())
    if not is_through:
        DocumentText.objects.filter(pk=document.pk).update(taken_until_at=None)
        return False
    return _conclude(document, language, clock())


def _read_pages(document: DocumentText, language: str, clock: Clock, until: float) -> bool:
    """Write the pages as they come; return whether the last has come."""
    batch: list[extract.Page] = []
    written = monotonic()
    said = extract.texts(
        blobs.path_of(document.blob_id),
        content_type=document.content_type,
        ocr_language=language,
        first=document.pages_done + 1,
    )
    with closing(said):
        try:
            for page in said:
                if isinstance(page, int):
                    document.pages = page
                    continue
                batch.append(page)
                if len(batch) >= PAGES_AT_ONCE or monotonic() - written >= WRITE_EVERY:
                    _write(document, batch, clock())
                    batch, written = [], monotonic()
                    if monotonic() >= until:
                        return _is_through(document)
        finally:
            _write(document, batch, clock())
    return True


def _is_through(document: DocumentText) -> bool:
    return document.pages_done >= min(document.pages or 0, extract.MOST_PAGES)


def _write(document: DocumentText, pages: list[extract.Page], now: datetime) -> None:
    """Keep pages, and say how far it is; the same page is kept once."""
    if pages:
        document.pages_done = pages[-1].number
        document.tries = 0
    document.is_ocr = document.is_ocr or any(page.is_ocr for page in pages)
    document.taken_until_at = now + LEASE
    if any(page.needs_ocr for page in pages):
        document.trouble = Why.NO_OCR
    with transaction.atomic():
        DocumentPage.objects.bulk_create(
            [
                DocumentPage(
                    document=document, number=page.number, text=page.text, is_ocr=page.is_ocr
                )
                for page in pages
            ],
            update_conflicts=True,
            unique_fields=["document", "number"],
            update_fields=["text", "is_ocr"],
        )
        document.save(
            update_fields=["pages", "pages_done", "tries", "is_ocr", "taken_until_at", "trouble"]
        )


def _after(document: DocumentText, trouble: limited.Trouble, now: datetime) -> bool:
    """End a document that cannot be read on; one that was cut short gets another chance."""
    if trouble.code == "unreadable":
        return _finish(document, State.UNREADABLE, "", now)
    is_chance = trouble.code in ("too_slow", "too_large") and document.tries < MOST_TRIES - 1
    if is_chance:
        DocumentText.objects.filter(pk=document.pk).update(taken_until_at=None)
        return False
    return _finish(document, State.FAILED, TROUBLES.get(trouble.code, Why.BROKEN), now)


def _conclude(document: DocumentText, language: str, now: datetime) -> bool:
    """Say how a document stands whose last page has been read."""
    if document.trouble == Why.NO_OCR:
        is_there = bool(tesseract.installed_languages())
        return _finish(document, State.LACKING, Why.NO_LANGUAGE if is_there else Why.NO_OCR, now)
    if (document.pages or 0) > extract.MOST_PAGES:
        return _finish(document, State.FAILED, Why.TOO_MANY_PAGES, now)
    return _finish(document, State.DONE, "", now)


def _finish(document: DocumentText, state: str, trouble: str, now: datetime) -> bool:
    """End the reading: the text becomes a stored derivative, the search looks again."""
    document.state, document.trouble = state, trouble
    document.read_at, document.taken_until_at = now, None
    document.maker = _maker(document)
    if extract.is_pictured(document.content_type):
        shown = min(document.pages or 0, FIRST_PICTURES)
        document.pictures_wanted = max(document.pictures_wanted, shown)
    with transaction.atomic():
        document.save()
        if document.pages_done:
            _keep_text(document, now)
        Message.objects.filter(attachments__document=document).update(indexed_under=0)
    return True


def _keep_text(document: DocumentText, now: datetime) -> None:
    pages = document.pages_of_text.order_by("number").values_list("text", flat=True)
    subject = f"text of {document.blob_id}"[:120]
    kept = custody.keep("\f".join(pages).encode(), subject=subject, now=now)
    keep_lineage(document, kept, Derivative.Role.TEXT, 0, now)


def keep_lineage(document: DocumentText, kept: Blob, role: str, page: int, now: datetime) -> None:
    """Tell what stored bytes were made of; told once."""
    Derivative.objects.get_or_create(
        original_id=document.blob_id,
        derived=kept,
        role=role,
        page=page,
        defaults={"maker": document.maker, "made_at": now},
    )


def _maker(document: DocumentText) -> str:
    """Return the programs that read it, with their versions."""
    programs = [extract.VERSION, tesseract.version() if document.is_ocr else ""]
    return ", ".join(filter(None, programs))[:120]


def _ocr_language(language: str) -> str:
    """Return Tesseract's name of a document's language, or nothing where it has it not."""
    name = tesseract.name_of(language or "en")
    return name if name in tesseract.installed_languages() else ""


def in_order(now: datetime) -> Iterator[DocumentText]:
    """Yield the documents that wait and that nobody is at, oldest first."""
    waiting = DocumentText.objects.to_read().order_by("pk")
    free = waiting.filter(taken_until_at=None) | waiting.filter(taken_until_at__lt=now)
    yield from free[:50]
