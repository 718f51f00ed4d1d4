"""The numbers public bodies give a request: GovQA, PNT folio, FOIA logs, CADA, outgoing numbers."""

import re

# GovQA's numbers, seen at Chicago, St Louis, Seattle, Boston (letter, six digits, date).
_GOVQA = re.compile(r"\b[A-Z]\d{6}-\d{6}\b")
# A label, then the number itself; the label decides, as the number can have any shape.
_LABELED = re.compile(
    r"\b(?:(?:reference|tracking|request|case|control|file|foia|log|confirmation)"
    r"[ \t]+(?:request[ \t]+)?(?:number|no\.?|num\.?|id|code|#)"
    r"|(?:foia|request|reference|case|ref\.?)[ \t]*#"
    r"|(?:our|your)[ \t]+ref(?:erence|\.)?|foia[ \t]+no\.?"
    r"|folio(?:[ \t]+(?:n[uú]mero|n[uú]m\.?|de[ \t]+(?:la[ \t]+)?solicitud))?"
    r"|n[uú]mero[ \t]+de[ \t]+(?:folio|expediente|solicitud|registro)|expediente"
    r"|r[eé]f[eé]rences?(?:[ \t]+(?:du[ \t]+dossier|[aà][ \t]+rappeler))?|nos[ \t]+r[eé]f\.?"
    r"|num[eé]ro[ \t]+(?:de[ \t]+dossier|d['’]enregistrement)|(?:dossier|avis|saisine)[ \t]+n[°ºo]"
    r"|регистрационный[ \t]+номер|(?:рег\.?|исх\.?|вх\.?)[ \t]*(?:номер)?|номер[ \t]+обращения)"
    r"[ \t]*(?:is|es|est)?[ \t]*[:#№]?[ \t]*(?:n[°ºo]\.?|№|#)?[ \t]*"
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
