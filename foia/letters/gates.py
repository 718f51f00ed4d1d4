"""What must be right before a letter may be approved: each problem is a sentence with its cure."""

import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime

from foia.letters.identity import Requirement, Source, is_given, required_by, source_of
from foia.letters.letter import AskItem, Requester
from foia.letters.own import FRAME_FIELDS, NO_WORDS_OF_ONES_OWN, Own
from jurisdictions import Pack

_PLACEHOLDER = re.compile(
    r"\[[A-Z][A-Z _-]{2,}\]|\bX{3,}\b|\{\{|\}\}|\{%|\$[A-Za-z_]{2,}|<[A-Z][A-Z _-]{2,}>|_{4,}"
    r"|[\[<{](?i:your|insert|enter|fill in|name|date|address|agency|city|body)\b[^\]>}\n]{0,40}"
    r"[\]>}]"
    r"|\bTODO\b|\bTBD\b"
)
_SHOUTING_LETTERS = 20
_FIELD = re.compile(rf"\$(?:{'|'.join(sorted(FRAME_FIELDS))})\b")
_WORDS = {
    "postal_address": "a postal address",
    "email": "an e-mail address",
    "organization": "the name of the organization",
    "telephone": "a telephone number",
    "born_on": "their date of birth",
    "document": "the number of an identity document",
    "citizenship": "their citizenship",
    "purpose": "why the records are asked for",
    "standing": "how they are entitled to ask",
}


def problems(
    *,
    pack: Pack,
    ask: Sequence[AskItem],
    requester: Requester,
    on: date | datetime,
    own: Own = NO_WORDS_OF_ONES_OWN,
    explanation: str = "",
    is_first: bool = True,
) -> tuple[str, ...]:
    """Return what stands in the way of approving this letter; an empty tuple means nothing does.

    `own` and `explanation` are the person's words in it. What a law asks of a requester is asked
    once, in the letter that opens a request.
    """
    rules = [(rule, source_of(rule, pack, on)) for rule in required_by(pack.code)]
    return (
        *_unsigned(requester),
        *_empty(ask),
        *(sentence for number, item in enumerate(ask, 1) for sentence in _item(number, item)),
        *_twice(ask),
        *_own_words(own, explanation),
        *(sentence for rule, source in rules for sentence in _size(rule, source, ask)),
        *(
            sentence
            for rule, source in rules
            if is_first
            for sentence in _missing(rule, source, requester)
        ),
    )


def _unsigned(requester: Requester) -> Iterator[str]:
    """A letter has a name under it that a person wrote."""
    if not requester.name.strip():
        yield "The letter is unsigned; give the requester's name."
    elif _PLACEHOLDER.search(requester.name):
        yield f"The requester's name {requester.name!r} looks unfilled; write the real name."
    yield from _typed("The organization", requester.organization, may_shout=True)
    yield from _typed("The requester's postal address", requester.postal_address, may_shout=True)


def _empty(ask: Sequence[AskItem]) -> Iterator[str]:
    """A letter asks for something."""
    if not ask:
        yield "Nothing is asked for; choose at least one kind of record."


def _item(number: int, item: AskItem) -> Iterator[str]:
    """One record item is filled, and is not shouted."""
    text = item.text.strip()
    if not text:
        yield f"Item {number} is empty; write what is asked for, or remove it."
        return
    yield from _typed(f"Item {number}", text)


def _twice(ask: Sequence[AskItem]) -> Iterator[str]:
    """No record is asked for a second time in the same words."""
    texts = [" ".join(item.text.casefold().split()) for item in ask]
    for number, text in enumerate(texts):
        first = texts.index(text)
        if text and first < number:
            yield f"Item {number + 1} says the same as item {first + 1}; remove one of them."


def _own_words(own: Own, explanation: str) -> Iterator[str]:
    """What a person added around the words of the law is filled, and is not shouted."""
    yield from _typed("The opening in your own words", _FIELD.sub("name", own.opening))
    yield from _typed("The closing in your own words", _FIELD.sub("name", own.closing))
    yield from _typed("The text under your name", own.signature)
    yield from _typed("What you explain in this letter", explanation)


def _typed(called: str, text: str, *, may_shout: bool = False) -> Iterator[str]:
    """Whatever a person types has no blanks left in it, and is not all in capitals.

    `may_shout`: names and addresses are written in capitals in many places.
    """
    if stray := placeholder_in(text):
        yield f"{called} contains {stray!r}, which looks unfilled; replace it."
    if not may_shout and is_shouted(text):
        yield f"{called} is all in capitals; write it in ordinary letters."


def placeholder_in(text: str) -> str:
    """Return the first thing in `text` that looks like a blank nobody filled, or nothing."""
    found = _PLACEHOLDER.search(text)
    return found.group() if found else ""


def is_shouted(text: str) -> bool:
    """Say whether a text of some length is all in capitals."""
    letters = [letter for letter in text if letter.isalpha()]
    return len(letters) >= _SHOUTING_LETTERS and text == text.upper() != text.lower()


def _size(rule: Requirement, source: Source, ask: Sequence[AskItem]) -> Iterator[str]:
    """The request is no larger than this law takes it for."""
    if rule.most_records and len(ask) > rule.most_records:
        yield (
            f"{len(ask)} kinds of records are asked for, and {rule.because} ({source});"
            f" keep at most {rule.most_records} and ask for the rest later."
        )


def _missing(rule: Requirement, source: Source, requester: Requester) -> Iterator[str]:
    """The requester says of themselves what this law asks."""
    for choices in rule.needs:
        if not any(is_given(requester, choice) for choice in choices):
            wanted = " or ".join(_WORDS[choice] for choice in choices)
            yield f"The requester must give {wanted}: {rule.because} ({source})."
