"""The body of a letter: blocks in the order of its outline, and a person's words around them."""

from collections.abc import Callable, Mapping, Sequence
from itertools import chain

import msgspec

from foia.letters.catalogue import catalogue
from foia.letters.draft import Draft
from foia.letters.letter import AskItem, Block, Heading, NumberedItem, Paragraph
from foia.letters.outline import Outline
from foia.letters.own import Own, filled
from foia.letters.printable import printable
from foia.letters.typography import lead_in


def numbered(ask: Sequence[AskItem], language: str) -> list[NumberedItem]:
    """Number the records asked for; a catalogue item gets its label."""
    entries = catalogue()
    return [
        NumberedItem(
            number,
            lead_in(entries.category(item.category).label(language), language)
            if item.category
            else "",
            printable(item.text).strip(),
        )
        for number, item in enumerate(ask, start=1)
    ]


def laid_out(
    outline: Outline,
    draft: Draft,
    chosen: Callable[[str], str],
    given: Mapping[str, Sequence[Block]],
) -> tuple[Block, ...]:
    """Lay out the blocks of this kind, without headings that would stand over nothing.

    `given` are blocks that no template has: the items, the requester's explanation.
    """
    blocks: list[Block] = []
    for name in outline.blocks:
        if name in given:
            blocks += given[name]
        elif name.endswith("_heading") and chosen(name):
            if blocks and isinstance(blocks[-1], Heading):
                blocks.pop()
            blocks.append(Heading(draft.line(name)))
        else:
            blocks += map(Paragraph, draft.paragraphs(chosen(name)))
    return tuple(blocks[:-1] if isinstance(blocks[-1], Heading) else blocks)


def framed(blocks: Sequence[Block], own: Own, values: Mapping[str, str]) -> tuple[Block, ...]:
    """Put a person's opening and closing around the words of the law.

    After a salutation that ends in a comma these begin with a small letter in some languages; after
    an opening they begin a sentence of their own.
    """
    opening = filled(own.opening, values)
    first, *others = blocks
    if opening:
        text = f"{first.text[:1].upper()}{first.text[1:]}"
        first = msgspec.structs.replace(first, text=text)
    return tuple(chain(opening, [first], others, filled(own.closing, values)))
