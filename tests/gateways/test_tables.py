"""Tables: files of every make become the same rows, and no cell that leaves is a formula."""

import csv
import io
import zipfile
from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from foia.gateways import tables
from foia.gateways.tables import Row, TableError

PLAIN = "name;e-mail;town\nPréfecture;a@b.example;Évry\nMairie;c@d.example;Œuilly\n"


def read(content: bytes) -> tuple[tuple[str, ...], list[Row]]:
    table = tables.open_table(content, tables.sniff(content))
    return table.header, list(table.rows)


def workbook(*rows: list[object]) -> bytes:
    book = Workbook()
    assert book.active is not None
    for row in rows:
        book.active.append(row)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_encoding_separator_and_line_ends_are_found(
    encoding: str, delimiter: str, line_end: str
) -> None:
    text = PLAIN.replace(";", delimiter).replace("\n", line_end)
    header, rows = read(text.encode(encoding))
    assert header == ("name", "e-mail", "town")
    assert rows == [
        Row(2, ("Préfecture", "a@b.example", "Évry")),
        Row(3, ("Mairie", "c@d.example", "Œuilly")),
    ]


def test_a_title_above_and_empty_lines_between_do_no_harm() -> None:
    header, rows = read(b"Bodies of 2026\n\nname,town\n\nA,B\n,,\nC,D\n")
    assert header == ("name", "town")
    assert rows == [Row(5, ("A", "B")), Row(7, ("C", "D"))]


def test_columns_of_one_name_are_told_apart_and_nameless_ones_are_numbered() -> None:
    header, _ = read(b"name,,name,name\nA,B,C,D\n")
    assert header == ("name", "column 2", "name (2)", "name (3)")


@pytest.mark.parametrize(
    "broken",
    [
        'B,"never closed,x',
        'B,"wrong" quotes,x',
        "B,too few",
        "B,too,many,cells",
        "B,a\x00nul,x",
        f"B,{'x' * 10_000_000},x",
        f"B,{'x' * 40_000},x",
        "B,#REF!,x",
    ],
    ids=["unclosed", "misplaced", "few", "many", "nul", "10 MB", "40 kB", "error"],
)
def test_a_broken_line_is_left_out_alone(broken: str) -> None:
    lines = ["name,place,kind", "A,1,x", broken, "C,3,x", 'D,"in\ntwo lines",x', "E,5,x"]
    _, rows = read("\n".join(lines).encode())
    assert [row.cells[0] for row in rows if not row.trouble] == ["A", "C", "D", "E"]
    (trouble,) = [row for row in rows if row.trouble]
    assert trouble.line == 3
    assert "xpected" in trouble.trouble or "NUL" in trouble.trouble


def test_one_line_in_another_encoding_is_left_out_alone() -> None:
    lines = [f"Évry {number},ä".encode() for number in range(200)]
    lines[7] = "Évry,ä".encode("cp1252")
    _, rows = read(b"\n".join([b"name,sign", *lines]))
    assert [row.line for row in rows if row.trouble] == [9]
    assert rows[8].cells == ("Évry 8", "ä")


@pytest.mark.parametrize(
    "content,said",
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf \r\n", "empty"),
        (b"%PDF-1.7", "a PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "old kind"),
        (b"  <!DOCTYPE html><p>", "web page"),
        (b"PK\x03\x04 and then nothing", "broken"),
    ],
)
def test_what_is_no_table_is_one_sentence(content: bytes, said: str) -> None:
    with pytest.raises(TableError, match=said):
        read(content)


def test_a_workbook_gives_days_numbers_and_text_as_one_would_type_them() -> None:
    header, rows = read(
        workbook(
            ["name", "on", "zip", "note"],
            ["Café", date(2026, 3, 1), 60602.0, None],
            [None, None, None, None],
            ["B", date(2026, 3, 2), 1.5, "x"],
        )
    )
    assert header == ("name", "on", "zip", "note")
    assert rows == [
        Row(2, ("Café", "2026-03-01", "60602", "")),
        Row(4, ("B", "2026-03-02", "1.5", "x")),
    ]


def test_a_workbook_that_would_unpack_to_gigabytes_is_refused_unread() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("xl/workbook.xml", "<workbook/>")
        bomb.writestr("xl/worksheets/sheet1.xml", b"0" * (300 * 1024 * 1024))
    assert len(packed.getvalue()) < 1_000_000
    with pytest.raises(TableError, match="would unpack to"):
        read(packed.getvalue())


def test_a_zip_file_that_is_no_workbook_is_one_sentence() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as other:
        other.writestr("content.xml", "<x/>")
    with pytest.raises(TableError, match="no XLSX"):
        read(packed.getvalue())


def test_a_workbook_cut_off_within_is_one_sentence() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as broken:
        broken.writestr("xl/workbook.xml", "<workbook><she")
    with pytest.raises(TableError, match="cannot be read as XLSX"):
        read(packed.getvalue())


HOSTILE = ["=1+1", "+1 312", "-2", "@SUM(A1)", "\tx", "\rx", "  =1", "＝1", "x\x00"]


def test_no_cell_that_leaves_as_csv_is_a_formula() -> None:
    content = b"".join(tables.csv_lines(["a", "b"], ([cell, 1] for cell in HOSTILE)))
    back = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    assert len(back) == 1 + len(HOSTILE)
    assert not any(cell.lstrip(" ").startswith(tuple("=+-@\t\r＝")) for row in back for cell in row)


def test_no_cell_that_leaves_as_a_workbook_is_a_formula() -> None:
    rows = [[cell, date(2026, 3, 1), datetime(2026, 3, 1, tzinfo=UTC), -2] for cell in HOSTILE]
    book = load_workbook(io.BytesIO(tables.xlsx(["a", "b", "c", "d"], rows, sheet="Bodies")))
    cells = [cell for row in book["Bodies"].iter_rows(min_row=2) for cell in row]
    assert {cell.data_type for cell in cells} == {"s", "d", "n"}
    assert cells[0].value == "'=1+1"


@pytest.mark.parametrize("cell", ["=1+1", "+1 312", "plain", "'quoted'", "", "it's"])
def test_what_was_guarded_is_plain_again(cell: str) -> None:
    assert tables.plain(tables.safe(cell)) == cell


def test_a_workbook_is_read_as_it_was_written() -> None:
    content = tables.xlsx(["name", "on"], [["A", date(2026, 1, 2)]], sheet="x")
    assert read(content) == (("name", "on"), [Row(2, ("A", "2026-01-02"))])


@given(st.one_of(st.binary(max_size=400), st.text(max_size=200).map(str.encode)))
@settings(max_examples=400, deadline=None)
def test_whatever_bytes_come_there_are_rows_or_one_sentence(content: bytes) -> None:
    try:
        header, rows = read(content)
    except TableError as error:
        assert str(error).endswith((".", "anew."))
        return
    assert len(set(header)) == len(header)
    assert all(row.trouble or len(row.cells) == len(header) for row in rows)


@given(
    st.lists(
        st.lists(
            st.text(st.characters(codec="utf-8", exclude_characters="\x00\ufffd"), max_size=20),
            min_size=3,
            max_size=3,
        ),
        max_size=12,
    )
)
@settings(max_examples=200, deadline=None)
def test_what_is_written_is_read_again_as_it_was(rows: list[list[str]]) -> None:
    content = b"".join(tables.csv_lines(["a", "b", "c"], rows))
    shape = tables.sniff(content)
    if (shape.delimiter, shape.header_line) != (",", 1):
        shape = tables.Shape(encoding="utf-8-sig")
    table = tables.open_table(content, shape)
    back = [[tables.plain(cell) for cell in row.cells] for row in table.rows]
    told = [[tables.plain(tables.safe(cell).strip()) for cell in row] for row in rows]
    assert back == [row for row in told if any(row)]


def test_an_unprintable_character_hides_no_formula() -> None:
    hidden = ["\x0b=1+1", "\x07@SUM(A1)", "\x00=1"]
    book = load_workbook(io.BytesIO(tables.xlsx(["a"], ([cell] for cell in hidden), sheet="s")))
    cells = [row[0] for row in book.active.iter_rows(min_row=2)]
    assert [cell.value for cell in cells] == ["'=1+1", "'@SUM(A1)", "'=1"]
    assert {cell.data_type for cell in cells} == {"s"}
    lines = b"".join(tables.csv_lines(["a"], ([cell] for cell in hidden))).decode().split("\r\n")
    assert lines[1:4] == ["'=1+1", "'@SUM(A1)", "'=1"]


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("Faces / Marseille?", "Faces Marseille"),
        ("[a]:*\\", "a"),
        ("?", "Sheet"),
        ("'quoted'", "quoted"),
        ("\x07", "Sheet"),
        ("ä" * 50, "ä" * 31),
    ],
)
def test_a_sheet_may_be_named_after_anything(name: str, title: str) -> None:
    book = load_workbook(io.BytesIO(tables.xlsx(["a"], [], sheet=name)))
    assert book.sheetnames == [title]
