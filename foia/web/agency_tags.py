"""Template words for tables of bodies."""

from django import template

from foia.flow.agencies.profiles import profiles
from foia.web import agency_words, words
from jurisdictions import load_pack

register = template.Library()


@register.filter
def import_count(code: str) -> str:
    """Say what a figure of a receipt counts."""
    return words.said(agency_words.COUNTS, code)


@register.filter
def import_column(code: str) -> str:
    """Say what a column of a body holds."""
    return words.said(agency_words.COLUMNS, code)


@register.filter
def law_name(code: str) -> str:
    """Return the name of a jurisdiction in the reader's language."""
    return words.named(load_pack(code).name) if code else ""


@register.filter
def source_name(id: str) -> str:
    """Say which format a body came in."""
    return profiles()[id].name if id in profiles() else id
