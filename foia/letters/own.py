"""A person's own words in a letter: what stands around the law's words, and never in their place.

`Own` is what one letter carries, a copy made when it was chosen: an approved letter never changes.
"""

from collections.abc import Mapping, Sequence

import msgspec

from foia.letters.letter import AskItem, Paragraph
from foia.letters.printable import one_line, printable
from foia.letters.template import Text
from foia.letters.wording import ASK_FIELDS

#: The fields that an opening or a closing may use.
FRAME_FIELDS = frozenset({"agency", "system", "topic", "reference"})


class Own(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What one letter carries: source text with `$field`s, paragraphs parted by empty lines.

    `signature` stands under the name, a line each. `frame` and `signed_as` are what they are
    called in their owner's list.
    """

    opening: str = ""
    closing: str = ""
    signature: str = ""
    frame: str = ""
    signed_as: str = ""


NO_WORDS_OF_ONES_OWN = Own()


def paragraphs(text: str) -> list[Paragraph]:
    """Return a person's text paragraph by paragraph; line breaks inside one are kept."""
    parts = printable(text).strip().split("\n\n")
    return [Paragraph(part.strip()) for part in parts if part.strip()]


def filled(source: str, values: Mapping[str, str]) -> list[Paragraph]:
    """Return an opening or a closing with its fields replaced; `TemplateError` if one is wrong."""
    if not source.strip():
        return []
    text = Text(printable(source), known=FRAME_FIELDS, where="your own words")
    return paragraphs(text.fill(values))


def signature_lines(own: Own) -> tuple[str, ...]:
    """Return the lines that stand under the name."""
    lines = map(one_line, printable(own.signature).split("\n"))
    return tuple(line for line in lines if line)


def own_ask(category: str, source: str, system: str) -> AskItem:
    """Return an ask of one's own, ready for a letter; `system` is how an item names the system."""
    text = Text(printable(source).strip(), known=ASK_FIELDS, where="your own ask")
    return AskItem(category=category, text=text.fill({"system": system}))


def with_own_asks(ask: Sequence[AskItem], own: Sequence[AskItem]) -> tuple[AskItem, ...]:
    """Return what is asked for with one's own asks.

    One of a category takes the place of that category's item; all others follow at the end.
    """
    by_category = {item.category: item for item in own if item.category}
    kept = [by_category.pop(item.category, item) for item in ask]
    free = [item for item in own if not item.category and item not in ask]
    return (*kept, *by_category.values(), *free)
