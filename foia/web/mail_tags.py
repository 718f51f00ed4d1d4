"""Template words for mail that came in: why it is where it is, and what vouches for its sender."""

from django import template

from foia.flow import match
from foia.mail.match import Reason

register = template.Library()


@register.filter
def reason(found: Reason | str) -> str:
    """Say why a message is where it is."""
    return match.said(found)


@register.filter
def rung(name: str) -> str:
    """Say by what a message was filed."""
    return match.rung_in_words(name)
