"""Plain words for what is known of a file: its text, its pages, what the scanner said."""

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from foia.models import DocumentText

State, Why, Scan = DocumentText.State, DocumentText.Trouble, DocumentText.Scan

TROUBLES = {
    Why.NO_OCR: gettext_lazy(
        "Some pages are pictures. Tesseract, which recognises letters in pictures, is not "
        "installed here; they are read as soon as it is."
    ),
    Why.NO_LANGUAGE: gettext_lazy(
        "Some pages are pictures in a language that Tesseract does not know here; they are read "
        "as soon as it does."
    ),
    Why.BROKEN: gettext_lazy("The file is broken or damaged; ask the body to send it again."),
    Why.LOCKED: gettext_lazy("The file asks for a password; ask the body for an open one."),
    Why.TOO_SLOW: gettext_lazy("Reading it took too long and was stopped."),
    Why.TOO_LARGE: gettext_lazy("It unpacks to more than may be read safely, so it was stopped."),
    Why.TOO_MANY_PAGES: gettext_lazy("It has more pages than are read."),
}
SCANS: Mapping[str, object] = {
    Scan.NONE: gettext_lazy("not scanned for viruses"),
    Scan.CLEAN: gettext_lazy("scanned, no virus found"),
    Scan.INFECTED: gettext_lazy("virus found"),
    Scan.TOO_LARGE: gettext_lazy("too large to be scanned for viruses"),
}


def text_said(document: DocumentText | None) -> str:
    """Say in one sentence how it stands with the text of a file."""
    if document is None:
        return _("Its text has not been read yet.")
    if document.state == State.UNREADABLE:
        return _("Files of this kind hold no text that can be read here.")
    if document.state == State.WAITING:
        return _waiting(document)
    if document.state == State.DONE:
        return _read(document)
    return str(TROUBLES.get(Why(document.trouble), "")) if document.trouble else ""


def pages_said(document: DocumentText) -> str:
    """Say how many pages a file has, and how many of them were read if not all."""
    pages, done = document.pages or 0, document.pages_done
    if done >= pages:
        return ngettext("%(number)s page", "%(number)s pages", pages) % {"number": pages}
    return _("%(done)s of %(pages)s pages read") % {"done": done, "pages": pages}


def _waiting(document: DocumentText) -> str:
    if document.pages:
        return _("It is being read: page %(done)s of %(pages)s.") % {
            "done": document.pages_done,
            "pages": document.pages,
        }
    return _("Its text has not been read yet.")


def _read(document: DocumentText) -> str:
    if document.is_ocr:
        return _("The text was recognised in a picture: compare it before you quote it.")
    return ""
