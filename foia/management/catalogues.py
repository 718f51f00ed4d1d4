"""The words of the screens in other languages: `foia/locale/<language>/LC_MESSAGES/django.po`.

People write the .po files; the program reads .mo files, which are made from them where it runs.
"""

import os
import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

from foia.management.sentences import CONTEXT, sentences

#: The spaces that no line may end with: before a mark that is set apart, and after a quote opens.
APART = re.compile(r" (?=[:;?!»])|(?<=«) ")
FUNCTIONS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
}


def catalogues() -> Iterator[Path]:
    """Yield the file of each language."""
    for folder in settings.LOCALE_PATHS:
        yield from sorted(Path(folder).glob("*/LC_MESSAGES/django.po"))


def read(path: Path) -> Catalog:
    """Return one language's words as they stand in its file."""
    with path.open("rb") as words:
        return read_po(words, locale=path.parents[1].name)


def compile_catalogues() -> int:
    """Make the .mo files that are missing or older than their words; return how many there are.

    One that an earlier program made is made anew.
    """
    found = list(catalogues())
    for path in found:
        target = path.with_suffix(".mo")
        changed_at = max(path.stat().st_mtime, Path(__file__).stat().st_mtime)
        if target.exists() and target.stat().st_mtime >= changed_at:
            continue
        draft = target.with_suffix(f".{os.getpid()}")
        with draft.open("wb") as compiled:
            write_mo(compiled, _typeset(read(path)))
        draft.replace(target)
    return len(found)


def _typeset(catalogue: Catalog) -> Catalog:
    """Keep the marks that French sets apart, as in « qui ? », on the line of their word."""
    for message in catalogue if str(catalogue.locale) == "fr" else ():
        if isinstance(message.string, str):
            message.string = APART.sub("\u00a0", message.string)
        else:
            message.string = tuple(APART.sub("\u00a0", one or "") for one in message.string or ())
    return catalogue


def in_the_source() -> Catalog:
    """Return every word of code and templates that is marked for translation."""
    found = Catalog(charset="utf-8")
    for path, source in _sources(settings.BASE_DIR / "foia"):
        for _line, message, _comments, context in extract(
            "python", BytesIO(source.encode()), keywords=FUNCTIONS
        ):
            found.add(message, context=context, locations=[(path, 0)])
    for path, sentence in sentences(settings.BASE_DIR):
        found.add(sentence, context=CONTEXT, locations=[(path, 0)])
    return found


def renew() -> dict[str, int]:
    """Bring each file up to the source, keeping what was translated; return what each still lacks.

    A message whose English changed is new and empty: nothing is guessed from a similar one.
    """
    source, lacking = in_the_source(), {}
    for path in catalogues():
        catalogue = read(path)
        catalogue.update(source, no_fuzzy_matching=True, update_header_comment=False)
        catalogue.obsolete.clear()
        catalogue.project, catalogue.version = "Open Shutter", ""
        with path.open("wb") as words:
            write_po(words, catalogue, no_location=True, sort_output=True, width=0)
        lacking[path.parents[1].name] = len(list(untranslated(catalogue)))
    return lacking


def untranslated(catalogue: Catalog) -> Iterator[str]:
    """Yield the messages that have no words yet, or not all of their plurals."""
    for message in catalogue:
        words = message.string if isinstance(message.string, tuple | list) else [message.string]
        if message.id and not all(words):
            yield message.id[0] if isinstance(message.id, tuple | list) else message.id


def _sources(folder: Path) -> Iterator[tuple[str, str]]:
    """Yield each file as (its path, Python that says the same words)."""
    for path in sorted(folder.rglob("*.py")):
        yield str(path.relative_to(folder.parent)), path.read_text(encoding="utf-8")
    for path in sorted((*folder.rglob("templates/**/*.html"), *folder.rglob("templates/**/*.txt"))):
        name = str(path.relative_to(folder.parent))
        words = templatize(path.read_text(encoding="utf-8"), origin=name)
        yield name, "\n".join(line.strip() for line in words.splitlines())
