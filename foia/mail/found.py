"""The dates, sums, numbers and sections of law that stand in a mail, and what it says of items."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from foia.mail import body_references, citations, items
from foia.mail.cues import Hit
from foia.mail.extension import Extension, read_extension
from foia.mail.kinds import AskedItem, Found, ItemFinding, ItemState, MessageKind
from foia.mail.words import Words


@dataclass(frozen=True, slots=True)
class Spoken:
    """What the body of a mail says, in one language's wordings."""

    code: str
    words: Words
    hits: list[Hit]


def find(
    subject: str,
    reads: Sequence[Spoken],
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
        fee=next((fee for read in reads for fee in _fees(read)), None),
        body_reference=body_references.first(f"{subject}\n{_all(reads[0].words)}"),
        exemptions=refused,
        citations=sections,
        item_findings=_item_findings(reads, asked),
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


def _item_findings(reads: Sequence[Spoken], asked: Sequence[AskedItem]) -> tuple[ItemFinding, ...]:
    said: dict[tuple[int, ItemState], ItemFinding] = {}
    for read in reads:
        for finding in items.findings(read.words, read.code, read.hits, asked):
            said.setdefault((finding.number, finding.state), finding)
    return tuple(said[key] for key in sorted(said))


def _all(words: Words) -> str:
    """The new text from its first to its last word, paragraph by paragraph."""
    edges = [0, *words.paragraphs]
    return "\n\n".join(_with_brackets(words, *edge) for edge in pairwise(edges))


def _refused_under(read: Spoken) -> list[str]:
    """Sections cited in paragraphs that refuse something."""
    refusing = (MessageKind.REFUSED_EXEMPTION, MessageKind.RECORDS_PARTIAL)
    kinds = (*refusing, MessageKind.NEITHER_CONFIRM_NOR_DENY, MessageKind.REFUSED_BURDEN)
    paragraphs = {
        read.words.paragraph(hit.start)
        for hit in read.hits
        if hit.cue.kind in kinds and hit.cue.weight >= 0.5 and not hit.is_hedged
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
