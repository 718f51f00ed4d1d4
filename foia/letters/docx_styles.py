"""The looks of a Word letter: paper, styles, numbered list and page number, by python-docx."""

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.text.paragraph import Paragraph

from foia.letters.page import Page

FONT = "Times New Roman"
BODY_SIZE = 11.5
SENDER_SIZE = 9.5
TABLE_SIZE = 9
_LIST = 1
TWIPS_PER_MM = 1440 / 25.4
_IGNORABLE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Ignorable"
_SETTINGS = {
    qn(f"w:{name}")
    for name in ("zoom", "defaultTabStop", "characterSpacingControl", "compat", "themeFontLang")
}


def set_looks(document: Document, *, page: Page, language: str) -> None:
    """Give a blank document the paper, styles, numbering and footer of a letter."""
    _set_page(document, page)
    _set_settings(document, language)
    _set_normal(document, language)
    _set_headings(document)
    _set_window(document)
    _set_list(document)
    _set_ends(document)
    _set_table(document)
    _set_footer(document)
    _use_the_plain_schema(document)


def _use_the_plain_schema(document: Document) -> None:
    """Drop the leave to use elements of other schemas, which a letter does not use."""
    footer = document.sections[0].footer
    for part in (document, document.styles, document.settings, document.part.numbering_part):
        part.element.attrib.pop(_IGNORABLE, None)
    footer.part.element.attrib.pop(_IGNORABLE, None)


def _set_page(document: Document, page: Page) -> None:
    """Set paper and margins."""
    section = document.sections[0]
    section.page_width, section.page_height = Mm(page.width), Mm(page.height)
    section.left_margin = section.right_margin = Mm(page.margin)
    section.top_margin = section.bottom_margin = Mm(page.margin)
    section.footer_distance = Mm(page.margin / 2)


def _set_settings(document: Document, language: str) -> None:
    """Keep of the blank document's settings those that a letter needs, and make them valid."""
    settings = document.settings.element
    for told in list(settings):
        if told.tag not in _SETTINGS:
            settings.remove(told)
    settings.find(qn("w:zoom")).attrib.update({qn("w:percent"): "100"})
    settings.find(qn("w:themeFontLang")).attrib.update({qn("w:val"): language})
    settings.find(qn("w:themeFontLang")).attrib.pop(qn("w:eastAsia"))


def _set_normal(document: Document, language: str) -> None:
    """Set running text, and the language that spelling checkers and screen readers go by."""
    normal = document.styles["Normal"]
    _set_font(normal, BODY_SIZE)
    normal.paragraph_format.space_after = Pt(7)
    normal.paragraph_format.line_spacing = 1.1
    normal.paragraph_format.widow_control = True
    defaults = document.styles.element.find(f".//{qn('w:rPrDefault')}/{qn('w:rPr')}")
    for told in defaults.findall(qn("w:lang")):
        defaults.remove(told)
    defaults.append(
        parse_xml(f'<w:lang {nsdecls("w")} w:val="{language}" w:eastAsia="{language}"/>')
    )


def _set_headings(document: Document) -> None:
    """Set the letter's title and the headings inside it."""
    for name, size, before, after in (("Heading 1", 13.5, 0, 12), ("Heading 2", BODY_SIZE, 12, 5)):
        heading = document.styles[name]
        _set_font(heading, size)
        heading.font.bold = True
        heading.font.color.rgb = RGBColor(0, 0, 0)
        heading.paragraph_format.space_before = Pt(before)
        heading.paragraph_format.space_after = Pt(after)
        heading.paragraph_format.keep_with_next = True


def _set_window(document: Document) -> None:
    """Set the lines of letterhead and addressee close."""
    for name, size in (("Sender", SENDER_SIZE), ("Addressee", BODY_SIZE)):
        style = _new_style(document, name, size=size)
        style.paragraph_format.space_after = Pt(0)
        style.paragraph_format.line_spacing = 1.0


def placed(*, x: float, y: float, width: float, height: float) -> str:
    """Return the paragraph property that puts lines at a place on the page, in millimeters.

    It stands in each paragraph, because LibreOffice overlooks it in a style. Neighbors with the
    same place share one frame, and the text after it begins below.
    """
    left, top, across, down = (round(mm * TWIPS_PER_MM) for mm in (x, y, width, height))
    return (
        f'<w:framePr w:w="{across}" w:h="{down}" w:hRule="exact" w:wrap="notBeside"'
        f' w:vAnchor="page" w:hAnchor="page" w:x="{left}" w:y="{top}"/>'
    )


def _set_list(document: Document) -> None:
    """Define the numbered list with hanging numbers, and the style whose paragraphs are in it."""
    numbering = document.part.numbering_part.element
    for old in list(numbering):
        numbering.remove(old)
    numbering.append(
        parse_xml(
            f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{_LIST}">'
            '<w:multiLevelType w:val="singleLevel"/><w:lvl w:ilvl="0"><w:start w:val="1"/>'
            '<w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/><w:lvlJc w:val="left"/>'
            '<w:pPr><w:ind w:left="454" w:hanging="454"/></w:pPr></w:lvl></w:abstractNum>'
        )
    )
    numbering.append(
        parse_xml(
            f'<w:num {nsdecls("w")} w:numId="{_LIST}"><w:abstractNumId w:val="{_LIST}"/></w:num>'
        )
    )
    item = _new_style(document, "Record Item", size=BODY_SIZE)
    numbered = item.element.get_or_add_pPr().get_or_add_numPr()
    numbered.get_or_add_numId().val = _LIST
    item.paragraph_format.space_after = Pt(5)


def _set_ends(document: Document) -> None:
    """Set the date line, and the closing that keeps the signature on one page with it."""
    _new_style(document, "Date Line", size=BODY_SIZE).paragraph_format.space_after = Pt(14)
    sign_off = _new_style(document, "Sign Off", size=BODY_SIZE)
    sign_off.paragraph_format.space_before = Pt(10)
    sign_off.paragraph_format.space_after = Pt(38)
    sign_off.paragraph_format.keep_with_next = True
    signed = _new_style(document, "Signed", size=BODY_SIZE)
    signed.paragraph_format.space_after = Pt(0)


def _set_table(document: Document) -> None:
    """Set the small, close text of a table's cells."""
    cell = _new_style(document, "Table Text", size=TABLE_SIZE)
    cell.paragraph_format.space_after = Pt(0)
    cell.paragraph_format.line_spacing = 1.0


def _set_footer(document: Document) -> None:
    """Number the pages as "1 / 2", which needs no words."""
    paragraph = document.sections[0].footer.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _set_font(document.styles["Footer"], 9)
    _add_field(paragraph, "PAGE")
    paragraph.add_run(" / ")
    _add_field(paragraph, "NUMPAGES")


def _add_field(paragraph: Paragraph, name: str) -> None:
    """Add a field that Word and LibreOffice compute."""
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), name)
    field.append(parse_xml(f"<w:r {nsdecls('w')}><w:t>1</w:t></w:r>"))
    paragraph._p.append(field)


def _new_style(document: Document, name: str, *, size: float) -> ParagraphStyle:
    """Add a paragraph style based on running text."""
    style: ParagraphStyle = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    style.base_style = document.styles["Normal"]
    _set_font(style, size)
    return style


def _set_font(style: ParagraphStyle, size: float) -> None:
    """Set a style's face, for all scripts, and its size in points."""
    style.font.name, style.font.size = FONT, Pt(size)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    for script in ("cs", "eastAsia"):
        fonts.set(qn(f"w:{script}"), FONT)
    _set_complex_size(style, size)


def _set_complex_size(style: ParagraphStyle, size: float) -> None:
    """Give Hebrew, Arabic and their kin the same size; it stands right after the other one."""
    properties = style.element.get_or_add_rPr()
    for told in properties.findall(qn("w:szCs")):
        properties.remove(told)
    complex_size = OxmlElement("w:szCs")
    complex_size.set(qn("w:val"), str(round(size * 2)))
    properties.find(qn("w:sz")).addnext(complex_size)
