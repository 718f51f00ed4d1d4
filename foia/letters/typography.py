"""What a language's typography asks of our own texts, so that template files stay easy to type."""

import re
from functools import lru_cache

_NO_BREAK, _MAY_BREAK = "\N{NO-BREAK SPACE}", "\N{ZERO WIDTH SPACE}"
# Letters between which no line breaks by itself, as it does in a link after a stroke.
_LONG = re.compile(r"[!-,.0->@-~\u00a1-\u04ff]{40}(?=[!-,.0->@-~\u00a1-\u04ff])")
_FRENCH_SPACES = re.compile(r" (?=[:;?!»])|(?<=«) ")
_ONE_LETTER_WORD = re.compile(r"(?<=\b[AIKOSUVWZaikosuvwz]) ")  # Polish, Czech: not at a line's end
# A day and its month ("9 June", "4. Januar", "1er janvier", "1º giugno", "June 1").
_DAY = re.compile(
    r"(?<![\d.,/])([1-9]\d?(?:\.|er|º)?) (?=[^\W\d_])|(?<=[a-z]) (?=\d{1,2}, \d{4}\b)"
)
# A section and its number.
_SECTION = re.compile(
    r"(§§?|№|\b(?:arts?|ст|гл|чл|čl|Abs|Nr|no|par|al|s|stk|ust|odst|U\.S\.C)\."
    r"|\b(?:ss?|para|reg|Abs|ILCS|artikel|artigo)|\bn\.º) (?=[A-Z*]{0,2}\d)"
    r"|(?<=\d) (?=ILCS\b|U\.S\.C\.)"
)


@lru_cache(maxsize=4096)
def unbroken(text: str) -> str:
    """Return text for a page, with no line ending inside a day or between a section and its number.

    Plain text does without: its lines are wrapped again by whoever reads it.
    """
    bound = _DAY.sub(lambda found: f"{found[1] or ''}{_NO_BREAK}", text)
    return _SECTION.sub(lambda found: f"{found[1] or ''}{_NO_BREAK}", bound)


def breakable(text: str) -> str:
    """Return text in which a line can break after 40 letters without a place to break.

    Word processors break such words by themselves; typst lets them run off the page.
    """
    return _LONG.sub(lambda found: f"{found[0]}{_MAY_BREAK}", text)


def typeset(source: str, language: str) -> str:
    """Return a template's source with the spaces that its language never breaks a line at."""
    if language in ("pl", "cs"):
        return _ONE_LETTER_WORD.sub(_NO_BREAK, source)
    return _FRENCH_SPACES.sub(_NO_BREAK, source) if language == "fr" else source


def lead_in(label: str, language: str) -> str:
    """Return a label as it stands before its item."""
    return typeset(f"{label} :", language) if language == "fr" else f"{label}:"
