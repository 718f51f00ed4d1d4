"""What must hold of any bytes whatever: readers never raise, lose no line, and say plain text."""

from foia.mail import rtf, tnef
from foia.mail.classify import classify
from foia.mail.fates import fates_of
from foia.mail.mbox import split as split_mbox
from foia.mail.parse import ParsedMail, parse, split_quoted
from foia.mail.zipped import Budget, unzip

LANGUAGES = ("en", "es", "fr", "pt", "de", "ru")


def hold(content: bytes) -> None:
    """Read the bytes in every way there is; an AssertionError or any other error is a find."""
    mail = parse(content)
    _are_plain(mail)
    assert parse(content) == mail
    new, quoted = split_quoted(mail.text)
    assert _letters(new) + _letters(quoted) == _letters(mail.text)
    language = LANGUAGES[len(content) % len(LANGUAGES)]
    reading = classify(mail, language=language)
    sources = {"body": mail.text, "subject": mail.subject}
    for piece in reading.evidence:
        if piece.where in sources:
            assert sources[piece.where][piece.start : piece.end] == piece.quote
    fates_of(mail)
    pieces = list(split_mbox(content))
    assert sum(map(len, pieces)) <= 2 * len(content) + 2
    tnef.unpack(content)
    unzip(content, "fuzz.zip", Budget(size=1_000_000, files=50))
    rtf.text_of(content)


def _are_plain(mail: ParsedMail) -> None:
    texts = [mail.text, mail.html, mail.subject, mail.from_name, mail.from_address, mail.message_id]
    texts += [*mail.to, *mail.cc, *mail.delivered_to, *mail.references, *mail.troubles]
    for part in mail.attachments:
        texts += [part.name, part.content_type, part.content_id, part.within]
        assert part.name, part
        assert not {"/", "\\", "\0", "\n"} & set(part.name), part.name
    for text in texts:
        text.encode()  # no half of a surrogate pair
        assert "\0" not in text


def _letters(text: str) -> int:
    return len(text) - text.count("\n")
