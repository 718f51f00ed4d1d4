"""The wordings of public bodies, one table a language; `en.toml` says how to write one."""

from functools import cache
from importlib.resources import files
from typing import Literal

import msgspec

from foia.mail.kinds import MessageKind


class Cue(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One thing a mail can say, in its possible wordings."""

    kind: MessageKind
    weight: float
    says: str
    phrases: list[str]
    only: Literal["", "subject"] = ""
    unless: list[str] = []


class Language(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The wordings of one language."""

    code: str
    date_order: Literal["", "day_month", "month_day"]
    until: list[str]
    more: list[str]
    negations: list[str]
    hedges: list[str]
    boilerplate: list[str]
    items: list[str]
    whole: list[str]
    all_of: list[str]
    and_: list[str] = msgspec.field(name="and")
    to: list[str]
    months: dict[str, int]
    numbers: dict[str, int]
    units: dict[str, list[str]]
    cue: list[Cue]
    sets: dict[str, list[str]] = {}


def known() -> tuple[str, ...]:
    """The codes of the languages there are tables for."""
    tables = (entry.name for entry in files(__name__).iterdir())
    return tuple(sorted(name.removesuffix(".toml") for name in tables if name.endswith(".toml")))


@cache
def load(code: str) -> Language:
    """Read the table of one of the `known` languages."""
    content = (files(__name__) / f"{code}.toml").read_bytes()
    return msgspec.toml.decode(content, type=Language)
