"""A Word letter keeps to the format (ECMA-376, part 1: transitional), so that Word opens it.

The whole schema is not here. All letters were validated against it once, by hand; what these tests
hold on to is the order in which it wants the elements that we write, and that all that one part
says of another is true.
"""

import io
import posixpath
import zipfile
from collections.abc import Iterator
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import msgspec
import pytest

from foia.letters.docx import to_docx
from foia.letters.docx_pile import pile_docx
from foia.letters.letter import Heading, Letter, Paragraph, Table
from foia.letters.outline import OUTLINES
from foia.letters.sample import sample_letter
from jurisdictions import load_pack
from tests.letters import sample

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
#: Elements of other schemas in our parts: the document's theme only.
FOREIGN = {"word/theme/theme1.xml"}
# The children of each element that we use, in the order of the schema's sequence (17.3 to 17.9).
ORDER = {
    "pPr": "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr pBdr tabs spacing"
    " ind jc outlineLvl rPr sectPr",
    "rPr": "rStyle rFonts b bCs i iCs color sz szCs u rtl cs lang",
    "framePr": "",
    "numPr": "ilvl numId",
    "tblPr": "tblStyle tblW jc tblInd tblBorders tblLayout tblCellMar tblLook",
    "tblBorders": "top left bottom right insideH insideV",
    "tbl": "tblPr tblGrid tr",
    "tr": "trPr tc",
    "tcPr": "tcW gridSpan vAlign",
    "sectPr": "headerReference footerReference type pgSz pgMar pgNumType cols titlePg docGrid",
    "style": "name basedOn next link uiPriority semiHidden unhideWhenUsed qFormat rsid pPr rPr",
    "styles": "docDefaults latentStyles style",
    "docDefaults": "rPrDefault pPrDefault",
    "numbering": "abstractNum num",
    "abstractNum": "multiLevelType lvl",
    "num": "abstractNumId lvlOverride",
    "lvl": "start numFmt lvlText lvlJc pPr",
    "settings": "zoom defaultTabStop characterSpacingControl compat themeFontLang",
}
TABLE = Table(("No.", "Body\naddress"), (1, 4), (("1", "<A> & B"), ("2", "")))
ANNEX = (Heading("Annex"), TABLE, Paragraph("After."))


def pile(*letters: Letter) -> bytes:
    out = io.BytesIO()
    pile_docx(((letter.title, to_docx(letter)) for letter in letters), out, title="Pile")
    return out.getvalue()


def packages() -> Iterator[tuple[str, bytes]]:
    """Yield every kind of letter, several languages, an annex, other scripts, and a pile."""
    for kind in OUTLINES:
        yield kind, to_docx(sample_letter(load_pack("gb"), kind, sample.ON))
    for code in ("mx", "fr", "ru", "de", "br", "ua", "cz", "il", "jp"):
        yield code, to_docx(sample_letter(load_pack(code), "request", sample.ON))
    annexed = msgspec.structs.replace(sample.request("fr"), annex=ANNEX)
    yield "annex", to_docx(annexed)
    yield "typed", to_docx(sample.request(ask=(sample.AskItem("", "א\n日\tم </w:t>"),)))
    yield "pile", pile(annexed, sample.request("ru"), sample.request("us"))


PACKAGES = dict(packages())


def parts_of(package: bytes) -> dict[str, Element]:
    """Return the parts of a package by name, parsed."""
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        return {name: ElementTree.fromstring(archive.read(name)) for name in archive.namelist()}


def misplaced(parent: Element) -> str:
    """Say which child of an element is not where the schema wants it, if any."""
    order = ORDER[parent.tag.removeprefix(W)].split()
    names = [child.tag.removeprefix(W) for child in parent]
    unknown = [name for name in names if name not in order]
    if unknown or names != sorted(names, key=order.index):
        return f"{parent.tag.removeprefix(W)}: {names}"
    return ""


def values(root: Element, *names: str) -> set[str]:
    """Return what elements of these names say."""
    return {found.get(f"{W}val", "") for name in names for found in root.iter(f"{W}{name}")}


@pytest.mark.parametrize("name", PACKAGES)
def test_elements_stand_in_the_order_of_the_schema(name: str) -> None:
    for part, root in parts_of(PACKAGES[name]).items():
        for parent in root.iter():
            if parent.tag.removeprefix(W) in ORDER and parent.tag.startswith(W):
                assert not misplaced(parent), part


@pytest.mark.parametrize("name", PACKAGES)
def test_a_part_uses_its_own_schema_only(name: str) -> None:
    for part, root in parts_of(PACKAGES[name]).items():
        if part.startswith("word/") and not part.endswith(".rels") and part not in FOREIGN:
            spaces = {found.tag.partition("}")[0] + "}" for found in root.iter()}
            assert spaces == {W}, part
            assert not [key for key in root.attrib if "compatibility" in key], part


@pytest.mark.parametrize("name", PACKAGES)
def test_every_relationship_leads_to_a_part_of_a_declared_type(name: str) -> None:
    parts = parts_of(PACKAGES[name])
    types = parts["[Content_Types].xml"]
    declared = {told.get("PartName", "").lstrip("/") for told in types} - {""}
    reached = set()
    for part, root in parts.items():
        if part.endswith(".rels"):
            base = posixpath.dirname(posixpath.dirname(part))
            reached |= {posixpath.join(base, told.get("Target", "")) for told in root}
            ids = [told.get("Id") for told in root]
            assert len(ids) == len(set(ids)), part
    own = {part for part in parts if not part.endswith(".rels")} - {"[Content_Types].xml"}
    assert own == declared == reached


@pytest.mark.parametrize("name", PACKAGES)
def test_styles_lists_and_footers_that_are_named_exist(name: str) -> None:
    parts = parts_of(PACKAGES[name])
    body, styles, lists = (
        parts[f"word/{part}.xml"] for part in ("document", "styles", "numbering")
    )
    known = {style.get(f"{W}styleId") for style in styles.iter(f"{W}style")}
    for root in (body, styles, parts["word/footer1.xml"]):
        assert values(root, "pStyle", "rStyle", "basedOn", "next", "link", "tblStyle") <= known
    numbers = {number.get(f"{W}numId") for number in lists.iter(f"{W}num")}
    abstract = {found.get(f"{W}abstractNumId") for found in lists.iter(f"{W}abstractNum")}
    assert values(body, "numId") | values(styles, "numId") <= numbers
    assert {number[0].get(f"{W}val") for number in lists.iter(f"{W}num")} <= abstract
    relations = {told.get("Id") for told in parts["word/_rels/document.xml.rels"]}
    named = {found.get(f"{R}id") for found in body.iter() if found.get(f"{R}id")}
    assert named <= relations
    assert named


@pytest.mark.parametrize("name", PACKAGES)
def test_what_every_table_paragraph_and_section_needs_is_there(name: str) -> None:
    body = parts_of(PACKAGES[name])["word/document.xml"][0]
    assert body[-1].tag == f"{W}sectPr"
    assert body[-2].tag == f"{W}p"  # a table never stands last
    for cell in body.iter(f"{W}tc"):
        assert cell[-1].tag == f"{W}p"
    for table in body.iter(f"{W}tbl"):
        columns = len(list(table.iter(f"{W}gridCol")))
        assert {len(row.findall(f"{W}tc")) for row in table.iter(f"{W}tr")} == {columns}
    for paragraph in body.iter(f"{W}p"):
        assert paragraph[0].tag == f"{W}pPr"
        assert {child.tag for child in paragraph[1:]} <= {f"{W}r"}


@pytest.mark.parametrize("code", ["us-il", "fr", "ru", "il"])
def test_the_properties_tell_title_author_day_and_language(code: str) -> None:
    letter = sample_letter(load_pack(code), "search_certification", sample.ON)
    parts = parts_of(to_docx(letter))
    told = {found.tag.partition("}")[2]: found.text for found in parts["docProps/core.xml"]}
    language = f"{letter.language}-{letter.country.upper()}"
    assert (told["title"], told["creator"]) == (letter.title, "Robin Sample")
    assert (told["language"], told["created"]) == (language, "2026-11-23T00:00:00Z")
    assert told["modified"] == told["created"]
    run = parts["word/styles.xml"].find(f"{W}docDefaults/{W}rPrDefault/{W}rPr/{W}lang")
    assert run is not None
    assert run.get(f"{W}val") == language
