"""Eyes for what a page still says in English, though its reader chose another language."""

import re
import tomllib
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from babel.messages import Message
from django.conf import settings
from lxml import html

from foia.management import catalogues

GAP = re.compile(r"%\(\w+\)[sd]|%[sd]|<[^>]+>")
#: Words that every English sentence has, and no Spanish or French one.
ENGLISH = re.compile(r"\b(the|of|and|your|this|that|was|has|have|with|which|are|not|from|by|it)\b")
#: All elements and texts in their order, but for parts that say that they are in another language.
SHOWN = """//*[not(ancestor-or-self::*[@lang and @lang != $language or self::script])]
  | //text()[not(ancestor::*[@lang and @lang != $language or self::script or self::textarea])]"""
#: Elements within a line; every other one begins a new line.
INLINE = {"a", "strong", "em", "b", "i", "span", "time", "code", "small", "q", "mark", "abbr"}
NAMES = ("aria-label", "title", "placeholder", "alt")


def leftovers(page: str, known: str, written: set[str]) -> list[str]:
    """Return what a page says in English that its language has other words for, or no words yet.

    `known`: all that nobody translates: what packs and samples say, word after word.
    `written`: lines that the test wrote itself.
    """
    tree = html.fromstring(page)
    language = tree.get("lang")
    said = dict.fromkeys(" ".join(words.split()) for words in _said(tree, language))
    return [
        words
        for words in said
        if words not in written and (_has_other_words(words, language) or _is_new(words, known))
    ]


def _said(part: html.HtmlElement, language: str) -> Iterator[str]:
    """Yield what a part shows or says to a screen reader, line by line; not in other languages."""
    line = ""
    for node in part.xpath(SHOWN, language=language):
        if isinstance(node, html.HtmlElement):
            yield from (node.get(name, "") for name in NAMES)
            if node.tag not in INLINE:
                yield line
                line = ""
        else:
            line += node
            if node.is_tail and node.getparent().tag not in INLINE:
                yield line
                line = ""
    yield line


def _has_other_words(words: str, language: str) -> bool:
    """Say whether it is, or has in it, a message that the language says otherwise."""
    translated, whole, part = _catalogue(language)
    return words not in translated and bool(whole.fullmatch(words) or part.search(words))


def _is_new(words: str, known: str) -> bool:
    """Say whether it is English of which not even three words in a row are known."""
    if len(set(ENGLISH.findall(words))) < 2:
        return False
    some = re.findall(r"\w+", words)
    return not any(f" {' '.join(some[at : at + 3])} " in known for at in range(len(some) - 2))


@lru_cache
def _catalogue(language: str) -> tuple[set[str], re.Pattern[str], re.Pattern[str]]:
    """Return a language's own words, and what finds a whole English message, or one in a line."""
    path = Path(settings.LOCALE_PATHS[0]) / language / "LC_MESSAGES" / "django.po"
    pairs = [pair for message in catalogues.read(path) if message.id for pair in _forms(message)]
    said = {translated for _, translated in pairs}
    ours = [english for english, other in pairs if english != other and english not in said]
    plain = [english for english in ours if not GAP.search(english)]
    long = [re.escape(english) for english in plain if len(english.split()) > 2]
    gapped = [_with_gaps(english) for english in ours if len(GAP.sub("", english).split()) > 2]
    whole = "|".join([*map(re.escape, plain), *gapped])
    return said, re.compile(whole), re.compile(rf"(?<!\w)(?:{'|'.join(long)})(?!\w)")


def _with_gaps(english: str) -> str:
    return ".+".join(re.escape(part) for part in GAP.split(english.replace("%%", "%")))


def _forms(message: Message) -> Iterator[tuple[str, str]]:
    one = isinstance(message.id, str)
    yield from zip(
        [message.id] if one else message.id,
        [message.string] if one else message.string,
        strict=False,
    )


@lru_cache
def in_the_house() -> str:
    """Return what the packs, the dossiers and the samples say in English, word after word."""
    root = Path(settings.BASE_DIR)
    folders = ("jurisdictions", "foia/sample_systems", "letter_templates/catalogue.toml")
    files = [*(path for name in folders for path in _toml(root / name)), root / "foia/samples.toml"]
    return " ".join(f" {_words_of(tomllib.loads(path.read_text('utf-8')))} " for path in files)


def _toml(path: Path) -> list[Path]:
    return sorted(path.rglob("*.toml")) if path.is_dir() else [path]


def _words_of(part: object) -> str:
    if isinstance(part, dict):
        return " ".join(_words_of(inner) for inner in part.values())
    if isinstance(part, list):
        return " ".join(map(_words_of, part))
    return " ".join(re.findall(r"\w+", part)) if isinstance(part, str) else ""
