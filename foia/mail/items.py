"""Which of the things asked for a sentence speaks of, and what it says of each."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache

from foia.mail import languages
from foia.mail.cues import Hit, alternatives
from foia.mail.kinds import AskedItem, ItemFinding, ItemState, MessageKind
from foia.mail.words import Words, fold_phrase

STATES = {
    MessageKind.NO_RECORDS: ItemState.CONFIRMED_ABSENT,
    MessageKind.RECORDS_FULL: ItemState.OBTAINED,
    MessageKind.REFUSED_EXEMPTION: ItemState.WITHHELD,
    MessageKind.ALREADY_PUBLIC: ItemState.PUBLISHED,
}
_TELLING = 6  # letters; shorter words of a label are found in too many sentences
_GENERIC_WORDS = (
    "record document information material system number location setting dossier expediente"
    " systeme sistema bestand unterlagen fichier communication"
)
_GENERIC = frozenset(_GENERIC_WORDS.split())
_LIST_NUMBER = re.compile(r"(?:\A|\n)[ \t]*\(?(\d{1,2})[.)][ \t]")

# Where an item is named, and which: position of the space before, end, numbers.
Mention = tuple[int, int, tuple[int, ...]]


def findings(
    words: Words, code: str, hits: Sequence[Hit], asked: Sequence[AskedItem]
) -> list[tuple[ItemFinding, int]]:
    """What the mail says of single items, and where in `words.plain`, in the order of the mail.

    A sentence speaks of the items it names; else of those by whose own words it calls a record
    ("no contract exists"); else of those the sentences before it in the same paragraph named; else
    of the only item that was asked for.
    """
    mentions = _mentions(words, code, asked)
    called = own_words(asked)
    by_number = {item.number: item for item in asked}
    found: list[tuple[ItemFinding, int]] = []
    for hit in sorted(hits, key=lambda hit: hit.start):
        state = STATES.get(hit.cue.kind)
        if state is None or hit.is_hedged or hit.cue.weight < 0.5:
            continue
        quote = " ".join(words.quote(*words.sentence(hit.start)).split())
        for number in _spoken_of(words, code, mentions, called, hit) or _only(asked):
            if not asked or number in by_number:
                category = by_number[number].category if asked else ""
                finding = ItemFinding(number, category, state, quote)
                found.append((finding, hit.start))
    return found


def _only(asked: Sequence[AskedItem]) -> tuple[int, ...]:
    return (asked[0].number,) if len(asked) == 1 else ()


def own_words(asked: Sequence[AskedItem]) -> dict[int, re.Pattern[str]]:
    """For each item, the words of its label that no other item asked for has."""
    stems = {item.number: set(_stems(item.label)) for item in asked}
    found: dict[int, re.Pattern[str]] = {}
    for number, own in stems.items():
        others = {stem for other, theirs in stems.items() if other != number for stem in theirs}
        if alone := sorted(own - others):
            found[number] = re.compile(rf" (?:{'|'.join(map(re.escape, alone))})\w{{0,4}} ")
    return found


def _stems(label: str) -> list[str]:
    """The telling words of a label, without the ends that grammar changes."""
    words = [word for word in fold_phrase(label).split() if len(word) >= _TELLING]
    return [word.rstrip("sy")[:8] for word in words if word.rstrip("s") not in _GENERIC]


def _spoken_of(
    words: Words,
    code: str,
    mentions: list[Mention],
    called: Mapping[int, re.Pattern[str]],
    hit: Hit,
) -> tuple[int, ...]:
    start, end = words.sentence(hit.start)
    first, last = bisect_left(mentions, (start - 1,)), bisect_left(mentions, (end,))
    here = mentions[first:last]
    if here and _is_listed(words, here[-1]) and _whole(code).search(words.plain, start, end):
        return ()  # "1. Your request is denied." counts decisions, not things asked for
    inside = [mention for mention in here if hit.start - 1 <= mention[0] < hit.end - 1]
    before = [mention for mention in here if mention[0] < hit.start - 1]
    if here:
        return (inside or before[::-1] or here)[0][2]
    if own := [n for n, word in called.items() if word.search(words.plain, start - 1, end)]:
        return tuple(own)
    earlier = mentions[first - 1] if first else None
    is_near = earlier and earlier[0] + 1 >= words.paragraph(hit.start)[0]
    return earlier[2] if earlier and is_near else ()


def _is_listed(words: Words, mention: Mention) -> bool:
    """Tell a bare number that opens a line from an item that is named."""
    return words.plain[mention[0] + 1 : mention[0] + 9].partition(" ")[0].isdigit()


@cache
def _whole(code: str) -> re.Pattern[str]:
    return re.compile(f" {alternatives(languages.load(code).whole)} ")


def _mentions(words: Words, code: str, asked: Sequence[AskedItem]) -> list[Mention]:
    """Every place where items are named: by "item 2", by a list number, by their label."""
    pattern, joining = _pattern(code)
    found: list[Mention] = []
    for match in pattern.finditer(words.plain):
        numbers = _numbers(words, match, joining)
        found.append((match.start(), match.end(), numbers))
    for listed in _LIST_NUMBER.finditer(words.text):
        at = bisect_right(words.spans, (listed.start(1), 0))
        if at < len(words.spans) and words.spans[at][0] == listed.start(1):
            found.append((words.starts[at] - 1, words.starts[at], (int(listed[1]),)))
    for item in asked:
        label = fold_phrase(item.label)
        at = words.plain.find(f" {label} ") if " " in label else -1
        if at >= 0:
            found.append((at, at + len(label), (item.number,)))
    return sorted(found)


def _numbers(words: Words, match: re.Match[str], joining: frozenset[str]) -> tuple[int, ...]:
    """The numbers of a mention, ranges filled in: `items 1-3` are three."""
    numbers: list[int] = []
    is_range = False
    position = match.start("list")
    for token in match["list"].split():
        if token.isdigit():
            first = words.span(position, position + 1)[0]
            is_range = is_range or words.text[max(0, first - 1) : first] in ("-", "–")
            start = numbers[-1] + 1 if is_range and numbers else int(token)
            numbers += range(start, int(token) + 1) if start <= int(token) else [int(token)]
            is_range = False
        else:
            is_range = token in joining
        position = match.string.find(" ", position) + 1
    return tuple(numbers)


@cache
def _pattern(code: str) -> tuple[re.Pattern[str], frozenset[str]]:
    language = languages.load(code)
    joining = alternatives([*language.and_, *language.to])
    nouns = alternatives(language.items)
    numbers = rf"\d{{1,2}}(?: (?:{joining} )?\d{{1,2}}){{0,20}}"
    pattern = re.compile(
        rf" {nouns} (?:(?:no|nos|number|numero|n|номер) )?(?P<list>{numbers})(?= )"
    )
    return pattern, frozenset(map(fold_phrase, language.to))


def joined(findings: Sequence[ItemFinding]) -> list[ItemFinding]:
    """One finding for each item: what was handed over in part and withheld in part is partly."""
    found: dict[int, ItemFinding] = {}
    for finding in findings:
        earlier = found.get(finding.number)
        if earlier and {earlier.state, finding.state} == {ItemState.OBTAINED, ItemState.WITHHELD}:
            told = earlier if earlier.state is ItemState.WITHHELD else finding
            finding = replace(told, state=ItemState.PARTLY)
        found[finding.number] = finding
    return [found[number] for number in sorted(found)]
