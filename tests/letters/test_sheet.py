"""A table leaves as a spreadsheet in which no cell of a stranger's is ever a formula."""

import io
import zipfile
from xml.etree import ElementTree

from foia.letters.sheet import to_csv, to_xlsx

HOSTILE = ('=HYPERLINK("x")', "+1", "-1", "@SUM(A1)", "\tx", "a;b\n<&>")
CELL = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}t"


def test_every_cell_of_the_xlsx_is_text_and_says_what_it_was_given() -> None:
    content = to_xlsx(("Head",), [(cell,) for cell in HOSTILE], (20,))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        for name in archive.namelist():
            ElementTree.fromstring(archive.read(name))
        sheet = ElementTree.fromstring(archive.read("xl/worksheets/sheet1.xml"))
    assert [cell.text for cell in sheet.iter(CELL)] == ["Head", *HOSTILE]
    assert not [cell for cell in sheet.iter() if cell.tag.endswith("}f")]


def test_no_cell_of_the_csv_begins_as_a_formula() -> None:
    lines = to_csv(("Head",), [(cell,) for cell in HOSTILE]).decode("utf-8-sig")
    assert lines.splitlines()[1:5] == [
        '"\'=HYPERLINK(""x"")"',
        "'+1",
        "'-1",
        "'@SUM(A1)",
    ]
