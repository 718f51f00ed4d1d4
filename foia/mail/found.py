"""The dates, sums, numbers and sections of law that stand in a mail, and what it says of items."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise

from foia.mail import body_references, citations, items, languages
from foia.mail.cues import Hit, alternatives
from foia.mail.extension import Extension, anywhere, read_extension
from foia.mail.kinds import AskedItem, Found, ItemFinding, ItemState, MessageKind
from foia.mail.likeness import Like
from foia.mail.sources import Source
from foia.mail.words import Words

_URL = re.compile(r"https?://[^\s<>\"']{3,900}")
#: What a decision on the request as a whole says of each thing that was asked for.
WHOLE: dict[MessageKind, ItemState] = items.STATES | {
    MessageKind.RECORDS_PARTIAL: ItemState.PARTLY,
    MessageKind.REFUSED_BURDEN: ItemState.WITHHELD,
    MessageKind.NEITHER_CONFIRM_NOR_DENY: ItemState.WITHHELD,
}
_GROUND = 0.4  # what a ground for refusing weighs by itself
#: Kinds that withhold something, under a section of law.
REFUSING = (
    MessageKind.REFUSED_EXEMPTION,
    MessageKind.RECORDS_PARTIAL,
    MessageKind.NEITHER_CONFIRM_NOR_DENY,
    MessageKind.REFUSED_BURDEN,
)


@dataclass(frozen=True, slots=True)
class Spoken:
    """What the body of a mail says, in one language's wordings."""

    code: str
    words: Words
    hits: list[Hit]


def find(
    subject: str,
    reads: Sequence[Spoken],
    source: Source,
    *,
    asked: Sequence[AskedItem],
    country: str,
    troubles: list[str],
) -> Found:
    """Everything the mail names, from the first language that names it."""
    sections = _whole([citations.sections(_all(read.words), read.code) for read in reads])
    refused = _whole([_refused_under(read) for read in reads])
    until, days, unit = _extension(reads, country, troubles)
    return Found(
        extended_until=until,
        extension_days=days,
        extension_unit=unit,
        fee=citations.largest([fee for read in reads for fee in _fees(read)]),
        body_reference=body_references.first(f"{subject}\n{_all(reads[0].words)}"),
        exemptions=refused,
        citations=sections,
        item_findings=_item_findings(reads, source, asked),
    )


def _whole(by_language: Sequence[Sequence[str]]) -> tuple[str, ...]:
    """Each section once; what English sees of `§ 3 Nr. 1 IFG` is only a piece, `§ 3`."""
    first = by_language[0]
    later = (cite for cites in by_language[1:] for cite in cites)
    return tuple(
        dict.fromkeys([*first, *(cite for cite in later if not any(cite in own for own in first))])
    )


def _extension(reads: Sequence[Spoken], country: str, troubles: list[str]) -> Extension:
    for read in reads:
        found = read_extension(read.words, read.code, read.hits, country, troubles)
        if any(found):
            return found
    return None, None, None


def of_whole(
    kind: MessageKind, reads: Sequence[Spoken], source: Source, asked: Sequence[AskedItem]
) -> ItemFinding | None:
    """What the mail says of the request as a whole, in a sentence that speaks of all of it."""
    state = WHOLE.get(kind)
    if state is None:
        return None
    for read in reads:
        for hit in read.hits:
            if hit.cue.kind is not kind or hit.is_hedged or hit.cue.weight < 0.5:
                continue
            start, end = read.words.sentence(hit.start)
            if len(asked) == 1 or _speaks_of_all(read.code).search(read.words.plain, start, end):
                finding = ItemFinding(0, "", state, read.words.quote(start, end))
                return _completed(finding, read, source, hit.start)
    return None


def completed(
    found: Found, like: Like | None, kind: MessageKind, reads: Sequence[Spoken], country: str
) -> Found:
    """What the kind of a mail implies where no wording led to it: its sum, its day, its sections.

    `like` is where the mail is likest to letters of its kind.
    """
    read = reads[0]
    if kind is MessageKind.FEE_ESTIMATE and found.fee is None:
        return replace(found, fee=citations.largest(citations.money(_all(read.words))))
    if kind is MessageKind.EXTENSION and not (found.extended_until or found.extension_days):
        until, days, unit = anywhere(read.words, read.code, country)
        return replace(found, extended_until=until, extension_days=days, extension_unit=unit)
    if kind in REFUSING and not found.exemptions:
        cited = tuple(_refused_under(read, least=_GROUND))
        if not cited and like is not None:
            cited = citations.sections(_near(read.words, like), read.code)
        return replace(found, exemptions=cited)
    return found


def _near(words: Words, like: Like) -> str:
    """The paragraph of a mail's telling words."""
    number = bisect_left(words.spans, (like.start, 0))
    return _with_brackets(words, *words.paragraph(words.starts[number]))


def _item_findings(
    reads: Sequence[Spoken], source: Source, asked: Sequence[AskedItem]
) -> tuple[ItemFinding, ...]:
    said: dict[tuple[int, ItemState], ItemFinding] = {}
    for read in reads:
        for finding, position in items.findings(read.words, read.code, read.hits, asked):
            key = (finding.number, finding.state)
            if key not in said:
                said[key] = _completed(finding, read, source, position)
    return tuple(said[key] for key in sorted(said))


def _completed(finding: ItemFinding, read: Spoken, source: Source, position: int) -> ItemFinding:
    """A finding with the sections and the address that its sentence names, and its place."""
    first, last = read.words.span(*read.words.sentence(position))
    sentence = source.text[first : last + 4]
    page, _ = source.place(first)
    url = _URL.search(source.text[first : last + 900].split("\n\n")[0])
    is_withheld = finding.state in (ItemState.WITHHELD, ItemState.PARTLY)
    is_published = finding.state is ItemState.PUBLISHED
    return replace(
        finding,
        quote=" ".join(finding.quote.split()),
        exemptions=citations.sections(sentence, read.code) if is_withheld else (),
        url=url[0].rstrip(".,;:)") if url and is_published else "",
        document=page.document if page else None,
        page=page.number if page else None,
    )


@cache
def _speaks_of_all(code: str) -> re.Pattern[str]:
    language = languages.load(code)
    return re.compile(f" {alternatives([*language.whole, *language.all_of])} ")


def _all(words: Words) -> str:
    """The new text from its first to its last word, paragraph by paragraph."""
    edges = [0, *words.paragraphs]
    return "\n\n".join(_with_brackets(words, *edge) for edge in pairwise(edges))


def _refused_under(read: Spoken, least: float = 0.5) -> list[str]:
    """Sections cited in paragraphs that refuse something, with wordings that weigh so much."""
    paragraphs = {
        read.words.paragraph(hit.start)
        for hit in read.hits
        if hit.cue.kind in REFUSING and hit.cue.weight >= least and not hit.is_hedged
    }
    texts = [_with_brackets(read.words, *paragraph) for paragraph in sorted(paragraphs)]
    return [section for text in texts for section in citations.sections(text, read.code)]


def _with_brackets(words: Words, start: int, end: int) -> str:
    """A stretch of text with the punctuation that follows its last word: `7(1)(c)`."""
    first, last = words.span(start, end)
    return words.text[first : last + 1]


def _fees(read: Spoken) -> list[str]:
    """Sums in sentences that want money, or in the sentence after."""
    found: list[str] = []
    for hit in read.hits:
        if hit.cue.kind is MessageKind.FEE_ESTIMATE and not hit.is_hedged:
            start, end = read.words.sentence(hit.start)
            following = read.words.sentence(end + 2)[1]
            for stretch in ((start, end), (end, following)):
                first, last = read.words.span(*stretch)
                found += citations.money(read.words.text[max(0, first - 4) : last + 4])
    return found
