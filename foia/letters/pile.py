"""Many letters as one PDF to be printed, page for page as they were drawn and approved.

Nothing is drawn anew: the objects of each PDF are copied under new numbers (ISO 32000-1, 7.3.10
and 7.5), so the memory needed does not grow with the letters but by a few numbers for each. Tags
and fonts are kept; the pile itself makes no claim of PDF/UA. It takes what `foia.letters.pdf`
draws, with a cross-reference table and no object streams, and refuses any other PDF.
"""

from array import array
from collections.abc import Iterable
from typing import BinaryIO
from xml.sax.saxutils import escape

from foia.letters.pdf_objects import Drawn, Moved, drawn

CATALOG, PAGES, TAGS, TAGGED, FACTS, METADATA, OUTLINE, FIRST_FREE = range(1, 9)


def pile_pdf(
    letters: Iterable[tuple[str, bytes]], out: BinaryIO, *, title: str, is_two_sided: bool = False
) -> int:
    """Write the letters, given as name and PDF, one after the other; return the number of pages.

    `is_two_sided`: each letter begins on a front side, after an empty page where that is needed.
    Raises PdfError for a PDF that is not one of ours.
    """
    pile = _Pile(out)
    for name, content in letters:
        pile.add(name, drawn(content, name))
        if is_two_sided and pile.pages % 2:
            pile.add_empty()
    pile.close(title)
    return pile.pages


class _Pile:
    """A PDF while it is written: where each object is, the page tree and the tags so far."""

    def __init__(self, out: BinaryIO) -> None:
        self.pages = 0
        self._out, self._at = out, 0
        self._offsets = array("Q", [0] * FIRST_FREE)
        self._kids = array("L")
        self._begins: list[tuple[str, int]] = []
        self._tagged, self._leaves, self._next_key = array("L"), array("L"), 0
        self._roles, self._language, self._paper = b"", b"", b""
        self._put(b"%PDF-1.7\n%\x80\x80\x80\x80\n")

    def add(self, name: str, letter: Drawn) -> None:
        """Copy a letter's objects under new numbers."""
        moved = Moved(by=len(self._offsets), keys=self._next_key, tags=(letter.tags, TAGGED))
        self._offsets.extend([0] * letter.size)
        for number, content in letter.objects(moved, parent=PAGES):
            self._object(number, content)
        self._kids.append(moved.number(letter.pages))
        self._begins.append((name, moved.number(letter.first_page)))
        self._tagged.extend(moved.number(number) for number in letter.tagged)
        if letter.keys:
            self._leaf([(key + moved.keys, moved.number(n)) for key, n in letter.keys])
        self.pages += letter.total
        self._paper = letter.paper
        self._roles, self._language = self._roles or letter.roles, self._language or letter.language

    def add_empty(self) -> None:
        """Add an empty page of the last letter's paper."""
        page = b"<</Type/Page/Parent %d 0 R/MediaBox%s/Resources<<>>>>" % (PAGES, self._paper)
        self._kids.append(self._new(page))
        self.pages += 1

    def close(self, title: str) -> None:
        """Write what holds the letters together, and where everything is."""
        self._object(PAGES, b"<</Type/Pages/Count %d/Kids[%s]>>" % (self.pages, _refs(self._kids)))
        self._object(
            TAGS,
            b"<</Type/StructTreeRoot%s/K[%d 0 R]/ParentTree<</Kids[%s]>>/ParentTreeNextKey %d>>"
            % (self._roles, TAGGED, _refs(self._leaves), self._next_key),
        )
        told = (TAGS, _refs(self._tagged))
        self._object(TAGGED, b"<</Type/StructElem/S/Document/P %d 0 R/K[%s]>>" % told)
        self._object(FACTS, b"<</Title%s>>" % _text(title))
        self._object(METADATA, _metadata(title))
        self._outline()
        self._object(
            CATALOG,
            b"<</Type/Catalog/Pages %d 0 R/StructTreeRoot %d 0 R/Metadata %d 0 R/Outlines %d 0 R"
            b"%s/MarkInfo<</Marked true>>/ViewerPreferences<</DisplayDocTitle true>>>>"
            % (PAGES, TAGS, METADATA, OUTLINE, self._language),
        )
        self._table()

    def _leaf(self, keys: list[tuple[int, int]]) -> None:
        """Write one letter's part of the tree that leads from pages to tags (14.7.4.4)."""
        self._next_key = keys[-1][0] + 1
        pairs = b" ".join(b"%d %d 0 R" % pair for pair in keys)
        limits = (keys[0][0], keys[-1][0], pairs)
        self._leaves.append(self._new(b"<</Limits[%d %d]/Nums[%s]>>" % limits))

    def _outline(self) -> None:
        """Write one bookmark for each letter."""
        first, last = len(self._offsets), len(self._offsets) + len(self._begins) - 1
        for number, (name, page) in enumerate(self._begins, start=first):
            before = b"/Prev %d 0 R" % (number - 1) if number > first else b""
            after = b"/Next %d 0 R" % (number + 1) if number < last else b""
            told = (_text(name), OUTLINE, page, before, after)
            self._new(b"<</Title%s/Parent %d 0 R/Dest[%d 0 R/Fit]%s%s>>" % told)
        ends = b"/First %d 0 R/Last %d 0 R" % (first, last) if self._begins else b""
        self._object(OUTLINE, b"<</Type/Outlines/Count %d%s>>" % (len(self._begins), ends))

    def _table(self) -> None:
        """Write the cross-reference table (7.5.4) and the end."""
        at = self._at
        self._put(b"xref\n0 %d\n0000000000 65535 f\r\n" % len(self._offsets))
        for offset in self._offsets[1:]:
            self._put(b"%010d 00000 n\r\n" % offset if offset else b"0000000000 00001 f\r\n")
        told = (len(self._offsets), CATALOG, FACTS, at)
        self._put(b"trailer\n<</Size %d/Root %d 0 R/Info %d 0 R>>\nstartxref\n%d\n%%%%EOF\n" % told)

    def _new(self, content: bytes) -> int:
        self._offsets.append(0)
        self._object(len(self._offsets) - 1, content)
        return len(self._offsets) - 1

    def _object(self, number: int, content: bytes) -> None:
        self._offsets[number] = self._at
        self._put(b"%d 0 obj\n%s\nendobj\n" % (number, content))

    def _put(self, content: bytes) -> None:
        self._out.write(content)
        self._at += len(content)


def _refs(numbers: Iterable[int]) -> bytes:
    return b" ".join(b"%d 0 R" % number for number in numbers)


def _text(text: str) -> bytes:
    """Return a text string (7.9.2.2)."""
    return b"<FEFF%s>" % text.encode("utf-16-be", "replace").hex().encode()


def _metadata(title: str) -> bytes:
    """Return the XMP packet that gives the document its title."""
    packet = (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>'
        '<x:xmpmeta xmlns:x="adobe:ns:meta/">'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        '<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>'
        f'<rdf:Alt><rdf:li xml:lang="x-default">{escape(title)}</rdf:li></rdf:Alt></dc:title>'
        '</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="r"?>'
    ).encode("utf-8", "replace")
    told = (len(packet), packet)
    return b"<</Type/Metadata/Subtype/XML/Length %d>>\nstream\n%s\nendstream" % told
