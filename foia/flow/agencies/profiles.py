"""Profiles: how the tables of known sources name their columns, and what each of them means."""

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path

import msgspec

from jurisdictions import DomainError

FOLDER = Path(__file__).parent / "profiles"
GENERIC = "generic"
#: What a column may mean, in the order in which screens offer it.
FIELDS = (
    "name",
    "other_names",
    "place",
    "jurisdiction",
    "kind",
    "records_office",
    "email",
    "portal",
    "post",
    "fax",
    "homepage",
    "source_id",
    "source_url",
    "verified_on",
    "technology",
    "vendors",
    "summary",
    "system_id",
    "fact_url",
)
#: These may stand in several columns of one row; of all others the first with words counts.
MANY = ("other_names", "jurisdiction", "email", "portal", "post", "fax")
_NOT_A_WORD = re.compile(r"[\W_]+")


class UnknownProfile(DomainError):
    """A format that is not on file."""


class Rule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where one field stands. `json`: the keys to take from a cell that holds JSON.

    `split`: any of these characters parts one value from the next. `join`: puts all columns into
    one value.
    """

    columns: tuple[str, ...] = ()
    split: str = ""
    json: tuple[str, ...] | None = None
    join: str = ""


class Skip(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Rows that are left out because a cell begins with these words."""

    column: str
    holds: str


class Profile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One format. `needs`: the columns by which it is known; `country`: where its words for
    places belong; `jurisdiction`: the law of all its rows; `is_grouped`: rows of one body add up.
    """

    name: str
    needs: tuple[str, ...] = ()
    note: str = ""
    country: str = ""
    jurisdiction: str = ""
    licence: str = ""
    attribution: str = ""
    is_grouped: bool = False
    skip: Skip | None = None
    fields: dict[str, Rule] = {}
    technologies: dict[str, str] = {}
    id: str = ""


@lru_cache(maxsize=1)
def profiles() -> dict[str, Profile]:
    """Return all formats on file by their ids, the generic one last."""
    found = {}
    for path in sorted(FOLDER.glob("*.toml"), key=lambda path: (path.stem == GENERIC, path.stem)):
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
        found[path.stem] = msgspec.convert(raw | {"id": path.stem}, Profile)
    return found


def profile(id: str) -> Profile:
    """Return a format. Raises UnknownProfile."""
    found = profiles().get(id)
    if found is None:
        known = ", ".join(profiles())
        raise UnknownProfile(f"There is no format {id[:40]!r}; expected is one of: {known}.")
    return found


def recognised(header: Iterable[str]) -> Profile:
    """Return the format that these columns tell: of those that fit, the one that needs most."""
    there = {key_of(name) for name in header}
    fitting = [one for one in profiles().values() if {key_of(n) for n in one.needs} <= there]
    return max(fitting, key=lambda one: len(one.needs))


def mapped(of: Profile, header: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Return which of these columns a format reads for which field, {field: columns}."""
    by_key: dict[str, str] = {}
    for name in header:
        by_key.setdefault(key_of(name), name)
    columns: dict[str, tuple[str, ...]] = {}
    for field, rule in of.fields.items():
        found = tuple(by_key[key] for key in map(key_of, rule.columns) if key in by_key)
        if found:
            columns[field] = found if of.id != GENERIC or field in MANY else found[:1]
    return columns


def rules(of: Profile, columns: Mapping[str, Sequence[str]]) -> dict[str, Rule]:
    """Return how to read the fields from these columns, in the manner of a format."""
    return {
        field: msgspec.structs.replace(of.fields.get(field, _usual(field)), columns=tuple(names))
        for field, names in columns.items()
        if names and field in FIELDS
    }


def _usual(field: str) -> Rule:
    return profile(GENERIC).fields.get(field, Rule())


def key_of(name: str) -> str:
    """Return a column's name as it is compared: without capitals, spaces and signs."""
    return _NOT_A_WORD.sub(" ", name.casefold()).strip()
