"""Many letters as one Word document to be printed, word for word as they were drawn and approved.

Each letter becomes a section: its own paper, its pages and its list numbered from 1, its language
on its words. Only one letter is held in memory at a time. The looks are the first letter's.
"""

import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from typing import BinaryIO, NamedTuple
from xml.sax.saxutils import escape

from foia.letters.docx_frame import BODY, PROPERTIES
from jurisdictions import DomainError

_NUMBERING, _FOOTERS = "word/numbering.xml", "word/footer"
_RELATIONS = "word/_rels/document.xml.rels"
_MOMENT = (1980, 1, 1, 0, 0, 0)
_LANGUAGE = re.compile(r"<dc:language>([^<]*)</dc:language>")
_TITLE = re.compile(r"<dc:title>[^<]*</dc:title>")
_AUTHOR = re.compile(r"<dc:creator>[^<]*</dc:creator>")
_SECTION = re.compile(r"<w:sectPr\b.*?</w:sectPr>", re.DOTALL)
_OF_HOW_MANY = re.compile(
    rb'<w:r><w:t[^>]*> / </w:t></w:r><w:fldSimple w:instr="NUMPAGES">.*?</w:fldSimple>', re.DOTALL
)
_ITEM = '<w:pStyle w:val="RecordItem"/>'


class DocxPileError(DomainError):
    """A letter that cannot be put into a pile."""


class _Body(NamedTuple):
    """What one letter brings: its paragraphs, its section's properties, its language."""

    before: str
    paragraphs: str
    section: str
    language: str


def pile_docx(
    letters: Iterable[tuple[str, bytes]], out: BinaryIO, *, title: str, is_two_sided: bool = False
) -> int:
    """Write the letters, given as name and DOCX, one after the other; return how many there were.

    `is_two_sided`: each begins on a front side. Raises DocxPileError for a DOCX not drawn here, or
    if there is no letter at all.
    """
    given = iter(letters)
    name, first = next(given, ("", b""))
    if not first:
        raise DocxPileError("There is no letter to put into the pile; approve one first.")
    parts = _parts(name, first)
    kind = "oddPage" if is_two_sided else "nextPage"
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for part, content in parts.items():
            if part not in (BODY, _NUMBERING):
                archive.writestr(_entry(part), _shared(part, content, title))
        with archive.open(_entry(BODY), "w") as body:
            total = 0
            for piece in _pieces(_bodies(name, first, given, parts[_RELATIONS]), kind):
                body.write(piece.encode())
                total += 1
        archive.writestr(_entry(_NUMBERING), _lists(parts[_NUMBERING].decode(), total))
    return total


def _bodies(
    name: str, first: bytes, rest: Iterable[tuple[str, bytes]], relations: bytes
) -> Iterator[_Body]:
    """Yield the letters' bodies, the first one's included."""
    yield _body(name, _parts(name, first), relations)
    for other, content in rest:
        yield _body(other, _parts(other, content), relations)


def _pieces(bodies: Iterator[_Body], kind: str) -> Iterator[str]:
    """Yield the document letter by letter; all but the last carry their section in a paragraph."""
    held = next(bodies)
    language, start, number = held.language, held.before, 1
    for following in bodies:
        yield start + _paragraphs(held, number, language, _numbered(held.section, kind))
        start, held, number = "", following, number + 1
    last = _paragraphs(held, number, language, "")
    yield f"{start}{last}{_numbered(held.section, kind)}</w:body></w:document>"


def _paragraphs(letter: _Body, number: int, language: str, section: str) -> str:
    """Return a letter's paragraphs with a list and a language of their own."""
    own_list = f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{number + 1}"/></w:numPr>'
    told = letter.paragraphs.replace(_ITEM, _ITEM + own_list)
    if letter.language != language:
        said = f'<w:lang w:val="{letter.language}" w:eastAsia="{letter.language}"/>'
        told = told.replace("<w:rPr><w:b/></w:rPr>", f"<w:rPr><w:b/>{said}</w:rPr>")
        told = told.replace("<w:r><w:t", f"<w:r><w:rPr>{said}</w:rPr><w:t")
    cut = told.rindex("</w:pPr>")
    return told[:cut] + section + told[cut:]


def _numbered(section: str, kind: str) -> str:
    """Return a section's properties, beginning on a new page that is its first."""
    typed = section.replace("<w:pgSz", f'<w:type w:val="{kind}"/><w:pgSz', 1)
    return typed.replace("<w:cols", '<w:pgNumType w:start="1"/><w:cols', 1)


def _lists(numbering: str, total: int) -> str:
    """Return the numbering part with one list for each letter, each from 1."""
    restart = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    lists = "".join(
        f'<w:num w:numId="{number + 1}"><w:abstractNumId w:val="1"/>{restart}</w:num>'
        for number in range(1, total + 1)
    )
    return numbering.replace("</w:numbering>", f"{lists}</w:numbering>")


def _shared(part: str, content: bytes, title: str) -> bytes:
    """Return a part that all letters share; its footer cannot know how many pages a letter has.

    (Word counts a section's pages, LibreOffice does not, so the number of the page stands alone.)
    """
    if part.startswith(_FOOTERS):
        return _OF_HOW_MANY.sub(b"", content)
    if part == PROPERTIES:
        named = _TITLE.sub(lambda _: f"<dc:title>{escape(title)}</dc:title>", content.decode())
        return _AUTHOR.sub("<dc:creator></dc:creator>", named).encode()
    return content


def _body(name: str, parts: dict[str, bytes], relations: bytes) -> _Body:
    """Cut a letter's body where its section ends."""
    before, opening, rest = parts[BODY].decode().partition("<w:body>")
    sections = _SECTION.findall(rest)
    language = _LANGUAGE.search(parts[PROPERTIES].decode())
    if parts.get(_RELATIONS) != relations or len(sections) != 1 or language is None:
        raise DocxPileError(
            f"The DOCX of {name} is not one that was drawn here, so it cannot be put into a pile;"
            " print it by itself."
        )
    paragraphs = rest[: rest.index(sections[0])]
    return _Body(before + opening, paragraphs, sections[0], language[1])


def _parts(name: str, content: bytes) -> dict[str, bytes]:
    """Return the parts of a package by name."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = {part: archive.read(part) for part in archive.namelist()}
    except zipfile.BadZipFile as error:
        raise DocxPileError(f"The DOCX of {name} is no Word document; print it anew.") from error
    missing = {BODY, PROPERTIES, _NUMBERING, _RELATIONS} - parts.keys()
    if missing:
        raise DocxPileError(f"The DOCX of {name} lacks {min(missing)}; print it by itself.")
    return parts


def _entry(part: str) -> zipfile.ZipInfo:
    """Return a part's entry, of a fixed moment, so that the same letters give the same bytes."""
    entry = zipfile.ZipInfo(part, date_time=_MOMENT)
    entry.compress_type = zipfile.ZIP_DEFLATED
    return entry
