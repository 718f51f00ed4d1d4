"""Files of bodies: kept first, then read as a known format or as a person says, and looked at."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from itertools import islice
from typing import Any

import msgspec
from django.db import transaction

from foia import custody
from foia.flow.agencies.bodies import Body, Reader
from foia.flow.agencies.laws import plain
from foia.flow.agencies.profiles import mapped, profile, recognised, rules
from foia.gateways import blobs, tables
from foia.letters.printable import one_line
from foia.models import AgencyImport, AgencyList, Team, User
from jurisdictions import DomainError, load_pack

#: A table of more rows is compared and taken in by the room, while the page shows how far it is.
AT_ONCE_ROWS = 1_000


class ImportTrouble(DomainError):
    """A file of bodies that cannot be taken as it is."""


class Options(msgspec.Struct, frozen=True):
    """How one file is read. `columns`: {field: columns}; `laws`: {words of the file: code}."""

    shape: tables.Shape = tables.Shape()
    columns: dict[str, tuple[str, ...]] = {}
    jurisdiction: str = ""
    laws: dict[str, str] = {}
    licence: str = ""
    attribution: str = ""
    retrieved_on: date | None = None


def upload(
    *,
    team: Team,
    by: User,
    content: bytes,
    file_name: str,
    now: datetime,
    agency_list: AgencyList | None = None,
    profile_id: str = "",
    jurisdiction: str = "",
) -> AgencyImport:
    """Keep a file, then find out what it is; what was kept can be read again in another way.

    Raises TableError if it is no table, UnknownProfile, UnknownJurisdiction.
    """
    shape = tables.sniff(content)
    header = tables.open_table(content, shape).header
    of = profile(profile_id) if profile_id else recognised(header)
    options = Options(
        shape=shape,
        columns=mapped(of, header),
        jurisdiction=load_pack(jurisdiction).code if jurisdiction else of.jurisdiction,
        licence=of.licence,
        attribution=of.attribution,
        retrieved_on=now.date(),
    )
    with transaction.atomic():
        blob = custody.keep(content, subject=f"table of bodies {file_name[:80]}", now=now)
        return AgencyImport.objects.create(
            team=team,
            agency_list=agency_list,
            uploaded_by=by,
            blob=blob,
            file_name=one_line(file_name)[-255:] or "table",
            profile=of.id,
            options=msgspec.to_builtins(options),
            rows_total=tables.rows_about(content, shape),
            uploaded_at=now,
        )


def is_large(agency_import: AgencyImport) -> bool:
    """Say whether comparing a table and taking it in are the room's work."""
    return agency_import.rows_total > AT_ONCE_ROWS


def must_be_open(agency_import: AgencyImport) -> None:
    """Refuse to touch a file that was taken in."""
    if agency_import.state == AgencyImport.State.APPLIED:
        raise ImportTrouble(
            f"{agency_import.file_name} was taken in already; upload it again to read it"
            " in another way."
        )


def must_be_idle(agency_import: AgencyImport) -> None:
    """Refuse to change a file that was taken in, or is being taken in at this moment."""
    must_be_open(agency_import)
    if agency_import.state == AgencyImport.State.APPLYING:
        raise ImportTrouble(
            f"{agency_import.file_name} is being taken in; wait until that is done."
        )


def options_of(agency_import: AgencyImport) -> Options:
    """Return how a file is read."""
    return msgspec.convert(agency_import.options, Options)


def header_of(agency_import: AgencyImport) -> tuple[str, ...]:
    """Return the names of a file's columns."""
    content = blobs.read(agency_import.blob_id)
    return tables.open_table(content, options_of(agency_import).shape).header


def sheets_of(agency_import: AgencyImport) -> list[str]:
    """Return the sheets of a workbook, one of which is read; CSV has none."""
    is_workbook = options_of(agency_import).shape.sheet
    return tables.sheets(blobs.read(agency_import.blob_id)) if is_workbook else []


def read_as(
    agency_import: AgencyImport,
    *,
    profile_id: str | None = None,
    shape: Mapping[str, Any] | None = None,
    columns: Mapping[str, Sequence[str]] | None = None,
    laws: Mapping[str, str] | None = None,
    **more: Any,
) -> None:
    """Read a file in another way from now on; nothing is written but how.

    Another format or shape finds the columns anew, unless they are given. `more`: jurisdiction,
    licence, attribution, retrieved_on. Raises ImportTrouble if the file was taken in already.
    """
    must_be_idle(agency_import)
    old = options_of(agency_import)
    of = profile(profile_id or agency_import.profile)
    new = msgspec.structs.replace(old, shape=msgspec.structs.replace(old.shape, **(shape or {})))
    content = blobs.read(agency_import.blob_id)
    header = tables.open_table(content, new.shape).header
    if columns is None and (of.id != agency_import.profile or new.shape != old.shape):
        columns = mapped(of, header)
    known = {plain(word): load_pack(code).code for word, code in (laws or {}).items() if code}
    if code := more.get("jurisdiction"):
        more["jurisdiction"] = load_pack(code).code
    agency_import.profile = of.id
    agency_import.options = msgspec.to_builtins(
        msgspec.structs.replace(
            new,
            columns={field: tuple(names) for field, names in (columns or old.columns).items()},
            laws=old.laws | known,
            **more,
        )
    )
    _forget_comparison(agency_import, rows_total=tables.rows_about(content, new.shape))
    agency_import.save(update_fields=["profile", "options", *COMPARED])


#: What is told of a comparison; read in another way, the table must be compared anew.
COMPARED = ("state", "comparison", "trouble", "rows_done", "rows_total")


def _forget_comparison(agency_import: AgencyImport, *, rows_total: int) -> None:
    agency_import.state = AgencyImport.State.UPLOADED
    agency_import.comparison = {}
    agency_import.trouble = ""
    agency_import.rows_done, agency_import.rows_total = 0, rows_total


def reader_of(agency_import: AgencyImport) -> tuple[Reader, tables.Table]:
    """Return a reader for a file, and the file opened."""
    options = options_of(agency_import)
    of = profile(agency_import.profile)
    reading = rules(of, options.columns)
    if "name" not in reading:
        raise ImportTrouble(
            "No column of this table is known to hold the names of bodies; say which one does."
        )
    table = tables.open_table(blobs.read(agency_import.blob_id), options.shape)
    return Reader(of, reading, jurisdiction=options.jurisdiction, laws=options.laws), table


def first_bodies(agency_import: AgencyImport, *, most: int = 10) -> tuple[list[Body], Reader]:
    """Return the first rows as they would be stored, and what was wrong on the way there."""
    reader, table = reader_of(agency_import)
    rows = islice(table.rows, most)
    return list(reader.bodies(tables.Table(table.header, rows))), reader


def first_cells(agency_import: AgencyImport, *, most: int = 20) -> dict[str, str]:
    """Return for each column of a file what the first row with words in it says there."""
    content = blobs.read(agency_import.blob_id)
    table = tables.open_table(content, options_of(agency_import).shape)
    seen = dict.fromkeys(table.header, "")
    for row in islice(table.rows, most):
        for name, cell in zip(table.header, row.cells, strict=False):
            seen[name] = seen[name] or cell[:80]
    return seen
