"""Sample agencies and systems of a fresh installation, loaded once and never over an edit."""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.db import transaction

from foia.models import Agency, Contact, System, SystemBody, SystemFact

FILE = Path(__file__).with_name("samples.toml")


def load() -> int:
    """Add the samples that are not there yet; return how many rows were added."""
    samples = tomllib.loads(FILE.read_text(encoding="utf-8"))
    with transaction.atomic():
        return sum(_agency(row) for row in samples["agencies"]) + sum(
            _system(row) for row in samples["systems"]
        )


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


def _system(row: Mapping[str, Any]) -> int:
    columns = {key: value for key, value in row.items() if key not in ("slug", "bodies", "facts")}
    system, is_new = System.objects.get_or_create(
        slug=row["slug"], defaults=columns | {"is_sample": True}
    )
    if is_new:
        SystemBody.objects.bulk_create(
            SystemBody(
                system=system,
                agency=Agency.objects.get(slug=body["agency"]),
                role=body["role"],
                records=body["records"],
                why=body["why"],
            )
            for body in row["bodies"]
        )
        SystemFact.objects.bulk_create(SystemFact(system=system, **fact) for fact in row["facts"])
    return int(is_new)
