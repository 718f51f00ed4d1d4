"""The numbers public bodies give a request: GovQA, PNT folio, FOIA logs, CADA, outgoing numbers.

A number has any shape; what it is called says what it is. After "request number" or "Aktenzeichen:"
anything with two digits is one. After a bare "case" or "dossier" it must look like one: a stroke
among the digits, or many of them.
"""

import re

# GovQA's numbers, seen at Chicago, St Louis, Seattle, Boston (letter, six digits, date).
_GOVQA = re.compile(r"\b[A-Z]\d{6}-\d{6}\b")
# A German file's sign has spaces: IV B 2 - 0583/2026.
_SPACED = re.compile(
    r"\b(?:G[zZ]|A[zZ]|Aktenzeichen|Geschäftszeichen|Zeichen)[.:]{0,2}\s{1,3}"
    r"(?P<found>[A-Z0-9][A-Z0-9.]{0,5}(?:\s[-–]?\s?[A-Z0-9][A-Z0-9./-]{0,14}(?![a-zäöü]))"
    r"{0,4}\s[-–]?\s?(?=[A-Z./-]{0,8}\d)[A-Z0-9][A-Z0-9./-]{0,14}(?![\w]))"
)
# A register's letters, then year and serial number: FOIA-26-0099, PRR 2026-551, IC-300112-X1.
_REGISTER = re.compile(
    r"(?<![\w/.-])(?:(?:\d{2}/)?(?:FOI[AL]?|PRR|PRA|OPRA|ORR|EIR|RFI|ATIP|ATI|IFG|DAD)[-/ ]?"
    r"(?=[\d/-]*\d{2}[/-]|\d{6})[0-9][0-9A-Z/-]{3,24}"
    r"|[A-ZА-Я]{1,6}-\d{2,6}-[0-9A-Z]{2,8}(?:-[0-9A-Z]{2,8})?|RRA\s\d{1,6}/\d{2,4}"
    r"|[А-Я]{1,4}\d{0,3}-[А-Я]{1,3}\d{0,3}-\d{2,6})(?![\w/-])"
)
_REQUEST = (
    r"(?:freedom\s{1,3}of\s{1,3}information|public\s{1,3}records|open\s{1,3}records|foi[al]?|opra)"
    r"\s{1,3}requests?|requests?|references?|refs?|cases?|files?|tracking|control|log|confirmation"
    r"|foi[al]?|prr|cpra|pra|pir|tickets?|matter|complaint|appeal"
    r"|folio|expediente|expte|solicitud|radicad[oa]|registro|oficio|c[oó]digo"
    r"|r[eé]f[eé]rences?|r[eé]f|nos\s{1,3}r[eé]f|n/\s?r[eé]f|dossier|demande|avis|saisine"
    r"|d['’]enregistrement"
    r"|protocolo|nup|processo|proc|pedido|registo|of[ií]cio|entrada|refer[eê]ncia"
    r"|aktenzeichen|gesch[aä]ftszeichen|gesch[aä]ftszahl|gesch[aä]fts|zeichen|vorgangs?|\baz|\bgz"
    r"|номер|рег|исх|вх|обращени[ея]|обращения|запроса?|регистрационн\w{2}|входящ\w{2}|исходящ\w{2}"
)
_NUMBER = (
    r"numbers?|nos?\.|no(?=\s?:)|num\.?|nummer|nr\.?|id|code|n[uú]mero|n[uú]m\.?|num[eé]ro|n\.?\s?[°ºª]\.?|nº"
    r"|номер\w{0,2}|#|№|:|\.ª?|-(?=nr)"
)
_BETWEEN = (
    r"is|es|est|ist|lautet|with|de|del|da|la|of|à|a|rappeler|d['’]acc[eè]s"
    r"|solicitud|solicitação|pedido"
)
_LABELED = re.compile(
    rf"(?<!\w)(?P<label>{_REQUEST})(?![^\W\d_])\s{{0,3}}"
    rf"(?P<number>(?:(?:{_NUMBER})\s{{0,3}}|\b(?:{_BETWEEN})\b\s{{0,3}}|\((?=[A-Z0-9])){{0,6}})"
    r"(?P<found>[0-9A-ZА-Я][0-9A-Za-zА-Яа-я./_\-]{2,40})",
    re.IGNORECASE,
)
# "under no. 2026-118" needs no name; a law and a contract have numbers too, and are told by theirs.
_UNDER = re.compile(
    r"(?:\bsous\s{1,3}le\s{1,3}(?:n[°º]|num[eé]ro)|\b(?:com|sob|atribu[ií]do)\s{1,3}o\s{1,3}n\.?[ºo°]"
    r"|\bunder\s{1,3}(?:no\.|number)|\bnumber|\bзарегистрировано?\w?\b.{0,40}?№|\b(?:за|под)\s{1,3}(?:№|номером)|^№)"
    r"\s{0,3}(?P<found>[0-9A-ZА-Я][0-9A-Za-zА-Яа-я./_\-]{2,40})",
    re.IGNORECASE | re.MULTILINE,
)
_DIGIT = re.compile(r"\d")
_NO_REFERENCE = re.compile(
    r"\d{1,2}([./-])\d{1,2}\1\d{2,4}|(?:19|20)\d\d[-/](?:(?:19|20)\d\d|\d\d[-/]\d\d)"
    r"|.*(?:ФЗ|-AI)|OS-.*|\d{3}-\d{3}-\d{4}",
    re.IGNORECASE,
)
# 11/10 in "FOIA request 11/10"
_DAY_AND_MONTH = re.compile(r"(?:[0-2]?\d|3[01])/(?:[0-2]?\d|3[01])")
_STROKE = re.compile(r"^[A-Z]\d{6}$|\d[A-ZА-Я]{0,3}[-/]\w|\w[-/]\d")
_MANY = 7  # digits or more in one piece are a number of a register, not an amount
_MOST = 20


def candidates(text: str) -> tuple[str, ...]:
    """Every number in a text that may be a body's reference, each once, in order of certainty."""
    found = [match["found"].rstrip(".-/") for match in _SPACED.finditer(text)][:_MOST]
    found += _GOVQA.findall(text)
    for label in _LABELED.finditer(text):
        number = label["found"].rstrip(".-_/")
        is_called = bool(re.search(_NUMBER, label["number"], re.IGNORECASE))
        if _is_reference(number, is_called=is_called):
            found.append(number)
        if len(found) > _MOST:
            break
    found += [match[0] for match in _REGISTER.finditer(text) if _is_reference(match[0])][:_MOST]
    under = (match["found"].rstrip(".-_/") for match in _UNDER.finditer(text))
    found += [number for number in under if _is_reference(number)][:_MOST]
    return tuple(number for number in dict.fromkeys(found) if not _is_piece(number, found))


def first(text: str) -> str | None:
    """The likeliest reference in a text, or None."""
    return next(iter(candidates(text)), None)


def _is_reference(number: str, *, is_called: bool = False) -> bool:
    digits = len(_DIGIT.findall(number))
    if digits < 2 or _NO_REFERENCE.fullmatch(number):
        return False
    if not is_called and _DAY_AND_MONTH.fullmatch(number):
        return False
    return is_called or (digits >= 4 and bool(_STROKE.search(number))) or digits >= _MANY


def _is_piece(number: str, found: list[str]) -> bool:
    """Whether another candidate is this one with its register's letters before it."""
    return any(other.endswith((f"-{number}", f"/{number}")) for other in found)
