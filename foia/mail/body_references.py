"""The numbers public bodies give a request: GovQA, PNT folio, FOIA logs, CADA, outgoing numbers."""

import re

# GovQA's numbers, seen at Chicago, St Louis, Seattle, Boston (letter, six digits, date).
_GOVQA = re.compile(r"\b[A-Z]\d{6}-\d{6}\b")
# A label, then the number itself; the label decides, as the number can have any shape.
_LABELED = re.compile(
    r"\b(?:(?:reference|tracking|request|case|control|file|foia|log|confirmation)"
    r"\s{1,3}(?:request\s{1,3})?(?:number|no\.?|num\.?|id|code|#)"
    r"|(?:foia|request|reference|case|ref\.?)\s{0,3}#"
    r"|(?:our|your)\s{1,3}(?:ref(?:erence|\.)?|file)|foia\s{1,3}no\.?"
    r"|folio(?:\s{1,3}(?:n[uú]mero|n[uú]m\.?|de\s{1,3}(?:la\s{1,3})?solicitud))?"
    r"|n[uú]mero\s{1,3}de\s{1,3}(?:folio|expediente|solicitud|registro)|expediente"
    r"|r[eé]f[eé]rences?(?:\s{1,3}(?:du\s{1,3}dossier|[aà]\s{1,3}rappeler))?|nos\s{1,3}r[eé]f\.?"
    r"|num[eé]ro\s{1,3}(?:de\s{1,3}dossier|d['’]enregistrement)|(?:dossier|avis|saisine)\s{1,3}n[°ºo]"
    r"|protocolo|NUP|n[uú]mero\s{1,3}d[eo]\s{1,3}(?:processo|protocolo|pedido)|processo|registo"
    r"|(?:nossa|n/)\s{0,3}ref(?:er[eê]ncia|\.?ª?)"
    r"|(?:unser\s{1,3})?(?:aktenzeichen|gesch[aä]ftszeichen|gesch[aä]ftszahl)|unser\s{1,3}zeichen"
    r"|vorgangsnummer|\b(?:az|gz)\.?(?=\s{0,3}[:\d])"
    r"|регистрационный\s{1,3}номер|(?:рег\.?|исх\.?|вх\.?)\s{0,3}(?:номер)?|номер\s{1,3}обращения)"
    r"\s{0,3}(?:is|es|est)?\s{0,3}[:#№]?\s{0,3}(?:n\.?[°ºo]\.?|№|#)?\s{0,3}"
    r"([0-9A-ZА-Я][0-9A-Za-zА-Яа-я./_\-]{2,40})",
    re.IGNORECASE,
)
_DIGIT = re.compile(r"\d")
_DATE = re.compile(r"\d{1,2}[./-]\d{1,2}[./-]\d{2,4}\Z")
_MOST = 20


def candidates(text: str) -> tuple[str, ...]:
    """Every number in a text that may be a body's reference, each once, in order of certainty."""
    found = _GOVQA.findall(text)
    for label in _LABELED.finditer(text):
        number = label[1].rstrip(".-_/")
        if len(_DIGIT.findall(number)) >= 2 and not _DATE.match(number):
            found.append(number)
        if len(found) > _MOST:
            break
    return tuple(dict.fromkeys(number for number in found if not number.upper().startswith("OS-")))


def first(text: str) -> str | None:
    """The likeliest reference in a text, or None."""
    return next(iter(candidates(text)), None)
