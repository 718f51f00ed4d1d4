"""Template words of files."""

from django import template

from foia.models import DocumentText
from foia.web import file_words, words

register = template.Library()
#: The colours of what the scanner said; the words say it too.
SCAN_TONES = {"clean": "good", "infected": "bad"}

register.filter("text_said", file_words.text_said)
register.filter("pages_said", file_words.pages_said)


@register.filter
def scan_said(document: DocumentText) -> str:
    """Say what the virus scanner said of a file."""
    return words.said(file_words.SCANS, document.scan)


@register.filter
def scan_tone(document: DocumentText) -> str:
    """Return the class of the tag that says it."""
    return SCAN_TONES.get(document.scan, "")
