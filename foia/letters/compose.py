"""Composes a letter from wording, law and a person's ask; here is decided what appears in it."""

from collections.abc import Sequence
from datetime import date, datetime

from foia.letters.blocks import framed, laid_out, numbered
from foia.letters.catalogue import catalogue, in_language
from foia.letters.dates import day_at
from foia.letters.draft import Draft
from foia.letters.gates import problems
from foia.letters.identity import stated
from foia.letters.informal import INFORMAL, outline_of
from foia.letters.ladder import must_be_open, nature_of, on_its_step, taken_by
from foia.letters.letter import (
    Addressee,
    AskItem,
    Block,
    Circumstances,
    Letter,
    Requester,
)
from foia.letters.notes import letter_facts, letter_notes, why_undated
from foia.letters.order_of_days import check_order
from foia.letters.outline import AGAINST, OUTLINES, chosen_sections, subject_section
from foia.letters.own import NO_WORDS_OF_ONES_OWN, Own, paragraphs, signature_lines
from foia.letters.printable import all_printable, one_line
from foia.letters.silence import names_days
from foia.letters.values import day_values, law_values, named_values, topic_values
from foia.letters.wording import FALLBACK, is_language, languages, wording
from jurisdictions import Deadline, DomainError, Pack

__all__ = [
    "Addressee",
    "AskItem",
    "Circumstances",
    "Letter",
    "Requester",
    "compose",
    "default_ask",
    "letter_language",
    "problems",
]


NOTHING = Circumstances()


class ComposeError(DomainError):
    """A letter cannot be composed from what was given."""


def letter_language(pack: Pack, language: str | None, kind: str = "request") -> str:
    """Return the language to write in: the one asked for, else the body's; English if unwritten.

    Raises ComposeError if `kind` is no kind of letter, or `language` no language at all.
    """
    if kind not in OUTLINES:
        raise ComposeError(f"There is no letter of kind {kind!r}, only: {', '.join(OUTLINES)}.")
    wanted = language or pack.languages[0]
    if wanted in languages(INFORMAL if pack.is_without_law else kind):
        return wanted
    if not is_language(wanted):
        raise ComposeError(
            f"{wanted!r} is not a language code;"
            f" letters can be written in {', '.join(languages())}."
        )
    return FALLBACK


def default_ask(
    technology: str,
    records: Sequence[str] | None = None,
    language: str = FALLBACK,
    system_name: str = "",
) -> tuple[AskItem, ...]:
    """Return the items for these records, or for the technology's usual ones, ready to be edited.

    Raises UnknownEntry for an id that the catalogue does not have.
    """
    entries = catalogue()
    told = {"system": entries.short_in_text(technology, language, system_name)}
    ids = entries.default_records(technology) if records is None else records
    asks = ((id, in_language(entries.category(id).asks, language)) for id in ids)
    return tuple(AskItem(category=id, text=ask.fill(told)) for id, ask in asks)


def compose(
    *,
    kind: str = "request",
    pack: Pack,
    technology: str,
    ask: Sequence[AskItem],
    requester: Requester,
    addressee: Addressee,
    on: date | datetime,
    reply_to: str = "",
    reference: str = "",
    language: str | None = None,
    expected: Deadline | None = None,
    fee_ceiling: str = "",
    system_name: str = "",
    known: Circumstances = NOTHING,
    asked: str = "",
    own: Own = NO_WORDS_OF_ONES_OWN,
) -> Letter:
    """Compose a letter of `kind` under the law of `pack` as it stands `on` that day.

    `on`: a date at the body, or an aware moment. `expected`: the deadline the answer is due by; for
    a reminder the missed one. `known`: what happened since. `fee_ceiling`: an amount in words.
    `asked`: the body that was asked, where the letter goes to another one. `own`: the writer's
    words around those of the law.
    Raises ComposeError, NoSuchRight, DaysOutOfOrder or TemplateError: one sentence; nothing is left
    blank.
    """
    today = day_at(pack, on)
    written_in = letter_language(pack, language, kind)
    outline = outline_of(kind, pack)
    statute = pack.statute_on(today)
    is_undated = kind == "overdue" and expected is None and not names_days(statute)
    _must_be_known(kind, today, expected, known, is_undated=is_undated)
    step = taken_by(kind, pack, statute, known.remedy)
    must_be_open(step, known)
    known = on_its_step(step, known)
    words = wording(
        kind,
        written_in,
        pack.code,
        is_informal=pack.is_without_law,
        nature=nature_of(step),
    )
    requester, addressee = all_printable(requester), all_printable(addressee)
    if not addressee.name:
        raise ComposeError("The letter is to no public body; give the name of the one to ask.")
    if kind == "fee_waiver" and requester.is_commercial:
        raise ComposeError(
            "A waiver is asked for in the public interest, and the requester says that the request"
            " is commercial; take one of the two back."
        )
    if not (one_line(reply_to) or requester.email):
        raise ComposeError("No answer could arrive; give the requester an e-mail address.")
    values = {
        **law_values(statute, written_in, expected, known),
        **day_values(pack.country, written_in, today, expected, known),
        **topic_values(technology, written_in, one_line(system_name)),
        **named_values(
            requester,
            one_line(asked) or addressee.name,
            known,
            reply_to=reply_to,
            reference=reference,
            fee_ceiling=fee_ceiling,
        ),
    }
    draft = Draft(words, values)
    given: dict[str, Sequence[Block]] = {
        "items": numbered(ask, written_in),
        "explanation": paragraphs(known.explanation),
        "details": stated(pack, requester, written_in, today),
    }
    chosen = chosen_sections(values=values, requester=requester, known=known, statute=statute)
    blocks = laid_out(outline, draft, lambda name: chosen.get(name, name), given)
    title = draft.line(
        subject_section(outline.subject, words.sections, known, is_dated=expected is not None)
    )
    return Letter(
        kind=kind,
        language=written_in,
        country=pack.country,
        subject=f"{title} [{values['reference']}]" if values["reference"] else title,
        title=title,
        sender_block=_sender_block(requester, values["reply_to"]),
        addressee_block=_lines(addressee.name, addressee.department, *addressee.address_lines),
        date_line=draft.line("date_line"),
        salutation=draft.line(outline.salutation),
        blocks=framed(blocks, own, values),
        closing=draft.line("closing"),
        sign_off=draft.line("sign_off"),
        signature=_lines(requester.name, requester.organization, *signature_lines(own)),
        written_on=today,
        facts=letter_facts(pack, statute, step),
        notes=(
            *([why_undated(statute)] if is_undated else []),
            *letter_notes(pack, statute, words, draft, expected, wanted=language, step=step),
        ),
        cites=draft.cites(),
        statute_version=statute.version,
        expected_due_on=expected.due_on if expected else None,
        is_fallback_language=written_in != (language or pack.languages[0]),
    )


def _must_be_known(
    kind: str, today: date, expected: Deadline | None, known: Circumstances, *, is_undated: bool
) -> None:
    """Refuse a letter that would have to speak of what nobody knows, or that has not happened.

    `is_undated`: a reminder under a law without a number, which calls nothing late.
    """
    outline = OUTLINES[kind]
    unknown = [name.replace("_", " ") for name in outline.needs if not getattr(known, name)]
    if unknown:
        raise ComposeError(
            f"A letter of kind {kind!r} speaks of what is not given: {', '.join(unknown)}."
        )
    check_order(today, expected if "reminded_on" in outline.needs else None, known)
    is_of_silence = kind in AGAINST and known.decided_on is None
    if is_undated or not (outline.is_after_due or is_of_silence or kind == "late_extension"):
        return
    if expected is None:
        raise ComposeError(
            f"A letter of kind {kind!r} names the day on which the answer was due, and none is"
            " known: the law has no number, or the day of receipt is not on record."
        )
    if today <= expected.due_on and kind != "late_extension":
        raise ComposeError(
            f"Nothing is overdue on {today}: the answer is due on {expected.due_on}"
            f" ({expected.cite}); wait until that day has passed."
        )


def _sender_block(requester: Requester, reply_to: str) -> tuple[str, ...]:
    """Return the letterhead: who writes and where an answer reaches them."""
    address = requester.postal_address.splitlines()
    return _lines(requester.name, requester.organization, *address, reply_to)


def _lines(*lines: str) -> tuple[str, ...]:
    """Return the lines that say something."""
    return tuple(line.strip() for line in lines if line.strip())
