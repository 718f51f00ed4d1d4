"""The tables of a bag: its exhibits, and what was withheld under which exemption."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from foia.flow.archive.contents import Exhibit
from foia.letters.catalogue import UnknownEntry, catalogue
from foia.letters.sheet import to_csv
from foia.models import Finding, RecordsRequest

#: What was withheld, in whole or in part.
WITHHELD = (Finding.State.WITHHELD, Finding.State.PARTLY)


def exhibits_head() -> tuple[str, ...]:
    """Return the names of the columns of the list of exhibits."""
    return (_("Exhibit"), _("Date (UTC)"), _("From"), _("To"), _("What"), _("File"), "SHA-256")


def exhibit_row(exhibit: Exhibit, before: str = "") -> tuple[str, ...]:
    """Return one row of the list of exhibits; `before` stands before number and path."""
    number = (
        f"{before.rstrip('/').rpartition('/')[2]} {exhibit.number}" if before else exhibit.number
    )
    return (
        number.strip(),
        _moment(exhibit.at),
        exhibit.sender,
        exhibit.recipient,
        exhibit.what,
        before + exhibit.path,
        exhibit.sha256,
    )


def withholding_head() -> tuple[str, ...]:
    """Return the names of the columns of the withholding log."""
    return (
        *(_("Request"), _("Body"), _("Record"), _("What was done"), _("Exemption cited")),
        *(_("Document"), _("Page"), _("Their words")),
    )


def withholding_rows(request: RecordsRequest) -> list[tuple[str, ...]]:
    """Return what a body withheld: a row for each record, with the exemption it cited."""
    rows: QuerySet[Finding] = request.findings.filter(state__in=WITHHELD)
    return [
        (
            request.reference,
            request.agency.name,
            category_name(finding.category),
            _("Withheld") if finding.state == Finding.State.WITHHELD else _("Partly withheld"),
            "; ".join(finding.exemptions),
            finding.attachment.name if finding.attachment else _("their message"),
            str(finding.page or ""),
            finding.quote,
        )
        for finding in rows.select_related("attachment").order_by("pk")
    ]


def category_name(category: str) -> str:
    """Return the name of a kind of record, or its code where the catalogue knows none."""
    try:
        return catalogue().category(category).label("en")
    except UnknownEntry:
        return category


class Sheet:
    """A CSV file that grows row by row; no cell is ever a formula."""

    def __init__(self, path: Path, head: Sequence[str]) -> None:
        self._path = path
        path.write_bytes(to_csv(head, ()))

    def add(self, rows: Iterable[Sequence[str]]) -> None:
        """Write more rows at its end."""
        with self._path.open("ab") as file:
            for row in rows:
                file.write(to_csv(row, ()).decode("utf-8-sig").encode())


def _moment(at: datetime | None) -> str:
    return f"{at:%Y-%m-%d %H:%M}" if at else ""
