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
_PT = (
    r"\b[Aa]rt(?:igos?|s?\.)\s\d{1,4}(?:\.?[ºo°])?(?:-[A-Z])?"
    r"(?:(?:,| e|, e)?\s(?:§\s?\d{1,2}(?:\.?[ºo°])?|n(?:\.?[ºo°]|úmeros?)\s?\d{1,2}"
    r"|(?:incisos?\s|inc\.\s)?[IVXLC]{1,7}\b|al(?:íneas?|\.)\s[a-z]\))){0,5}"
    r"(?:,?\sd[ao]\s(?:LAI|LADA|LGPD|CRP|CPA|Lei(?:\s(?:n\.?[ºo°]\s)?\d{1,3}(?:\.\d{3})?(?:-[A-Z])?/\d{2,4})?"
    r"|Decreto(?:-Lei)?\s(?:n\.?[ºo°]\s)?\d{1,3}(?:\.\d{3})?(?:-[A-Z])?/\d{2,4}))?",
    r"\bLei\s(?:[Ff]ederal\s)?(?:n\.?[ºo°]\s)?\d{1,3}(?:\.\d{3})?(?:-[A-Z])?/\d{2,4}",
)
# An abbreviated law: IFG, UIG, BGÖ, DSGVO, StGB; of a state: IFG NRW, IZG-SH.
_DE_LAW = r"[A-ZÄÖÜ][A-Za-zÄÖÜäöüß]{0,13}(?:G|GÖ|GB|GO|VO|O)\b(?:[ -](?:NRW|LSA|SH|Bln|RLP|M-V)\b)?"
_DE = (
    r"(?:§{1,2}|\bArt(?:\.|ikel))\s?\d{1,4}[a-z]?\b"
    r"(?:,?\s(?:und\s)?(?:Abs(?:\.|atz)|Nr\.|Nummer|Satz|S\.|Ziff(?:\.|er)|Z|lit\.|Buchst(?:\.|abe))"
    r"\s?(?:\d{1,3}[a-z]?|[a-z])\b(?:(?:,|\sund|\sbis|\soder)\s[a-z]\b){0,3}){0,5}"
    r"(?:(?:,|\sund|\sbis)\s\d{1,3}[a-z]?(?=\s(?:und|bis|[A-ZÄÖÜ]{2,}))){0,4}"
    rf"(?:\s(?:des\s)?{_DE_LAW})?",
)
_BY_LANGUAGE = {"en": _EN, "fr": _FR, "es": _ES, "ru": _RU, "pt": _PT, "de": _DE}
_COMPILED = {code: re.compile("|".join(patterns)) for code, patterns in _BY_LANGUAGE.items()}
_FIGURE = (
    r"\d{1,3}(?:[ ,.'’\u00a0\u202f]\d{3}){0,3}(?:[.,]\d{2})?(?!\d)|\d{1,9}(?:[.,]\d{2})?(?!\d)"
)
_MONEY = re.compile(
    rf"(?:\b(?:US|MX|CA|R|USD|MXN|EUR)\s?)?[$€£]\s?(?:{_FIGURE})(?:\s(?:USD|MXN|M\.N\.|pesos))?"
    rf"|\b(?:EUR|CHF|Fr\.|BRL)\s?(?:{_FIGURE})"
    rf"|(?<![\d.,])(?:{_FIGURE})\s?(?:€|euros?\b|EUR\b|USD\b|MXN\b|CHF\b|BRL\b|dollars\b|pesos\b|reais\b|Franken\b|Fr\."
    rf"|руб(?:\.|лей|ля|ль)|₽)"
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
