"""What a person's own words must be before they are kept: each trouble is one sentence."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Literal

import msgspec

from foia.letters.catalogue import UnknownEntry, catalogue
from foia.letters.gates import is_shouted, placeholder_in
from foia.letters.own import FRAME_FIELDS
from foia.letters.printable import printable
from foia.letters.template import TemplateError, Text
from foia.letters.wording import ASK_FIELDS, languages
from jurisdictions import codes, load_pack

Kind = Literal["ask", "frame", "signature"]
LONGEST = {"opening": 1200, "closing": 1200, "ask": 2000, "signature": 480}
LONGEST_NAME = 80
MOST_LINES = 6
_LAST_SPACED = 0x2E7F  # Chinese, Japanese and Korean writing follows
_EXECUTABLE = re.compile(
    r"\{\{|\}\}|\{%|%\}|\{#|\$\{|\$\(|<\s*[/!?%]?\s*[A-Za-z][\w-]*|\bjavascript:", re.IGNORECASE
)
_CITATION = re.compile(
    r"§|¶|\b(?:art(?:icle|ículo|icolo|igo|ikel|icolul)?s?|sections?|secs?|ss?|Abs|čl|ust)"
    r"\.? ?\d[\w()./-]*|ст\. ?\d+|стат\w+ \d+|\b(?:ILCS|U\.? ?S\.? ?C|C\.? ?F\.? ?R)\b|\d+-ФЗ"
    r"|\b[LRD]\. ?\d{3}[\w-]*|\b(?:FOIA|FOIL|FOISA|CPRA|CRPA|LGTAIP|LFTAIP|IFG)\b"
    r"|\b(?:Freedom of Information|Right to Information|Public Records|Open Records|Sunshine)"
    r" (?:Act|Law)\b|\w*(?:freiheits|transparenz)gesetz\w*",
    re.IGNORECASE,
)


class Written(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Own words as a person wrote them.

    `text` is an ask or the lines of a signature; `opening` and `closing` are a frame's. An empty
    `category` is an ask of no category, an empty `language` a signature for every language.
    """

    kind: Kind
    name: str
    language: str = ""
    category: str = ""
    opening: str = ""
    closing: str = ""
    text: str = ""


class Trouble(msgspec.Struct, frozen=True):
    """What is wrong, and in which of the fields of `Written`."""

    field: str
    sentence: str


def troubles(written: Written) -> tuple[Trouble, ...]:
    """Return what stands in the way of keeping these words; nothing means they can be kept."""
    return (*_about(written), *_texts(written))


def _about(written: Written) -> Iterator[Trouble]:
    """The name, the language and the category."""
    if not 0 < len(written.name.strip()) <= LONGEST_NAME:
        yield Trouble(
            "name", f"The name is empty or too long; give one of at most {LONGEST_NAME} characters."
        )
    is_any = written.kind == "signature" and not written.language
    if not is_any and written.language not in languages():
        known = ", ".join(languages())
        yield Trouble(
            "language", f"{written.language!r} is no language of the letters; choose from: {known}."
        )
    if written.category:
        try:
            catalogue().category(written.category)
        except UnknownEntry as error:
            yield Trouble("category", str(error))


def _texts(written: Written) -> Iterator[Trouble]:
    """The words themselves, each text by the rules of its kind."""
    if written.kind == "frame":
        if not (written.opening.strip() or written.closing.strip()):
            yield Trouble("opening", "The frame is empty; write an opening, a closing, or both.")
        yield from _text("opening", "The opening", written.opening, "opening", FRAME_FIELDS)
        yield from _text("closing", "The closing", written.closing, "closing", FRAME_FIELDS)
        return
    called = f"The {written.kind}"
    if not written.text.strip():
        yield Trouble("text", f"{called} is empty; write it, or leave this page.")
    fields = ASK_FIELDS if written.kind == "ask" else frozenset()
    yield from _text("text", called, written.text, written.kind, fields)
    if written.kind == "ask" and "\n\n" in printable(written.text).strip():
        yield Trouble("text", f"{called} has an empty line; it is one item, so write it as one.")
    lines = [line for line in written.text.splitlines() if line.strip()]
    if written.kind == "signature" and len(lines) > MOST_LINES:
        yield Trouble(
            "text", f"{called} has {len(lines)} lines; at most {MOST_LINES} fit under a name."
        )


def _text(
    field: str, called: str, text: str, what: str, fields: frozenset[str]
) -> Iterator[Trouble]:
    """One text: its length, its capitals, and each of its lines."""
    most = LONGEST[what]
    if len(text) > most:
        yield Trouble(field, f"{called} has {len(text)} characters; at most {most} are allowed.")
        return
    if is_shouted(text):
        yield Trouble(field, f"{called} is all in capitals; write it in ordinary letters.")
    for number, line in enumerate(text.splitlines(), start=1):
        sentence = _line(f"{called}, line {number}", line, fields)
        if sentence:
            yield Trouble(field, sentence)


def _line(where: str, line: str, fields: frozenset[str]) -> str:
    """Return what is wrong with one line, or nothing."""
    known = ", ".join(f"${name}" for name in sorted(fields))
    allowed = f"plain words and {known}" if fields else "plain words, and no fields"
    if found := _EXECUTABLE.search(line):
        return f"{where}: {found.group()!r} is the beginning of a program or a tag; use {allowed}."
    if cited := cited_in(line):
        return (
            f"{where}: {cited!r} cites a law; the letter cites the law of each place by itself,"
            f" so leave it out and use {allowed}."
        )
    if not fields and "$" in line:
        return f"{where}: '$' begins a field, and there are none here; use {allowed}."
    try:
        Text(line, known=fields, where=where)
    except TemplateError as error:
        return str(error)
    if found_blank := placeholder_in(Text(line, known=fields, where=where).fill(_NAMES)):
        return f"{where}: {found_blank!r} looks unfilled; write what belongs there."
    return ""


#: Stand-ins, so that what is looked for is found in the person's words and not in a field.
_NAMES = dict.fromkeys(FRAME_FIELDS | ASK_FIELDS, "name")


def cited_in(line: str) -> str:
    """Return the citation, or the name of a law on file, that a line contains; else nothing."""
    if found := _CITATION.search(line):
        return found.group()
    told = line.casefold()
    return next((name for name in _law_names() if name.casefold() in told), "")


@lru_cache(maxsize=1)
def _law_names() -> tuple[str, ...]:
    """Return the names of every law on file, in every language; reads all packs once."""
    packs = map(load_pack, codes())
    names = (name for pack in packs for law in pack.statutes for name in law.law_name.values())
    short = {name.split(" (")[0] for name in names}
    # One word alone, such as "Regulation", is an ordinary word too; scripts without spaces are not.
    told = {name for name in short if " " in name or ord(name[0]) > _LAST_SPACED}
    return tuple(sorted(told, key=len, reverse=True))
