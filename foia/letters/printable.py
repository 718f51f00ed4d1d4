"""Makes what people typed fit to be printed: nothing in it that a file format refuses."""

import re
from typing import TypeVar

import msgspec

# Control characters except tab and line break, lone surrogates and the noncharacters XML forbids.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
S = TypeVar("S", bound=msgspec.Struct)


def printable(text: str) -> str:
    """Return `text` without unprintable characters; its line breaks are kept, as plain ones."""
    return _UNPRINTABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def one_line(text: str) -> str:
    """Return `text` printable and on one line, fit for a name or a subject."""
    return " ".join(printable(text).split())


def all_printable(given: S) -> S:
    """Return a struct with each of its texts printable; only postal addresses keep their lines."""
    told: dict[str, str | tuple[str, ...] | msgspec.Struct] = {
        name: printable(value) if name == "postal_address" else one_line(value)
        for name in given.__struct_fields__
        if isinstance(value := getattr(given, name), str)
    }
    if isinstance(lines := getattr(given, "address_lines", None), tuple):
        told["address_lines"] = tuple(map(one_line, lines))
    if isinstance(details := getattr(given, "details", None), msgspec.Struct):
        told["details"] = all_printable(details)
    return msgspec.structs.replace(given, **told)
