"""Template words of the pages on findings."""

from datetime import date

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from foia.flow.findings import saying
from foia.web import words
from foia.web.days import month as month_in_full
from foia.web.findings_pages import Shown

register = template.Library()
register.filter("law_called", saying.law_name)
register.filter("clock_called", saying.clock_of)


@register.simple_tag
def number_link(shown: Shown, number: int, **more: str) -> SafeString | str:
    """Return a number as a link to the findings that it stands for; none needs no link."""
    if not number:
        return "0"
    return format_html('<a href="{}">{}</a>', shown.link(**more), number)


@register.filter
def verdict(state: str) -> str:
    """Answer whether a place has a published usage policy."""
    return words.said(saying.VERDICTS, state)


@register.filter
def clock_said(state: str) -> str:
    """Say whether an answer came in time."""
    return words.said(saying.CLOCKS, state)


@register.filter
def month_called(told: str) -> str:
    """Return a month that is told as `2026-11`."""
    return month_in_full(date.fromisoformat(f"{told}-01"))


@register.filter
def of(counted: dict[str, int], state: str) -> int:
    """Return how many are in a state."""
    return counted.get(state, 0)
