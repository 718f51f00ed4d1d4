"""Packs on file: found by code, read when first needed, and refused with a lawyer's sentence."""

import difflib
import re
import tomllib
import typing
from functools import lru_cache
from pathlib import Path
from typing import Any

import msgspec

from jurisdictions.errors import DomainError
from jurisdictions.law import Pack

FOLDER = Path(__file__).parent / "packs"
#: Other codes of a place: ISO 3166 lists Puerto Rico as a country too, and reserves UK.
ALIASES = {"pr": "us-pr", "uk": "gb"}
#: Of a pack that is based on another, these are added to what the other has; all else replaces it.
ADDED = ("notes", "sources")


class UnknownJurisdiction(DomainError):
    """There is no pack of that code."""


class BadPack(DomainError):
    """A pack's file cannot be read as a pack."""


@lru_cache(maxsize=1)
def codes() -> tuple[str, ...]:
    """The codes of all jurisdictions on file, in order, each place under one code only."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.toml")))


@lru_cache(maxsize=512)
def load_pack(code: str) -> Pack:
    """The pack of a code or an alias, in any case; `UnknownJurisdiction` names the nearest."""
    known = ALIASES.get(code.lower(), code.lower())
    if known not in codes():
        near = difflib.get_close_matches(known, codes(), n=3, cutoff=0.3)
        hint = f"the nearest are {', '.join(near)}" if near else "nothing on file is near it"
        raise UnknownJurisdiction(
            f"There is no jurisdiction {code!r}; {hint}; all of them: {', '.join(codes())}."
        )
    return read_pack(_text_of(known), name=f"{known}.toml")


def _text_of(code: str) -> str:
    """The text of a pack's file, without the mark that some editors put before it."""
    path = FOLDER / f"{code}.toml"
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise BadPack(f"{path.name} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise BadPack(
            f"{path.name} is not in UTF-8 (byte {error.start}): save it in that encoding."
        ) from error


def read_pack(text: str, *, name: str) -> Pack:
    """A pack from its TOML text; `BadPack` says which file, which key and what is allowed."""
    raw = _with_what_it_is_based_on(_toml(text, name), name)
    try:
        return msgspec.convert(raw, Pack)
    except msgspec.ValidationError as error:
        raise BadPack(f"{name}: {_in_words(str(error))}.") from error


def _toml(text: str, name: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadPack(f"{name} is not valid TOML: {error}; correct that line.") from error


def _with_what_it_is_based_on(raw: dict[str, Any], name: str) -> dict[str, Any]:
    """The keys of a pack, after those of the pack named in `based_on`, which has no such key."""
    other = raw.pop("based_on", None)
    if other is None:
        return raw
    if other not in codes():
        raise BadPack(f"{name}: based_on is {other!r}, which is no pack on file; name one.")
    base = _toml(_text_of(other), f"{other}.toml")
    if "based_on" in base:
        raise BadPack(f"{name}: {other} is based on another pack itself; name that one.")
    for key in ADDED:
        if not isinstance(raw.get(key, []), list):
            raise BadPack(f"{name}: expected a list in brackets at {key}.")
    added = {key: [*base.get(key, []), *raw.get(key, [])] for key in ADDED}
    return {**base, **raw, **added}


#: What the decoder calls the kinds of value, as people call them.
KINDS_OF_VALUE = {
    "str": "a text in quotes",
    "int": "a whole number",
    "float": "a number with a fraction",
    "bool": "true or false",
    "array": "a list in brackets",
    "object": "a table",
    "date": "a day such as 2026-01-31",
    "null": "nothing",
}


def _in_words(complaint: str) -> str:
    """The decoder's complaint with the key's path and, for an unknown word, what is allowed."""
    message, _, path = complaint.partition(" - at ")
    path = path.strip("`").removeprefix("$").removeprefix(".")
    where = f"at {path}" if path else "at the top of the file"
    if message.startswith("Object contains unknown field"):
        return f"unknown key {message.split()[-1]} {where}; allowed there: {_allowed(path)}"
    if message.startswith("Invalid enum value"):
        return f"unknown value {message.split(maxsplit=3)[-1]} {where}; allowed: {_allowed(path)}"
    if "RFC3339" in message:
        return f"expected a day without quotes, such as 2026-01-31, {where}"
    if message.startswith("Expected"):
        message = re.sub("`(.*?)`", lambda found: _kinds(found[1]), message)
    return f"{message[0].lower()}{message[1:]} {where}"


def _kinds(found: str) -> str:
    return " or ".join(KINDS_OF_VALUE.get(name, name) for name in found.split(" | "))


def _allowed(path: str) -> str:
    """The keys, or the words, allowed at a path such as `statutes[0].terms[...].cite`."""
    shape: Any = Pack
    for part in re.findall(r"\[[^]]*\]|[^.[\]]+", path):
        inner = _item(shape) if part.startswith("[") else typing.get_type_hints(shape)[part]
        shape = _without_none(inner)
    if typing.get_origin(shape) is typing.Literal:
        return ", ".join(typing.get_args(shape))
    return ", ".join(field.encode_name for field in msgspec.structs.fields(shape))


def _item(shape: Any) -> Any:
    """What a list or a table holds."""
    return typing.get_args(shape)[1 if typing.get_origin(shape) is dict else 0]


def _without_none(shape: Any) -> Any:
    """`X` for `X | None`."""
    members = [member for member in typing.get_args(shape) if member is not type(None)]
    is_optional = type(None) in typing.get_args(shape)
    return members[0] if is_optional else shape
