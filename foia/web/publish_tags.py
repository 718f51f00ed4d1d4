"""Template tags of publishing."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import template

from foia.gateways.cleaned import as_text
from foia.gateways.inspect.problem import REMOVED
from foia.models import PublicCopy
from foia.web import publish_words, words

register = template.Library()


@register.filter
def copy_state(state: str) -> str:
    """Say what becomes of an item."""
    return words.said(publish_words.STATES, state)


@register.filter
def found_words(problem: Mapping[str, Any]) -> str:
    """Say one thing that was found in a file."""
    return publish_words.found(problem)


@register.filter
def advice(problems: Sequence[Mapping[str, Any]]) -> str:
    """Say what a person can do about what is in the way."""
    return publish_words.advice({problem["kind"] for problem in problems} - REMOVED)


@register.filter
def publication_act(act: str) -> str:
    """Say what somebody did."""
    return words.said(publish_words.ACTS, act)


@register.filter
def can_be_text(copy: PublicCopy) -> bool:
    """Say whether readers may get what a file shows as text, where the file itself is kept."""
    file = copy.attachment
    if file is None or copy.state != PublicCopy.State.KEPT or copy.decision:
        return False
    is_harmful = any(problem["kind"] == "infected" for problem in copy.problems)
    return not is_harmful and as_text.can_be_text(file.content_type, file.name)


@register.filter
def can_black_out(copy: PublicCopy) -> bool:
    """Say whether parts of a file can be blacked out: only in PDFs and pictures."""
    if copy.attachment is None:
        return False
    name = copy.attachment.name.lower()
    kind = copy.attachment.content_type
    is_kind = kind == "application/pdf" or kind.startswith("image/")
    return is_kind or name.endswith((".pdf", ".png", ".jpg", ".jpeg", ".tif", ".tiff"))
