"""Turn bytes into text when the label may be missing, unknown or wrong."""

import codecs
import re
from functools import lru_cache

# Labels that mean "one byte per letter, I did not think about it": windows-1252 in practice,
# and what browsers do for them (WHATWG Encoding Standard, section 4.2).
_WESTERN = frozenset({"iso8859-1", "cp1252"})
_UNSAYING = frozenset({"", "ascii", "utf-8"})
# What mail programs write in the name of a character set, and what Python does.
_ALSO_CALLED = (
    (re.compile(r"^x-"), ""),
    (re.compile(r"windows-31j"), "cp932"),
    (re.compile(r"(?:windows|win|cp)-(?=\d)"), "cp"),
    (re.compile(r"(iso-8859-[68])-[ie]"), r"\1"),
)
# Text codecs of Python that are no character sets: some are slow, some run escapes.
_NOT_CHARSETS = frozenset({"undefined", "unicode-escape", "raw-unicode-escape", "idna", "punycode"})
_JOINERS = "\u200c\u200d"  # part of how Persian words and some pictures are written
_LINE_END = re.compile(r"\r\n?")
_MULTIBYTE = re.compile(r"[\u0080-\ufffc\U00010000-\U0010ffff]")


def decode(content: bytes, label: str) -> tuple[str, str]:
    """Decode text of a mail; never raises.

    Returns the text without NULs and lone surrogates, and "" or one sentence about a label
    that was unknown or did not fit.
    """
    charset = _charset_of(label)
    if charset is None:
        text, used = _guess(content)
        trouble = f"The character set {label[:40]!r} is not known; the text was read as {used}."
    elif charset in _UNSAYING:
        text, used = _guess(content)
        fits = used in ("utf-8", "ascii") or charset == ""
        trouble = "" if fits else f"The text is called {label[:40]!r} but was read as {used}."
    else:
        text, trouble = _decode_declared(content, charset, label)
    return clean(text), trouble


def unify_line_ends(text: str) -> str:
    """Make every line end a line feed."""
    return _LINE_END.sub("\n", text) if "\r" in text else text


@lru_cache(maxsize=256)
def _charset_of(label: str) -> str | None:
    """Python's name of a charset, "" if none was given, None if there is no such charset."""
    cleaned = label.strip().strip("\"'").lower()
    if not cleaned:
        return ""
    found = _codec(cleaned[:40])
    if found is None:
        return None
    is_text = getattr(found, "_is_text_encoding", True)
    return found.name if is_text and found.name not in _NOT_CHARSETS else None


def _codec(label: str) -> codecs.CodecInfo | None:
    """Python's codec of a label, or of what Python calls it."""
    for name in (label, _renamed(label)):
        try:
            return codecs.lookup(name)
        except (LookupError, ValueError):
            continue
    return None


def _renamed(label: str) -> str:
    for pattern, name in _ALSO_CALLED:
        label = pattern.sub(name, label, count=1)
    return label


def _decode_declared(content: bytes, charset: str, label: str) -> tuple[str, str]:
    if charset in _WESTERN:
        return _western(content), ""
    try:
        return content.decode(charset), ""
    except (UnicodeError, ValueError):
        text = content.decode(charset, "replace")
        return text, f"Some bytes do not fit the declared character set {label[:40]!r}."


def _western(content: bytes) -> str:
    try:
        return content.decode("cp1252")
    except UnicodeDecodeError:  # five bytes have no letter there
        return content.decode("latin-1")


def _guess(content: bytes) -> tuple[str, str]:
    """Read text without a usable label: UTF-8, else Cyrillic or Western by its letters."""
    if content.isascii():
        return content.decode("ascii"), "ascii"
    try:
        return content.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        pass
    lenient = content.decode("utf-8", "replace")
    if len(_MULTIBYTE.findall(lenient)) > lenient.count("\ufffd"):
        return lenient, "damaged utf-8"
    return _guess_single_byte(content)


def _guess_single_byte(content: bytes) -> tuple[str, str]:
    """Western mail has a few letters above ASCII; Cyrillic mail has hardly any below."""
    plain = sum(map(bytes.isalpha, (content[i : i + 1] for i in range(min(len(content), 4000)))))
    high = sum(byte >= 0xC0 for byte in content[:4000])
    if high <= plain:
        return _western(content), "windows-1252"
    # In the right Cyrillic table most letters are small ones; in the wrong one, capitals.
    readings = {name: content.decode(name, "replace") for name in ("cp1251", "koi8-r")}
    best = max(readings, key=lambda name: sum(map(str.islower, readings[name][:4000])))
    return readings[best], {"cp1251": "windows-1251"}.get(best, best)


def one_line(text: str) -> str:
    """Make a name or subject one line without controls, or letters that turn the writing around."""
    line = " ".join(text.split())
    if line.isprintable():
        return line
    return "".join(letter for letter in line if letter.isprintable() or letter in _JOINERS)


def clean(text: str) -> str:
    """Drop what no database column takes: NULs and lone surrogates."""
    if "\0" in text:
        text = text.replace("\0", "")
    if text.isascii():
        return text
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:  # UTF-7 can spell half a surrogate pair
        text = text.encode("utf-8", "replace").decode("utf-8")
    return text
