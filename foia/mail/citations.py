"""Sections of law and sums of money, exactly as a mail writes them."""

import re

# Every repetition is bounded, so no text can make these slow.
_PARENS = r"(?:\s?\([0-9A-Za-z.\-]{1,6}\)){0,6}"
_EN = (
    rf"\b\d{{1,3}} ILCS \d{{1,4}}/\d[\d.\-]{{0,8}}{_PARENS}",
    rf"\b\d{{1,2}} U\.?\s?S\.?\s?C\.?\s?(?:§{{1,2}}\s?)?\d{{1,5}}[a-z]?{_PARENS}",
    rf"(?:\b[Ss]ections?|\b[Ss]ec\.|§{{1,2}})\s?\d[\w.\-/]{{0,12}}{_PARENS}"
    rf"(?:(?:,| and|, and)\s\d[\w.]{{0,6}}\([0-9A-Za-z.\-]{{1,6}}\){_PARENS}){{0,6}}",
    rf"\b[Ee]xemptions?\s\d{_PARENS}(?:(?:,| and|, and)\s\d{_PARENS}){{0,6}}",
    rf"(?<![\w)])\(b\)\s?\(\d\){_PARENS}",
)
_FR = (
    r"\b(?:articles?\s|art\.\s?)?[LRD]\.?\s?\*?\s?\d{3}-\d{1,3}(?:-\d{1,3})?(?:,?\s\d°)?",
    r"\b[Aa]rticles?\s\d{1,4}(?:-\d{1,3})?(?:\sde\sla\sloi)?",
)
_ES = (
    r"\b[Aa]rt(?:[ií]culos?|s?\.)\s\d{1,4}(?:[°º]|\sbis)?(?:,?\sfracci(?:ón|on|ones)\s[IVXLC]{1,7}"
    r"(?:(?:,| y|, y)\s[IVXLC]{1,7}){0,6})?"
    r"(?:(?:,| y|, y)\s\d{1,4}(?![\d/]|\sde\s[a-z]{4,10}\sde)){0,6}",
)
_RU = (
    r"\b(?:(?:част[ьиью]{1,3}|ч\.|п\.|пункт\w{0,3})\s?\d{1,3}(?:\.\d{1,2})?\s){0,3}"
    r"(?:стать\w{1,4}|ст\.)\s?\d{1,3}(?:\.\d{1,2})?",
    r"№?\s?\d{1,4}-ФЗ\b",
)
_BY_LANGUAGE = {"en": _EN, "fr": _FR, "es": _ES, "ru": _RU}
_COMPILED = {code: re.compile("|".join(patterns)) for code, patterns in _BY_LANGUAGE.items()}
_FIGURE = r"\d{1,3}(?:[ ,.\u00a0\u202f]\d{3}){0,3}(?:[.,]\d{2})?(?!\d)|\d{1,9}(?:[.,]\d{2})?(?!\d)"
_MONEY = re.compile(
    rf"(?:\b(?:US|MX|CA|USD|MXN|EUR)\s?)?[$€£]\s?(?:{_FIGURE})(?:\s(?:USD|MXN|M\.N\.|pesos))?"
    rf"|(?<![\d.,])(?:{_FIGURE})\s?(?:€|euros?\b|EUR\b|USD\b|MXN\b|dollars\b|pesos\b|руб(?:\.|лей|ля|ль)|₽)"
)


def sections(text: str, code: str) -> tuple[str, ...]:
    """The sections of law a text cites, as written, each once."""
    pattern = _COMPILED.get(code)
    if pattern is None:
        return ()
    found = (" ".join(match[0].split()).rstrip(".,") for match in pattern.finditer(text))
    return tuple(dict.fromkeys(found))


def money(text: str) -> tuple[str, ...]:
    """The sums of money in a text, as written, each once."""
    return tuple(dict.fromkeys(" ".join(match[0].split()) for match in _MONEY.finditer(text)))
