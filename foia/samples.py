"""Sample agencies and systems of a fresh installation, loaded once and never over an edit."""

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import Model

from foia.models import (
    Agency,
    Contact,
    System,
    SystemAnswer,
    SystemBody,
    SystemDocument,
    SystemFact,
    SystemVendor,
)

FILE = Path(__file__).with_name("samples.toml")
#: One dossier a file.
SYSTEMS = Path(__file__).with_name("sample_systems")


def load() -> int:
    """Add the samples that are not there yet; return how many rows were added."""
    agencies, dossiers = _read(FILE)["agencies"], systems()
    with transaction.atomic():
        return sum(map(_agency, agencies)) + sum(map(_system, dossiers))


def systems() -> list[dict[str, Any]]:
    """Return the sample dossiers as their files say them, in the order of their names."""
    return [_read(path) for path in sorted(SYSTEMS.glob("*.toml"))]


def _read(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _agency(row: Mapping[str, Any]) -> int:
    columns = {key: value for key, value in row.items() if key not in ("slug", "contacts")}
    agency, is_new = Agency.objects.get_or_create(
        slug=row["slug"], defaults=columns | {"is_sample": True}
    )
    if is_new:
        Contact.objects.bulk_create(
            Contact(agency=agency, **contact) for contact in row["contacts"]
        )
    return int(is_new)


#: The lists of a dossier that are rows of their own, without its bodies.
PARTS: dict[str, type[Model]] = {
    "vendors": SystemVendor,
    "facts": SystemFact,
    "documents": SystemDocument,
    "answers": SystemAnswer,
}


def _system(row: Mapping[str, Any]) -> int:
    lists = {"slug", "bodies", *PARTS}
    columns = {key: value for key, value in row.items() if key not in lists}
    system, is_new = System.objects.get_or_create(
        slug=row["slug"], defaults=columns | {"is_sample": True}
    )
    if is_new:
        SystemBody.objects.bulk_create(_bodies(system, row["bodies"]))
        for name, part in PARTS.items():
            rows = (part(system=system, **told) for told in row.get(name, ()))
            part._default_manager.bulk_create(rows)
    return int(is_new)


def _bodies(system: System, rows: Iterable[Mapping[str, Any]]) -> Iterator[SystemBody]:
    for row in rows:
        agency = Agency.objects.get(slug=row["agency"])
        yield SystemBody(system=system, **{**row, "agency": agency})
