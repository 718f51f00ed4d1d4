"""Puts a law pack's citation, which is written once for all languages, into a letter's language."""

_WORDS = {
    "es": ((" and ", " y "), ("et seq.", "y siguientes")),
    "fr": ((" and ", " et "), ("et seq.", "et suivants")),
    "pl": (
        (" and ", " i "),
        ("et seq.", "i nast."),
        ("Regulation (EC) No ", "rozporządzenie (WE) nr "),
    ),
    "ru": ((" and ", " и "), ("art. ", "ст. "), ("-FZ", "-ФЗ"), ("ch. ", "гл. ")),
}


def citation(cite: str, language: str) -> str:
    """Return `cite` with its few common words in `language`; names and numbers stay as they are."""
    for word, said in _WORDS.get(language, ()):
        cite = cite.replace(word, said)
    return cite
