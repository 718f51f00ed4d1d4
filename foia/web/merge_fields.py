"""Merge fields as a table: one row for a body, one column for a field; out, and back again."""

from collections.abc import Iterable, Iterator, Sequence

from foia.gateways import tables
from foia.models import CampaignBody
from foia.web.ticked import key_of
from jurisdictions import DomainError

#: The columns that say which body a row is about; all others are fields.
KEY = "body"
ABOUT = (KEY, "name", "place", "law")


class FieldsError(DomainError):
    """A table of fields that cannot be read, and what to do."""


def table(bodies: Sequence[CampaignBody]) -> tuple[list[str], Iterator[list[object]]]:
    """Return the header and the rows of a campaign's bodies with their fields."""
    names = sorted({name for body in bodies for name in body.fields})
    return [*ABOUT, *names], (_row(body, names) for body in bodies)


def read(content: bytes) -> dict[int, dict[str, str]]:
    """Return the fields by the number of the campaign's body; an empty cell is a field left out.

    Raises FieldsError or TableError where the table cannot be read; nothing is changed then.
    """
    found = tables.open_table(content, tables.sniff(content))
    names = [name.strip() for name in found.header]
    if KEY not in names:
        raise FieldsError(
            f"The first row names the columns {', '.join(names) or '(none)'}, and none of them is "
            f"«{KEY}»; paste the table with its first row, as it was downloaded."
        )
    return dict(_told(names, found.rows))


def _told(names: Sequence[str], rows: Iterable[tables.Row]) -> Iterator[tuple[int, dict[str, str]]]:
    for row in rows:
        if row.trouble:
            raise FieldsError(f"Line {row.line}: {row.trouble} Mend it and paste the table again.")
        cells = dict(zip(names, map(tables.plain, row.cells), strict=False))
        number = cells[KEY].strip()
        key = key_of(number)
        if not key:
            raise FieldsError(
                f"Line {row.line}, column «{KEY}»: found {number[:40]!r}, expected the number of a "
                "body as in the downloaded table; correct it and paste again."
            )
        yield key, {k: v.strip() for k, v in cells.items() if k not in ABOUT and v.strip()}


def _row(body: CampaignBody, names: Sequence[str]) -> list[object]:
    agency = body.agency
    about: list[object] = [body.pk, agency.name, agency.place, agency.jurisdiction_code]
    return [*about, *(body.fields.get(name, "") for name in names)]
