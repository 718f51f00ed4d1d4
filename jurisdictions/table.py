"""All laws on file as one table of Markdown: what a reader compares between places."""

from collections.abc import Iterable

from jurisdictions.in_words import SILENCE, extension_length, law_name, length, verified_of
from jurisdictions.law import Pack, Statute
from jurisdictions.rules import Term

COLUMNS = (
    *("Code", "Place", "Law", "In force from", "Answer within", "Longer by", "Silence"),
    *("First remedy within", "Ask in", "Calendar", "Read"),
)
HEAD = """# The laws on file

Generated from the packs by `manage.py law_table`; never edited by hand. Of each law the latest
version.

A dagger (†) marks what nobody has read in a source yet: check it before relying on it. "Read" says
how many of a pack's statements of law were read, of all.
"""


def law_table(packs: Iterable[Pack]) -> str:
    """The table, one row per place, with a dagger at every number that nobody has verified."""
    rows = [_row(pack) for pack in packs]
    lines = [
        HEAD,
        f"| {' | '.join(COLUMNS)} |",
        "|" + "---|" * len(COLUMNS),
        *(f"| {' | '.join(row)} |" for row in rows),
    ]
    return "\n".join(lines) + "\n"


def _row(pack: Pack) -> tuple[str, ...]:
    read, total = verified_of(pack)
    calendars = ", ".join((pack.calendar, *pack.calendars))
    answer, longer, silence, remedy = "**no law**", "", "", ""
    statute = max(pack.statutes, key=lambda statute: statute.valid_from, default=None)
    name, law, since = pack.name["en"], "", ""
    if statute:
        law = law_name(statute)
        since = str(statute.valid_from)
        answer, longer, silence, remedy = _answers(statute)
    cells = (f"`{pack.code}`", name, law, since, answer, longer, silence, remedy)
    return (*cells, ", ".join(pack.languages), calendars, f"{read}/{total}")


def _answers(statute: Statute) -> tuple[str, str, str, str]:
    answer = next((term for term in statute.terms if term.term == "response"), None)
    longer = next((rule for rule in statute.extensions if rule.term == "response"), None)
    silence = next((rule for rule in statute.silence if rule.term == "response"), None)
    remedy = next((term for term in statute.terms if term.term in ("appeal", "court")), None)
    return (
        _length(answer),
        f"{extension_length(longer)}{_dagger(longer.verified)}" if longer else "",
        f"{SILENCE[silence.effect]}{_dagger(silence.verified)}" if silence else "",
        _length(remedy),
    )


def _length(term: Term | None) -> str:
    return f"{length(term)}{_dagger(term.verified)}" if term else ""


def _dagger(is_verified: bool) -> str:
    return "" if is_verified else " †"
