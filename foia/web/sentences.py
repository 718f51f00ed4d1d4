"""What the rooms and the law library say in English, in the reader's words.

Those floors know no reader. Their sentences stand in the catalogues with their gaps named
(`%(days)s days are left`), found there by `manage.py messages`; here one that was said is put
beside its pattern, and what filled the gaps goes into the translation. Unknown ones stay English.
"""

import re
from collections.abc import Iterator
from datetime import datetime
from functools import lru_cache
from pathlib import Path

from babel.messages import Catalog
from babel.messages.mofile import read_mo
from django.conf import settings
from django.utils.translation import gettext

from foia.letters.dates import long_date
from foia.web.days import reader

CONTEXTS = ("sentence", b"sentence")  # Babel hands the context of a compiled file out as bytes
GAP = re.compile(r"%\((\w+)\)s")
#: Where one sentence ends and the next begins.
NEXT = re.compile(r"(?<=[.!?]) (?=[A-Z«])")


@lru_cache(maxsize=4096)
def in_words_of(language: str, sentence: str) -> str:
    """Return a sentence in the language of the screen, what fills its gaps too; else as it is.

    Several sentences in a row are told one by one, unless they stand in the catalogue as one.
    """
    fits = list(_fits(language, sentence))
    whole = next((fit for fit in fits if not any(map(NEXT.search, fit[1].values()))), None)
    parts = NEXT.split(sentence)
    if whole is None and len(parts) > 1:
        told = [in_words_of(language, part) for part in parts]
        if all(one != part for one, part in zip(told, parts, strict=True)):
            return " ".join(told)
    if fits:
        translated, gaps = whole or fits[0]
        return translated % {name: in_words_of(language, gaps[name]) for name in gaps}
    return _day(language, sentence) or (gettext(sentence) if sentence else "")


def _fits(language: str, sentence: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield the translations whose English this can be, each with what fills its gaps."""
    for pattern, translated in _patterns(language):
        if found := pattern.fullmatch(sentence):
            yield translated, found.groupdict()


def _day(language: str, told: str) -> str:
    """Return an English day in full, "November 18, 2026", in another language; else nothing."""
    try:
        return long_date(datetime.strptime(f"{told} +0000", "%B %d, %Y %z").date(), language)
    except ValueError:
        return ""


def to_reader(sentence: object) -> str:
    """Return what a room said in the language of the screen."""
    language = reader()
    return str(sentence) if language == "en" else in_words_of(language, str(sentence))


@lru_cache
def _patterns(language: str) -> list[tuple[re.Pattern[str], str]]:
    """Return the sentences of a language as (pattern of the English, translation), wordiest first.

    The wordiest first: a pattern that is nearly all gaps would take what belongs to another.
    """
    found = [
        (str(message.id), str(message.string))
        for folder in settings.LOCALE_PATHS
        for message in _catalogue(Path(folder) / language / "LC_MESSAGES" / "django.mo")
        if message.context in CONTEXTS and message.string
    ]
    found.sort(key=lambda pair: -len(GAP.sub("", pair[0])))
    worded = [pair for pair in found if len(re.findall(r"[^\W\d]{2,}", GAP.sub("", pair[0]))) > 1]
    return [(re.compile(_pattern(english)), translated) for english, translated in worded]


def _catalogue(path: Path) -> Catalog:
    if not path.exists():
        return Catalog()
    with path.open("rb") as compiled:
        return read_mo(compiled)


def _pattern(message: str) -> str:
    """Return the expression that a sentence of this message matches, a gap by its name."""
    parts = GAP.split(message.replace("%%", "%"))
    return "".join(
        f"(?P<{part}>.*)" if odd % 2 else re.escape(part) for odd, part in enumerate(parts)
    )
