"""The values in the cells of one row: parted, taken out of JSON, and checked."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from foia.flow.agencies.profiles import MANY, Rule
from foia.gateways import tables
from foia.letters.printable import one_line

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_HOST = re.compile(r"[^\s/@:]+\.[^\s/@:]{2,}(/\S*)?")


def values(row: Mapping[str, str], field: str, rule: Rule) -> list[str]:
    """Return what a row says of a field: each value once, in the order of the columns.

    Raises ValueError where a cell should hold JSON and does not.
    """
    found = [value for name in rule.columns for value in _parts(row.get(name, ""), rule)]
    if rule.json and field == "post":
        return found[:1]
    found = list(dict.fromkeys(found))
    if rule.join:
        return [rule.join.join(found)] if found else []
    if field == "post":
        return [", ".join(found)] if found else []
    return found if field in MANY else found[:1]


def _parts(cell: str, rule: Rule) -> Iterator[str]:
    text = one_line(tables.plain(cell))
    if not text:
        return
    if rule.json is not None and text[0] in "[{":
        yield from _in_json(json.loads(text), rule.json)
    elif rule.split:
        parts = re.split(f"[{re.escape(rule.split)}]+", text)
        yield from filter(None, (part.strip() for part in parts))
    else:
        yield text


def _in_json(told: Any, keys: Sequence[str]) -> Iterator[str]:
    """Yield the texts of a JSON value; of an object those under the keys, as one text."""
    if isinstance(told, list):
        for one in told:
            yield from _in_json(one, keys)
    elif isinstance(told, dict):
        parts = [one_line(str(told[key])) for key in keys if told.get(key)]
        if any(parts):
            yield ", ".join(filter(None, parts))
    elif told is not None:
        yield one_line(str(told))


def is_email(address: str) -> bool:
    """Say whether a letter can be mailed to this address."""
    try:
        validate_email(address)
    except ValidationError:
        return False
    return address.isascii() and len(address) <= 254


def web_address(text: str) -> str:
    """Return an address on the web with its scheme, or nothing if it is none."""
    if _HOST.fullmatch(text):
        text = f"https://{text}"
    try:
        parts = urlsplit(text)
    except ValueError:
        return ""
    is_one = parts.scheme in ("http", "https") and "." in parts.netloc and " " not in text
    return text if is_one and len(text) <= 500 else ""


def day(text: str) -> date | None:
    """Return a day written as ISO 8601, perhaps with a time behind it; nothing for all others."""
    found = _DAY.match(text)
    try:
        return date.fromisoformat(found.group()) if found else None
    except ValueError:
        return None
