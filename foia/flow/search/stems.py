"""Words as the index knows them: lower case, without accents, cut to their stems."""

import re
import unicodedata
from collections.abc import Iterator

import Stemmer

#: Our language codes → the stemmers there are; other languages keep their words whole.
STEMMERS = {
    "en": "english", "es": "spanish", "fr": "french", "pt": "portuguese", "de": "german",
    "ru": "russian", "it": "italian", "nl": "dutch", "sv": "swedish", "nb": "norwegian",
    "nn": "norwegian", "da": "danish", "fi": "finnish", "hu": "hungarian", "ro": "romanian",
    "tr": "turkish", "lt": "lithuanian", "pl": "polish", "cs": "czech", "sr": "serbian",
    "ca": "catalan", "eu": "basque", "ga": "irish", "id": "indonesian", "et": "estonian",
}  # fmt: skip
LANGUAGES = tuple(dict.fromkeys(STEMMERS.values()))
#: Letters of a word that count; what is longer is no word.
MOST = 60
_WORD = re.compile(r"[^\W_]+")
_SHORT_I = ("й", "\0")  # a letter of its own, and its stemmers know it


def words_of(text: str) -> Iterator[re.Match[str]]:
    """Yield the words of a text where they stand."""
    return _WORD.finditer(text)


def fold(word: str) -> str:
    """Return a word in lower case and without accents."""
    word = word.casefold()[:MOST]
    if word.isascii():
        return word
    apart = unicodedata.normalize("NFKD", word.replace(_SHORT_I[0], _SHORT_I[1]))
    bare = "".join(letter for letter in apart if not unicodedata.combining(letter))
    return bare.replace(_SHORT_I[1], _SHORT_I[0])


def stemmer(language: str) -> Stemmer.Stemmer | None:
    """Return a stemmer of a language, or nothing; a new one, for threads may not share them."""
    name = STEMMERS.get(language.partition("-")[0])
    return Stemmer.Stemmer(name) if name else None


def stems_of(text: str, language: str) -> str:
    """Return a text as the index keeps it: its stems in their order, divided by spaces."""
    folded = [fold(word.group()) for word in words_of(text)]
    found = stemmer(language)
    return " ".join(found.stemWords(folded) if found else folded)


def forms_of(words: list[str]) -> list[tuple[str, ...]]:
    """Return what these words, in this order, may be in the index: in each language once."""
    folded = [fold(word) for word in words]
    forms = [tuple(folded)]
    forms += (tuple(Stemmer.Stemmer(name).stemWords(folded)) for name in LANGUAGES)
    return list(dict.fromkeys(forms))
