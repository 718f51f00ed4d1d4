"""The words that fill a letter's fields: the law's, the days', the system's, the people's."""

import re
from datetime import date, timedelta

from foia.letters.catalogue import catalogue
from foia.letters.citations import citation
from foia.letters.dates import long_date
from foia.letters.draft import CITE
from foia.letters.letter import Circumstances, Requester
from foia.letters.printable import one_line
from jurisdictions import Deadline, Statute

#: How long a reminder leaves for an answer; the requester's own wish, not a limit of law.
GRACE = timedelta(days=10)
#: Languages in which every sentence that cites the right also names the law.
SIDE_BY_SIDE = ("en", "fr")
#: An English name that a number makes definite, so that no article stands before it: Act No. 211.
_NUMBERED = re.compile(r"(Law|Act|Regulation|Executive Order) (\(EC\) )?(No\b|n°|\d|[CDILMVX]+ )")


def law_values(
    statute: Statute, language: str, expected: Deadline | None, known: Circumstances
) -> dict[str, str]:
    """Return the law's name and citations. The act itself stands in for a missing right."""
    names = statute.law_name
    cites = {f"{CITE}right": statute.cite}
    if expected:
        cites[f"{CITE}response"] = expected.cite
    cites |= {f"{CITE}{name}": clause.cite for name, clause in statute.clauses.items()}
    if known.remedy:
        cites[f"{CITE}appeal"] = known.remedy
    if known.review_cite:
        cites[f"{CITE}review"] = known.review_cite
    law = names.get(language) or next(iter(names.values()), "")
    cites[f"{CITE}right"] = _beside(law, cites[f"{CITE}right"], language)
    return {
        **{name: citation(cite, language) for name, cite in cites.items()},
        "law": law,
        "the_law": law if _NUMBERED.match(law) else f"the {law}",
        "law_cite": citation(statute.cite, language),
    }


def _beside(law: str, cite: str, language: str) -> str:
    """Return the citation as it stands beside the law's name, without saying that name again."""
    rest = cite.removeprefix(f"{law}, ")
    act, _, sections = rest.partition(", ")
    is_said_again = bool(sections) and act.casefold() in law.casefold()
    return sections if is_said_again and language in SIDE_BY_SIDE else rest


def day_values(
    country: str,
    language: str,
    today: date,
    expected: Deadline | None,
    known: Circumstances,
) -> dict[str, str]:
    """Return the letter's dates in words; a day that is not known is empty.

    `days_passed` are those since the request was sent.
    """
    days = {
        "today": today,
        "due_on": expected.due_on if expected else None,
        "sent_on": known.sent_on,
        "reminded_on": known.reminded_on,
        "asked_on": known.asked_on,
        "extended_on": known.extended_on,
        "until": known.until,
        "decided_on": known.decided_on,
        "review_asked_on": known.review_asked_on,
        "review_decided_on": known.review_decided_on,
        "review_due_on": known.review_due_on,
        "answer_by": today + GRACE,
    }
    words = {name: long_date(day, language, country) if day else "" for name, day in days.items()}
    return words | {"days_passed": str((today - known.sent_on).days) if known.sent_on else ""}


def topic_values(technology: str, language: str, system_name: str) -> dict[str, str]:
    """Return how subject and sentence name the system."""
    label = catalogue().technology(technology).label(language)
    return {
        "topic": f"{label} ({system_name})" if system_name else label,
        "system": catalogue().system_in_text(technology, language, system_name),
    }


def named_values(
    requester: Requester,
    agency: str,
    known: Circumstances,
    *,
    reply_to: str,
    reference: str,
    fee_ceiling: str,
) -> dict[str, str]:
    """Return who writes, who was asked, where an answer goes, and what else a person gave."""
    return {
        "agency": agency,
        "requester": requester.name,
        "reply_to": one_line(reply_to) or requester.email,
        "reference": one_line(reference),
        "fee_ceiling": one_line(fee_ceiling),
        "amount": one_line(known.amount),
        "cited": "; ".join(map(one_line, known.cited)),
    }
