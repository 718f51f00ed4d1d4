"""Tables in files: CSV of any make and XLSX are read, and written so that no cell is a formula."""

from foia.gateways.tables.reading import open_table, rows_about, sniff
from foia.gateways.tables.shape import MOST_BYTES, Row, Shape, Table, TableError
from foia.gateways.tables.writing import CSV_TYPE, XLSX_TYPE, csv_lines, plain, safe, xlsx
from foia.gateways.tables.xlsx_rows import sheets

__all__ = [
    "CSV_TYPE",
    "MOST_BYTES",
    "XLSX_TYPE",
    "Row",
    "Shape",
    "Table",
    "TableError",
    "csv_lines",
    "open_table",
    "plain",
    "rows_about",
    "safe",
    "sheets",
    "sniff",
    "xlsx",
]
