"""The words that are sent: finds a language's template files and lays their sections together."""

from functools import lru_cache
from pathlib import Path

import msgspec
from babel import Locale

from foia.letters.template import Template, TemplateError, Text, read_template

ROOT = Path(__file__).resolve().parents[2] / "letter_templates"
FALLBACK = "en"
CLAUSES = [
    "right",
    "response",
    "extension",
    "format",
    "segregability",
    "fees",
    "fee_waiver",
    "denial_contents",
    "transfer",
    "silence",
    "appeal",
    "identity",
    "commercial",
]
LETTER_FIELDS = frozenset(
    [
        "agency",
        "law",
        "the_law",
        "law_cite",
        "topic",
        "system",
        "today",
        "due_on",
        "sent_on",
        "reply_to",
        "reference",
        "requester",
        "fee_ceiling",
        *("asked_on", "decided_on", "extended_on", "until", "reminded_on", "answer_by"),
        *("review_asked_on", "review_decided_on", "review_due_on", "cite_review"),
        *("amount", "cited", "days_passed"),
    ]
) | {f"cite_{clause}" for clause in CLAUSES}
ASK_FIELDS = frozenset({"system"})
NAMING_FIELDS = frozenset({"name", "technology"})
PRODUCT_FIELDS = frozenset({"product", "report", "path"})
NOTICE_FIELDS = frozenset(
    [
        *("reference", "agency", "title", "term", "due_on", "cite", "link"),
        *("received_on", "from_address", "what", "why"),
    ]
)
SERIE_FIELDS = LETTER_FIELDS | frozenset(
    [
        *("total", "waiting", "how", "refused_on", "received_on"),
        *("cite_one_referral", "cite_inform", "cite_series", "cite_table", "cite_effect"),
        *("cite_list", "cite_opinion", "cite_form", "cite_after"),
    ]
)
FIELDS = {
    "frames": LETTER_FIELDS,
    "follow_ups": LETTER_FIELDS,
    "steps": LETTER_FIELDS,
    "statutes": LETTER_FIELDS,
    "notices": NOTICE_FIELDS,
    "reminders": NOTICE_FIELDS | {"number"},
    "serie": SERIE_FIELDS,
}
FRAME = "frames/request"
#: Kinds that argue as an appeal does, so that its words are theirs too.
LIKE_APPEAL = ("complaint", "before_court")


class Wording(msgspec.Struct, frozen=True):
    """All sections one letter may draw on: the frame's, overlaid by the jurisdiction's."""

    language: str
    is_reviewed: bool
    sections: dict[str, tuple[Text, ...]]


@lru_cache
def languages(kind: str = "request") -> tuple[str, ...]:
    """Return the languages in which letters of that kind can be written."""
    return tuple(sorted(p.parts[-3] for p in ROOT.glob(f"*/{_file_of(kind)}.txt")))


def _file_of(kind: str) -> str:
    is_frame = kind in ("request", "informal")
    return f"frames/{kind}" if is_frame else f"follow_ups/{kind}"


@lru_cache
def is_language(code: str) -> bool:
    """Say whether `code` is a language at all, whether or not we can write it."""
    return language_name(code) != code


def language_name(code: str) -> str:
    """Return a language's English name, or the code itself if there is no such language."""
    return str(Locale("en").languages.get(code.replace("-", "_"), code))


@lru_cache
def template(name: str) -> Template:
    """Return the template file `name`, such as `en/frames/request`."""
    path = ROOT / f"{name}.txt"
    shown = f"letter_templates/{name}.txt"
    if not path.is_file():
        raise TemplateError(f"{shown} is missing; add it or ask for another kind or language.")
    language, room, _ = name.split("/")
    return read_template(path, name=shown, known=FIELDS[room], language=language)


@lru_cache
def wording(
    kind: str, language: str, jurisdiction: str, *, is_informal: bool = False, nature: str = ""
) -> Wording:
    """Return the sections for a letter of `kind` to a body of `jurisdiction` in `language`.

    The frame and the words of the law are every letter's; a follow-up lays its own over them.
    `is_informal`: no law gives a right there, and one file has what is said instead. `nature`: what
    the law calls the step that the letter takes (see `ladder`); a language may have words for it.
    """
    files = [template(f"{language}/statutes/general"), template(f"{language}/{FRAME}")]
    if kind in LIKE_APPEAL:
        files.append(template(f"{language}/{_file_of('appeal')}"))
    if is_informal:
        kind = "informal"
    if kind != "request":
        files.append(template(f"{language}/{_file_of(kind)}"))
    if nature and (ROOT / f"{language}/steps/{nature}.txt").is_file():
        files.append(template(f"{language}/steps/{nature}"))
    files += _statute_files(language, jurisdiction)
    sections: dict[str, tuple[Text, ...]] = {}
    for file in files:
        sections |= file.sections
    is_reviewed = all(file.settings.get("reviewed") == "true" for file in files)
    return Wording(language=language, is_reviewed=is_reviewed, sections=sections)


def _statute_files(language: str, jurisdiction: str) -> list[Template]:
    """Return the jurisdiction's own texts, after those its file says it is `like`."""
    name = f"{language}/statutes/{jurisdiction}"
    if not (ROOT / f"{name}.txt").is_file():
        return []
    own = template(name)
    like = own.settings.get("like")
    return [*(_statute_files(language, like) if like else []), own]


def every_template() -> tuple[Template, ...]:
    """Read every text template there is, so that a test or a check finds any that is wrong."""
    names = sorted(str(p.relative_to(ROOT).with_suffix("")) for p in ROOT.glob("*/*/*.txt"))
    return tuple(template(name) for name in names)
