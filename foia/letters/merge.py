"""Merge fields: `$name` in a campaign's words stands for what the letter to one body says.

What is put in is text and is never read again; a field without a value is an error, never a blank.
"""

import re
from collections.abc import Iterator, Mapping

from foia.letters.gates import placeholder_in
from foia.letters.own import FRAME_FIELDS
from foia.letters.printable import one_line
from foia.letters.wording import ASK_FIELDS
from jurisdictions import DomainError

#: What a letter knows by itself; no field of one's own has these names.
RESERVED = FRAME_FIELDS | ASK_FIELDS
LONGEST = 300
_FIELD = re.compile(r"\$(?:(?P<name>[a-z][a-z_]*)|\$)")
_NAME = re.compile(r"[a-z][a-z_]{0,39}")
_UNFIT = re.compile(r"[{}\[\]<>]")


class MergeError(DomainError):
    """A merge field that has no name, no value, or one that no letter can carry."""


def fields_in(*sources: str) -> frozenset[str]:
    """Return the names of the merge fields that these words use."""
    found = {match["name"] for source in sources for match in _FIELD.finditer(source)}
    return frozenset(name for name in found if name and name not in RESERVED)


def merged(source: str, values: Mapping[str, str], *, is_read_again: bool = False) -> str:
    """Return words with their merge fields replaced; other fields stay for the letter.

    `is_read_again`: the text still is a template, so a dollar in a value is doubled. Raises
    MergeError for a field without a value.
    """

    def said(match: re.Match[str]) -> str:
        name = match["name"]
        if name is None or name in RESERVED:
            return match[0]
        if not values.get(name):
            raise MergeError(
                f"The field ${name} has no value for this body; give it one, then prepare again."
            )
        return values[name].replace("$", "$$") if is_read_again else values[name]

    return _FIELD.sub(said, source)


def without_fields(source: str) -> str:
    """Return words as they are checked, with a plain word in the place of each merge field."""
    return _FIELD.sub(lambda m: m[0] if m["name"] in (None, *RESERVED) else "name", source)


def checked_values(given: Mapping[str, str]) -> dict[str, str]:
    """Return a body's values, each on one line; MergeError names the first that is wrong."""
    values = {name.strip(): one_line(value) for name, value in given.items()}
    for trouble in _troubles(values):
        raise MergeError(trouble)
    return {name: value for name, value in values.items() if value}


def _troubles(values: Mapping[str, str]) -> Iterator[str]:
    for name, value in values.items():
        if not _NAME.fullmatch(name) or name in RESERVED:
            yield (
                f"{name!r} is no name for a field; use small letters and _, and none of"
                f" {', '.join(sorted(RESERVED))}."
            )
        if len(value) > LONGEST:
            yield f"The field ${name} has {len(value)} characters; at most {LONGEST} are allowed."
        stray = _UNFIT.search(value)
        found = stray.group() if stray else placeholder_in(value)
        if found:
            yield f"The field ${name} contains {found!r}, which looks unfilled; write plain words."
