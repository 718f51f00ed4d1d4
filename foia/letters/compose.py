"""Composes a letter from wording, law and a person's ask; here is decided what appears in it."""

from collections.abc import Sequence
from datetime import date, datetime

from foia.letters.catalogue import catalogue, in_language
from foia.letters.citations import citation
from foia.letters.dates import day_at, long_date
from foia.letters.draft import CITE, Draft
from foia.letters.gates import problems
from foia.letters.letter import (
    Addressee,
    AskItem,
    Block,
    Heading,
    Letter,
    NumberedItem,
    Paragraph,
    Requester,
)
from foia.letters.notes import letter_notes
from foia.letters.outline import OUTLINES, chosen_section
from foia.letters.printable import all_printable, one_line, printable
from foia.letters.typography import lead_in
from foia.letters.wording import FALLBACK, is_language, languages, wording
from jurisdictions import Clause, Deadline, DomainError, Pack, Statute

__all__ = [
    "Addressee",
    "AskItem",
    "Letter",
    "Requester",
    "compose",
    "default_ask",
    "letter_language",
    "problems",
]


class ComposeError(DomainError):
    """A letter cannot be composed from what was given."""


def letter_language(pack: Pack, language: str | None) -> str:
    """Return the language to write in: the one asked for, else the body's; English if unwritten.

    Raises ComposeError if `language` is not a language at all.
    """
    wanted = language or pack.languages[0]
    if wanted in languages():
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
    sent_on: date | None = None,
) -> Letter:
    """Compose a letter of `kind` under the law of `pack` as it stands `on` that day.

    `on`: a date at the body, or an aware moment. `expected`: the deadline the answer is due by; for
    an `overdue` letter the missed one, together with `sent_on`. `fee_ceiling`: an amount in words.
    Raises ComposeError or TemplateError with one sentence; nothing is ever left blank.
    """
    today = day_at(pack, on)
    if kind == "overdue":
        _must_be_late(today, expected, sent_on)
    written_in = letter_language(pack, language)
    words = wording(kind, written_in, pack.code)
    statute = pack.statute_on(today)
    if pack.no_law and not pack.statutes:
        raise ComposeError(_without_law(pack, pack.no_law))
    requester, addressee = all_printable(requester), all_printable(addressee)
    if not addressee.name:
        raise ComposeError("The letter is to no public body; give the name of the one to ask.")
    values = {
        **_law_values(statute, written_in, expected),
        **_day_values(pack.country, written_in, today, expected, sent_on),
        **_topic_values(technology, written_in, one_line(system_name)),
        **_named_values(requester, addressee, reply_to, reference, fee_ceiling),
    }
    draft = Draft(words, values)
    blocks = _blocks(kind, draft, values, requester, _items(ask, written_in))
    title = draft.line(OUTLINES[kind].subject)
    return Letter(
        kind=kind,
        language=written_in,
        country=pack.country,
        subject=f"{title} [{values['reference']}]" if values["reference"] else title,
        title=title,
        sender_block=_sender_block(requester, values["reply_to"]),
        addressee_block=_lines(addressee.name, addressee.department, *addressee.address_lines),
        date_line=draft.line("date_line"),
        salutation=draft.line("salutation"),
        blocks=blocks,
        closing=draft.line("closing"),
        sign_off=draft.line("sign_off"),
        signature=_lines(requester.name, requester.organization),
        written_on=today,
        notes=letter_notes(pack, statute, words, draft, expected, wanted=language),
        cites=draft.cites(),
        statute_version=statute.version,
        expected_due_on=expected.due_on if expected else None,
        is_fallback_language=written_in != (language or pack.languages[0]),
    )


def _must_be_late(today: date, expected: Deadline | None, sent_on: date | None) -> None:
    """Refuse to remind a body of a deadline that nobody knows, or that has not passed."""
    if not (expected and sent_on):
        raise ComposeError(
            "A reminder needs the day the request was sent and the deadline that was missed."
        )
    if today <= expected.due_on:
        raise ComposeError(
            f"Nothing is overdue on {today}: the answer is due on {expected.due_on}"
            f" ({expected.cite}); wait until that day has passed."
        )


def _without_law(pack: Pack, why: Clause) -> str:
    return (
        f"No law on file gives a right to records in {pack.name.get('en', pack.code)}, so there is"
        f" none to cite ({why.cite}); see the page of its law for what can be asked all the same."
    )


def _law_values(statute: Statute, language: str, expected: Deadline | None) -> dict[str, str]:
    """Return the law's name and citations. The act itself stands in for a missing right."""
    names = statute.law_name
    cites = {f"{CITE}right": statute.cite}
    if expected:
        cites[f"{CITE}response"] = expected.cite
    cites |= {f"{CITE}{name}": clause.cite for name, clause in statute.clauses.items()}
    return {
        **{name: citation(cite, language) for name, cite in cites.items()},
        "law": names.get(language) or next(iter(names.values())),
        "law_cite": citation(statute.cite, language),
    }


def _day_values(
    country: str,
    language: str,
    today: date,
    expected: Deadline | None,
    sent_on: date | None,
) -> dict[str, str]:
    """Return the letter's dates in words; a day that is not known is empty."""
    days = {
        "today": today,
        "due_on": expected.due_on if expected else None,
        "sent_on": sent_on,
    }
    return {name: long_date(day, language, country) if day else "" for name, day in days.items()}


def _topic_values(technology: str, language: str, system_name: str) -> dict[str, str]:
    """Return how subject and sentence name the system."""
    label = catalogue().technology(technology).label(language)
    return {
        "topic": f"{label} ({system_name})" if system_name else label,
        "system": catalogue().system_in_text(technology, language, system_name),
    }


def _named_values(
    requester: Requester, addressee: Addressee, reply_to: str, reference: str, fee_ceiling: str
) -> dict[str, str]:
    """Return who writes to whom, where an answer goes, and what else a person may have given."""
    return {
        "agency": addressee.name,
        "requester": requester.name,
        "reply_to": one_line(reply_to) or requester.email,
        "reference": one_line(reference),
        "fee_ceiling": one_line(fee_ceiling),
    }


def _items(ask: Sequence[AskItem], language: str) -> list[NumberedItem]:
    """Number the records asked for; a catalogue item gets its label."""
    entries = catalogue()
    return [
        NumberedItem(
            number,
            lead_in(entries.category(item.category).label(language), language)
            if item.category
            else "",
            printable(item.text).strip(),
        )
        for number, item in enumerate(ask, start=1)
    ]


def _blocks(
    kind: str,
    draft: Draft,
    values: dict[str, str],
    requester: Requester,
    items: list[NumberedItem],
) -> tuple[Block, ...]:
    """Lay out the blocks of this kind, without headings that would stand over nothing."""
    blocks: list[Block] = []
    for name in OUTLINES[kind].blocks:
        if name == "items":
            blocks += items
        elif name.endswith("_heading"):
            if isinstance(blocks[-1], Heading):
                blocks.pop()
            blocks.append(Heading(draft.line(name)))
        else:
            section = chosen_section(name, values=values, requester=requester)
            blocks += map(Paragraph, draft.paragraphs(section))
    return tuple(blocks[:-1] if isinstance(blocks[-1], Heading) else blocks)


def _sender_block(requester: Requester, reply_to: str) -> tuple[str, ...]:
    """Return the letterhead: who writes and where an answer reaches them."""
    address = requester.postal_address.splitlines()
    return _lines(requester.name, requester.organization, *address, reply_to)


def _lines(*lines: str) -> tuple[str, ...]:
    """Return the lines that say something."""
    return tuple(line.strip() for line in lines if line.strip())
