"""Tell what a mail says itself from what it repeats of earlier mail, hiding neither.

Line by line, with no pattern that can look further than one line: time grows with the length.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

# How a mail program announces a quotation: how the line opens, how it ends. The languages are
# en, fr, es, pt, de, ru; an announcement may be wrapped over up to three lines.
_OPENINGS = ("on ", "le ", "el ", "em ", "am ", "den ", "a ")
_ENDINGS = (
    "wrote:",
    "writes:",
    "a écrit :",
    "a écrit:",
    "escribió:",
    "escribio:",
    "escreveu:",
    "schrieb:",
    "пишет:",
    "написал:",
    "написала:",
    "написал(а):",
)
_RULES = (
    "original message",
    "message d'origine",
    "message d’origine",
    "message original",
    "mensaje original",
    "mensagem original",
    "ursprüngliche nachricht",
    "originalnachricht",
    "исходное сообщение",
    "пересылаемое сообщение",
    "forwarded message",
    "message transféré",
    "mensaje reenviado",
    "mensagem encaminhada",
    "mensagem reencaminhada",
    "weitergeleitete nachricht",
)
_FROM = ("from:", "de:", "de :", "von:", "от:", "от кого:")
_SENT = (
    *("sent:", "enviado:", "enviado el:", "envoyé :", "envoyé:", "gesendet:"),
    *("enviada em:", "enviada:", "отправлено:"),
)
_DATED = ("date:", "fecha:", "date :", "datum:", "data:", "дата:")
_TIME = re.compile(r"\b\d{1,2}\s?[:.h]\s?\d\d\b")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_LONGEST = 400  # no announcement is longer


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a mail: where it lies in the text, and whether it is repeated text."""

    start: int
    end: int
    is_quoted: bool


def split_quoted(text: str) -> tuple[str, str]:
    """Split a mail's text into its new words and the words it repeats; every line is in one."""
    new: list[str] = []
    quoted: list[str] = []
    for line in lines_of(text):
        (quoted if line.is_quoted else new).append(text[line.start : line.end])
    return "\n".join(new).strip("\n"), "\n".join(quoted).strip("\n")


def lines_of(text: str) -> list[Line]:
    """Every line of the text in order, marked new or repeated."""
    lines = text.split("\n")
    is_quoted = _marks(lines)
    found: list[Line] = []
    position = 0
    for words, quoted in zip(lines, is_quoted, strict=True):
        found.append(Line(position, position + len(words), quoted))
        position += len(words) + 1
    return found


def _marks(lines: list[str]) -> list[bool]:
    heads = [line[:_LONGEST].strip().lower() for line in lines]
    marks = [head.startswith((">", "|>")) for head in heads]
    for number, line in enumerate(lines):  # mail servers write ">From" where a line opens so
        if line.startswith(">From ") and not any(marks[max(0, number - 1) : number]):
            marks[number] = False
    for number, last in _announcements(heads, marks):
        following = next((i for i in range(last + 1, len(lines)) if heads[i]), None)
        is_marked = following is not None and marks[following]
        if is_marked and not _is_rule(heads[number]):
            marks[number : last + 1] = [True] * (last + 1 - number)
            continue  # its quotation is marked line by line; answers may stand between
        if is_marked or _is_by_program(" ".join(heads[number : last + 1])):
            return marks[:number] + [True] * (len(lines) - number)
    return marks


def _is_by_program(announced: str) -> bool:
    """Tell what a mail program writes, with an address or a time, from "on 3 May you wrote:"."""
    is_told = announced.endswith(_ENDINGS) or " schrieb " in announced
    is_exact = "@" in announced or bool(_TIME.search(announced))
    is_named = (is_told and is_exact) or announced.endswith(">:")
    return is_named or _is_rule(announced) or announced.replace("*", "").startswith(_FROM)


def _announcements(heads: list[str], marks: list[bool]) -> Iterator[tuple[int, int]]:
    """Where a quotation is announced: first and last line."""
    for number, head in enumerate(heads):
        if marks[number] or not head:
            continue
        if _is_rule(head) or _is_header_block(heads[number : number + 5]):
            yield number, number
        elif (length := _attribution(heads[number : number + 3])) is not None:
            yield number, number + length


def _is_rule(head: str) -> bool:
    """Tell "-----Original Message-----" in its languages."""
    inner = head.strip("-_= ")
    return (head[:2] in ("--", "__", "==") and inner.startswith(_RULES)) or (
        head == "begin forwarded message:"
    )


def _is_header_block(heads: list[str]) -> bool:
    """Tell Outlook's From/Sent/To block, bold marks or not, from the head of a memorandum."""
    plain = [head.replace("*", "") for head in heads]
    if not plain[0].startswith(_FROM):
        return False
    dated = [head for head in plain[1:] if head.startswith(_DATED)]
    is_exact = "@" in plain[0] or any(map(_TIME.search, dated))
    return (bool(dated) and is_exact) or any(head.startswith(_SENT) for head in plain[1:])


def _attribution(heads: list[str]) -> int | None:
    """How many further lines an "On … wrote:" takes, or None if this is none."""
    joined = ""
    for length, head in enumerate(heads):
        joined = f"{joined} {head}".strip()
        if not head or len(joined) > _LONGEST:
            return None
        if not joined.endswith(":"):
            continue
        is_named = joined.endswith(_ENDINGS) and joined.startswith(_OPENINGS)
        is_dated = bool(_YEAR.search(joined)) and ("@" in joined or joined.endswith(_ENDINGS))
        is_german = joined.startswith("am ") and " schrieb " in joined
        return length if is_named or is_german or is_dated else None
    return None
