"""Looks into a PDF (ISO 32000) for what a reader would get without seeing it."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pikepdf
import pypdfium2 as pdfium
from pikepdf import Name

from foia.gateways.inspect.covered import is_covered
from foia.gateways.inspect.hidden_text import Hidden, covers, hidden_runs
from foia.gateways.inspect.problem import Problem, UnreadableError

#: Annotations that only lead somewhere, or are told by a name of their own.
TOLD_APART = {"/Link", "/Widget", "/Redact", "/FileAttachment"}
MOST_PAGES = 2000


def problems(content: bytes) -> list[Problem]:
    """Return what is hidden in a PDF, page by page.

    Raises UnreadableError for one that is locked, broken or too long to be looked through.
    """
    found = [*_revisions(content)]
    with opened(content) as document:
        if len(document.pages) > MOST_PAGES:
            raise UnreadableError(f"A PDF of {len(document.pages)} pages is too long to check.")
        found += [*_of_document(document)]
        for number, page in enumerate(document.pages, start=1):
            found += [*_annotations(page, number)]
    return found + list(_unseen(content))


@contextmanager
def opened(content: bytes) -> Iterator[pikepdf.Pdf]:
    """Open a PDF, or say in one sentence why it cannot be looked into."""
    try:
        with pikepdf.open(io.BytesIO(content)) as document:
            if document.is_encrypted:
                raise UnreadableError("The PDF is locked, so nobody can check what is in it.")
            yield document
    except (pikepdf.PdfError, pikepdf.PasswordError) as error:
        raise UnreadableError("The PDF cannot be read, so nobody can check it.") from error


def text_of(content: bytes) -> list[str]:
    """Return the text of each page, hidden text included; "" for a picture."""
    with drawn(content) as document:
        return [page.get_textpage().get_text_range() for page in document]


def beside_text(content: bytes) -> str:
    """Return the words that stand in the objects of a PDF, each on a line; none of them is drawn.

    Colours and the like are written as words too: what has signs that no text has is left out.
    """
    with opened(content) as document:
        words = {word for thing in document.objects for word in _words(thing)}
    return "\n".join(sorted(word for word in words if word.isprintable()))


def _words(thing: Any) -> Iterator[str]:
    if isinstance(thing, pikepdf.String):
        yield str(thing)
    elif isinstance(thing, pikepdf.Array):
        for each in thing:
            yield from () if _is_apart(each) else _words(each)
    elif isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
        for name in set(thing.keys()):
            yield from () if _is_apart(thing[name]) else _words(thing[name])


def _is_apart(thing: Any) -> bool:
    return isinstance(thing, pikepdf.Object) and thing.is_indirect


def picture_pages(content: bytes, share: float) -> list[int]:
    """Return the pages of which a picture covers this share, and those that have no text at all."""
    with drawn(content) as document:
        return [
            number
            for number, page in enumerate(document, start=1)
            if covers(page, share, else_=True) or not page.get_textpage().get_text_range().strip()
        ]


@contextmanager
def drawn(content: bytes) -> Iterator[pdfium.PdfDocument]:
    """Open a PDF to be drawn and read."""
    try:
        document = pdfium.PdfDocument(content)
    except pdfium.PdfiumError as error:
        raise UnreadableError("The PDF cannot be drawn, so nobody can check it.") from error
    try:
        yield document
    finally:
        document.close()


def _unseen(content: bytes) -> Iterator[Problem]:
    with drawn(content) as document:
        for number, page in enumerate(document, start=1):
            if is_covered(page):
                yield Problem("covered_pictures", page=number)
            yield from _of_runs(list(hidden_runs(page)), number)


def _of_runs(runs: list[Hidden], number: int) -> Iterator[Problem]:
    for kind, hit in (
        ("text_off_page", [run for run in runs if run.is_off_page]),
        ("text_under_box", [run for run in runs if run.is_dark]),
        ("unseen_text", [run for run in runs if not (run.is_dark or run.is_off_page)]),
    ):
        if hit:
            yield Problem(kind, page=number, count=len(hit))


def _of_document(document: pikepdf.Pdf) -> Iterator[Problem]:
    """Yield what belongs to no page."""
    root = document.Root
    if facts := _facts(document):
        yield Problem("metadata", count=facts)
    names: Any = root.get(Name.Names, {})
    if document.attachments or Name.AF in root:
        yield Problem("embedded_files", count=max(len(document.attachments), 1))
    if Name.JavaScript in names or _is_script(root.get(Name.OpenAction)) or Name.AA in root:
        yield Problem("javascript")
    if hidden := _layers_off(root):
        yield Problem("hidden_layers", count=hidden)


def _facts(document: pikepdf.Pdf) -> int:
    """Return how many facts the file tells about itself."""
    told = len(document.docinfo) if Name.Info in document.trailer else 0
    return told + (Name.Metadata in document.Root)


def _is_script(action: pikepdf.Object | None) -> bool:
    return isinstance(action, pikepdf.Dictionary) and action.get(Name.S) == Name.JavaScript


def _layers_off(root: pikepdf.Object) -> int:
    """Return how many layers are hidden, or may be, by how the file is used."""
    layers: Any = root.get(Name.OCProperties, {})
    told: Any = layers.get(Name.D, {})
    off = len(told.get(Name.OFF, [])) + len(told.get(Name.AS, []))
    off += sum("ViewState" in repr(layer.get(Name.Usage)) for layer in layers.get(Name.OCGs, []))
    return off or int(told.get(Name.BaseState, Name.ON) != Name.ON)


def _annotations(page: pikepdf.Page, number: int) -> Iterator[Problem]:
    kinds = [str(note.get(Name.Subtype, "")) for note in page.get(Name.Annots, [])]
    if "/Redact" in kinds:
        yield Problem("redaction_mark", page=number, count=kinds.count("/Redact"))
    if "/FileAttachment" in kinds:
        yield Problem("embedded_files", page=number, count=kinds.count("/FileAttachment"))
    if "/Widget" in kinds:
        yield Problem("form", page=number, count=kinds.count("/Widget"))
    notes = [kind for kind in kinds if kind not in TOLD_APART]
    if notes:
        yield Problem("annotations", page=number, count=len(notes))
    if Name.AA in page:
        yield Problem("javascript", page=number)


def _revisions(content: bytes) -> Iterator[Problem]:
    """Yield whether the file still holds what it was before it was last saved.

    A linearized file has two ends by its nature.
    """
    ends = content.count(b"%%EOF")
    usual = 2 if b"/Linearized" in content[:2048] else 1
    if ends > usual:
        yield Problem("revisions", count=ends - usual)
