"""Read what a mail says: its kind, the words that rests on, and the dates and numbers it found.

The arithmetic is plain addition. Each thing said (a cue of `languages/*.toml`, a header mark of
`machine_marks`) has a weight and counts once; a kind's score is the sum of its weights, at most
1. Said under a condition ("if", "may be"), a cue counts a quarter. A kind that explains another
away (an extension usually also acknowledges) absorbs it; what is not absorbed is a rival. A
reading is sure if its score reaches `SURE` and leads every rival by `LEAD`; its confidence is how
often such a score, less half of the strongest rival's, was right (`calibration`).

Only new text is read, never what the mail quotes. A mail is read in the language of the request
and in English, the language of mail programs.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace

from foia.mail import cues, languages, likeness, machine_marks
from foia.mail.found import Spoken, completed, find, of_whole
from foia.mail.kinds import (
    AskedItem,
    Evidence,
    Found,
    ItemFinding,
    ItemState,
    MessageKind,
    Page,
    Reading,
)
from foia.mail.parsed import ParsedAttachment, ParsedMail
from foia.mail.sources import MAX_READ, gather
from foia.mail.verdict import decide
from foia.mail.words import Words, read_words

__all__ = [
    "MAX_READ",
    "AskedItem",
    "Evidence",
    "Found",
    "ItemFinding",
    "ItemState",
    "MessageKind",
    "Page",
    "Reading",
    "classify",
]

_MOST_EVIDENCE = 40


def classify(
    mail: ParsedMail,
    *,
    language: str,
    asked: Sequence[AskedItem] = (),
    country: str = "",
    pages: Sequence[Page] = (),
    model_of: Callable[[str], likeness.Model] = likeness.learnt,
) -> Reading:
    """Read one mail. `language` is the request's (`en`, `es-MX`, ...).

    `country` (`us`, `mx`, ...) only decides how an English 12/04/2026 is read; without it such a
    date stays unknown. `pages` are those of attached letters (`sources.letters_among`), `model_of`
    the statistics of a language. Never raises; time is linear in the length of the text.
    """
    troubles: list[str] = []
    source = gather(mail, pages, troubles)
    words = read_words(source.text, source.ranges)
    reads = [
        Spoken(code, words, cues.find(words, code, where="body"))
        for code in _codes(language, troubles)
    ]
    evidence = _gather(mail, reads)
    if pages:  # the letter that a cover letter promises is read with it
        evidence = [piece for piece in evidence if piece.kind is not MessageKind.COVER_LETTER]
    found = find(mail.subject, reads, source, asked=asked, country=country, troubles=troubles)
    likes = likeness.read(words, [model_of(read.code) for read in reads])
    verdict = decide(evidence, found, troubles, {like.kind: like.strength for like in likes})
    kind = verdict.kind
    evidence += _alike(words, likes, verdict.likely)
    if kind is not MessageKind.EXTENSION and found.extended_until:
        troubles.append("It names a new date, but does not read as an extension.")
    like = next((like for like in likes if like.kind is kind), None)
    found = completed(found, like, kind, reads, country)
    found = replace(found, whole=of_whole(kind, reads, source, asked))
    shown = tuple(source.placed(piece) for piece in _ranked(evidence, kind)[:_MOST_EVIDENCE])
    told = tuple(dict.fromkeys(troubles))
    return Reading(kind, verdict.confidence, verdict.is_sure, shown, found, told, verdict.likely)


def _gather(mail: ParsedMail, reads: Sequence[Spoken]) -> list[Evidence]:
    """All that speaks for any kind: headers, attachments, subject, body."""
    evidence = [*machine_marks.read(mail), *_attached(mail.attachments, reads)]
    subject = read_words(mail.subject, [(0, len(mail.subject))])
    for read in reads:
        headline = cues.find(subject, read.code, where="subject")
        evidence += [cues.evidence_of(subject, hit, where="subject") for hit in headline]
        evidence += [cues.evidence_of(read.words, hit, where="body") for hit in read.hits]
    return evidence


def _alike(
    words: Words, likes: Sequence[likeness.Like], kinds: Sequence[MessageKind]
) -> list[Evidence]:
    """The telling words for the likeliest kinds."""
    return [
        likeness.evidence_of(words, like, like.strength / (like.strength + 10))
        for like in likes
        if like.kind in kinds and like.strength > 0
    ]


def _codes(language: str, troubles: list[str]) -> list[str]:
    code = language.replace("_", "-").split("-")[0].lower()
    if code not in languages.known():
        troubles.append(f"Mail in {language!r} cannot be read yet; only English was looked for.")
        return ["en"]
    return [code] if code == "en" else [code, "en"]


def _attached(attachments: Sequence[ParsedAttachment], reads: Sequence[Spoken]) -> list[Evidence]:
    """A document beside the words "attached" makes handing over a little surer."""
    speaks = any(hit.cue.kind is MessageKind.RECORDS_FULL for read in reads for hit in read.hits)
    names = [part.name for part in attachments if not part.is_inline and part.content]
    if not (speaks and names):
        return []
    return [
        Evidence(names[0], "header", 0, 0, "A file is attached.", MessageKind.RECORDS_FULL, 0.1)
    ]


def _ranked(evidence: list[Evidence], kind: MessageKind) -> list[Evidence]:
    """What speaks for the verdict first, then the weightiest."""
    return sorted(evidence, key=lambda piece: (piece.kind is not kind, -piece.weight, piece.start))
