"""A letter beside its owner's words and the catalogue's: what can be chosen, and what differs."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from django.http import HttpRequest

from foia import access, drafts
from foia.letters.catalogue import catalogue
from foia.letters.compose import letter_language
from foia.letters.differences import Piece, differences
from foia.letters.own import NO_WORDS_OF_ONES_OWN, Own
from foia.models import Message
from foia.web.days import reader
from foia.web.forms.own_words import ChooseOwnForm
from foia.web.owned import request_of
from jurisdictions import load_pack


class Differing(NamedTuple):
    """An item that is not the catalogue's, as the page shows it."""

    number: int
    category: str
    label: str
    pieces: tuple[Piece, ...]


def choose_form(
    request: HttpRequest,
    data: Mapping[str, Any] | None,
    *,
    language: str,
    carries: Own = NO_WORDS_OF_ONES_OWN,
    has_asks: bool = True,
) -> ChooseOwnForm:
    """Return the choice among a person's and their teams' words in the language of a letter."""
    rows = access.own_words_to_use(request.user).filter(language__in=["", language])
    rows = rows.order_by("name", "pk")
    return ChooseOwnForm(data, rows=list(rows), carries=carries, has_asks=has_asks)


def language_of(message: Message) -> str:
    """Return the language that a letter is written in."""
    request = request_of(message)
    return letter_language(load_pack(request.jurisdiction_code), request.language, message.step)


def own_context(message: Message) -> dict[str, object]:
    """Return what a draft's page says of its own words; a later letter lists the first's items."""
    is_first = message.step == drafts.FIRST
    return {
        "own": drafts.own_of(message),
        "differing": _differing(message) if is_first else (),
    }


def _differing(message: Message) -> tuple[Differing, ...]:
    request = request_of(message)
    ask = drafts.items_of(request.ask)
    return tuple(
        Differing(
            number=found.number,
            category=found.category,
            label=catalogue().category(found.category).label(reader()) if found.category else "",
            pieces=found.pieces,
        )
        for found in differences(request.technology, ask, language_of(message))
    )
