"""What a provision protects that a body cites: its section is looked for in the law on file."""

import re
from collections.abc import Sequence
from itertools import takewhile

from jurisdictions.law import Exemption

_PIECES = re.compile(r"[^\W_]+")
_ALTERNATIVES = re.compile(r"\s(?:and|or|y|et|und|и)\s|[,;]")
_EXEMPTION = re.compile(r"(?i)^\s*exemptions?\s+(?:\(b\)\s?)?")
_ACT = re.compile(
    r"(?i)\b(?:arti\w{3,7}|arts?\.|art|ss?\.?|sec\.|sections?|стать\w{1,3}|ст\.)\s|§+"
)
_CODE = re.compile(r"\b([LRD])\.?\s?\*?\s?(?=\d)")
OTHER = "other"


def grounds_of(cited: Sequence[str], exemptions: Sequence[Exemption]) -> tuple[str, ...]:
    """Return the kinds of exemption that these citations name, each once; unknown ones are "other".

    `cited` is in the body's own words: "Section 7(1)(c)", "artículo 113, fracción VIII".
    """
    found = (kind for words in cited for kind in _kinds(words, exemptions))
    return tuple(dict.fromkeys(found))


def _kinds(words: str, exemptions: Sequence[Exemption]) -> list[str]:
    """The kinds one citation names, which may list several provisions."""
    numbers = _EXEMPTION.sub("", words)
    lead = "" if numbers == words else "(b)"  # 5 U.S.C. 552(b): its exemptions go by number
    listed = [f"{lead}{text.strip()}" for text in (numbers, *_ALTERNATIVES.split(numbers))]
    kinds = [kind for text in listed if (kind := _closest(text, exemptions))]
    return kinds or [OTHER]


def _closest(words: str, exemptions: Sequence[Exemption]) -> str:
    """The kind of the exemption that shares the longest section with these words, or nothing."""
    section = _section(words)
    scored = [(_shared(entry.cite, section), entry.kind) for entry in exemptions]
    best = max(scored, key=lambda pair: pair[0], default=(0, ""))
    return best[1] if best[0] else ""


def _section(cite: str) -> tuple[str, ...]:
    """The numbers and letters of a citation, without its words: "5 ILCS 140/7(1)(c)" → 5 140 7 1 c.

    What stands before "art.", "s" or "§" only names the act. "L. 311-6" is written as "L311-6".
    """
    numbered = _CODE.sub(r"\1", _ACT.split(cite)[-1])
    pieces = _PIECES.findall(numbered.casefold())
    return tuple(piece for piece in pieces if len(piece) == 1 or any(map(str.isdigit, piece)))


def _shared(cite: str, cited: tuple[str, ...]) -> int:
    """How many pieces in a row both have, up to the end of one of them.

    What is cited may go deeper than the entry, or name a section of which the entry is a part. A
    single piece is enough only where it is the section that the entry names after its act.
    """
    entry, names_its_act = _section(cite), len(_ACT.split(cite)) > 1
    best = 0
    for start in range(len(entry)):
        rest = entry[start:]
        run = sum(
            1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(rest, cited, strict=False))
        )
        if run == min(len(rest), len(cited)) and (run > 1 or (start == 0 and names_its_act)):
            best = max(best, run)
    return best
