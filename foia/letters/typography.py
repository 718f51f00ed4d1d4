"""What a language's typography asks of our own texts, so that template files stay easy to type."""

import re

_NO_BREAK = "\N{NO-BREAK SPACE}"
_FRENCH_SPACES = re.compile(r" (?=[:;?!»])|(?<=«) ")
_ONE_LETTER_WORD = re.compile(r"(?<=\b[AIKOSUVWZaikosuvwz]) ")  # Polish, Czech: not at a line's end


def typeset(source: str, language: str) -> str:
    """Return a template's source with the spaces that its language never breaks a line at."""
    if language in ("pl", "cs"):
        return _ONE_LETTER_WORD.sub(_NO_BREAK, source)
    return _FRENCH_SPACES.sub(_NO_BREAK, source) if language == "fr" else source


def lead_in(label: str, language: str) -> str:
    """Return a label as it stands before its item."""
    return typeset(f"{label} :", language) if language == "fr" else f"{label}:"
