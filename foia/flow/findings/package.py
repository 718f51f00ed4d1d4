"""A Frictionless data package of findings: tables, and what their columns mean.

The format: https://specs.frictionlessdata.io/tabular-data-package/ (version 1).
"""

import hashlib
import io
import json
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import islice
from typing import Any

from foia.flow.findings.listing import HEADER, Address, rows
from foia.flow.findings.places import Place, asked_places, places
from foia.flow.findings.scope import Scope
from foia.gateways.tables import csv_lines
from foia.models import Finding

#: Type and meaning of each column, in the order of its table.
FINDINGS = {
    "body": ("string", "Public body that was asked"),
    "place": ("string", "Its place"),
    "law": ("string", "Code of the law it was asked under"),
    "technology": ("string", "Code of the technology"),
    "system": ("string", "System that was asked about, if one"),
    "record": ("string", "Code of the record category"),
    "finding": ("string", "What was learnt of that record; confirmed_absent: they say none exists"),
    "since": ("date", "Since when that is known"),
    "exemptions": ("string", "Sections cited for withholding, as the body cites them"),
    "page": ("integer", "Page of the document it rests on"),
    "published_at": ("string", "Where the body says that the record is published"),
    "their_words": ("string", "The words it rests on; empty in public tables"),
    "request": ("string", "Where the request can be read"),
}
PLACES = {
    "place": ("string", "Place"),
    "bodies": ("integer", "Bodies that were asked there"),
    "policy": ("string", "Whether a usage policy is published: the best answer of its bodies"),
}
#: So many places are looked up together.
AT_ONCE = 500
#: Bytes of a file in a ZIP carry no moment, so that the same findings give the same package.
EPOCH = (1980, 1, 1, 0, 0, 0)


def package(scope: Scope, *, address: Address, now: datetime) -> bytes:
    """Return the data package as a ZIP: datapackage.json beside its tables."""
    found = [[place.name, place.bodies, place.verdict] for place in _all_places(scope)]
    files = {
        "findings.csv": _csv(HEADER, rows(scope, address)),
        "places.csv": _csv(tuple(PLACES), found),
    }
    resources = [
        _resource("findings", files["findings.csv"], FINDINGS, {"finding": Finding.State.values}),
        _resource("places", files["places.csv"], PLACES, {"policy": Finding.State.values}),
    ]
    descriptor = {
        "profile": "tabular-data-package",
        "name": "open-shutter-findings",
        "title": "What public bodies answered about their camera systems",
        "created": now.isoformat(timespec="seconds"),
        "licenses": [{"name": "CC-BY-4.0", "path": "https://creativecommons.org/licenses/by/4.0/"}],
        "resources": resources,
    }
    told = json.dumps(descriptor, ensure_ascii=False, indent=1).encode()
    return _zipped({"datapackage.json": told, **files})


def _all_places(scope: Scope) -> Iterator[Place]:
    names = asked_places(scope).iterator(AT_ONCE)
    while some := list(islice(names, AT_ONCE)):
        yield from places(scope, some)


def _csv(header: Sequence[str], lines: Iterable[Sequence[object]]) -> bytes:
    """Return a table as UTF-8 without a mark, as the format wants it."""
    return b"".join(csv_lines(header, lines)).removeprefix(b"\xef\xbb\xbf")


def _resource(
    name: str,
    content: bytes,
    columns: dict[str, tuple[str, str]],
    known: dict[str, Sequence[str]],
) -> dict[str, Any]:
    """Return how a table is described: its bytes, digest, and the type of each column."""
    fields = [
        {"name": column, "type": kind, "description": meaning}
        | ({"constraints": {"enum": list(known[column])}} if column in known else {})
        for column, (kind, meaning) in columns.items()
    ]
    return {
        "profile": "tabular-data-resource",
        "name": name,
        "path": f"{name}.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
        "schema": {"fields": fields, "missingValues": [""]},
    }


def _zipped(files: dict[str, bytes]) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name, EPOCH), content, zipfile.ZIP_DEFLATED)
    return written.getvalue()
