"""The data package of findings keeps the published rules of tabular data packages."""

import csv
import io
import json
import re
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from foia.flow import findings
from foia.models import Agency, User
from tests.findings_rows import RECORDS, asked, bodies
from tests.flow.test_findings import address, published, scope

__all__ = ["published"]


def test_the_data_package_describes_its_tables_truly(published: None, now: datetime) -> None:
    content = findings.package(scope(), address=address, now=now)
    assert content == findings.package(scope(), address=address, now=now)
    tables = checked_package(content)
    assert len(tables["findings"]) == 24 * len(RECORDS)


def test_the_data_package_is_right_whatever_bodies_and_places_are_called(
    citizen: User, now: datetime
) -> None:
    rows = bodies(4, each_place=1)
    names = ("=HYPERLINK(1)", 'Two\r\nlines, "quoted"', "  @cmd", "Bureau; d’État")
    places = ("", "=1+1", "One Body Town", "Two\nlines")
    for row, name, place in zip(rows, names, places, strict=True):
        row.name, row.place = name, place
    Agency.objects.bulk_update(rows, ["name", "place"])
    asked(rows, by=citizen, now=now)
    tables = checked_package(findings.package(scope(), address=address, now=now))
    assert {row["bodies"] for row in tables["places"]} == {"1"}
    assert "" not in {row["place"] for row in tables["places"]}
    for row in tables["findings"] + tables["places"]:
        assert not any(str(cell).lstrip().startswith(("=", "@", "+", "-")) for cell in row.values())


def test_the_data_package_of_nothing_is_two_tables_without_rows(db: None, now: datetime) -> None:
    tables = checked_package(findings.package(scope(), address=address, now=now))
    assert tables == {"findings": [], "places": []}


CASTS: dict[str, Callable[[str], object]] = {
    "string": str,
    "integer": int,
    "date": date.fromisoformat,
}


def checked_package(content: bytes) -> dict[str, list[dict[str, str]]]:
    """Check a package against the published rules of tabular data packages; return its tables."""
    tables = {}
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.namelist()[0] == "datapackage.json"
        told = json.loads(archive.read("datapackage.json"))
        assert told["profile"] == "tabular-data-package"
        assert re.fullmatch(r"[-a-z0-9._/]+", told["name"])
        assert datetime.fromisoformat(told["created"]).tzinfo is not None
        assert all(licence.get("name") or licence.get("path") for licence in told["licenses"])
        assert len({resource["name"] for resource in told["resources"]}) == len(told["resources"])
        for resource in told["resources"]:
            assert re.fullmatch(r"[-a-z0-9._/]+", resource["name"])
            assert not resource["path"].startswith(("/", ".")) and ".." not in resource["path"]
            table = archive.read(resource["path"])
            assert resource["profile"] == "tabular-data-resource"
            assert resource["bytes"] == len(table)
            assert resource["hash"] == f"sha256:{sha256(table).hexdigest()}"
            tables[resource["name"]] = checked_rows(table.decode(resource["encoding"]), resource)
    return tables


def checked_rows(table: str, resource: dict[str, Any]) -> list[dict[str, str]]:
    """Check the rows of a table against its schema."""
    schema = resource["schema"]
    reader = csv.DictReader(io.StringIO(table, newline=""), strict=True)
    rows = list(reader)
    assert reader.fieldnames == [field["name"] for field in schema["fields"]]
    for row in rows:
        assert None not in row, "a cell too many"
        for field in schema["fields"]:
            cell = row[field["name"]]
            if cell in schema["missingValues"]:
                continue
            CASTS[field["type"]](cell)
            known = field.get("constraints", {}).get("enum")
            assert known is None or cell in known
    return rows
