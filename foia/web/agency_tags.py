"""Template words for tables of bodies."""

from django import template

from foia.web import agency_words, words

register = template.Library()


@register.filter
def import_count(code: str) -> str:
    """Say what a figure of a receipt counts."""
    return words.said(agency_words.COUNTS, code)


@register.filter
def import_column(code: str) -> str:
    """Say what a column of a body holds."""
    return words.said(agency_words.COLUMNS, code)
