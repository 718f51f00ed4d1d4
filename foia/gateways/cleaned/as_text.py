"""What an office file or a mail shows, as plain text: nothing that it hides, nobody's changes.

Fails closed: of words that were put in or taken out nobody knows which are meant to be said, so
neither are; a file whose hidden parts this cannot tell from the others has no text.
"""

import io
import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from foia.gateways.inspect.office import OFF
from foia.gateways.inspect.problem import UnreadableError
from foia.gateways.inspect.zipped import Parts, attribute, local, opened
from foia.mail import outlook
from foia.mail.file_types import sniff
from foia.mail.parse import parse

LEFT_OUT = "[…]"
_WORD, _SHEET, _SLIDES = (
    "application/vnd.openxmlformats-officedocument." + name
    for name in ("wordprocessingml.document", "spreadsheetml.sheet", "presentationml.presentation")
)
_MAIL = ("message/rfc822", "message/global")
_CHANGED = frozenset({"ins", "del", "moveFrom", "moveTo", "cellIns", "cellDel", "cellMerge"})
#: Never shown, or a second way of showing what stands beside it.
_UNSHOWN = frozenset({"instrText", "delText", "Fallback", "sdtPr", "pPr", "rPr", "sectPr"})
_HIDING = frozenset({"vanish", "webHidden", "hidden"})
_LETTERS = {"tab": "\t", "br": "\n", "cr": "\n"}
_SLIDE = re.compile(r"ppt/slides/slide(\d+)\.xml$")
_ENDINGS = (".docx", ".xlsx", ".pptx")
MOST_ROWS, MOST_CELLS = 100_000, 2_000_000


def can_be_text(kind: str, name: str) -> bool:
    """Say whether a file of this type and name may have a text of its own here."""
    is_office = kind in (_WORD, _SHEET, _SLIDES)
    return is_office or _is_mail(kind, name) or name.lower().endswith(_ENDINGS)


def as_text(content: bytes, declared: str, name: str) -> str:
    """Return what a file shows, as text. Raises UnreadableError where nobody can say."""
    kind = sniff(content) or declared
    if kind == _SHEET:
        said = _workbook(content)
    elif kind in (_WORD, _SLIDES):
        with opened(content) as parts:
            said = "".join(_document(parts) if kind == _WORD else _slides(parts))
    elif outlook.is_outlook(content) or (not sniff(content) and _is_mail(kind, name)):
        said = _mail(content)
    else:
        raise UnreadableError("Nobody can tell what a file of this kind shows from what it hides.")
    said = re.sub(r"\n{3,}", "\n\n", said).strip()
    if not said:
        raise UnreadableError("The file shows no text.")
    return f"{said}\n"


def _is_mail(kind: str, name: str) -> bool:
    return kind in _MAIL or name.lower().endswith((".eml", ".msg"))


def _document(parts: Parts) -> Iterator[str]:
    """Yield what a Word file shows, its notes last (ECMA-376, part 1, §17)."""
    for name in parts.like(r"word/(styles|numbering)\.xml$"):
        if any(_is_hiding(element) for element in parts.elements(name)):
            raise UnreadableError(
                "A style in the file hides text, so nobody can say what it shows."
            )
    for name in ("word/document.xml", "word/footnotes.xml", "word/endnotes.xml"):
        whole = next(parts.elements(name), None)
        if whole is not None:
            yield from _shown(whole)


def _slides(parts: Parts) -> Iterator[str]:
    """Yield what the slides show that are not hidden, without anybody's notes (§19, §21)."""
    names = sorted(parts.like(_SLIDE.pattern), key=lambda name: int(_SLIDE.findall(name)[0]))
    for name in names:
        whole = next(parts.elements(name))
        if attribute(whole, "show") not in OFF:
            yield from _shown(whole)
            yield "\n"


def _shown(element: Element) -> Iterator[str]:
    """Yield the words of an element that are shown."""
    name = local(element)
    if name in _CHANGED or any(local(each) in _CHANGED for each in _facts(element, ("tr", "tc"))):
        yield LEFT_OUT
    elif name == "t":
        yield element.text or ""
    elif name in _LETTERS:
        yield _LETTERS[name]
    elif name not in _UNSHOWN and not _is_unseen(element):
        for child in element:
            yield from _shown(child)
        yield "\n" if name == "p" else ""


def _is_unseen(element: Element) -> bool:
    """Say whether a run, a row of a table or a shape is hidden."""
    if any(map(_is_hiding, _facts(element, ("r", "tr")))):
        return True
    is_shape = local(element) in ("sp", "pic", "graphicFrame", "grpSp", "cxnSp")
    shapes = (each for child in element for each in child) if is_shape else ()
    return any(
        local(each) == "cNvPr" and attribute(each, "hidden") not in {"", *OFF} for each in shapes
    )


def _facts(element: Element, names: tuple[str, ...]) -> Iterator[Element]:
    """Yield what an element of one of these names says of itself."""
    name = local(element)
    if name in names:
        yield from (each for child in element if local(child) == f"{name}Pr" for each in child)


def _is_hiding(element: Element) -> bool:
    return local(element) in _HIDING and attribute(element, "val") not in OFF


def _workbook(content: bytes) -> str:
    """Return the cells of the sheets, rows and columns that are shown, divided by tabs."""
    with opened(content):
        pass  # its limits, before another program opens it
    try:
        book = openpyxl.load_workbook(io.BytesIO(content), data_only=True)
    except Exception as error:  # openpyxl raises whatever its parts raise
        raise UnreadableError("The file cannot be read, so nobody can say what it shows.") from (
            error
        )
    shown = (sheet for sheet in book.worksheets if sheet.sheet_state == "visible")
    return "\n".join(f"{sheet.title}\n{_rows(sheet)}" for sheet in shown)


def _rows(sheet: Worksheet) -> str:
    if sheet.max_row > MOST_ROWS or sheet.max_row * sheet.max_column > MOST_CELLS:
        raise UnreadableError("The sheet is too large to be told as text.")
    if sheet.sheet_format.zeroHeight:
        raise UnreadableError("The sheet hides its rows, so nobody can say what it shows.")
    away = {
        number
        for column in sheet.column_dimensions.values()
        if column.hidden or column.width == 0
        for number in range(column.min or 0, (column.max or 0) + 1)
    }
    lines = []
    for row in sheet.iter_rows():
        facts = sheet.row_dimensions[row[0].row or 0]
        if not facts.hidden and facts.height != 0:
            cells = (_cell(cell) for cell in row if cell.column not in away)
            lines.append("\t".join(cells).rstrip())
    return "\n".join(lines)


def _cell(cell: object) -> str:
    """Return a cell as text; one whose format shows nothing says nothing."""
    value, form = getattr(cell, "value", None), str(getattr(cell, "number_format", ""))
    return "" if value is None or form.replace(" ", "") == ";;;" else str(value)


def _mail(content: bytes) -> str:
    """Return who wrote to whom, when and what; files of a mail are files of their own here."""
    mail = parse(content)
    when = mail.date.isoformat(" ", "minutes") if mail.date else ""
    head = {
        "From": " ".join(filter(None, (mail.from_name, mail.from_address))),
        "To": ", ".join(mail.to),
        "Cc": ", ".join(mail.cc),
        "Date": when,
        "Subject": mail.subject,
    }
    lines = [f"{name}: {value}" for name, value in head.items() if value]
    return "\n".join([*lines, "", mail.text]) if mail.text.strip() or len(lines) > 1 else ""
