"""Find what a mail says: the phrases of a language's table, in the words of a text."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from foia.mail import languages
from foia.mail.kinds import Evidence, MessageKind
from foia.mail.words import Words, fold, fold_phrase

GAP = 120  # how many letters "…" may stand for
HEDGED = 0.25  # what is left of a cue's weight after "if", "may be", "you asked for"
_MOST_HITS = 40
# ä is found as ä, as a (accents are folded away) and as ae, as keyboards without umlauts write it.
_UMLAUTS = str.maketrans({"ä": "ae?", "ö": "oe?", "ü": "ue?"})
_TOKEN = re.compile(r"<\w+>|[\w*]+|…")

Sets = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase ready to be looked for: its pieces in order, and words it cannot be without."""

    pieces: tuple[re.Pattern[str], ...]
    needs: frozenset[str]


@dataclass(frozen=True, slots=True)
class Hit:
    """A cue that was found, and where in `Words.plain`."""

    cue: languages.Cue
    start: int
    end: int
    is_hedged: bool

    @property
    def weight(self) -> float:
        """What the hit counts."""
        return self.cue.weight * (HEDGED if self.is_hedged else 1)


@dataclass(frozen=True, slots=True)
class _Table:
    cues: tuple[tuple[languages.Cue, tuple[Phrase, ...], re.Pattern[str] | None], ...]
    hedges: re.Pattern[str]
    boilerplate: re.Pattern[str]
    negations: frozenset[str]


def find(words: Words, code: str, *, where: str) -> list[Hit]:
    """Every cue of a language that stands in the words; `where` is "subject" or "body"."""
    table = _table(code)
    silent = {words.paragraph(found.start()) for found in table.boilerplate.finditer(words.plain)}
    hits = [
        hit
        for cue, phrases, unless in table.cues
        if (cue.only == "subject") == (where == "subject")
        for hit in _hits(words, cue, phrases, unless, table)
        if words.paragraph(hit.start) not in silent
    ]
    return list(_without_pieces(words, hits))


def quiet(words: Words, code: str) -> Callable[[int, int], float]:
    """What is left of what a sentence says: nothing in boilerplate, a part under a condition."""
    table = _table(code)
    silent = {words.paragraph(found.start()) for found in table.boilerplate.finditer(words.plain)}

    def share(start: int, end: int) -> float:
        if words.paragraph(start) in silent:
            return 0.0
        return HEDGED if table.hedges.search(words.plain, max(0, start - 1), end) else 1.0

    return share


def evidence_of(words: Words, hit: Hit, *, where: str) -> Evidence:
    """The exact words of the mail behind a hit."""
    start, end = words.span(hit.start, hit.end)
    says = hit.cue.says if not hit.is_hedged else f"{hit.cue.says} (Said with a condition.)"
    return Evidence(
        words.text[start:end], where, start, end, says, MessageKind(hit.cue.kind), hit.weight
    )


def alternatives(phrases: Sequence[str], sets: Sets = MappingProxyType({})) -> str:
    """A pattern for any of some phrases, longest first."""
    ready = sorted((_piece(phrase, sets) for phrase in phrases), key=len, reverse=True)
    return "(?:" + "|".join(ready) + ")"


def _hits(
    words: Words,
    cue: languages.Cue,
    phrases: tuple[Phrase, ...],
    unless: re.Pattern[str] | None,
    table: _Table,
) -> Iterator[Hit]:
    seen: set[tuple[int, int]] = set()
    for phrase in phrases:
        if not phrase.needs <= words.vocabulary:
            continue
        for start, end in _places(words, phrase, table.negations):
            sentence = words.sentence(start)
            if sentence in seen or _is_negated(words, start, table):
                continue
            if unless and unless.search(words.plain, sentence[0], sentence[1]):
                continue
            seen.add(sentence)
            is_hedged = bool(table.hedges.search(words.plain, sentence[0], end))
            yield Hit(cue, start, end, is_hedged)


def _without_pieces(words: Words, hits: Sequence[Hit]) -> Iterator[Hit]:
    """Leave out a giving that is part of a refusing: `suite favorable` of `ne puis … favorable`."""
    refusals: dict[tuple[int, int], list[Hit]] = {}
    for hit in hits:
        if hit.cue.kind is MessageKind.REFUSED_EXEMPTION:
            refusals.setdefault(words.sentence(hit.start), []).append(hit)
    for hit in hits:
        around = refusals.get(words.sentence(hit.start), ())
        is_giving = hit.cue.kind is MessageKind.RECORDS_FULL
        if not is_giving or not any(o.start <= hit.start and hit.end <= o.end for o in around):
            yield hit


def _places(words: Words, phrase: Phrase, negations: frozenset[str]) -> Iterator[tuple[int, int]]:
    """Where a phrase stands with no negation in its gaps; these are bounded: time is linear."""
    first, *rest = phrase.pieces
    for number, found in enumerate(first.finditer(words.plain)):
        if number >= _MOST_HITS:
            return
        end = found.end()
        limit = words.sentence(found.start())[1] if rest else end
        for piece in rest:
            following = piece.search(words.plain, end - 1, min(limit, end + GAP) + 1)
            if following is None or _negates(words.plain[end : following.start()], negations):
                break
            end = following.end()
        else:
            yield found.start() + 1, end


def _is_negated(words: Words, start: int, table: _Table) -> bool:
    """Tell "not", "never" and the like among the three words before: `não é possível facultar`."""
    before = words.plain[max(0, start - 60) : start].split()[-3:]
    return not table.negations.isdisjoint(before)


def _negates(gap: str, negations: frozenset[str]) -> bool:
    return not negations.isdisjoint(gap.split())


@cache
def _table(code: str) -> _Table:
    language = languages.load(code)
    return _Table(
        cues=tuple(
            (
                cue,
                tuple(_phrase(phrase, language.sets) for phrase in cue.phrases),
                re.compile(f" {alternatives(cue.unless, language.sets)} ") if cue.unless else None,
            )
            for cue in language.cue
        ),
        hedges=re.compile(f" {alternatives(language.hedges)} "),
        boilerplate=re.compile(f" {alternatives(language.boilerplate)} "),
        negations=frozenset(map(fold_phrase, language.negations)),
    )


def _phrase(phrase: str, sets: Sets) -> Phrase:
    pieces = [piece.split() for piece in phrase.split("…")]
    exact = {word for piece in pieces for word in piece if word.isalnum()}
    return Phrase(
        tuple(re.compile(f" {_piece(' '.join(piece), sets)} ") for piece in pieces),
        frozenset(fold_phrase(word) for word in exact if word == word.translate(_UMLAUTS)),
    )


def _piece(phrase: str, sets: Sets) -> str:
    """Words as a pattern: `extend*` is any ending, `_` any word, `<record>` any of a set, `…` up to
    fifteen words of the same sentence."""
    words = " ".join(_word(word, sets) for word in _TOKEN.findall(phrase))
    return words.replace("… ", r"(?:\w+ ){0,15}?")


def _word(word: str, sets: Sets) -> str:
    if word == "…":
        return word
    if word == "_":
        return r"\w+"
    if word.startswith("<"):
        return alternatives(sets[word.strip("<>")])
    stem = fold(word.removesuffix("*").translate(_UMLAUTS))
    return stem + (r"\w*" if word.endswith("*") else "")
