"""Template words of the desk and of the page's head."""

from django import template

from foia.web import desk_words, words

register = template.Library()


@register.filter
def place_name(name: str) -> str:
    """Say what the head of the page calls a place."""
    return words.said(desk_words.PLACES, name)
