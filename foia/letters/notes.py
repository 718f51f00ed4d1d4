"""The sentences a letter carries for the screen: what is certain, and what is in doubt."""

from collections.abc import Iterator

from foia.letters.catalogue import catalogue
from foia.letters.draft import Draft
from foia.letters.ladder import is_by_letter, name_of, told_before
from foia.letters.silence import is_unread
from foia.letters.wording import Wording, language_name
from jurisdictions import Deadline, Pack, Statute
from jurisdictions.law import Clause
from jurisdictions.rules import Appeal

#: Stands beside a reminder under a law without a number.
NO_DAY = (
    "The law on file names no number of days for the answer, so nobody can say that it is late;"
    " this reminder only asks for it."
)
UNREAD = (
    "How long the law gives for the answer was not read yet, so it may be late or not;"
    " this reminder only asks for it."
)


def why_undated(statute: Statute) -> str:
    """Return why a reminder calls nothing late: the law has no number, or nobody has read it."""
    return UNREAD if is_unread(statute) else NO_DAY


def letter_facts(pack: Pack, statute: Statute, step: Appeal | None = None) -> tuple[str, ...]:
    """Return what is certain and worth knowing before the letter goes, in the order of weight.

    `step` is the one of the law's ladder of remedies that the letter takes.
    """
    return (
        *_risk(pack),
        *_without_law(pack),
        *_about_requester(statute, is_verified=True),
        *_about_steps(statute, step, is_verified=True),
    )


def letter_notes(
    pack: Pack,
    statute: Statute,
    words: Wording,
    draft: Draft,
    expected: Deadline | None,
    *,
    wanted: str | None,
    step: Appeal | None = None,
) -> tuple[str, ...]:
    """Return the doubts in the order of their weight; an empty tuple means nothing to warn of."""
    return (
        *_language_notes(pack, words, wanted or pack.languages[0]),
        *_in_transition(pack, step),
        *_about_requester(statute, is_verified=False),
        *_about_steps(statute, step, is_verified=False),
        *_law_notes(pack, statute, draft, expected),
    )


def _risk(pack: Pack) -> Iterator[str]:
    """Say that a letter of a high-risk place is a draft for planning only."""
    if pack.risk == "high":
        yield pack.risk_reason.get("en") or next(iter(pack.risk_reason.values()))


def _language_notes(pack: Pack, words: Wording, wanted: str) -> Iterator[str]:
    """Say whether the letter is in the body's language, and whether a person proofed the words."""
    written_in, asked_for = language_name(words.language), language_name(wanted)
    if words.language != wanted:
        yield f"There are no letters in {asked_for} yet, so this one is in {written_in}."
    elif words.language not in pack.languages:
        asked = " or ".join(map(language_name, pack.languages))
        yield f"This body must be asked in {asked}; this letter is in {written_in}."
    if not (words.is_reviewed and catalogue().reviewed.get(words.language, False)):
        yield f"Translation not reviewed: nobody has proofed the {written_in} wording yet."


def _without_law(pack: Pack) -> Iterator[str]:
    """Say that the letter claims nothing, because nothing gives a right."""
    if pack.is_without_law and pack.no_law:
        yield (
            f"No law gives a right to records here ({pack.no_law.cite}): this letter asks kindly,"
            " cites no right and sets no date."
        )
        yield pack.no_law.text


def _about_requester(statute: Statute, *, is_verified: bool) -> Iterator[str]:
    """Say who may ask under this law, and what it wants to know of them: no more than that."""
    who, identity = statute.clauses.get("who"), statute.clauses.get("identity")
    if who and who.text and who.verified == is_verified:
        yield f"Who may ask: {who.text} ({_cited(who)})"
    if identity and identity.text and identity.verified == is_verified:
        yield f"What the law asks of the requester: {identity.text} ({_cited(identity)})"


def _about_steps(statute: Statute, step: Appeal | None, *, is_verified: bool) -> Iterator[str]:
    """Say what the law asks of this step, or what it can bring; and of a notice before a court."""
    for told in (*told_before(statute, step), *([step] if step else [])):
        if told.text and told.verified == is_verified:
            yield f"{name_of(told, 'en')}: {told.text} ({_cited(told)})"


def _in_transition(pack: Pack, step: Appeal | None) -> Iterator[str]:
    """Say that the bodies which oversee the law are being replaced, where that is so."""
    if step is None or not is_by_letter(step):
        return
    for regulator in pack.regulators:
        if regulator.status == "transition":
            name = regulator.name.get("en") or next(iter(regulator.name.values()))
            yield f"In transition: {name}. {regulator.note} ({regulator.cite})"


def _law_notes(
    pack: Pack, statute: Statute, draft: Draft, expected: Deadline | None
) -> Iterator[str]:
    """Say which citations nobody verified, and what was left out for want of one."""
    cited = ((name, statute.clauses.get(name)) for name in draft.clauses)
    unverified = [f"{c.cite} ({_words(name)})" for name, c in cited if c and not c.verified]
    if unverified:
        yield f"Not yet verified against the text of the law: {'; '.join(unverified)}."
    if expected and not expected.verified:
        yield f"The due date rests on {expected.cite}, which is not yet verified."
    if draft.without_citation:
        names = ", ".join(map(_words, draft.without_citation))
        yield f"Asked for without a citation, because {pack.code} has none on file: {names}."
    if draft.left_out:
        names = ", ".join(map(_words, draft.left_out))
        yield f"Left out, because {pack.code} has no citation on file: {names}."


def _cited(rule: Clause | Appeal) -> str:
    """Return the section that a rule rests on, with its doubt."""
    return rule.cite if rule.verified else f"Not yet verified: {rule.cite}"


def _words(name: str) -> str:
    """Return a clause's name as words."""
    return name.replace("_", " ")
