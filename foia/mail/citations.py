"""Sections of law and sums of money, exactly as a mail writes them."""

import re
from collections.abc import Sequence

# Every repetition is bounded, so no text can make these slow.
_PARENS = r"(?:\s?\([0-9A-Za-z.\-]{1,6}\)){0,6}"
# A code named before its section belongs to it: RCW, Gov. Code §, N.J.S.A., 65 P.S. §.
_US_CODE = (
    r"\b(?:RCW|ORS|MCA|NRS|HRS|KRS|N\.J\.S\.A\.|K\.S\.A\.|O\.?R\.?C\.?|R\.C\.|C\.R\.S\.|F\.S\.|A\.R\.S\.|"
    r"P\.?O\.?L\.?)\s(?:§{1,2}\s?)?\d[\d:.\-]{0,12}(?:[A-Z]\b)?(?:-\d[\d.]{0,6})?"
)
_EN = (
    rf"{_US_CODE}{_PARENS}",
    rf"\bG\.L\. c\. \d{{1,3}}[A-Z]?(?:, §\s?\d{{1,3}}[A-Z]?{_PARENS})?",
    rf"(?:\b(?:[Ss]ub)?paragraphs?|\b[Ss]ubsections?|\b[Rr]egulations?|\b[Aa]rticles?|\bs{{1,2}}\.?)\s?"
    rf"\d{{1,3}}[A-Z]?(?:\.\d{{1,3}})?\s?\([0-9A-Za-z.\-]{{1,6}}\){_PARENS}",
    rf"\b\d{{1,3}} ILCS \d{{1,4}}/\d[\d.\-]{{0,8}}{_PARENS}",
    rf"\b\d{{1,2}} U\.?\s?S\.?\s?C\.?\s?(?:§{{1,2}}\s?)?\d{{1,5}}[a-z]?{_PARENS}",
    rf"(?:\b[Ss]ections?|\b[Ss]ec\.|§{{1,2}})\s?\d[\w.\-/]{{0,12}}{_PARENS}"
    rf"(?:(?:,| and|, and)\s\d[\w.]{{0,6}}\([0-9A-Za-z.\-]{{1,6}}\){_PARENS}){{0,6}}",
    rf"\b[Ee]xemptions?\s\d{_PARENS}(?:(?:,| and|, and)\s\d{_PARENS}){{0,6}}",
    rf"(?<![\w)])\(b\)\s?\(\d\){_PARENS}",
)
_FR_POINT = (
    r"(?:,?\s(?:§\s?\d{1,2}(?:er)?|al(?:\.|inéa)\s\d{1,2}|let(?:\.|tre)\s[a-z]\b|ch\.\s\d{1,2}"
    r"|\d{1,2}°|[a-h]\))){0,4}"
)
_FR = (
    rf"\b(?:articles?\s|art\.\s?)?[LRD]\.?\s?\*?\s?\d{{3}}-\d{{1,3}}(?:-\d{{1,3}})?{_FR_POINT}",
    rf"\b(?:[Aa]rticles?|[Aa]rt\.|[Pp]aragraphes?|[Aa]linéas?)\s\d{{1,4}}(?:-\d{{1,3}})?"
    rf"(?:\(\d{{1,2}}(?:\.\d)?\))?(?:[a-h]\))?{_FR_POINT}(?:(?:,|\set)\s\d{{1,4}}\b(?!\s(?:jours|mois|pages))){{0,4}}"
    r"(?:\s(?:de\sla\s[Ll]oi(?:\ssur\sl['’]accès)?|LTrans|RGPD))?",
)
_ES = (
    r"\b[Aa]rt(?:[ií]culos?|s?\.)\s\d{1,4}(?:[°º]|\sbis)?(?:\.\d{1,2}\.?)?(?:\s?[a-z]\))?"
    r"(?:,?\s(?:fracc(?:i[óo]n|iones|s?\.)|fr\.)\s[IVXLC]{1,7}\b"
    r"(?:(?:,| y|, y)\s[IVXLC]{1,7}\b){0,6})?"
    r"(?:,?\s(?:[Nn][°ºo]\.?|[Nn]umeral(?:es)?|[Ii]nciso|[Ll]iteral|[Aa]partado|[Pp]árrafo)\s[\da-z]{1,3}\b\)?){0,3}"
    r"(?:(?:,| y|, y)\s\d{1,4}(?![\d/]|\sde\s[a-z]{4,10}\sde|\s(?:d[ií]as|páginas|fojas))){0,6}"
    r"(?:\sde\sla\sLey\s(?:N[°º.]{1,2}\s?)?\d[\d.]{0,6}(?:/\d{4}|\sde\s\d{4})?)?",
)
_RU = (
    r"\b(?:(?:част[ьиью]{1,3}|ч\.|п\.|пункт\w{0,3})\s?\d{1,3}(?:\.\d{1,2})?\s){0,3}"
    r"(?:стать\w{1,4}|ст\.)\s?\d{1,3}(?:\.\d{1,2})?"
    r"(?:\s(?:[Фф]едерального\s)?[Зз]акона\s(?:РФ\s)?(?:от\s[\d.]{8,10}\s)?№\s?\d{1,5}-(?:ФЗ|I|1))?",
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
    r"(?:\d{1,3}(?:[ ,.'’\u00a0\u202f]\d{3}){1,3}|\d{1,9})(?:[.,](?:\d{2}(?!\d)|-{1,2}|–))?(?!\d)"
)
_BEFORE = (
    r"(?:\b(?:US|MX|CA|C|A|AU|NZ|R|USD|MXN|EUR)\s?)?[$€£₹₽]|\bS/\.?"
    r"|\b(?:EUR|CHF|GBP|CAD|AUD|NZD|USD|MXN|COP|CLP|ARS|UYU|PEN|BRL|RUB)|\bFr\.|\bRs\.?|\bR(?=\s\d)"
)
_AFTER = (
    r"€|\$(?:\s(?:CA|US)\b)?|₽|(?:euros?|Euros?|EUR|USD|MXN|CHF|BRL|GBP|CAD|dollars|pounds|pence|cents?|Cents?"
    r"|centimes|cêntimos|céntimos|pesos|soles|colones|reais|francs|Franken|rupees|рубл\w{1,3}|копе\w{1,3})\b"
    r"|Fr\.|руб\b\.?|р\."
)
_MONEY = re.compile(
    rf"(?:{_BEFORE})\s?{_FIGURE}(?:\s(?:USD|MXN|CAD|M\.N\.|pesos)\b)?"
    rf"|(?<![\d.,-]){_FIGURE}\s?(?:{_AFTER})"
)


_CENTS = re.compile(r"[Cc]ent|cêntim|céntim|pence|копе")


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


def largest(sums: Sequence[str]) -> str | None:
    """The largest of some sums as written: the total, where a price for each page stands beside."""
    return max(sums, key=_amount, default=None)


def _amount(written: str) -> float:
    """What a sum amounts to, in its currency: two figures after the last mark are its cents."""
    figure = re.sub(r"[^\d.,]", "", written).strip(".,")
    whole, cents = (figure[:-3], figure[-2:]) if re.search(r"[.,]\d\d\Z", figure) else (figure, "0")
    amount = float(f"{re.sub(r'[.,]', '', whole) or 0}.{cents}")
    return amount / 100 if _CENTS.search(written) else amount
